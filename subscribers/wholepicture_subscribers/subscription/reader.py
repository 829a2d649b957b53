"""Reading a recipient's topics from the position in the subscriber's record.

Partitions are assigned, not subscribed to: the record's lock ensures one reader, and the record
keeps the position. Kafka's committed offset follows the record's position, so tools that watch the
lag of a consumer group see this reader.
"""

import heapq
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from time import monotonic
from typing import Any

from kafka import TopicPartition
from kafka.errors import (
    AuthorizationError,
    KafkaError,
    LogTruncationError,
    OffsetOutOfRangeError,
    UnknownTopicOrPartitionError,
    for_code,
)
from kafka.structs import OffsetAndMetadata
from wholepicture_bus import client
from wholepicture_bus.errors import RecoverError, StopError, TransientError
from wholepicture_bus.records import Record, record_of

from wholepicture_subscribers.subscription.errors import NoTopicError
from wholepicture_subscribers.subscription.record import Position

_CONNECT_MS = 4_000
_ANSWER_MS = 10_000
_AT_ONCE = 500
_LOOK_AFTER_SECONDS = 5.0

Positions = Mapping[tuple[str, int], Position]


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch: records in the order in which the broker appended them, and the new positions."""

    records: tuple[Record, ...]
    positions: tuple[Position, ...]
    """One for each partition whose place has changed."""


class Reader:
    """One connection to the broker, and its place in each partition.

    Every method but ``close`` raises:
        TransientError: the broker is away; make a new reader, which begins at the record's place.
        RecoverError: a topic is not what it was, or what comes next is no longer there.
    """

    def __init__(
        self, bootstrap: str, group: str, topics: Sequence[str], positions: Positions
    ) -> None:
        self._positions = positions
        self._consumer: Any = None
        self._admin: Any = None
        try:
            with _away():
                self._consumer = client.consumer(
                    bootstrap, group, bootstrap_timeout_ms=_CONNECT_MS, max_poll_records=_AT_ONCE
                )
                self._admin = client.admin(bootstrap)
                self._begin(topics)
        except BaseException:
            self.close()
            raise

    def read(self, wait_ms: int) -> Batch | None:
        """What came next; None where nothing came within the time."""
        try:
            with _away():
                return self._read(wait_ms)
        except (OffsetOutOfRangeError, LogTruncationError):
            raise RecoverError(
                f"The broker no longer holds what comes next on {self._named()}: it was removed, or"
                " the broker was restored from an older copy. Ask the bus's team to send it again,"
                " then start this subscription with a new record."
            ) from None

    def caught_up(self) -> bool:
        """Whether everything has been read that was there when this reader began.

        The end offset also counts the broker's own records, so positions are compared, not counts.
        """
        return all(self._next[at] >= end for at, end in self._ends.items())

    def tell_place(self, positions: Sequence[Position]) -> None:
        """Commit the place to Kafka, for tools that watch for delay; what fails is told later."""
        offsets = {
            TopicPartition(at.topic, at.partition): OffsetAndMetadata(at.next, "", -1)
            for at in positions
        }
        with suppress(KafkaError):
            self._consumer.commit(offsets, timeout_ms=_ANSWER_MS)

    def close(self) -> None:
        """Close the connection."""
        for connection in (self._consumer, self._admin):
            if connection is not None:
                with suppress(Exception):
                    connection.close()

    def _begin(self, topics: Sequence[str]) -> None:
        self._ids = self._topic_ids(topics)
        places = [
            TopicPartition(topic, partition)
            for topic in topics
            for partition in sorted(self._partitions(topic))
        ]
        self._consumer.assign(places)
        first = self._consumer.beginning_offsets(places, timeout_ms=_ANSWER_MS)
        self._ends = self._consumer.end_offsets(places, timeout_ms=_ANSWER_MS)
        self._seen_ends, self._looked_at = dict(self._ends), monotonic()
        self._next: dict[TopicPartition, int] = {}
        for at in places:
            known = self._positions.get((at.topic, at.partition))
            if known is not None:
                self._check(known, first[at], self._ends[at])
            self._next[at] = known.next if known is not None else first[at]
            self._consumer.seek(at, self._next[at])

    @property
    def positions(self) -> tuple[Position, ...]:
        """Where reading goes on, for every partition."""
        return tuple(self._position(at) for at in self._next)

    def _read(self, wait_ms: int) -> Batch | None:
        polled = self._consumer.poll(timeout_ms=wait_ms)
        moved = {at: self._consumer.position(at, timeout_ms=_ANSWER_MS) for at in self._next}
        changed = [at for at, place in moved.items() if place not in {None, self._next[at]}]
        if not changed:
            self._watch()
            return None
        self._looked_at = monotonic()
        # A recreated topic begins at 0 again and would look like a part of the old one. Asking
        # after the records came leaves no moment in which its records pass for the old one's.
        self._same_topics()
        lists = [
            [record_of(message, self._ids[at.topic]) for message in messages]
            for at, messages in polled.items()
        ]
        self._next |= {at: moved[at] for at in changed}
        return Batch(
            tuple(heapq.merge(*lists, key=lambda record: record.appended)),
            tuple(self._position(at) for at in changed),
        )

    def _watch(self) -> None:
        """After empty polls, check that the broker answers and that nothing is left to read.

        A client may lose its broker silently, or stop reading a partition that has more.
        """
        if monotonic() - self._looked_at < _LOOK_AFTER_SECONDS:
            return
        if any(self._next[at] < end for at, end in self._seen_ends.items()):
            raise TransientError("More is there, and it does not come.")
        self._same_topics()
        self._seen_ends = self._consumer.end_offsets(list(self._next), timeout_ms=_ANSWER_MS)
        self._looked_at = monotonic()

    def _position(self, at: TopicPartition) -> Position:
        return Position(at.topic, at.partition, self._ids[at.topic], self._next[at])

    def _partitions(self, topic: str) -> frozenset[int]:
        partitions = self._consumer.partitions_for_topic(topic)
        if not partitions:
            raise TransientError(f"The broker does not say where {topic} lies.")
        return frozenset(partitions)

    def _topic_ids(self, topics: Sequence[str]) -> dict[str, str]:
        described = {told["name"]: told for told in self._admin.describe_topics(list(topics))}
        ids: dict[str, str] = {}
        for topic in topics:
            told = described.get(topic)
            error = for_code(told["error_code"]) if told else UnknownTopicOrPartitionError
            if error is UnknownTopicOrPartitionError and not self._known(topic):
                raise NoTopicError(topic)
            if issubclass(error, AuthorizationError):
                raise error
            if told is None or error.errno:
                raise TransientError(f"The broker does not describe {topic}: {error.__name__}.")
            ids[topic] = str(told["topic_id"])
        return ids

    def _known(self, topic: str) -> bool:
        """Whether the record has read this topic, so that its name cannot be wrong."""
        return any(read == topic for read, _ in self._positions)

    def _same_topics(self) -> None:
        now = self._topic_ids(tuple(self._ids))
        for topic, topic_id in self._ids.items():
            if now[topic] != topic_id:
                raise _recreated(topic)

    def _check(self, known: Position, first: int, end: int) -> None:
        """Refuse to go on where the record's position is no longer valid for the topic."""
        if known.topic_id != self._ids[known.topic]:
            raise _recreated(known.topic)
        if known.next < first:
            raise RecoverError(
                f"Items on {known.topic} were removed before this subscription read them, at most"
                f" {first - known.next}. Ask the bus's team to send them again, then start this"
                " subscription with a new record."
            )
        if known.next > end:
            raise RecoverError(
                f"The record has read further on {known.topic} than the broker has written: the"
                " broker was restored from an older copy. Ask the bus's team before going on."
            )

    def _named(self) -> str:
        return " and ".join(self._ids)


def _recreated(topic: str) -> RecoverError:
    return RecoverError(
        f"The topic {topic} is not the one that this record has read: it was deleted and made"
        " again, or this is another broker. Keep the record, and start this subscription with a"
        " new one."
    )


@contextmanager
def _away() -> Iterator[None]:
    """Kafka's errors as errors of the bus; most are transient and need a new connection."""
    try:
        yield
    except (OffsetOutOfRangeError, LogTruncationError):
        raise
    except AuthorizationError as error:
        raise StopError(
            f"This user may not read here ({type(error).__name__}). Ask the bus's team for access."
        ) from None
    except (KafkaError, OSError) as error:
        raise TransientError(f"The broker is away: {type(error).__name__}.") from None
