"""The processing loop: poll a batch, handle it in the database, send it in Kafka, in that order.

Kafka's committed offset means *sent*, the database's position means *handled*; reading always
starts at Kafka's. What was handled and not sent goes again, unchanged
(docs/delivery.md, "Two positions").
"""

import time
from collections.abc import Callable, Collection
from contextlib import suppress
from datetime import timedelta
from typing import Any, Generic, TypeVar

from kafka import TopicPartition
from kafka.errors import KafkaError, NoOffsetForPartitionError, OffsetOutOfRangeError
from wholepicture_bus.admin import Admin
from wholepicture_bus.errors import OvertakenError, TransientError
from wholepicture_bus.log import logger
from wholepicture_bus.records import Partition, Record, record_of
from wholepicture_bus.refusals import as_ours
from wholepicture_bus.spans import spans
from wholepicture_bus.steps import reached
from wholepicture_bus.topics import OPERATIONS

from wholepicture_engine import ownership
from wholepicture_engine.first_offsets import first_offsets, gone
from wholepicture_engine.handling import Handler
from wholepicture_engine.joining import join, leave
from wholepicture_engine.later import Later, Polled
from wholepicture_engine.meter import Meter
from wholepicture_engine.owned import Owned
from wholepicture_engine.pace import Pace
from wholepicture_engine.portions import Portion, portions
from wholepicture_engine.sending import TransactionalSender
from wholepicture_engine.setup import Setup
from wholepicture_engine.slots import Slot
from wholepicture_engine.stage import Stage
from wholepicture_engine.store import Database
from wholepicture_engine.store.keeping import Forgetting
from wholepicture_engine.waiting import STARTED, patiently

P = TypeVar("P")
_MOST_REFUSALS = 3
"""How often in a row a batch may be refused before the member joins the group anew."""
_log = logger()


class Loop(Generic[P]):
    """One member of one stage's consumer group."""

    def __init__(
        self,
        stage: Stage[P],
        database: Database,
        bootstrap: str,
        *,
        pace: Pace | None = None,
        setup: Setup | None = None,
        meter: Meter | None = None,
        later: Collection[str] = (),
    ) -> None:
        """``setup`` is what the stage works by; members that live all have the same.

        ``later`` are those of its inputs that are read only while nothing else waits.
        """
        self._meter = meter or Meter(stage.name)
        self._spans = spans(stage.name)
        self._stage, self._database, self._bootstrap = stage, database, bootstrap
        self._setup = setup
        self._pace = pace or Pace()
        self._later = Later(bootstrap, later, self._pace)
        self._group = f"wholepicture.{stage.name}"
        self._topics = sorted({*stage.inputs, OPERATIONS})
        self._handler = Handler(stage, database)
        self._forgetting = Forgetting(database, stage.name)
        self._owned = Owned(database, stage.name, careful_for=self._pace.most_records)
        self._topic_ids: dict[str, str] = {}
        self._consumer: Any = None
        self._slot: Slot | None = None
        self._sender: TransactionalSender | None = None
        self._renewed = 0.0
        self._place_lost = False
        self._refused = 0

    def run(self, stop: Callable[[], bool]) -> None:
        """Work until ``stop`` says so; blocks.

        Raises:
            StopError: nothing may go on until a person looked; the message is a sentence for them.
        """
        try:
            self._patiently(self._start, stop)
            while not stop():
                self._patiently(self._once, stop)
        finally:
            self._end()

    def _start(self) -> None:
        self._database.make_tables()
        self._forgetting.now_and_then()
        admin = Admin(self._bootstrap)
        ownership.same_cluster(self._database, admin.cluster_id())
        self._topic_ids = self._look_for_topics()
        first_offsets(admin, self._group, self._topics, self._database, self._stage.name)
        if self._slot is None:
            self._lease()
        assert self._sender is not None  # noqa: S101 - made by _lease
        self._sender.take_over()
        self._consumer = self._join()
        _log.info(STARTED, stage=self._stage.name, slot=self._slot and self._slot.number)

    def _look_for_topics(self) -> dict[str, str]:
        """The id of each topic that is read or may be sent to.

        Asked after each failure, too: to a producer a topic that is gone looks like a broker that
        is away, so a member would wait for ever, and hold back all that it has to tell.

        Raises:
            AbsentTopicError: one is not there.
        """
        return Admin(self._bootstrap).topic_ids(sorted({*self._topics, *self._stage.outputs}))

    def _join(self) -> Any:
        return join(
            self._bootstrap,
            self._group,
            self._topics,
            most_records=self._pace.most_records,
            session=timedelta(seconds=self._pace.session_seconds),
        )

    def _lease(self) -> None:
        if self._sender is not None:
            self._sender.discard()
        self._slot = Slot(self._database, self._stage.name, setup=self._setup)
        self._sender = TransactionalSender(self._bootstrap, self._slot.transactional_id)
        self._renewed = time.monotonic()

    def _once(self) -> None:
        """One batch, from the poll to the end of its Kafka transaction."""
        assert self._slot is not None  # noqa: S101 - made by _start
        assert self._sender is not None  # noqa: S101 - made by _start
        self._meter.came_round()
        self._renew()
        if self._consumer is None or self._place_lost:
            self._look_for_topics()
        if self._consumer is None:
            self._owned.forget()
            self._later.forget()
            self._consumer, self._refused, self._place_lost = self._join(), 0, False
        if self._place_lost:
            self._rewind()
        records, ends, metadata = self._poll(self._later.others)
        is_later = not records
        if is_later:
            records, ends, metadata = self._poll(self._later.poll)
        if not records:
            return
        if metadata.generation_id < 0:
            raise OvertakenError("The group's generation is not known: the batch is void.")
        reached("polled")
        began, clock = time.monotonic(), time.time_ns()
        careful = self._owned.careful(ends)
        handled = self._handler.handled(records, self._owned.tokens, careful=careful)
        in_database = time.monotonic()
        outputs = sum(len(made) for _, made in handled)
        self._meter.handled(len(records), outputs, in_database - began)
        for portion in portions(handled):
            self._send(portion, metadata)
        self._spans.batch("process", self._group, records, clock)
        self._owned.grow_confident(records)
        if is_later:
            self._later.rest(time.monotonic() - began)
        _log.debug(
            "batch",
            stage=self._stage.name,
            records=len(records),
            outputs=outputs,
            milliseconds=round((time.monotonic() - began) * 1000),
            batch=round((in_database - began) * 1000),
        )

    def _send(self, portion: Portion, metadata: Any) -> None:
        """Send a portion of a batch; a member that is refused again and again joins anew.

        kafka-python has been seen not to notice that the group evicted it: it stays a member in its
        own eyes, and every transaction of it is refused for ever, or it takes the tokens of who has
        the partitions now, who takes them back.
        """
        assert self._sender is not None  # noqa: S101 - made by _start
        offsets = {TopicPartition(*place): offset for place, offset in portion.ends.items()}
        began = time.monotonic()
        try:
            self._sender.send(portion.outputs, offsets, metadata)
        except TransientError:
            self._was_refused()
            raise
        self._meter.sent(time.monotonic() - began)
        self._refused = 0

    def _was_refused(self) -> None:
        """Join the group anew where that happens again and again."""
        self._refused += 1
        if self._refused >= _MOST_REFUSALS:
            leave(self._consumer)
            self._consumer = None

    def _poll(
        self, poll: Callable[[Any], Polled]
    ) -> tuple[list[Record], dict[Partition, int], Any]:
        """The next records, the offset behind each partition's last, and the group's metadata.

        The metadata is taken with the batch: read later, after an eviction, it has generation -1,
        the broker accepts a zombie's transaction, sends its outputs again and sets the offset back.
        """
        try:
            polled = poll(self._consumer)
        except (NoOffsetForPartitionError, OffsetOutOfRangeError):
            raise gone(self._stage.name) from None
        except KafkaError as error:
            raise as_ours(error) from None
        metadata = self._consumer.group_metadata()
        self._owned.take_over(self._consumer, self._topic_ids)
        records: list[Record] = []
        ends: dict[Partition, int] = {}
        for place, batch in polled.items():
            key = (place.topic, place.partition)
            if key not in self._owned.tokens:
                continue
            topic_id = self._topic_ids[place.topic]
            records += [record_of(record, topic_id) for record in batch]
            ends[key] = batch[-1].offset + 1
        return records, ends, metadata

    def _patiently(self, step: Callable[[], None], stop: Callable[[], bool]) -> None:
        def wait(error: TransientError | OvertakenError, attempt: int) -> None:
            if isinstance(error, OvertakenError):
                self._owned.forget()
                self._was_refused()
            self._renewed = float("-inf")  # the next step asks the database before all else
            self._wait(stop, attempt)

        patiently(self._stage.name, step, stop, wait=wait, waits=self._meter.waits)

    def _wait(self, stop: Callable[[], bool], attempt: int) -> None:
        """Wait with paused partitions, so that the group does not evict this member.

        What a poll brings meanwhile is dropped, so the place is lost until it was rewound.
        """
        waits = self._pace.back_off_seconds
        until = time.monotonic() + waits[min(attempt, len(waits) - 1)]
        self._place_lost = True
        while time.monotonic() < until and not stop():
            self._meter.came_round()
            if self._consumer is None:
                time.sleep(self._pace.poll_while_away_seconds)
                continue
            with suppress(KafkaError):
                self._consumer.pause(*self._consumer.assignment())
                self._consumer.poll(timeout_ms=int(self._pace.poll_while_away_seconds * 1000))

    def _rewind(self) -> None:
        """Read again from Kafka's committed offsets, all of them, before anything else is read."""
        assert self._sender is not None  # noqa: S101 - made by _start
        self._sender.take_over()
        self._later.forget()
        try:
            for place in self._consumer.assignment():
                committed = self._consumer.committed(place, timeout_ms=10_000)
                if committed is not None:
                    self._consumer.seek(place, committed)
            self._consumer.resume(*self._consumer.paused())
        except KafkaError as error:
            raise as_ours(error) from None
        self._place_lost = False

    def _renew(self) -> None:
        assert self._slot is not None  # noqa: S101 - made by _start
        if time.monotonic() - self._renewed < self._pace.renew_seconds:
            return
        try:
            self._slot.renew("working")
        except OvertakenError:
            self._lease()
        self._renewed = time.monotonic()
        self._forgetting.now_and_then()

    def _end(self) -> None:
        """Leave in peace: what is ours is marked clean, the slot is free, the group is left."""
        with suppress(TransientError, KafkaError):
            self._owned.give_back()
            if self._slot is not None:
                self._slot.give_back()
        if self._sender is not None:
            self._sender.close()
        leave(self._consumer)
        self._later.forget()
