"""What a latency is made of: for each event, how long it was where on its way through two loops."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from statistics import mean

from benchmarks.timeline import Passed, TimedBatch, batches

_STEPS: Sequence[tuple[Passed, str]] = (
    ("parsed", "parsed and validated"),
    ("in-stage", "waited for the stage's turn"),
    ("before-database-commit", "handled, rows written in turn"),
    ("after-database-commit", "database commit"),
    ("outputs-sent", "outputs sent and acknowledged"),
    ("offsets-sent", "offsets into the transaction"),
    ("after-end", "end of the Kafka transaction"),
)
USUAL, SLOW = "usual", "slow"
_SHARES = {USUAL: (0.4, 0.6), SLOW: (0.98, 1.0)}
"""Which of the events, by how long they took: around the median, and the slowest fiftieth."""


def parts(
    passages: Mapping[str, tuple[float, float]], first: Path, second: Path
) -> dict[str, dict[str, float]]:
    """Milliseconds of each part of the way, on average of the usual events and of the slow.

    The parts of a way add up to how long it took.
    """
    loops = [_Loop(list(batches(path))) for path in (first, second)]
    ways = [
        way for event, (told, read) in passages.items() if (way := _way(event, told, read, loops))
    ]
    ways.sort(key=lambda way: sum(way.values()))
    found = {}
    for name, (low, high) in _SHARES.items():
        some = ways[int(low * len(ways)) : max(int(high * len(ways)), 1)]
        if some:
            found[name] = {part: mean(way[part] for way in some) * 1000 for part in some[0]}
    return found


class _Loop:
    """The batches of one loop, by the events in them."""

    def __init__(self, done: Sequence[TimedBatch]) -> None:
        self._ends = [batch.steps["after-end"] for batch in done]
        self._of = {event: batch for batch in done for event in batch.events}

    def batch(self, event: str) -> TimedBatch | None:
        """The batch in which the event was."""
        return self._of.get(event)

    def free(self, batch: TimedBatch) -> float:
        """When the batch before this one had ended."""
        before = bisect_left(self._ends, batch.steps["polled"]) - 1
        return self._ends[before] if before >= 0 else 0.0


def _way(event: str, told: float, read: float, loops: Sequence[_Loop]) -> dict[str, float] | None:
    way, at = {}, told
    for number, loop in enumerate(loops, start=1):
        batch = loop.batch(event)
        if batch is None:
            return None
        free = min(max(loop.free(batch), at), batch.steps["polled"])
        way[f"{number}. waited for the batch before"] = free - at
        way[f"{number}. published and fetched"] = batch.steps["polled"] - free
        steps: list[Passed] = ["polled", *(step for step, _ in _STEPS)]
        for (before, after), (_, says) in zip(pairwise(steps), _STEPS, strict=True):
            way[f"{number}. {says}"] = batch.steps[after] - batch.steps[before]
        at = batch.steps["after-end"]
    way["fetched by the reader"] = read - at
    return way
