"""How long a live event takes while 100,000 rows of history wait, beside the same without them.

History is what an agency held before it was connected. It has a topic of its own, of which intake
reads a few records while nothing else waits. Measured is an urgent event of another child, from
publishing to the first delivery of it, through both stages on SQLite.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import islice

from wholepicture_bus import topics
from wholepicture_bus.admin import Admin
from wholepicture_bus.records import Outgoing

from benchmarks.events import AGENCY, records
from benchmarks.latency import Latencies, MeasuredChain, PublishingReader, stages, timeline
from benchmarks.machine import Ground
from benchmarks.process import until
from benchmarks.sizes import Sizes
from benchmarks.tables import Table

_RATE = 4
"""Few enough for a busy machine: what waits for other live events is measured elsewhere."""
_TIMES = 3
"""How much longer than the other latencies it is measured, as fewer events come."""
_WARM = 40
_AT_ONCE = 2_000
_OF_HISTORY = 4_000_000
"""The number of the first event of history in the series: nobody else's."""
_WAITS = "with history waiting"
_WITHOUT = "without"


@dataclass(slots=True)
class HistoryLoad:
    """What was measured with and without history."""

    rows: int
    latencies: Sequence[Latencies]
    handled_per_second: float
    """Of history, while live events came."""
    left: int
    """Rows of history that were waiting still when the measuring ended."""


def measure(ground: Ground, sizes: Sizes) -> HistoryLoad:
    """Live events without history, then with it; as many rounds, each with a house of its own."""
    without, beside = Latencies(_WITHOUT, _RATE), Latencies(_WAITS, _RATE)
    speeds: list[float] = []
    left = sizes.history
    for turn in range(sizes.rounds):
        agreement, house = ground.agreement(), ground.sqlite()
        ground.fresh_topics(agreement)
        told = tuple(topics.referrals(recipient) for recipient in agreement.subscribers)
        files = (timeline(ground, "intake"), timeline(ground, "picture"))
        chain = MeasuredChain("the house", topics.events(AGENCY), told, files)
        count = round(_RATE * _TIMES * sizes.latency_seconds)
        supply = iter(records(2 * count, first=turn * 100_000))
        with stages(ground, house) as workers, closing(PublishingReader(ground, [chain])) as live:
            ground.fill(records(_WARM, first=3_000_000 + turn * _WARM))
            until(workers[:1], _WARM)
            until(workers[1:], _WARM)
            live.send(chain, _RATE, list(islice(supply, count)), without)
            for batch in _history(sizes.history, turn):
                ground.fill(batch)
            began, waiting = time.monotonic(), _waiting(ground)
            live.send(chain, _RATE, list(islice(supply, count)), beside)
            left = _waiting(ground)
            speeds.append((waiting - left) / (time.monotonic() - began))
    return HistoryLoad(sizes.history, [without, beside], sum(speeds) / len(speeds), left)


def tables(found: HistoryLoad) -> Iterator[Table]:
    """The latencies side by side."""
    rows = [
        (
            latencies.chain, str(len(latencies.took)), f"{latencies.percentile(50):.0f}",
            f"{latencies.percentile(90):.0f}", f"{latencies.percentile(99):.0f}",
            str(latencies.lost),
        )
        for latencies in found.latencies
    ]  # fmt: skip
    yield Table(
        f"Latency of live events beside {found.rows:,} rows of history, ms",
        ("a live event", "events", "p50", "p90", "p99", "not in time"),
        tuple(rows),
        f"{_RATE} live events a second. Meanwhile {found.handled_per_second:.0f} rows of history a "
        f"second were taken in; {found.left:,} were waiting still when the measuring ended.",
    )


def _history(rows: int, turn: int) -> Iterator[list[Outgoing]]:
    lane = topics.history(AGENCY)
    first = _OF_HISTORY + turn * rows
    for start in range(0, rows, _AT_ONCE):
        made = records(min(_AT_ONCE, rows - start), first=first + start, history=True)
        yield [replace(record, topic=lane) for record in made]


def _waiting(ground: Ground) -> int:
    """How many rows of history intake has not handled, give or take its transactions' marks."""
    admin, lane = Admin(ground.bootstrap), topics.history(AGENCY)
    committed = admin.committed("wholepicture.intake") or {}
    ends = admin.log_ends([place for place in committed if place[0] == lane])
    return sum(ends[place].end - committed[place] for place in ends)
