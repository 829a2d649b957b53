"""What a member of a stage counts and times, for Prometheus; nothing is served by it.

Each name is ``wholepicture_...``; deploy/observability has a dashboard and alert rules of them.
"""

import time
from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_ALIVE_WITHIN = 60.0
"""Seconds in which a loop that lives comes round, a long batch included."""


class Meter:
    """The figures of one member, in a registry of its own."""

    def __init__(self, stage: str, clock: Callable[[], float] = time.monotonic) -> None:
        self.registry = CollectorRegistry()
        self.stage = stage
        self._clock, self._came_round = clock, clock()
        self._waits_for: str | None = "its start"
        self._records = self._counter("records_in", "Records handled, repeats among them.")
        self._outputs = self._counter("records_out", "Records sent on.")
        self._retries = self._counter("retries", "Times that it had to wait and try again.")
        self._database = self._histogram("database_seconds", "A batch in the database.")
        self._kafka = self._histogram("kafka_seconds", "A portion's transaction in Kafka.")
        self._away = Gauge(
            "wholepicture_waiting_for",
            "1 while this member waits for Kafka or the database.",
            ("stage", "what"),
            registry=self.registry,
        )
        for what in ("kafka", "database"):
            self._away.labels(stage, what).set(0)

    def came_round(self) -> None:
        """The loop has come round once more, with records or without."""
        self._came_round = self._clock()

    def handled(self, records: int, outputs: int, seconds: float) -> None:
        """A batch is in the database."""
        self._records.inc(records)
        self._outputs.inc(outputs)
        self._database.observe(seconds)

    def sent(self, seconds: float) -> None:
        """A portion of a batch is in Kafka."""
        self._kafka.observe(seconds)

    def waits(self, what: str | None) -> None:
        """What the member waits for; None where it goes on."""
        for known in ("kafka", "database"):
            self._away.labels(self.stage, known).set(known == what)
        if what is not None:
            self._retries.inc()
        self._waits_for = what

    @property
    def alive(self) -> bool:
        """Whether the loop comes round; a member that waits for Kafka does."""
        return self._clock() - self._came_round < _ALIVE_WITHIN

    @property
    def waits_for(self) -> str | None:
        """What keeps the member from working now; None where it is ready."""
        return self._waits_for

    def _counter(self, name: str, what: str) -> Counter:
        made = Counter(f"wholepicture_{name}", what, ("stage",), registry=self.registry)
        return made.labels(self.stage)

    def _histogram(self, name: str, what: str) -> Histogram:
        made = Histogram(
            f"wholepicture_{name}", what, ("stage",), buckets=_BUCKETS, registry=self.registry
        )
        return made.labels(self.stage)
