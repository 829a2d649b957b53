"""The panel of one child: needs first, who works with the child, the household, the adults.

It is a function of what an item shows its recipient (``told`` and ``earlier``) and of nothing else,
so need to know holds by construction: whatever is kept back from the recipient is not here to begin
with. No place where anybody lives or is stands in it.
"""

import datetime as dt
from collections.abc import Sequence
from operator import attrgetter
from typing import NamedTuple

from wholepicture_schemas.around import AdultAround, Around, ChildAround
from wholepicture_schemas.codes import RELATIONS
from wholepicture_schemas.identifiers import PersonRef
from wholepicture_schemas.model import unchecked
from wholepicture_schemas.who import child_in_words

from wholepicture_agreement.item.around.adults import PARENTS, Adult, adults, join
from wholepicture_agreement.item.around.belonging import siblings
from wholepicture_agreement.item.around.care import Care, Keeps, a_matter, care_with
from wholepicture_agreement.item.around.heeding import heeded
from wholepicture_agreement.item.around.needs import needs
from wholepicture_agreement.item.around.recorded import Recorded, Window, recorded
from wholepicture_agreement.item.around.shown import Shown
from wholepicture_agreement.item.around.working import working_with

MADE_OF = (
    "Made of what stands here alone: that no contact is recorded does not mean that nobody was in "
    "contact, and asks nobody to get in touch."
)
NO_ADULT = "No adult around the child is named here. That does not mean that there is none."
NOBODY_WORKS = "Nobody who works with the child is named here. That does not mean that nobody does."
_RESPONSIBILITY = {"yes": "with parental responsibility", "no": "without parental responsibility"}
_LIVES_THERE = {"yes": "lives with the child", "no": "does not live with the child"}
_RELATIONS = {"not-related": "not related", "unknown": "relation not known"}
_NOTHING = Recorded((), None, None, none=False)

_around, _adult_around = unchecked(Around), unchecked(AdultAround)


class OfChild(NamedTuple):
    """What a panel of one child is made of."""

    person: PersonRef
    """The child's reference inside the item's own event."""
    shown: Sequence[Shown]
    """What the recipient is shown of the child: the item's own event and earlier ones."""
    reaches: dt.date | None = None
    """The oldest day that is shown, where what is older was left out; none where nothing was."""


class People(NamedTuple):
    """Everybody around the children of an item: the same for all who are shown the same."""

    children: Sequence[OfChild]
    events: Sequence[Sequence[Shown]]
    """Of each child, newest first."""
    needs: Sequence[tuple[str, ...]]
    """Of each child, the sentences."""
    adults: Sequence[list[Adult]]
    """Of each child."""
    care: Care


def people(children: Sequence[OfChild], keeps: Keeps = a_matter) -> People:
    """Everybody around the children of an item, by what is shown of each child.

    An adult of the item's own event is one person around all of them, and what is heeded because of
    one child is heeded with all. ``keeps`` is what a restricted kind keeps back.
    """
    events = [sorted(one.shown, key=attrgetter("on"), reverse=True) for one in children]
    found = [adults(of_child) for of_child in events]
    if len(children) > 1:
        join(found)
    for of_child in found:
        of_child.sort(key=lambda adult: not adult.is_asked_about)  # else in the order of the events
    everything = [event for of_child in events for event in of_child]
    care = care_with(everything, keeps, cut=any(one.reaches is not None for one in children))
    return People(children, events, [needs(of_child) for of_child in events], found, care)


def around(people: People, *, today: dt.date, days: int, ask: str) -> tuple[Around, ...]:
    """Who is around each child of an item, as it is said to one recipient.

    Args:
        people: everybody around the children.
        today: the day on which the item is delivered, in London.
        days: after how many days without a recorded contact that is said.
        ask: whom the recipient asks before it approaches an alleged person of whom no handling
            says whom to call.
    """
    return tuple(
        _panel(child, events, needs, found, people.care, Window(today, days, child.reaches), ask)
        for child, events, needs, found in zip(
            people.children, people.events, people.needs, people.adults, strict=True
        )
    )


def _panel(
    child: OfChild,
    events: Sequence[Shown],
    needs: tuple[str, ...],
    found: Sequence[Adult],
    care: Care,
    window: Window,
    ask: str,
) -> Around:
    works, called = working_with(events)
    says = (*(() if works else (NOBODY_WORKS,)), *(() if found else (NO_ADULT,)), MADE_OF)
    own = [one for one in events if one.own]
    return _around(
        person=child.person,
        needs=needs,
        works_with=works,
        can_be_called=called,
        children=tuple(other for one in own for other in _household(one, window.today)),
        adults=tuple(_adult(adult, window, ask, care) for adult in found),
        says=says,
    )


def _household(shown: Shown, today: dt.date) -> list[ChildAround]:
    """The other children of the household, as far as the item's own event tells of them."""
    together = siblings(shown)
    return [
        ChildAround(person=child["person"], who=child_in_words(child, today))
        for child in shown.children
        if child.get("person") in together
    ]


def _adult(adult: Adult, window: Window, ask: str, care: Care) -> AdultAround:
    contact = recorded(adult, window) if adult.is_asked_about else _NOTHING
    return _adult_around(
        person=adult.person,
        who=adult.called,
        heed=heeded(adult, ask, care, none_recorded=contact.none),
        is_what=_is_what(adult),
        says=contact.says,
        last_contact=contact.last,
        no_recorded_contact_in_days=contact.none_in_days,
    )


def _is_what(adult: Adult) -> str:
    """How an adult is related to the child, and what the adult's part is, in words."""
    relation = adult.relation
    parts = [_RELATIONS.get(relation) or RELATIONS.get(relation, relation)]
    if responsibility := _RESPONSIBILITY.get(adult.has_responsibility):
        parts.append(responsibility)
    elif relation in PARENTS:
        parts.append("parental responsibility not known")
    if lives := _LIVES_THERE.get(adult.lives_there):
        parts.append(lives)
    elif adult.is_asked_about:
        parts.append("not known whether they live with the child")
    if adult.alleged:
        parts.append("alleged to have harmed somebody")
    if adult.harmed:
        parts.append("said to have been harmed")
    if adult.protected:
        parts.append("has moved or has a protected address")
    return ", ".join(parts)
