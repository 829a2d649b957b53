"""Finding: the newest events of a child that make a pattern, as a pure function of the events.

The order in which events came, and how often, changes nothing: only when each happened does. What
a service caused never counts. Where it is not known who caused it, it counts only with what stood
in the family's way beside it: barriers are read before anything is thought of a family.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from wholepicture_agreement.patterns.asked_fields import (
    BARRIERS,
    CAUSED_BY,
    MISSED,
    OFFERED,
    Says,
    has_a_cause,
)
from wholepicture_agreement.patterns.files import Kind, PatternRule

MOST_NAMED = 12
"""How many events a pattern names where fewer make it already: the newest."""

OpenAt = Callable[[dt.datetime], bool]
"""Whether children's services worked with the child at a moment."""


@dataclass(frozen=True, slots=True)
class Happened:
    """One event about a child, as far as a rule may ask about it."""

    event: str
    """Source and id."""
    type: str
    """The short name of its type."""
    agency: str
    at: dt.datetime
    matter: str = ""
    """What it belongs to: several events of one matter count once. Empty: it stands for itself."""
    says: Says = field(default_factory=dict)

    @property
    def order(self) -> tuple[dt.datetime, str]:
        """When it happened; of two at one moment, always the same first."""
        return self.at, self.event


@dataclass(frozen=True, slots=True)
class Found:
    """A pattern that a child's events make."""

    events: tuple[Happened, ...]
    """The events that make it, in the order in which they happened: the newest that do."""
    of: int
    """How many there are within the time."""

    @property
    def agencies(self) -> int:
        """How many agencies told them."""
        return len({event.agency for event in self.events})


def found(rule: PatternRule, events: Iterable[Happened], open_at: OpenAt) -> Found | None:
    """The newest events of a child that make a pattern; none where nothing does.

    It stands as long as its events do: time that passes, and events that add nothing to it, change
    nothing.
    """
    listed = sorted(set_of(events), key=lambda event: event.order)
    counted = [event for event in listed if _counts(rule.counts, event)]
    if len(counted) < rule.at_least:
        return None
    ends = [event.order for event in listed if any(_is(kind, event) for kind in rule.without)]
    within = dt.timedelta(days=rule.within_days)
    for last in range(len(counted) - 1, rule.at_least - 2, -1):
        newest = counted[last]
        end = max((order for order in ends if order <= newest.order), default=None)
        run = [
            event
            for event in counted[: last + 1]
            if newest.at - event.at <= within and (end is None or event.order > end)
        ]
        if _makes(rule, run) and _is_so(rule, newest, open_at):
            return Found(_named(rule, run), len(run))
    return None


def relevant(rule: PatternRule) -> frozenset[str]:
    """The types of event, by their short names, that can make or end a pattern."""
    return frozenset(name for kind in (*rule.counts, *rule.without) for name in kind.types)


def counted_types(rule: PatternRule) -> frozenset[str]:
    """The types of event, by their short names, that count."""
    return frozenset(name for kind in rule.counts for name in kind.types)


def set_of(events: Iterable[Happened]) -> Iterable[Happened]:
    """Each event once."""
    return {event.event: event for event in events}.values()


def _makes(rule: PatternRule, run: Sequence[Happened]) -> bool:
    if _matters(run) < rule.at_least or len({event.agency for event in run}) < rule.agencies:
        return False
    for kind in rule.counts:
        if kind.at_least and _matters(e for e in run if _is(kind, e)) < kind.at_least:
            return False
    return True


def ratio_of(event: Happened) -> tuple[int, int] | None:
    """How many were missed of how many in twelve months; none where it is not told."""
    missed, offered = (event.says.get(path, ()) for path in (MISSED, OFFERED))
    if not (missed and offered and missed[0].isdigit() and offered[0].isdigit()):
        return None
    return int(missed[0]), int(offered[0])


def _is_so(rule: PatternRule, newest: Happened, open_at: OpenAt) -> bool:
    return "child-has-open-episode" not in rule.when or open_at(newest.at)


def _named(rule: PatternRule, run: Sequence[Happened]) -> tuple[Happened, ...]:
    """The newest events, as many as are named, and as many more as it takes to make it."""
    at = max(0, len(run) - MOST_NAMED)
    while at and not _makes(rule, run[at:]):
        at -= 1
    return tuple(run[at:])


def _matters(events: Iterable[Happened]) -> int:
    """How many matters the events belong to: what two agencies tell of one incident is one."""
    return len({event.matter or event.event for event in events})


def _counts(kinds: Iterable[Kind], event: Happened) -> bool:
    return any(_is(kind, event) for kind in kinds) and _may_count(event)


def _may_count(event: Happened) -> bool:
    """Whether it is not the service's own doing, and says what stood in the way if in doubt."""
    if not has_a_cause(event.type):
        return True
    cause = event.says.get(CAUSED_BY, ("unknown",))[0]
    return cause in {"family", "both"} or (cause != "service" and bool(event.says.get(BARRIERS)))


def _is(kind: Kind, event: Happened) -> bool:
    return (
        event.type in kind.types
        and all(_says(event, path, codes) for path, codes in kind.where.items())
        and not any(_says(event, path, codes) for path, codes in kind.where_not.items())
        and (kind.one_in is None or _is_often(event, kind.one_in))
    )


def _says(event: Happened, path: str, codes: Iterable[str]) -> bool:
    return not set(codes).isdisjoint(event.says.get(path, ()))


def _is_often(event: Happened, one_in: int) -> bool:
    """Whether enough of what was offered was missed, as far as its sender says.

    A child with sixty appointments a year is ill on some of them.
    """
    ratio = ratio_of(event)
    return ratio is None or ratio[0] * one_in >= ratio[1]
