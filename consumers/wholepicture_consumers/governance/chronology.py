"""The chronology of a child as one recipient may see it: every event, by when it happened.

It is reachable only through an item that the recipient was sent: there is no search for a child.
What the recipient may not see leaves no trace. Corrections and retractions are applied: what was
taken back is gone from here, and stands on the ledger.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wholepicture_agreement import Agreement, seen_before
from wholepicture_agreement.by_when.working_time import LONDON
from wholepicture_agreement.item.around import OfChild, Shown, around, people
from wholepicture_bus.errors import StopError
from wholepicture_bus.pages.lanes import months_between
from wholepicture_engine.stage import Key, Work
from wholepicture_schemas.around import Around
from wholepicture_schemas.catalogue import STRENGTHS, TOLD, short_name
from wholepicture_schemas.children import links_now
from wholepicture_schemas.deliveries import AlsoTold
from wholepicture_schemas.field_words import words_of
from wholepicture_schemas.identifiers import ChildRef, EventId, PersonRef, RecipientId
from wholepicture_schemas.told_fields import field_at
from wholepicture_schemas.who import child_in_words

from wholepicture_consumers.documents import Held, Sent
from wholepicture_consumers.facts.chronology import entries_of
from wholepicture_consumers.facts.documents import ChronologyEntry, Picture
from wholepicture_consumers.facts.event import EventState
from wholepicture_consumers.facts.situations import known_of
from wholepicture_consumers.facts.withholding import kept_back_of
from wholepicture_consumers.governance.own_items import NOT_FOUND
from wholepicture_consumers.governance.said_of_events import said_of
from wholepicture_consumers.picture.around import most_connected_since, shown_by, whom_to_ask
from wholepicture_consumers.picture.context import agency_called
from wholepicture_consumers.picture.documents import told_state


@dataclass(frozen=True, slots=True)
class Line:
    """One event, as its reader may see it."""

    at: dt.datetime
    """When it happened, in London."""
    recorded: dt.datetime
    """When it was written down, or where that is not told, when it came."""
    agency: str
    what: str
    strength: bool
    said: Sequence[str]


@dataclass(frozen=True, slots=True)
class Chronology:
    """What one recipient may see of a child over a time."""

    who: str
    communication: tuple[str, ...]
    recipient: str
    since: dt.date
    until: dt.date
    lines: tuple[Line, ...]
    """In the order in which it happened."""
    agencies: tuple[str, ...]
    """Everybody who takes part, those who told nothing that is seen here too."""
    exercise: bool
    """Whether the item that leads here is practice, and with it all that is seen here."""
    around: Around | None = None
    """Who is around the child, where the agreement shows the recipient who is alleged, too."""

    @property
    def months(self) -> tuple[dt.date, ...]:
        """The first day of each month of the time."""
        return months_between(self.since, self.until)

    def of(self, agency: str, month: dt.date) -> Sequence[Line]:
        """What an agency told of a month."""
        return [
            line
            for line in self.lines
            if line.agency == agency and (line.at.year, line.at.month) == (month.year, month.month)
        ]


def chronology(
    delivery: EventId,
    recipient: RecipientId,
    person: PersonRef | None,
    since: dt.datetime,
    now: dt.datetime,
    work: Work,
    agreement: Agreement,
) -> Chronology:
    """What a recipient may see of the child of an item that it was sent, newest entries included.

    ``work`` needs no more than to read.

    Raises:
        StopError: there is no such item of the recipient, it was taken back, it is about several
            children and names none, or the agreement shows the recipient nothing of earlier events.
    """
    held = _held(delivery, recipient, work)
    who = _person(held.held, person)
    rules = [rule for rule, persons in held.held.rules.items() if who in persons]
    granted = {
        active.rule.id for active in agreement.in_force(now).rules if active.earlier.patterns
    }
    if not granted.intersection(rules):
        raise StopError(
            "By the agreement this recipient is shown nothing of earlier events, so it has no "
            "picture beside the item itself. Ask the front door."
        )
    state = told_state(held.event, work)
    child = next(
        (link.child for link in links_now(state.links if state else ()) if link.person == who), None
    )
    if state is None or child is None:
        raise StopError("Nothing is known of this child any more.")
    seen = _Seen(recipient, rules, child, state, now, work, agreement)
    begin = max(since, now - agreement.keep)
    lines = sorted(seen.lines(begin), key=lambda line: line.at)
    show = not agreement.in_force(now).show_people.isdisjoint(rules)
    return Chronology(
        who=seen.who or "A child whose name this recipient is not told",
        communication=seen.communication,
        recipient=agreement.recipient(recipient).name,
        since=begin.astimezone(LONDON).date(),
        until=now.astimezone(LONDON).date(),
        lines=tuple(lines),
        agencies=tuple(agency.name for agency in agreement.agencies.values()),
        exercise=held.held.data.exercise,
        around=seen.around(who, begin, held.held.data.also_told) if show else None,
    )


@dataclass(frozen=True, slots=True)
class _Item:
    event: str
    held: Held


def _held(delivery: EventId, recipient: RecipientId, work: Work) -> _Item:
    """What the recipient holds by an item, or by the one that it amends."""
    work.further([Key(Sent, delivery, only_read=True)])
    sent = work.get(Sent, delivery)
    if sent is not None and sent.held is None and sent.amends is not None:
        work.further([Key(Sent, sent.amends, only_read=True)])
        sent = work.get(Sent, sent.amends)
    if sent is None or sent.recipient != recipient or sent.held is None:
        raise StopError(NOT_FOUND.format(recipient=recipient))
    if sent.held.taken_back or sent.held.kept_back:
        raise StopError("This item was taken back, or is kept back now: it leads to no picture.")
    return _Item(sent.event, sent.held)


def _person(held: Held, wanted: PersonRef | None) -> PersonRef:
    persons = [child.person for child in held.data.children]
    if wanted in persons:
        return wanted
    if wanted is None and len(persons) == 1:
        return persons[0]
    raise StopError(
        f"The item is about {', '.join(persons) or 'no child'}: name one with --person."
    )


class _Seen:
    """The entries of a child through one recipient's view."""

    def __init__(
        self,
        recipient: RecipientId,
        rules: Sequence[str],
        child: ChildRef,
        state: EventState,
        now: dt.datetime,
        work: Work,
        agreement: Agreement,
    ) -> None:
        self._recipient, self._rules, self._child = recipient, rules, child
        self._now, self._work, self._agreement = now, work, agreement
        keys = {other for link in state.links for other in (link.child, *link.others)}
        work.further([Key(Picture, key, only_read=True) for key in sorted({*keys, child})])
        self._picture = work.get(Picture, child) or Picture()
        self._elsewhere = known_of(state, state.event(), now, agreement, work).elsewhere
        self._shown: list[Shown] = []
        self.who = ""
        self.communication: tuple[str, ...] = ()

    def lines(self, since: dt.datetime) -> Iterator[Line]:
        """A line for each event that may be seen, newest first."""
        for name, entry in entries_of(self._child, self._work):
            if entry.happened < since:
                return
            if not entry.holds or entry.confidence == "probable":
                continue
            self._work.further([Key(EventState, name, only_read=True)])
            state = self._work.get(EventState, name)
            told = self._told(entry, state) if state else {}
            if state and told:
                self._take(told, entry)
                self._shown.append(shown_by(entry, told, self._agreement))
                yield self._line(entry, state, told)

    def around(
        self, person: PersonRef, since: dt.datetime, also_told: Iterable[AlsoTold]
    ) -> Around:
        """Who is around the child, by the lines that were seen; what is older is not looked at."""
        of = OfChild(person, self._shown, since.astimezone(LONDON).date())
        found = people([of], self._agreement.in_force(self._now).keeps)
        (panel,) = around(
            found,
            today=self._now.astimezone(LONDON).date(),
            days=self._agreement.partnership.no_recorded_contact_days,
            ask=whom_to_ask(self._recipient, found, also_told, self._now, self._agreement),
            connected=most_connected_since(self._agreement),
        )
        return panel

    def _told(self, entry: ChronologyEntry, state: EventState) -> Mapping[str, Any]:
        return seen_before(
            state.event(),
            {entry.person: self._child},
            recipient=self._recipient,
            rules=self._rules,
            at=self._now,
            agreement=self._agreement,
            others=state.earlier(),
            elsewhere=self._elsewhere.what,
            kept_back=kept_back_of([self._picture], state.agency, state.received),
        )

    def _take(self, told: Mapping[str, Any], entry: ChronologyEntry) -> None:
        """Who the child is, by the newest event that says so."""
        child = _child(told, entry.person)
        self.who = self.who or child_in_words(child, self._now.astimezone(LONDON).date())
        if not self.communication:
            place = field_at("core.children.*.communication")
            labels = place.codes if place else {}
            said = child.get("communication") or ()
            self.communication = tuple(labels.get(code, str(code)) for code in said)

    def _line(self, entry: ChronologyEntry, state: EventState, told: Mapping[str, Any]) -> Line:
        name = short_name(entry.type)
        return Line(
            at=entry.happened.astimezone(LONDON),
            recorded=(state.attributes.recordedtime or entry.received).astimezone(LONDON),
            agency=agency_called(entry, self._agreement),
            what=_capital(TOLD[entry.type].CALLED if entry.type in TOLD else words_of(name)),
            strength=name in STRENGTHS,
            said=said_of(told, entry.person, self._agreement),
        )


def _child(told: Mapping[str, Any], person: PersonRef) -> Mapping[str, Any]:
    core = told.get("core")
    children = core.get("children") if isinstance(core, Mapping) else None
    for child in children if isinstance(children, list) else ():
        if isinstance(child, Mapping) and child.get("person") == person:
            return child
    return {}


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
