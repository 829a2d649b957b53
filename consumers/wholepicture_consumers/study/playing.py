"""A year through the real stages, in memory: what each recipient was sent, and when.

Intake and picture are the functions that run everywhere, with the engine's unit of work and its
store in memory. Each family has a store of its own, so no family is taken for another here. Whoever
is asked whether a child is the same answers yes some days later, which is always true here.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from heapq import heappop, heappush
from typing import Any

from pydantic_core import from_json
from wholepicture_agreement import Agreement
from wholepicture_bus import topics
from wholepicture_bus.binding import attributes_of, headers_of, value_of
from wholepicture_bus.records import Outgoing, Place, Record
from wholepicture_engine.stage import Message, Stage
from wholepicture_engine.store import Memory
from wholepicture_schemas.children import ChildConcerned
from wholepicture_schemas.deliveries import WHAT_IT_IS_IS_NOT_TOLD
from wholepicture_schemas.envelope import Event
from wholepicture_schemas.identifiers import (
    AgencyId,
    EventId,
    RecipientId,
    derived,
    recipient_source,
)
from wholepicture_schemas.news import NewsOfAChild
from wholepicture_schemas.patterns import PatternFound
from wholepicture_schemas.replies import Answer, Answered

from wholepicture_consumers.stages import STAGES
from wholepicture_consumers.study.years import Told, Year

_ROOM = 1000
"""How many records of `children` one event may lead to, at the most."""
_TELLS_NOTHING = {WHAT_IT_IS_IS_NOT_TOLD, NewsOfAChild.TYPE}
"""Items that say nothing of what happened: a question who a child is, and that there is news."""
_DELIVERIES = ("referrals.", "notices.")


@dataclass(frozen=True, slots=True)
class Sent:
    """One item that a recipient was sent."""

    recipient: RecipientId
    at: dt.datetime
    children: tuple[str, ...]
    """The children that it is about, as the study calls them."""
    shows: tuple[dt.datetime, ...] = ()
    """When each of the events happened that it tells, or shows as told earlier."""
    pattern: str = ""
    """The rule of the pattern that it tells; empty where it tells none."""
    names: tuple[tuple[dt.date, str], ...] = ()
    """The events that the pattern names: the day, and what the type is called."""
    amends: bool = False
    """Whether it puts right, or adds to, an item that was sent before."""


class Stages:
    """The two stages by one agreement; they keep nothing from one year to the next."""

    def __init__(self, agreement: Agreement, answered_after: dt.timedelta) -> None:
        """``answered_after`` is how long a question waits for its yes."""
        self._intake, self._picture = (STAGES[name](agreement) for name in ("intake", "picture"))
        self._agreement, self._after = agreement, answered_after

    def shared(self, year: Year) -> list[Sent]:
        """Every item that anybody was sent in a year, in its order."""
        run = _Run(self._intake, self._picture)
        found: list[Sent] = []
        asked: list[tuple[dt.datetime, EventId, RecipientId]] = []
        for told in year.told:
            while asked and asked[0][0] <= told.received:
                found += self._made(run, run.answered(*self._yes(heappop(asked))), asked)
            found += self._made(run, run.told(told), asked)
        while asked and asked[0][0] < year.end:
            found += self._made(run, run.answered(*self._yes(heappop(asked))), asked)
        return found

    def alone(self, year: Year) -> Mapping[AgencyId, Sequence[Told]]:
        """The events that each agency has, in a store of its own: those that the stages took in."""
        agencies = dict.fromkeys(told.agency for told in year.told)
        return {agency: self._of_one(agency, year.told) for agency in agencies}

    def _of_one(self, agency: AgencyId, events: Iterable[Told]) -> list[Told]:
        run, own = _Run(self._intake, self._picture), (e for e in events if e.agency == agency)
        return [told for told in own if run.told(told).children]

    def _made(
        self, run: "_Run", made: "_Made", asked: list[tuple[dt.datetime, EventId, RecipientId]]
    ) -> Iterator[Sent]:
        for name, is_question, sent in run.items(made):
            if is_question:
                heappush(asked, (sent.at + self._after, name, sent.recipient))
            yield sent

    def _yes(
        self, asked: tuple[dt.datetime, EventId, RecipientId]
    ) -> tuple[RecipientId, Event[Answer]]:
        at, delivery, recipient = asked
        carrier = self._agreement.carrier(recipient)
        answer = Answer(delivery=delivery, answer="yes", reason="Looked up.", taken_by="duty desk")
        return carrier, Answered(
            id=derived("study", "yes", delivery),
            source=recipient_source(carrier),
            type=Answered.TYPE,
            time=at,
            data=answer,
        )


def nothing_shared(agreement: Agreement) -> Agreement:
    """The same agreement without a rule: each agency has what it told itself, and no more."""
    terms = tuple(replace(version, rules=()) for version in agreement.terms)
    return replace(agreement, terms=terms, patterns=())


@dataclass(frozen=True, slots=True)
class _Made:
    """What the stages made of a record, at the moment at which it was received."""

    at: dt.datetime
    outputs: Sequence[Outgoing]
    children: frozenset[str]
    """Its children, as the study calls them, as far as intake took it in."""


class _Run:
    """Both stages over one year, and what they remember of it."""

    def __init__(self, intake: Stage[Any], picture: Stage[Any]) -> None:
        self._intake, self._picture = intake, picture
        self._memory, self._count = Memory(), 0
        self._people: dict[str, str] = {}
        """Who each reference of the bus is, as the study calls the child."""

    def told(self, told: Told) -> _Made:
        """What follows from an event of an agency."""
        return self._received(topics.events(told.agency), told.event, told.received)

    def answered(self, carrier: RecipientId, answer: Event[Answer]) -> _Made:
        """What follows from an answer, which comes by the topic of who carries it."""
        return self._received(topics.replies(carrier), answer, answer.time)

    def items(self, made: _Made) -> Iterator[tuple[EventId, bool, Sent]]:
        """The items of it: the id, whether it asks its recipient something, and what it is."""
        about = _about(made.outputs)
        for out in made.outputs:
            if not out.topic.startswith(_DELIVERIES):
                continue
            data: dict[str, Any] = from_json(out.value or b"{}")
            name = EventId(attributes_of(out.headers)["id"])
            refs = (self._people.get(ref) for ref in about.get(name, ()))
            children = tuple(dict.fromkeys(child for child in refs if child is not None))
            yield name, data.get("question") is not None, _sent(data, children, made.at)

    def _received(self, topic: str, event: Event[Any], at: dt.datetime) -> _Made:
        self._count += 1
        place = Place(topic, f"{topic}-id", 0, self._count)
        headers = headers_of(event.attributes())
        record = Record(place, b"family", value_of(event.data), headers, at)
        outputs, named = list[Outgoing](), set[str]()
        taken_in = self._handled(self._intake, record)
        children = [out for out in taken_in if out.topic == topics.CHILDREN]
        for number, out in enumerate(children):
            named |= self._noted(out)
            place = Place(topics.CHILDREN, "children-id", 0, self._count * _ROOM + number)
            child = Record(place, out.key, out.value, out.headers, at)
            outputs += self._handled(self._picture, child)
        return _Made(at, outputs, frozenset(named))

    def _noted(self, out: Outgoing) -> set[str]:
        """Take note whom intake took each child of an event for, and return the children."""
        if attributes_of(out.headers).get("type") != ChildConcerned.TYPE:
            return set()
        links = from_json(out.value or b"{}")["links"]
        self._people |= {link["child"]: link["person"] for link in links}
        return {link["person"] for link in links}

    def _handled(self, stage: Stage[Any], record: Record) -> Sequence[Outgoing]:
        content = stage.parse(record)
        work = self._memory.work(stage.reads(content, record))
        made = stage.handle(Message(record, content, earlier_held=False), work)
        self._memory.keep(work)
        return made


def _sent(data: Mapping[str, Any], children: tuple[str, ...], at: dt.datetime) -> Sent:
    """An item as the study looks at it."""
    recipient, amends = RecipientId(data["recipient"]), "amends" in data
    if data["event_type"] == PatternFound.TYPE:
        detail = data["told"].get("detail", {})
        names = detail.get("pattern_events", ())
        return Sent(
            recipient,
            at,
            children,
            pattern=detail.get("pattern", ""),
            names=tuple((dt.date.fromisoformat(e["day"]), e["what"]) for e in names),
            amends=amends,
        )
    own = [] if data["event_type"] in _TELLS_NOTHING else [data["happened"]]
    shown = [*own, *(earlier["happened"] for earlier in data.get("earlier", ()))]
    shows = tuple(map(dt.datetime.fromisoformat, shown))
    return Sent(recipient, at, children, shows, amends=amends)


def _about(made: Iterable[Outgoing]) -> Mapping[str, Sequence[str]]:
    """The children of each item, by its id, as the ledger has them."""
    entries = (from_json(out.value or b"{}") for out in made if out.topic == topics.DISCLOSURES)
    return {
        decision["delivery"]: decision["children"]
        for entry in entries
        for decision in entry["decisions"]
        if "delivery" in decision
    }
