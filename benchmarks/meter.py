"""The meter of a worker process: records done, when, and the CPU of each step."""

import gc
import resource
import sys
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wholepicture_bus.steps import Step

from benchmarks.timeline import BatchTimeline

BEFORE: dict[Step, str] = {
    "polled": "read from Kafka",
    "in-stage": "parse and validate",
    "before-database-commit": "stage and rows",
    "after-database-commit": "database commit",
    "outputs-sent": "send outputs",
    "offsets-sent": "offsets into the transaction",
    "after-end": "end the Kafka transaction",
}
"""What a worker did before it came to a step."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A meter as it stood when it was read. CPU is that of the process, all threads.

    Its first batch does not count: in that a client finds the topics and their leaders.
    """

    records: int = 0
    """Records of finished transactions, those of the first one too."""
    batches: list[tuple[float, int]] = field(default_factory=list)
    """When each transaction had ended, by the machine's monotonic clock, and its records."""
    cpu: float = 0.0
    """Seconds of CPU between the end of the first transaction and of the last."""
    memory: int = 0
    """Bytes in memory now; 0 where it was not asked for."""
    cpu_of: dict[str, float] = field(default_factory=dict)
    """Seconds of CPU by what was done, after the first transaction."""


class Meter:
    """Listens to a loop's steps; ``count`` is called for each record handled."""

    def __init__(self) -> None:
        self._handled = self._finished = 0
        self._batches: list[tuple[float, int]] = []
        self._first = self._last = 0.0
        self._cpu = 0.0
        self._cpu_of: dict[str, float] = defaultdict(float)

    def count(self, records: int = 1) -> None:
        """So many more records are in the transaction under way."""
        self._handled += records

    def reached(self, step: Step) -> None:
        """Take the time at a step."""
        now = time.process_time()
        if self._batches and step in BEFORE:
            self._cpu_of[BEFORE[step]] += now - self._last
        if step in BEFORE:
            self._last = now
        if step == "after-end":
            self._batches.append((time.monotonic(), self._handled - self._finished))
            self._finished = self._handled
            self._first = self._first or now
            self._cpu = now - self._first

    def reading(self, *, with_memory: bool = False) -> Reading:
        """The meter as it stands. To look at the memory takes time, so not while measuring."""
        return Reading(
            records=self._finished,
            batches=list(self._batches),
            cpu=self._cpu,
            memory=memory() if with_memory else 0,
            cpu_of=dict(self._cpu_of),
        )


class Counted:
    """A stage that tells a meter, and a timeline where there is one, of each record it handles."""

    def __init__(self, stage: Any, meter: Meter, timeline: BatchTimeline | None = None) -> None:
        self._stage, self._meter, self._timeline = stage, meter, timeline
        self.name, self.inputs, self.outputs = stage.name, stage.inputs, stage.outputs
        self.amends, self.identity = stage.amends, stage.identity
        self.reads, self.held = stage.reads, stage.held

    def parse(self, record: Any) -> Any:
        """What the stage reads in the record."""
        content = self._stage.parse(record)
        if self._timeline:
            self._timeline.reached("parsed")
        return content

    def handle(self, message: Any, work: Any) -> Any:
        """What the stage says."""
        self._meter.count()
        if self._timeline:
            self._timeline.handling(message.record)
        return self._stage.handle(message, work)


def memory() -> int:
    """Bytes of this process in memory: now, where the system tells; else the most there were."""
    gc.collect()
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most if sys.platform == "darwin" else most * 1024
    return pages * resource.getpagesize()
