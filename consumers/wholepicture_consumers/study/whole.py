"""When somebody first had it whole: the one definition that the study measures by.

A pattern of a child, be it of a rule or of the truth, consists of events. A reader *has it whole*
at the first moment at which the reader has been shown events that make it. A reader is

* a recipient: it has been shown what its items tell, what they show as told earlier, what a notice
  of a pattern names, and what its own agency told; or
* an agency by itself: it has been shown what it told. It knows its own children by its own numbers,
  however sure the bus is who they are.

However little of an event a recipient may read, it has been shown it. What ends a pattern, such as
a meeting, ends it for every reader. So no reader has less by being told more, and nobody has a
pattern alone before somebody has it shared.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from wholepicture_agreement import Agreement
from wholepicture_agreement.by_when.working_time import LONDON
from wholepicture_agreement.patterns.asked_fields import says
from wholepicture_agreement.patterns.files import PatternRule
from wholepicture_agreement.patterns.finding import Happened, OpenAt, found, relevant
from wholepicture_schemas.identifiers import AgencyId, PersonRef, RecipientId
from wholepicture_schemas.reading import content_of
from wholepicture_schemas.social_care import InvolvementChanged

from wholepicture_consumers.study.playing import Sent
from wholepicture_consumers.study.rates import Harm
from wholepicture_consumers.study.years import Told, Year

Seen = Sequence[tuple[dt.datetime, Told]]
"""The events of a child that a reader was shown, each with when it first was, in that order."""
First = Callable[[Sequence[Told], dt.datetime], dt.datetime | None]
"""When the first of the events that make a pattern happened; none where these make none. It is
asked of the events that somebody has been shown by a moment."""
_NAMED = 2
"""A notice is of the harm where it names so many of its facts."""


@dataclass(frozen=True, slots=True)
class Reach:
    """A pattern that a child's events made, and who had it whole when, within the year."""

    first: dt.datetime
    """When the first of its events happened."""
    made: dt.datetime
    """When whoever had read everything of everybody would have had it."""
    shared: dt.datetime | None
    alone: dt.datetime | None
    side_by_side: dt.datetime | None
    """When one item, with what it shows as told earlier, or one notice first had all of it."""
    noticed: Mapping[str, dt.datetime] = field(default_factory=dict)
    """When a notice first said so, by the rule that it is of."""

    def days(self, until: dt.datetime) -> float:
        """The days from the first event to a moment."""
        return max((until - self.first) / dt.timedelta(days=1), 0.0)


class Readers:
    """Who was shown what of one child in a year."""

    def __init__(
        self,
        child: str,
        year: Year,
        sent: Sequence[Sent],
        known: Mapping[AgencyId, Sequence[Told]],
        agreement: Agreement,
    ) -> None:
        self.child, self._agreement = child, agreement
        self.told = [told for told in year.told if child in told.children]
        self._at = {told.event.time: told for told in self.told}
        self._on = {(_day(told), told.event.CALLED): told for told in self.told}
        self.sent = [item for item in sent if child in item.children]
        self._known = known

    @property
    def everybody(self) -> Seen:
        """What whoever had read everything of everybody was shown."""
        return [(told.received, told) for told in self.told]

    def shared(self) -> Iterator[Seen]:
        """What each recipient was shown, with what its own agency told."""
        for recipient in dict.fromkeys(item.recipient for item in self.sent):
            yield _in_order([*self._shown(recipient), *self._own(recipient)])

    def alone(self) -> Iterator[Seen]:
        """What each agency has of its own."""
        for events in self._known.values():
            yield [(told.received, told) for told in events if self.child in told.children]

    def items(self) -> Iterator[tuple[dt.datetime, list[Told]]]:
        """What each item by itself shows, and when it was sent."""
        for item in self.sent:
            yield item.at, list(self._in(item))

    def named(self, item: Sent) -> list[Told]:
        """The events that a notice of a pattern names."""
        return [self._on[name] for name in item.names if name in self._on]

    def _shown(self, recipient: RecipientId) -> Iterator[tuple[dt.datetime, Told]]:
        for item in self.sent:
            if item.recipient == recipient:
                yield from ((item.at, told) for told in self._in(item))

    def _in(self, item: Sent) -> Iterable[Told]:
        """The events that an item shows, each once, of however many children it shows it."""
        shown = [self._at[at] for at in item.shows if at in self._at]
        return {told.event.time: told for told in (*shown, *self.named(item))}.values()

    def _own(self, recipient: RecipientId) -> Iterator[tuple[dt.datetime, Told]]:
        agency = self._agreement.recipient(recipient).agency
        return ((told.received, told) for told in self.told if told.agency == agency)


def reach(readers: Readers, first: First, end: dt.datetime) -> Reach | None:
    """Who had a pattern whole, and when; none where not even all events make it.

    What happens at the end of the year or later is not known.
    """
    whole = _when(readers.everybody, first)
    if whole is None or whole[0] >= end:
        return None
    made, began = whole
    alone = _soonest((_when(seen, first) for seen in readers.alone()), end)
    together = _soonest((_when(seen, first) for seen in readers.shared()), end)
    shared = min(filter(None, (together, alone)), default=None)
    in_one = (at for at, shown in readers.items() if at < end and first(shown, at) is not None)
    return Reach(began, made, shared, alone, min(in_one, default=None))


def harm_of(harm: Harm) -> First:
    """The truth: so many facts, of so many kinds, within so many days."""
    within = dt.timedelta(days=harm.within_days)

    def first(shown: Sequence[Told], _by: dt.datetime) -> dt.datetime | None:
        facts = sorted((t for t in shown if t.fact), key=lambda told: told.event.time)
        for at, told in enumerate(facts):
            run = [each for each in facts[at:] if each.event.time - told.event.time <= within]
            if len(run) >= harm.facts and len({each.fact for each in run}) >= harm.kinds:
                return told.event.time
        return None

    return first


def pattern_of(rule: PatternRule, readers: Readers) -> First:
    """What a rule looks for, of the events that a reader was shown."""
    ends = {name for kind in rule.without for name in kind.types}
    types, open_at = relevant(rule), _open_at(readers)
    ending = [told for told in readers.told if told.name in ends]

    def first(shown: Sequence[Told], by: dt.datetime) -> dt.datetime | None:
        looked_at = [told for told in shown if told.name in types]
        if len(looked_at) < rule.at_least:
            return None
        ended = [told for told in ending if told.received <= by]
        events = (happened(told, readers.child) for told in (*looked_at, *ended))
        makes = found(rule, events, open_at)
        return makes.events[0].at if makes else None

    return first


def notices_of_harm(readers: Readers) -> dict[str, dt.datetime]:
    """When a notice first named facts of the harm side by side, by the rule that it is of."""
    said: dict[str, dt.datetime] = {}
    for item in readers.sent:
        facts = [told for told in readers.named(item) if told.fact]
        if item.pattern and len(facts) >= _NAMED:
            said.setdefault(item.pattern, item.at)
    return said


def happened(told: Told, child: str) -> Happened:
    """An event as a rule looks at it, of one of its children."""
    name = ":".join(told.event.identity)
    asked = says(told.event.TYPE, content_of(told.event), PersonRef(child))
    return Happened(name, told.name, told.agency, told.event.time, says=asked)


def _when(seen: Seen, first: First) -> tuple[dt.datetime, dt.datetime] | None:
    """When what a reader was shown first made it, and when the first event of it happened."""
    shown: list[Told] = []
    for at, told in seen:
        shown.append(told)
        began = first(shown, at)
        if began is not None:
            return at, began
    return None


def _soonest(
    whole: Iterable[tuple[dt.datetime, dt.datetime] | None], end: dt.datetime
) -> dt.datetime | None:
    moments = (each[0] for each in whole if each is not None)
    return min((at for at in moments if at < end), default=None)


def _in_order(shown: Iterable[tuple[dt.datetime, Told]]) -> Seen:
    """Each event when it was first shown."""
    soonest: dict[dt.datetime, tuple[dt.datetime, Told]] = {}
    for at, told in shown:
        known = soonest.get(told.event.time)
        if known is None or at < known[0]:
            soonest[told.event.time] = at, told
    return sorted(soonest.values(), key=lambda each: (each[0], each[1].event.time))


def _open_at(readers: Readers) -> OpenAt:
    """Whether children's services work with the child at a moment: once they have said so."""
    opened = [t.event.time for t in readers.told if t.event.TYPE == InvolvementChanged.TYPE]
    return lambda moment: any(moment >= since for since in opened)


def _day(told: Told) -> dt.date:
    return told.event.time.astimezone(LONDON).date()
