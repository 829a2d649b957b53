"""The rounds in which a spool is sent: a round ends before the next begins.

Each partition's part of a round is one batch, which Kafka takes whole or not at all. With several
batches under way, the naive version can lose order: batch 1 fails, batch 2, already queued,
succeeds, and 1 is sent again behind it. When a record of a round fails, the round waits for all
others, discards the producer, and sends everything again from the oldest unsent record on: 1, 2, 3,
2, 3 can happen, 1, 3, 2 cannot.

Order is kept within a topic. A topic that is not there holds back its own records and no others.
"""

import threading
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from contextlib import closing, suppress
from time import monotonic
from typing import Any

from kafka.errors import KafkaError, KafkaTimeoutError, NoError, for_code

from wholepicture_bus import client
from wholepicture_bus.errors import BusError, RefusedError, StopError
from wholepicture_bus.log import logger
from wholepicture_bus.refusals import name_of
from wholepicture_bus.spans import Sending, Spans
from wholepicture_bus.spool.file import Spool
from wholepicture_bus.spool.rows import SendOutcome, SpooledRecord
from wholepicture_bus.spool.troubles import REFUSED, STUCK
from wholepicture_bus.steps import reached
from wholepicture_bus.topics import INPUT_BYTES

_LONGEST_ROUND_SECONDS = 45.0
_PATIENCE_MS = 2_000
_SLICE_SECONDS = 0.25
_FIRST_PAUSE_SECONDS = 0.1
_LONGEST_PAUSE_SECONDS = 5.0
_LOOK_SECONDS = 0.02
_NOT_THERE = "UnknownTopicOrPartitionError"
_log = logger()


class Rounds:
    """One owner's sending: a producer, and which topics are stuck."""

    def __init__(
        self,
        spool: Spool,
        bootstrap: str,
        window: int,
        stop: threading.Event,
        told: Callable[[int], None] = lambda _: None,
        *,
        spans: Spans | None = None,
    ) -> None:
        self._spool = spool
        self._bootstrap = bootstrap
        self._window = window
        self._stop = stop
        self._told = told
        self._producer: Any = None
        self._spans = spans or Spans()
        self._under_way: dict[int, Sending] = {}
        self._stuck: set[str] = set()
        self._there: AbstractSet[str] = set()
        self._errors: dict[str, str] = {}
        self._one_by_one = 0
        self._refused = False  # by the broker, or by the settings: waiting does not end it
        self._pause = _FIRST_PAUSE_SECONDS

    def run(self, until: float | None) -> SendOutcome:
        """Send until nothing waits, the time is up, or it is stopped."""
        count = 0
        while not self._stop.is_set():
            limit = 1 if self._one_by_one else self._window
            rows = before_an_amendment(
                self._spool.unsent(limit, most_bytes=INPUT_BYTES, without=self._stuck)
            )
            if not rows and not self._stuck:
                return SendOutcome("all-sent", count)
            if until is not None and (self._refused or monotonic() >= until):
                return SendOutcome("time-up", count)
            taken = self._round(rows, until) if rows else 0
            count += taken
            self._one_by_one = max(0, self._one_by_one - 1)
            if taken:
                self._told(taken)
                self._pause = _FIRST_PAUSE_SECONDS
            else:
                self._rest(until)
            if not rows:
                self._stuck.clear()
        return SendOutcome("stopped", count)

    def close(self) -> None:
        """Discard the producer with its unsent records: the spool still has them."""
        producer, self._producer = self._producer, None
        self._there = set()
        if producer is None:
            return
        try:
            producer.close(timeout=0)
        except KafkaTimeoutError:
            # close() waits for unsent batches first, gives up, and leaves its thread running
            producer._sender.force_close()  # noqa: SLF001 - there is no public way

    def _round(self, rows: Sequence[SpooledRecord], until: float | None) -> int:
        """How many of the rows Kafka took, all marked; after a failure the producer is gone."""
        outcome = self._sent(rows, until)
        good = _before_first_failure(rows, outcome)
        if good:
            reached("spool-sent")
            self._spool.mark_sent(good)
            for row in good:
                self._under_way[row.position].taken()
        if len(good) < len(rows):
            self._learn(rows, good, outcome)
        return len(good)

    def _sent(self, rows: Sequence[SpooledRecord], until: float | None) -> list[str | None]:
        """For each row the class of its error, None where Kafka took it."""
        self._under_way.clear()
        try:
            if self._producer is None:
                self._producer = self._made()
            self._look_for({row.outgoing.topic for row in rows})
            futures = {
                row.position: self._hand_over(row)
                for row in rows
                if row.outgoing.topic in self._there
            }
        except (KafkaError, BusError) as error:
            self._refused = isinstance(error, RefusedError | StopError)
            return [name_of(error)] * len(rows)
        self._wait(list(futures.values()), until)
        return [
            _error_of(futures[row.position])
            if row.position in futures
            else self._errors.get(row.outgoing.topic, _NOT_THERE)
            for row in rows
        ]

    def _made(self) -> Any:
        return client.producer(
            self._bootstrap,
            linger_ms=20_000,  # a batch leaves when its round is complete, by flush
            batch_size=2 * INPUT_BYTES,  # and holds all of its round
            request_timeout_ms=10_000,
            delivery_timeout_ms=40_000,
            max_block_ms=_PATIENCE_MS,
            bootstrap_timeout_ms=_PATIENCE_MS,
            allow_auto_create_topics=False,
        )

    def _hand_over(self, row: SpooledRecord) -> Any:
        told = row.outgoing
        sending = self._under_way[row.position] = self._spans.sending(told)
        return self._producer.send(
            told.topic,
            key=told.key,
            value=told.value,
            headers=list(sending.headers),
            partition=told.partition,
        )

    def _wait(self, futures: Sequence[Any], until: float | None) -> None:
        """Wait until the round is decided, the time is up, or somebody stops the sending."""
        most = monotonic() + _LONGEST_ROUND_SECONDS
        last = most if until is None else min(most, until)
        while not self._stop.is_set():
            # flush() makes batches leave; what it says itself is not enough: it raises for a batch
            # that was split, though the records of both halves are under way
            with suppress(KafkaError):
                self._producer.flush(timeout=_SLICE_SECONDS)
            if all(future.is_done for future in futures) or monotonic() >= last:
                return
            self._stop.wait(_LOOK_SECONDS)

    def _look_for(self, topics: AbstractSet[str]) -> None:
        """Find out which topics can be written: a producer would wait in vain for the others."""
        if topics <= self._there:
            return
        with closing(client.admin(self._bootstrap, bootstrap_timeout_ms=_PATIENCE_MS)) as admin:
            told = {
                topic["name"]: for_code(topic["error_code"])
                for topic in admin.describe_topics(sorted(topics))
            }
        self._there = {name for name, error in told.items() if error is NoError}
        self._errors = {
            name: error.__name__ for name, error in told.items() if error is not NoError
        }

    def _learn(
        self,
        rows: Sequence[SpooledRecord],
        good: Sequence[SpooledRecord],
        outcome: list[str | None],
    ) -> None:
        """Write the errors down, and decide how to go on."""
        taken = {row.position for row in good}
        errors: dict[str, list[SpooledRecord]] = {}
        for row, error in zip(rows, outcome, strict=True):
            if row.position not in taken:
                errors.setdefault(error or "SentOutOfTurn", []).append(row)
        for error, failed in errors.items():
            refused = error in REFUSED and len(rows) == 1
            if error in REFUSED and not refused:
                self._one_by_one = len(rows)
            if error in STUCK:
                self._stuck |= {row.outgoing.topic for row in failed}
            self._spool.mark_failed(failed, error, refused=refused)
        if errors.keys() - {_NOT_THERE, *self._errors.values()}:
            self.close()
            _log.warning("spool-round-failed", records=len(rows), reason=", ".join(sorted(errors)))

    def _rest(self, until: float | None) -> None:
        left = self._pause if until is None else min(self._pause, max(0.0, until - monotonic()))
        self._stop.wait(left)
        self._pause = min(self._pause * 2, _LONGEST_PAUSE_SECONDS)


def before_an_amendment(rows: Sequence[SpooledRecord]) -> Sequence[SpooledRecord]:
    """The rows up to one that amends another of them: Kafka may yet refuse what it amends."""
    seen: set[str] = set()
    for at, row in enumerate(rows):
        if row.amends in seen:
            return rows[:at]
        seen.add(row.event)
    return rows


def _before_first_failure(
    rows: Sequence[SpooledRecord], outcome: Sequence[str | None]
) -> list[SpooledRecord]:
    """The rows that Kafka took, in each topic up to the first that it did not take."""
    failed: set[str] = set()
    good: list[SpooledRecord] = []
    for row, error in zip(rows, outcome, strict=True):
        if error is not None:
            failed.add(row.outgoing.topic)
        elif row.outgoing.topic not in failed:
            good.append(row)
    return good


def _error_of(future: Any) -> str | None:
    if not future.is_done:
        return "NotYetConfirmed"
    return type(future.exception).__name__ if future.failed() else None
