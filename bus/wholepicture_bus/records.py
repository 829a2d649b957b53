"""What Kafka holds and what is sent to it, as plain frozen data."""

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

Partition = tuple[str, int]
"""A topic and the number of one of its partitions."""

Headers = tuple[tuple[str, bytes | None], ...]
NAMES = "surrogateescape"
"""The error handler of headers' names: bytes that are no UTF-8 come back from the text."""


@dataclass(frozen=True, slots=True)
class Place:
    """The position of a record. ``topic_id`` differs where a topic was deleted and made again."""

    topic: str
    topic_id: str
    partition: int
    offset: int

    def __str__(self) -> str:
        """The place as people and logs write it."""
        return f"{self.topic}/{self.partition}@{self.offset}"


@dataclass(frozen=True, slots=True)
class Record:
    """One record as it was read, bytes untouched."""

    place: Place
    key: bytes | None
    value: bytes | None
    headers: Headers
    appended: datetime
    """When the broker appended it: the only clock that a stage knows."""

    def header(self, name: str) -> str | None:
        """A header's text; None where it is absent or no text."""
        for own_name, value in self.headers:
            if own_name == name:
                return None if value is None else value.decode("utf-8", "replace")
        return None

    def digest(self) -> bytes:
        """Sixteen bytes that differ where key or value differ."""
        hashed = sha256(self.key or b"")
        hashed.update(b"\0" if self.value is None else b"\1" + self.value)
        return hashed.digest()[:16]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One record to send. Its key decides the partition where ``partition`` is not set."""

    topic: str
    key: bytes | None
    value: bytes | None
    headers: Headers = ()
    partition: int | None = None
    order_by: bytes | None = None
    """The key within which order is kept, where that is not ``key``."""


def broker_time(milliseconds: int) -> datetime:
    """A broker's timestamp as an aware UTC datetime."""
    return datetime.fromtimestamp(milliseconds / 1000, tz=UTC)


def record_of(found: Any, topic_id: str) -> Record:
    """The record that a consumer has read."""
    return Record(
        place=Place(found.topic, topic_id, found.partition, found.offset),
        key=found.key,
        value=found.value,
        headers=tuple(found.headers),
        appended=broker_time(found.timestamp),
    )
