"""The order of instructions, most important first: each kind is a function, and stands once."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from functools import partial

from wholepicture_agreement.by_when.numbers import Number
from wholepicture_agreement.by_when.working_time import LONDON
from wholepicture_agreement.item.calling import with_the_number
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
from wholepicture_agreement.item.instructions.telling import Instruction, Kind, Telling, clause
from wholepicture_agreement.item.orders import orders_in_words, state_of
from wholepicture_agreement.item.people_told import PeopleTold, ToldContent
from wholepicture_agreement.told.facts import EventFacts, Subject
from wholepicture_agreement.whom.recipients import Target
from wholepicture_agreement.written.model import ActiveRule

_WHY_NOT = {"no-unsafe": "it is not safe", "no-not-practicable": "it was not practicable"}
"""Why the family does not know."""


def _at_once(telling: Telling) -> Sequence[str]:
    """What to do before all else, because of how the recipient was found."""
    return [target.urgent for target in telling.targets if target.urgent]


def _orders(telling: Telling, *, ended: bool = False) -> Iterable[str]:
    """What each order or bail condition that is in force says, or each that has ended."""
    if not telling.shown.orders:
        return ()
    today = telling.facts.situation.hour.astimezone(LONDON).date()
    acts = telling.acts.astimezone(LONDON).date() if telling.acts else None
    orders = [one for one in telling.shown.orders if (state_of(one, today) == "ended") is ended]
    return orders_in_words(orders, telling.shown.called, today, acts)


def _ended_orders(telling: Telling) -> Iterable[str]:
    """What each order or bail condition said that is in force no longer."""
    return _orders(telling, ended=True)


def _how_it_came(telling: Telling) -> Sequence[str]:
    """For whom the recipient acts or reads, and to whom it passes it on."""
    return [target.note for target in telling.targets if target.note]


def _of_the_rules(telling: Telling) -> Sequence[str]:
    """What the agreement's rules say themselves."""
    return [sentence for active in telling.rules for sentence in active.rule.instructions]


def _who_else_acts(telling: Telling) -> Sequence[str]:
    """Who else acts, as far as the recipient may know it."""
    return telling.also


def _family_informed(telling: Telling) -> Sequence[str]:
    """Whether the family knows."""
    sharing = telling.shown.core.get("sharing", {})
    known = sharing.get("family_informed")
    if known == "not-yet":
        return ["The family has not been told yet that this is shared."]
    if known not in _WHY_NOT:
        return ()
    why = sharing.get("family_not_informed_because")
    more = f": {clause(why)}" if why else "."
    return [f"The family has not been told that this is shared, because {_WHY_NOT[known]}{more}"]


_HANDLING = (
    Kind(kept_back.of_the_matter, kept_back.is_of_a_matter),
    Kind(handling.who_must_not_learn, handling.has_who_must_not_learn),
    Kind(handling.never),
    Kind(whereabouts.stale_details, whereabouts.who_moved),
    Kind(whereabouts.must_not_become_known, whereabouts.who_moved),
    Kind(handling.out_of_sight, handling.kept_out_of),
    Kind(kept_back.from_whom),
    Kind(handling.how_to_reach),
    Kind(handling.call_first, handling.is_called_about_first),
)
"""How a content is handled: equal for everybody who is told the same, whoever it is."""


def _handling(telling: Telling) -> Sequence[str]:
    """How it is handled, written once for everybody who is told the same."""
    return telling.shown.once(_HANDLING, partial(_sentences, _handling_of, telling))


_ORDER = (
    # 1. danger now
    Kind(danger.danger_now, danger.may_be),
    Kind(_at_once),
    # 2. orders about contact and collection
    Kind(_orders),
    # 3. what must not be done or become known, 4. whom to call before speaking to the family
    Kind(_handling),
    # 5. orders that have ended, and how it came to the recipient
    Kind(_ended_orders),
    Kind(_how_it_came),
    # 6. whom it is about though nobody says so, and the rules' own
    Kind(unnamed_children.among_the_adults, unnamed_children.who_is_among_the_adults),
    Kind(unnamed_children.against_no_children, unnamed_children.what_is_against),
    Kind(work_with_children.may_work_with_children, work_with_children.who_may),
    Kind(_of_the_rules),
    Kind(changing_schools.changing_schools, changing_schools.who_changes),
    # 7. who else acts
    Kind(kept_back.whom_to_ask, kept_back.is_restricted),
    Kind(_who_else_acts),
    Kind(kept_back.who_works_with, children.teams),
    # 8. whether the family knows
    Kind(_family_informed),
    # 9. how a child communicates, and what is not known
    Kind(children.about_each_child),
    Kind(not_written.nothing_released),
    # 10. workers
    Kind(children.workers, children.teams),
)


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
    sentences = _sentences(_instructions_of, telling)
    return tuple(dict.fromkeys(with_the_number(sentences, facts, shown)))


def of_handling(facts: EventFacts, told: ToldContent) -> frozenset[str]:
    """The sentences on how to handle a content."""
    shown = PeopleTold(told)
    return frozenset(with_the_number(_handling(Telling(facts, shown)), facts, shown))


def without_unsafe(had: Iterable[str], now: Iterable[str]) -> tuple[str, ...]:
    """The former instructions, less each way to reach somebody that is not given any more."""
    said = set(now)
    return tuple(
        sentence
        for sentence in had
        if not sentence.startswith(handling.TO_REACH) or sentence in said
    )


def _instructions_of(facts: EventFacts) -> Sequence[Instruction]:
    """The kinds of which there may be any about an event."""
    return _concerning(facts, _ORDER)


def _handling_of(facts: EventFacts) -> Sequence[Instruction]:
    """The kinds of handling of which there may be any for an event."""
    return _concerning(facts, _HANDLING)


def _concerning(facts: EventFacts, kinds: Iterable[Kind]) -> Sequence[Instruction]:
    return [kind.say for kind in kinds if kind.concerns is None or kind.concerns(facts)]


def _sentences(
    kinds: Callable[[EventFacts], Sequence[Instruction]], telling: Telling
) -> Sequence[str]:
    return [sentence for say in telling.facts.once(kinds) for sentence in say(telling)]
