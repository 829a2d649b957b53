"""What the spool holds and tells: records to send, receipts, and counts."""

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Literal

from wholepicture_schemas.identifiers import EventId
from wholepicture_schemas.problems import Problem

from wholepicture_bus.header_text import unpacked
from wholepicture_bus.records import Outgoing

SendStatus = Literal["waiting", "sent", "refused"]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the appender of a record gets: the event's id and its status."""

    event: EventId
    appended: datetime
    status: SendStatus = "waiting"
    sent: datetime | None = None
    error: str | None = None
    """The class of the last error on the way to Kafka."""
    asked: tuple[Problem, ...] = ()
    """What the event lacks, as it was found when it was published; the spool does not keep it."""


@dataclass(frozen=True, slots=True)
class SpooledRecord:
    """One record of the spool."""

    position: int
    event: EventId
    outgoing: Outgoing
    amends: str | None = None
    """The event that it corrects or takes back; of a correction's correction the first."""

    @property
    def size(self) -> int:
        """The bytes that the record takes, about."""
        return size_of(self.outgoing)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many records the spool holds, and what keeps them from being sent."""

    waiting: int
    sent: int
    refused: int
    oldest_waiting: datetime | None
    troubles: tuple[str, ...]
    """What keeps records from being sent, as sentences; each refused record by its receipt."""
    behind: int = 0
    """Of the records that are not sent: those that amend an event which Kafka refused."""
    blocked: int = 0
    """Of those that wait: those whose topic is not there, or not open to this user."""

    @property
    def needs_a_person(self) -> bool:
        """Whether Kafka refuses something that was accepted here, so that waiting is no help."""
        return bool(self.refused or self.blocked)


@dataclass(frozen=True, slots=True)
class SendOutcome:
    """The outcome of an attempt to send."""

    ended: Literal["all-sent", "busy", "time-up", "stopped"]
    """``busy``: another process is sending, and sends what waits."""
    rows: int
    """How many records Kafka took in this attempt."""


def receipt_of(row: tuple[str, float, float | None, int, str | None]) -> Receipt:
    """A receipt from its columns: event, appended, sent, refused, error."""
    event, appended, sent, refused, error = row
    status: SendStatus = "sent" if sent is not None else "refused" if refused else "waiting"
    return Receipt(
        EventId(event), datetime.fromtimestamp(appended, UTC), status, time_of(sent), error
    )


def row_of(
    row: tuple[int, str, str, bytes | None, bytes | None, str, int | None, str | None],
) -> SpooledRecord:
    """A record to send from its columns.

    They are position, event, topic, key, value, headers, partition, amends.
    """
    position, event, topic, key, value, headers, partition, amends = row
    told = Outgoing(topic, key, value, unpacked(headers), partition)
    return SpooledRecord(position, EventId(event), told, amends)


def digest_of(outgoing: Outgoing, headers: str) -> bytes:
    """A digest by which two records of one id are compared."""
    hashed = sha256(repr(outgoing.partition).encode())
    for part in (outgoing.key, outgoing.value, headers.encode()):
        hashed.update(b"-" if part is None else f"{len(part)}:".encode() + part)
    return hashed.digest()


def size_of(outgoing: Outgoing) -> int:
    """The bytes that a record takes on its way, about."""
    headers = sum(len(name) + len(value or b"") for name, value in outgoing.headers)
    return len(outgoing.value or b"") + len(outgoing.key or b"") + headers


def time_of(seconds: float | None) -> datetime | None:
    """A time from its column."""
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
