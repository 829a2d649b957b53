"""The unreadable records that are open: kept on ``invalid.<sender>``, and settled by nobody so far.

What a person decides about one is a record on ``operations``. So whoever can read both topics sees
the same, and nothing else has to be kept.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from pydantic import ValidationError
from wholepicture_agreement import Agreement
from wholepicture_bus import topics
from wholepicture_bus.batches import CAME_IN
from wholepicture_bus.forms import id_in
from wholepicture_bus.records import Headers, Place, Record
from wholepicture_schemas.identifiers import AgencyId, RecipientId
from wholepicture_schemas.operations import Settled, SettledData

from wholepicture_consumers.intake.reading import well_formed
from wholepicture_consumers.intake.refusing import OURS, PLACE, REASON
from wholepicture_consumers.invalid.reading import read_on

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
    entries: list[Entry] = []
    settled: dict[_Key, SettledData] = {}

    def take(record: Record) -> None:
        if record.place.topic != topics.OPERATIONS:
            entries.append(entry_of(record))
        elif (said := settled_by(record)) is not None:
            settled[said.topic, said.offset, said.digest] = said

    read_on(bootstrap, topics_of(agreement), take)
    return Kept(tuple(sorted(entries, key=lambda entry: entry.since)), settled)


def topics_of(agreement: Agreement) -> list[str]:
    """The topics on which unreadable records are kept, and that of what was decided about them."""
    senders: list[AgencyId | RecipientId] = [*agreement.agency_ids, *agreement.subscribers]
    return [*sorted({topics.invalid(sender) for sender in senders}), topics.OPERATIONS]


def entry_of(record: Record) -> Entry:
    """The unreadable record that stands on a topic of such."""
    sender = topics.owner(record.place.topic)
    came_on = (record.header(PLACE) or "").rpartition("/")[0]
    if topics.owner(came_on) != sender:  # what is sent on goes to a topic of its own sender
        came_on = topics.events(AgencyId(sender))
    return Entry(record, sender, record.header(REASON) or "no reason was noted", came_on)


def settled_by(record: Record) -> SettledData | None:
    """What was decided about an unreadable record; None of any other record of operations."""
    if record.header("ce_type") != Settled.TYPE:
        return None
    try:
        return SettledData.model_validate_json(record.value or b"", extra="ignore")
    except ValidationError:
        return None
