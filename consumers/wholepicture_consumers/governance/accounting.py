"""Accounting: what became of every event of a time, each id once, so that the sum is exact.

An event that an agency was told is accepted was delivered, or is kept and told to nobody for a
reason, or is held for a person, or could not be read, or is not handled yet. One that is none of
these is missing, which is an alarm.
"""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from wholepicture_bus import topics
from wholepicture_bus.batches import is_batch
from wholepicture_bus.binding import attributes_of
from wholepicture_bus.forms import carried
from wholepicture_bus.records import Record
from wholepicture_schemas.any_agency import FeedManifestSent
from wholepicture_schemas.catalogue import AMENDING
from wholepicture_schemas.children import ChildConcerned
from wholepicture_schemas.disclosures import DisclosureData
from wholepicture_schemas.identifiers import AgencyId
from wholepicture_schemas.ledger import entry_in
from wholepicture_schemas.reading import Unreadable

from wholepicture_consumers.intake.refusing import PLACE

Fate = Literal["delivered", "kept", "held", "invalid", "waiting", "missing"]
FATES: Mapping[Fate, str] = {
    "delivered": "delivered to somebody",
    "kept": "kept, and told to nobody",
    "held": "held for a person",
    "invalid": "could not be read",
    "waiting": "not handled yet",
    "missing": "MISSING",
}
_NO_RULE = "no rule of the agreement tells it to anybody"
_HISTORY = "told as history: it is kept for the chronology, and starts nothing"
_OF_NOBODY = "a list of a day, an amendment that changes nothing, or one that waits for its event"


@dataclass(frozen=True, slots=True)
class Fact:
    """What became of one event."""

    name: str
    """Source and id; of a record without an id, where it lies."""
    fate: Fate
    to: tuple[str, ...] = ()
    """To whom it was delivered."""
    why: str = ""
    """Why it is kept, or where it is held."""


@dataclass
class Standing:
    """How far the stages are, and what they hold: from their database."""

    handled: Mapping[tuple[str, str, int], int]
    """Of each stage, topic and partition the next offset to handle."""
    held: Collection[str]
    """The places of records that intake holds, and the names of events that the picture holds."""
    seen: Collection[str] = ()
    """The events, by name, of which intake remembers that it accepted them."""

    def waits(self, stage: str, record: Record) -> bool:
        """Whether a stage has not handled a record yet."""
        place = record.place
        return place.offset >= self.handled.get((stage, place.topic, place.partition), 0)


@dataclass
class Accounts:
    """What became of the events of a time."""

    facts: dict[str, Fact] = field(default_factory=dict)
    repeats: int = 0
    """Records of an id that had come before: each id counts once."""

    @property
    def counts(self) -> Mapping[Fate, int]:
        """How many of each fate; they add up to all."""
        counted = Counter(fact.fate for fact in self.facts.values())
        return {fate: counted[fate] for fate in FATES}

    @property
    def missing(self) -> list[str]:
        """The events of which nothing is known."""
        return [fact.name for fact in self.facts.values() if fact.fate == "missing"]


@dataclass
class Books:
    """What the bus wrote of events: told of a child, decided, and not readable."""

    concerned: dict[str, Record] = field(default_factory=dict)
    given: dict[str, dict[str, None]] = field(default_factory=dict)
    kept: dict[str, dict[str, None]] = field(default_factory=dict)
    unreadable: set[str] = field(default_factory=set)
    not_entries: list[str] = field(default_factory=list)
    """Where records of the ledger lie that cannot be read: what they decided is not counted."""

    def read(
        self, children: Iterable[Record], ledger: Iterable[Record], invalid: Iterable[Record]
    ) -> "Books":
        """The books with these records of ``children``, ``disclosures`` and ``invalid.*``."""
        for record in children:
            told = attributes_of(record.headers)
            if told.get("type") == ChildConcerned.TYPE:
                self.concerned.setdefault(told.get("causationid", ""), record)
        for record in ledger:
            try:
                entry = entry_in(attributes_of(record.headers).get("type"), record.value)
            except ValueError:
                self.not_entries.append(str(record.place))
                continue
            for decision in entry.decisions if entry else ():
                self._enter(decision)
        for record in invalid:
            self.unreadable.add(record.header(PLACE) or "")
        return self

    def _enter(self, made: DisclosureData) -> None:
        name = f"{made.event_source}:{made.event_id}"
        if made.decision == "give" and made.delivery:
            self.given.setdefault(name, {})[made.recipient] = None
        else:
            asked = "somebody is asked first" if made.decision == "ask" else "withheld"
            self.kept.setdefault(name, {})[f"{asked}, by rule {made.rule}"] = None


def topics_of(agencies: Iterable[AgencyId]) -> Iterator[str]:
    """Every topic on which agencies tell: what happens, and what they held before."""
    for agency in agencies:
        yield topics.events(agency)
        yield topics.history(agency)


def account(
    events: Iterable[Record],
    begin: datetime,
    end: datetime,
    books: Books,
    standing: Standing,
) -> Accounts:
    """What became of the events that came from ``begin`` on and before ``end``.

    ``events`` are all records of the agencies' topics, those before the time too: an id counts in
    the time in which it came first. A batch counts as the records that it was split into.
    """
    accounts, before = Accounts(), set[str]()
    for record in events:
        if record.appended >= end or is_batch(record):
            continue
        fact = _fact(record, books, standing)
        if fact.name in before or fact.name in accounts.facts:
            accounts.repeats += record.appended >= begin
        elif record.appended < begin:
            before.add(fact.name)
        else:
            accounts.facts[fact.name] = fact
    return accounts


def _fact(record: Record, books: Books, standing: Standing) -> Fact:
    place = str(record.place)
    try:
        told = carried(record).attributes
    except Unreadable:
        told = {}
    name = f"{told['source']}:{told['id']}" if {"source", "id"} <= told.keys() else place
    if place in books.unreadable and name not in books.concerned:
        return Fact(name, "invalid")
    if place in standing.held or name in standing.held:
        return Fact(name, "held", why="a person looks at it: wholepicture held list")
    if name in books.given:
        return Fact(name, "delivered", tuple(sorted(books.given[name])))
    concerned = books.concerned.get(name)
    if standing.waits("intake", record) or (concerned and standing.waits("picture", concerned)):
        return Fact(name, "waiting")
    if concerned is not None:
        unsaid = _HISTORY if _is_history(concerned) else _NO_RULE
        return Fact(name, "kept", why="; ".join(books.kept.get(name, ())) or unsaid)
    if name in standing.seen and told.get("type") in {*AMENDING, FeedManifestSent.TYPE}:
        return Fact(name, "kept", why=_OF_NOBODY)
    return Fact(name, "missing")


def _is_history(concerned: Record) -> bool:
    """Whether an event was told as history, on whichever topic it came."""
    core = json.loads(concerned.value or b"{}").get("content", {}).get("core")
    return isinstance(core, Mapping) and core.get("history") is True
