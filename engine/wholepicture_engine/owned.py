"""The partitions that a member owns: the token of each, and whether its records go alone."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from kafka import TopicPartition
from kafka.errors import KafkaError
from wholepicture_bus.admin import LogEnds
from wholepicture_bus.errors import TransientError
from wholepicture_bus.records import Partition, Record
from wholepicture_bus.refusals import as_ours

from wholepicture_engine import ownership
from wholepicture_engine.first_offsets import no_offset
from wholepicture_engine.store import Database


class Owned:
    """What one member owns. After an unclean stop, the first records are handled alone.

    One of them may be what killed the process; ``careful_for`` are so many of a partition.
    """

    def __init__(self, database: Database, stage: str, *, careful_for: int) -> None:
        self._database, self._stage, self._careful_for = database, stage, careful_for
        self._tokens: dict[Partition, ownership.Token] = {}
        self._careful: dict[Partition, int] = {}

    @property
    def tokens(self) -> Mapping[Partition, ownership.Token]:
        """The token of each partition that is owned."""
        return self._tokens

    def take_over(self, consumer: Any, topic_ids: Mapping[str, str]) -> None:
        """Take tokens for what the group has newly assigned, and forget what it has taken away.

        Raises:
            RecoverError: Kafka and the database do not agree on where a partition stands.
            TransientError: Kafka or the database is away.
        """
        assigned = {(place.topic, place.partition) for place in consumer.assignment()}
        gone = [self._tokens.pop(place) for place in set(self._tokens) - assigned]
        if gone:
            for token in gone:
                self._careful.pop((token.topic, token.partition), None)
            with suppress(TransientError):  # then the next owner is only more careful than it must
                ownership.give_back(self._database, self._stage, gone)
        fresh = sorted(assigned - set(self._tokens))
        if not fresh:
            return
        places = [TopicPartition(*place) for place in fresh]
        try:
            first, end = consumer.beginning_offsets(places), consumer.end_offsets(places)
            sent = {place: consumer.committed(place, timeout_ms=10_000) for place in places}
        except KafkaError as error:
            raise as_ours(error) from None
        for place, offset in sent.items():
            key = (place.topic, place.partition)
            if offset is None and key in ownership.known(self._database, self._stage):
                raise no_offset(self._stage, place.topic, place.partition)
            committed = first[place] if offset is None else offset
            if offset is None:  # a partition that was added while this member works
                consumer.seek(place, committed)
            token = ownership.take(
                self._database,
                self._stage,
                place.topic,
                topic_ids[place.topic],
                place.partition,
                committed=committed,
                log=LogEnds(first[place], end[place]),
            )
            self._tokens[key] = token
            if not token.clean:
                self._careful[key] = self._careful_for

    def careful(self, places: Iterable[Partition]) -> bool:
        """Whether records of these partitions are to be handled alone."""
        return any(self._careful.get(place, 0) for place in places)

    def grow_confident(self, records: Iterable[Record]) -> None:
        """These records were handled; after enough of them the partition goes in batches again."""
        for record in records:
            key = (record.place.topic, record.place.partition)
            if self._careful.get(key, 0):
                self._careful[key] -= 1

    def forget(self) -> None:
        """Own nothing, until it is taken over anew."""
        self._tokens.clear()

    def give_back(self) -> None:
        """Say that the work on every partition ended in peace."""
        if self._tokens:
            ownership.give_back(self._database, self._stage, list(self._tokens.values()))
