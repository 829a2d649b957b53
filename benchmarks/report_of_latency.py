"""Latencies as tables: how long, beside the empty chains, and where the time went."""

from collections.abc import Iterator, Sequence

from benchmarks.latency import RATES, Latencies
from benchmarks.tables import Table


def tables(found: Sequence[Latencies]) -> Iterator[Table]:
    """How long each chain took at each rate, and what the fastest without backlog is made of."""
    empty = {latencies.rate: latencies for latencies in found if latencies.chain == "empty chain"}

    def row(latencies: Latencies) -> tuple[str, ...]:
        least = empty[latencies.rate]
        p50, p99 = latencies.percentile(50), latencies.percentile(99)
        return (
            f"{latencies.chain}, {latencies.rate}/s",
            str(len(latencies.took)),
            f"{p50:.0f}",
            f"{p99:.0f}",
            f"{p50 / least.percentile(50):.1f}",
            f"{p99 / least.percentile(99):.1f}",
            str(latencies.lost),
        )

    rows = [row(latencies) for rate in RATES for latencies in found if latencies.rate == rate]
    yield Table(
        "Latency from publishing to the referral, ms",
        ("chain and rate", "events", "p50", "p99", "p50 : empty", "p99 : empty", "not in time"),
        tuple(rows),
        "An empty chain makes two hops of the same loop, with inbox, outbox and Kafka transactions "
        "on SQLite, and decides nothing. With the same sends it also sends what the stages send.",
    )
    behind = {latencies.rate for latencies in found if not latencies.keeps_up}
    fastest = max(set(RATES) - behind, default=min(RATES))
    fast = [latencies for latencies in found if latencies.rate == fastest]
    yield from _hops(fastest, [latencies for latencies in fast if latencies.parts])


def _hops(rate: int, found: Sequence[Latencies]) -> Iterator[Table]:
    """What the latencies are made of, in the order of the way."""
    if not found:
        return
    columns = [(latencies, share) for latencies in found for share in latencies.parts]
    names = list(
        dict.fromkeys(name for latencies, share in columns for name in latencies.parts[share])
    )
    rows = [
        (name, *(f"{latencies.parts[share].get(name, 0.0):.1f}" for latencies, share in columns))
        for name in names
    ]
    totals = (f"{sum(latencies.parts[share].values()):.0f}" for latencies, share in columns)
    yield Table(
        f"What the latency at {rate}/s is made of, ms",
        ("on the way", *(f"{latencies.chain}, {share}" for latencies, share in columns)),
        (*rows, ("together", *totals)),
        "1 is the first loop, for the house intake, 2 the second, picture. Usual are the events "
        "around the median, slow the slowest fiftieth. An event waits for the batch before its "
        "own, and then for all of its own to be handled and sent: about one and a half cycles of "
        "each loop. A cycle is what a transaction costs however little is in it, and the CPU of "
        "each event in it; on SQLite intake also waits for picture's transaction to end. What was "
        "tried to shorten it: [decision 0012](decisions/0012-one-thing-after-the-other.md).",
    )
