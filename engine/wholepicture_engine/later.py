"""What a stage reads only while nothing else waits, such as the history of an agency.

The group assigns these partitions as any others, so that they have one owner, a position and a
place in the transaction. The group's consumer never fetches them: they are paused in it. They are
read by a consumer of their own, a few records at a time, after a poll that brought nothing else.
"""

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from kafka import TopicPartition
from kafka.errors import KafkaError
from wholepicture_bus import client
from wholepicture_bus.refusals import as_ours

from wholepicture_engine.joining import leave
from wholepicture_engine.pace import Pace

Polled = Mapping[TopicPartition, Sequence[Any]]
"""What a consumer's poll brings."""
_FEW = {"max_partition_fetch_bytes": 1024 * 1024}
"""Enough for the largest event, and no more: what is fetched waits in memory."""


class Later:
    """Reads the partitions of ``topics`` that the group's consumer owns, from where it stands."""

    def __init__(
        self,
        bootstrap: str,
        topics: Collection[str],
        pace: Pace,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._bootstrap, self._topics = bootstrap, frozenset(topics)
        self._pace, self._now = pace, now
        self._reader: Any = None
        self._reads: tuple[int, frozenset[TopicPartition]] | None = None
        """In which generation of the group it reads what."""
        self._not_before = 0.0
        self._is_waiting = False
        """Whether the last poll brought something, so that more may wait."""

    def others(self, owner: Any) -> Polled:
        """The next records of everything else, by the group's consumer."""
        mine = self._of(owner)
        if not mine <= owner.paused():
            owner.pause(*mine)
        polled: Polled = owner.poll(timeout_ms=self._milliseconds())
        # a partition that was assigned within this poll may have been fetched already
        return {place: found for place, found in polled.items() if place.topic not in self._topics}

    def poll(self, owner: Any) -> Polled:
        """A few records, where the rest after the last ones is over.

        Raises:
            TransientError: Kafka is away.
        """
        mine = self._of(owner)
        if not mine or self._now() < self._not_before:
            return {}
        try:
            self._read(mine, owner)
            found: Polled = self._reader.poll(timeout_ms=0, max_records=self._pace.most_later)
        except KafkaError as error:
            self.forget()
            raise as_ours(error) from None
        self._is_waiting = bool(found)
        return found

    def rest(self, seconds: float) -> None:
        """Note that the last records took so long."""
        self._not_before = self._now() + seconds * self._pace.rests_after_later

    def forget(self) -> None:
        """Begin anew from the offsets that are committed."""
        leave(self._reader)
        self._reader, self._reads, self._is_waiting = None, None, False

    def _milliseconds(self) -> int:
        """How long a poll for everything else may wait."""
        usual = self._pace.poll_milliseconds
        if not self._is_waiting:
            return usual
        return max(0, min(usual, round((self._not_before - self._now()) * 1000)))

    def _of(self, owner: Any) -> frozenset[TopicPartition]:
        if not self._topics:
            return frozenset()
        return frozenset(place for place in owner.assignment() if place.topic in self._topics)

    def _read(self, mine: frozenset[TopicPartition], owner: Any) -> None:
        """Read what is owned now, from the group's committed offsets.

        In a new generation another member may have gone on meanwhile with the same partitions.
        """
        reads = owner.group_metadata().generation_id, mine
        if reads == self._reads:
            return
        if self._reader is None:
            self._reader = client.consumer(self._bootstrap, None, **_FEW)
        self._reader.assign(sorted(mine))
        first = self._reader.beginning_offsets(sorted(mine))
        for place in sorted(mine):
            committed = owner.committed(place, timeout_ms=10_000)
            self._reader.seek(place, first[place] if committed is None else committed)
        self._reads = reads
