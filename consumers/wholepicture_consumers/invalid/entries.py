"""The unreadable records that are open: kept on ``invalid.<sender>``, and settled by nobody so far.

What a person decides about one is a record on ``operations``. So whoever can read both topics sees
the same, and nothing else has to be kept.
"""

import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from kafka import TopicPartition
from kafka.errors import KafkaError
from pydantic import ValidationError
from wholepicture_agreement import Agreement
from wholepicture_bus import client, topics
from wholepicture_bus.batches import CAME_IN
from wholepicture_bus.errors import TransientError
from wholepicture_bus.forms import id_in
from wholepicture_bus.records import Headers, Place, Record, record_of
from wholepicture_schemas.identifiers import AgencyId, RecipientId
from wholepicture_schemas.operations import Settled, SettledData

from wholepicture_consumers.intake.reading import well_formed
from wholepicture_consumers.intake.refusing import OURS, PLACE, REASON

_PATIENCE = 60.0
"""Seconds without a new record after which reading fails."""
_LENGTH = 6
_Key = tuple[str, int, str]


@dataclass(frozen=True, slots=True)
class Entry:
    """One unreadable record."""

    record: Record
    """As it stands on the topic of invalid messages."""
    sender: str
    reason: str
    came_on: str
    """The topic that it came on."""

    @property
    def name(self) -> str:
        """What it is called at a terminal: its sender, and its number among the sender's."""
        return f"{self.sender}@{self.record.place.offset}"

    @property
    def group(self) -> str:
        """The short name of all records of one sender that are unreadable for one reason."""
        return sha256(f"{self.sender}\0{self.reason}".encode()).hexdigest()[:_LENGTH]

    @property
    def event(self) -> str | None:
        """The id of its event, where one can be read."""
        return well_formed(id_in(self.original))

    @property
    def since(self) -> datetime:
        """When it was found to be unreadable."""
        return self.record.appended

    @property
    def original(self) -> Record:
        """The record as it came, without what the bus noted."""
        headers: Headers = tuple(
            (name, value) for name, value in self.record.headers if name not in OURS
        )
        place = Place(self.came_on, "", 0, self.record.place.offset)
        return Record(place, self.record.key, self.record.value, headers, self.record.appended)

    @property
    def key(self) -> _Key:
        """What a decision about it names."""
        return self.record.place.topic, self.record.place.offset, self.record.digest().hex()

    @property
    def origin(self) -> tuple[str, ...]:
        """What is the same of each copy of it: after a recovery it is kept once more."""
        came = self.record.header(CAME_IN) or self.record.header(PLACE) or str(self.record.place)
        return self.record.place.topic, came, self.record.digest().hex()


@dataclass(frozen=True, slots=True)
class Kept:
    """Every unreadable record of the senders, and what was decided about some."""

    entries: tuple[Entry, ...]
    settled: Mapping[_Key, SettledData]

    @property
    def open(self) -> tuple[Entry, ...]:
        """Those about which nothing was decided, each once, in the order in which they came."""
        settled = {entry.origin for entry in self.entries if entry.key in self.settled}
        first = {entry.origin: entry for entry in reversed(self.entries)}
        return tuple(
            entry
            for entry in self.entries
            if entry is first[entry.origin] and entry.origin not in settled
        )

    def named(self, names: Iterable[str]) -> list[Entry]:
        """The open ones of these names, each a record's or a group's; each once."""
        wanted = set(names)
        return [entry for entry in self.open if {entry.name, entry.group} & wanted]


def kept(bootstrap: str, agreement: Agreement) -> Kept:
    """What is kept of every sender of the agreement.

    Raises:
        TransientError: the broker is away, or stops answering.
    """
    senders: list[AgencyId | RecipientId] = [*agreement.agency_ids, *agreement.subscribers]
    names = sorted({topics.invalid(sender) for sender in senders})
    entries: list[Entry] = []
    settled: dict[_Key, SettledData] = {}
    for record in _everything(bootstrap, [*names, topics.OPERATIONS]):
        if record.place.topic != topics.OPERATIONS:
            entries.append(_entry(record))
        elif record.header("ce_type") == Settled.TYPE:
            said = _settled(record)
            if said is not None:
                settled[said.topic, said.offset, said.digest] = said
    return Kept(tuple(sorted(entries, key=lambda entry: entry.since)), settled)


def _entry(record: Record) -> Entry:
    sender = topics.owner(record.place.topic)
    came_on = (record.header(PLACE) or "").rpartition("/")[0]
    if topics.owner(came_on) != sender:  # what is sent on goes to a topic of its own sender
        came_on = topics.events(AgencyId(sender))
    return Entry(record, sender, record.header(REASON) or "no reason was noted", came_on)


def _settled(record: Record) -> SettledData | None:
    try:
        return SettledData.model_validate_json(record.value or b"", extra="ignore")
    except ValidationError:
        return None


def _everything(bootstrap: str, names: Sequence[str]) -> list[Record]:
    """Every committed record of those of the topics that are there."""
    try:
        with closing(client.consumer(bootstrap, None)) as reader:
            places = [
                TopicPartition(name, partition)
                for name in names
                for partition in sorted(reader.partitions_for_topic(name) or ())
            ]
            begins, ends = reader.beginning_offsets(places), reader.end_offsets(places)
            left = {place for place in places if begins[place] < ends[place]}
            if not left:
                return []
            reader.assign(sorted(left))
            for place in left:
                reader.seek(place, begins[place])
            found: list[Record] = []
            moved = time.monotonic()
            while left:
                for batch in reader.poll(timeout_ms=200).values():
                    found += [record_of(record, "") for record in batch]
                    moved = time.monotonic()
                left = {place for place in left if reader.position(place) < ends[place]}
                if time.monotonic() - moved > _PATIENCE:
                    raise TransientError("Kafka stops answering. Try again.")
            return found
    except KafkaError as error:
        raise TransientError(f"Kafka is away or busy: {type(error).__name__}.") from None
