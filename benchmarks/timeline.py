"""What happened to each event when, on its way through the loops: a line for each transaction.

All processes of a sitting read the same monotonic clock.
"""

import json
import time
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

from wholepicture_bus.steps import Step

Passed = Step | Literal["parsed"]
"""A step of the loop, or the end of its parsing: what comes before the database's turn."""


_SENDING = {"outputs-sent", "offsets-sent", "before-end", "after-end"}


@dataclass(slots=True)
class TimedBatch:
    """One transaction of a loop: when it came to each step, and whose events were in it."""

    steps: dict[str, float] = field(default_factory=dict)
    events: list[str] = field(default_factory=list)


class BatchTimeline:
    """Writes down each batch that a loop ends."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("a", encoding="utf-8", buffering=1)
        self._handled = self._sent = TimedBatch()
        self._waiting: deque[TimedBatch] = deque()

    def reached(self, step: Passed) -> None:
        """Note the time at a step; where a batch goes in several portions, that of the last.

        A batch may be sent while the next is handled.
        """
        now = time.monotonic()
        if step == "polled":
            self._handled = TimedBatch()
        if step in _SENDING:
            if step == "outputs-sent" and self._waiting:
                self._sent = self._waiting.popleft()
            self._sent.steps[step] = now
        else:
            self._handled.steps[step] = now
        if step == "after-database-commit":
            self._waiting.append(self._handled)
        if step == "after-end":
            self._file.write(json.dumps(asdict(self._sent)) + "\n")

    def handling(self, record: Any) -> None:
        """Note that the batch has this record."""
        self._handled.events.append(cause(record.headers))


def cause(headers: Sequence[tuple[str, bytes | None]]) -> str:
    """The id of the agency's event that a record comes of."""
    told = dict(headers)
    text = told.get("ce_causationid") or told.get("ce_id") or b""
    return text.decode().rpartition(":")[2]


def batches(path: Path) -> Iterator[TimedBatch]:
    """What was written down."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield TimedBatch(**json.loads(line))
