"""What the workers wait for, read from their logs and said to a person once.

A short wait is not said: members wait for each other at each start.
"""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wholepicture_engine.waiting import DATABASE, GOES_ON, KAFKA, STARTED, WAITING

_WORTH_SAYING = 5.0
"""Seconds after which a person hears of a wait."""
_AWAY: Mapping[str, str] = {
    DATABASE: "The stages wait for the database, which does not answer. Nothing is lost; they go "
    "on by themselves when it does.",
    KAFKA: "The stages wait for Kafka, which does not answer. Nothing is lost; they go on by "
    "themselves when it does.",
}
_REFUSED = "The stages cannot go on: {says} Nothing is lost; they go on by themselves then."
_BACK: Mapping[str, str] = {
    DATABASE: "The database answers again; the stages go on.",
    KAFKA: "Kafka answers again; the stages go on.",
}


@dataclass
class Log:
    """The log of a worker, read from its present end on."""

    path: Path
    read: int = field(init=False)
    _rest: bytes = b""

    def __post_init__(self) -> None:
        self.read = self.path.stat().st_size if self.path.exists() else 0

    def new_lines(self) -> list[dict[str, Any]]:
        """The log's new lines, without the sentences that are for a person."""
        if not self.path.exists() or self.path.stat().st_size <= self.read:
            return []
        with self.path.open("rb") as file:
            file.seek(self.read)
            text = file.read()
        self.read += len(text)
        *lines, self._rest = (self._rest + text).split(b"\n")
        return [json.loads(line) for line in lines if line.startswith(b"{")]


class Waits:
    """What each worker waits for, and since when; says a wait that lasts, and its end."""

    def __init__(
        self, say: Callable[[str], None], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._say, self._clock = say, clock
        self._waiting: dict[str, tuple[str, float]] = {}
        self._said: set[str] = set()
        self._refusals: dict[str, str] = {}

    def heard(self, worker: str, line: Mapping[str, Any]) -> None:
        """Take in a line of a worker's log."""
        event, what = line.get("event"), str(line.get("waits_for"))
        if event == WAITING and what in _AWAY:
            if line.get("reason"):
                self._refusals[what] = str(line.get("says"))
            else:
                self._refusals.pop(what, None)
            before = self._waiting.get(worker)
            if before is None or before[0] != what:
                self._waiting[worker] = (what, self._clock())
        elif event in {GOES_ON, STARTED}:
            self.ended(worker)
            self._is_back()

    def ended(self, worker: str) -> None:
        """Forget a worker that has ended; that does not say that what it waited for is back."""
        self._waiting.pop(worker, None)

    def say(self) -> None:
        """Say once what a worker has waited for so long that a person should know."""
        now = self._clock()
        for what, since in sorted(self._waiting.values()):
            if what not in self._said and now - since >= _WORTH_SAYING:
                self._said.add(what)
                refusal = self._refusals.get(what)
                self._say(_REFUSED.format(says=refusal) if refusal else _AWAY[what])

    def _is_back(self) -> None:
        """Say what is back: a worker that goes on has all that it needs. Other waits begin anew."""
        now = self._clock()
        self._waiting = {worker: (what, now) for worker, (what, _) in self._waiting.items()}
        for what in sorted(self._said):
            self._say(_BACK[what])
        self._said.clear()
