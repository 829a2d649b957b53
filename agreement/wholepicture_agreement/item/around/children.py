"""The other children around a child: of the household, and of whom care is taken.

A child may be alleged, or must not learn of something, as an adult may: it is heeded in the same
words. The child of the panel is met by whoever reads it, so nothing of that kind stands of them.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from wholepicture_schemas.around import ChildAround
from wholepicture_schemas.in_texts.traces import squashed
from wholepicture_schemas.who import child_in_words, name_of

from wholepicture_agreement.item.around.asking import Ask
from wholepicture_agreement.item.around.belonging import siblings
from wholepicture_agreement.item.around.heeding import DO_NOT_APPROACH
from wholepicture_agreement.item.around.shown import Entry, Shown
from wholepicture_agreement.item.around.standing import said_to_have_harmed
from wholepicture_agreement.item.instructions.telling import clause

NOT_NAMED = "a child who is not named"


class _Told(NamedTuple):
    """A child in one event."""

    child: Entry
    shown: Shown


def other_children(events: Sequence[Shown], today: dt.date, ask: Ask) -> Iterator[ChildAround]:
    """The other children of whom events tell, newest first: of the household, or with care.

    The household is that of the item's own event. Whoever may be the same child is heeded as one.
    """
    told = [
        _Told(child, shown)
        for shown in events
        for child in shown.children
        if child.get("person") != shown.person
    ]
    own = [one for one in told if one.shown.own]
    earlier = [one for one in told if not any(_may_be(one, other) for other in own)]
    done: list[_Told] = []
    for one in (*own, *earlier):
        of_household = one.shown.own and one.child.get("person") in siblings(one.shown)
        if one not in own and any(_may_be(one, other) for other in done):
            continue
        heed = tuple(_heeded([other for other in told if _may_be(one, other)], ask))
        if of_household or heed:
            done.append(one)
            yield ChildAround(
                person=one.child["person"] if one.shown.own else None,
                who=child_in_words(one.child, today) or NOT_NAMED,
                heed=heed,
                of_household=of_household,
            )


def _may_be(one: _Told, other: _Told) -> bool:
    """Whether two events may tell of one child: the same entry, or a name and no other birth."""
    if one.shown is other.shown:
        return one.child.get("person") == other.child.get("person")
    names = {squashed(name_of(told.child)) for told in (one, other)}
    born, others = (str(told.child.get("birth_date") or "") for told in (one, other))
    return (
        len(names) == 1 and "" not in names and (born.startswith(others) or others.startswith(born))
    )


def _heeded(told: Sequence[_Told], ask: Ask) -> Iterator[str]:
    """What is heeded of a child, by everything that may be told of that child."""
    care = [one for one in told if one.child.get("person") in one.shown.careful_with]
    if not care:
        return
    who = name_of(told[0].child) or NOT_NAMED
    yield DO_NOT_APPROACH.format(who=who, ask=ask([one.shown for one in care]))
    for said in said_to_have_harmed((one.child.get("person"), one.shown) for one in care):
        yield f"{who}: {said}."
    for one in care:
        for note in one.shown.must_not_learn:
            if note.get("person") == one.child.get("person"):
                why = note.get("because")
                yield f"Do not let {who} learn of this{f': {clause(str(why))}' if why else '.'}"
