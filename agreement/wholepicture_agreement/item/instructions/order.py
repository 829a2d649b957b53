"""The order of instructions, most important first: each kind is a function, and stands once."""

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import partial

from wholepicture_agreement.by_when.numbers import Number
from wholepicture_agreement.by_when.working_time import LONDON
from wholepicture_agreement.item.calling import number_to_call, with_the_number
from wholepicture_agreement.item.instructions import (
    changing_schools,
    children,
    danger,
    handling,
    kept_back,
    not_written,
    unnamed_children,
    whereabouts,
    work_with_children,
)
from wholepicture_agreement.item.instructions.telling import Instruction, Telling, clause
from wholepicture_agreement.item.orders import orders_in_words, state_of
from wholepicture_agreement.item.people_told import PeopleTold, ToldContent
from wholepicture_agreement.told.facts import EventFacts, Subject
from wholepicture_agreement.whom.recipients import Target
from wholepicture_agreement.written.model import ActiveRule


def _at_once(telling: Telling) -> Iterator[str]:
    """What to do before all else, because of how the recipient was found."""
    return (target.urgent for target in telling.targets if target.urgent)


def _orders(telling: Telling, *, ended: bool = False) -> Iterator[str]:
    """What each order or bail condition that is in force says, or each that has ended."""
    today = telling.facts.situation.hour.astimezone(LONDON).date()
    acts = telling.acts.astimezone(LONDON).date() if telling.acts else None
    orders = [one for one in telling.shown.orders if (state_of(one, today) == "ended") is ended]
    return orders_in_words(orders, telling.shown.called, today, acts)


def _ended_orders(telling: Telling) -> Iterator[str]:
    """What each order or bail condition said that is in force no longer."""
    return _orders(telling, ended=True)


def _how_it_came(telling: Telling) -> Iterator[str]:
    """For whom the recipient acts or reads, and to whom it passes it on."""
    return (target.note for target in telling.targets if target.note)


def _of_the_rules(telling: Telling) -> Iterator[str]:
    """What the agreement's rules say themselves."""
    return (sentence for active in telling.rules for sentence in active.rule.instructions)


def _who_else_acts(telling: Telling) -> Iterator[str]:
    """Who else acts, as far as the recipient may know it."""
    return iter(telling.also)


def _family_informed(telling: Telling) -> Iterator[str]:
    """Whether the family knows."""
    sharing = telling.shown.core.get("sharing", {})
    known = sharing.get("family_informed")
    why = sharing.get("family_not_informed_because")
    if known in {"no-unsafe", "no-not-practicable"}:
        said = "it is not safe" if known == "no-unsafe" else "it was not practicable"
        more = f": {clause(why)}" if why else "."
        yield f"The family has not been told that this is shared, because {said}{more}"
    elif known == "not-yet":
        yield "The family has not been told yet that this is shared."


_HANDLING: tuple[Instruction, ...] = (
    kept_back.of_the_matter,
    handling.who_must_not_learn,
    handling.never,
    whereabouts.stale_details,
    whereabouts.must_not_become_known,
    handling.out_of_sight,
    kept_back.from_whom,
    handling.how_to_reach,
    handling.call_first,
)
"""How a content is handled: equal for everybody who is told the same, whoever it is."""

_ORDER: tuple[Instruction, ...] = (
    # 1. danger now
    danger.danger_now,
    _at_once,
    # 2. orders about contact and collection
    _orders,
    # 3. what must not be done or become known, 4. whom to call before speaking to the family
    *_HANDLING,
    # 5. orders that have ended, and how it came to the recipient
    _ended_orders,
    _how_it_came,
    # 6. whom it is about though nobody says so, and the rules' own
    unnamed_children.among_the_adults,
    unnamed_children.against_no_children,
    work_with_children.may_work_with_children,
    _of_the_rules,
    changing_schools.changing_schools,
    # 7. who else acts
    kept_back.whom_to_ask,
    _who_else_acts,
    kept_back.who_works_with,
    # 8. whether the family knows
    _family_informed,
    # 9. how a child communicates, and what is not known
    children.about_each_child,
    not_written.nothing_released,
    # 10. workers
    children.workers,
)
_OF_THE_CONTENT = frozenset((*_HANDLING, _family_informed))
"""The kinds that say the same to everybody who is told the same: each is written once."""


def instructions(
    facts: EventFacts,
    shown: PeopleTold,
    rules: Iterable[ActiveRule],
    targets: Iterable[Target],
    subjects: Iterable[Subject],
    also: Iterable[str] = (),
    call: Number | None = None,
    acts: dt.datetime | None = None,
) -> tuple[str, ...]:
    """All instructions at the head of an item, each once, in their order.

    ``also`` says who else acts, ``call`` whom to telephone first, ``acts`` by when the item is due.
    """
    telling = Telling(
        facts, shown, tuple(rules), tuple(targets), tuple(subjects), tuple(also), call, acts
    )
    return _said(_ORDER, telling)


def of_handling(facts: EventFacts, told: ToldContent) -> frozenset[str]:
    """The sentences on how to handle a content."""
    return frozenset(_said(_HANDLING, Telling(facts, PeopleTold(told))))


def without_unsafe(had: Iterable[str], now: Iterable[str]) -> tuple[str, ...]:
    """The former instructions, less each way to reach somebody that is not given any more."""
    said = set(now)
    return tuple(
        sentence
        for sentence in had
        if not sentence.startswith(handling.TO_REACH) or sentence in said
    )


def _said(kinds: Iterable[Instruction], telling: Telling) -> tuple[str, ...]:
    """The sentences of these kinds, each once; one that says to call the sender has the number."""
    shown = telling.shown
    sentences: list[str] = []
    for kind in kinds:
        say = partial(kind, telling)
        sentences += shown.once(kind, say) if kind in _OF_THE_CONTENT else say()
    number = number_to_call(telling.facts, shown, telling.facts.situation.hour)
    return tuple(dict.fromkeys(with_the_number(sentence, number) for sentence in sentences))
