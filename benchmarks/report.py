"""What was measured, as tables on the terminal and as docs/speed.md."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table as Shown

from benchmarks import report_of_curves
from benchmarks.deciding import DecisionCost
from benchmarks.latency import RATES, Latencies
from benchmarks.machine import ROOT, versions
from benchmarks.memory import MemoryUse
from benchmarks.recipients import FEW, MANY
from benchmarks.sizes import Sizes
from benchmarks.start import Start
from benchmarks.tables import Table
from benchmarks.throughput import Rate, StageRates, Throughput

SPEED = ROOT / "docs" / "speed.md"


@dataclass(frozen=True, slots=True)
class Sitting:
    """All that one sitting showed."""

    found: dict[str, Any]
    sizes: Sizes
    kafka: str
    load: float
    """How many processes wanted the machine at the end, on average of a minute."""
    failed: Sequence[str]


_HEAD = """\
# Speed

Written by {how} on {day}: one sitting on one broker. {machine}; {kafka}; {facts}.
Load of the machine at the end: {load:.1f} on {cores} cores.

Broker, database, publisher, reader and stages share these cores. Figures of other machines differ;
the ratios differ less. CPU is that of the worker processes alone. Events are made up: a police
incident of about 2 kB with one child and two adults, each child another one. The first batch of
each worker does not count.

The aim: each stage at least 0.5 of the plain copy for each worker; latency at most 1.5 times the
empty chain; memory flat; two workers on PostgreSQL beside Quix's figure as printed.
"""


_SECTION = "## "
_LOOK = """\
![CPU of an event by history, children, recipients and children known]({})

Both stages in one process, without Kafka. The child of the first table had so many events before;
everywhere else each child is another one.
"""


def show(console: Console, name: str, found: Any) -> None:
    """One measurement on the terminal."""
    for table in _TABLES[name](found):
        shown = Shown(title=table.title, title_justify="left")
        for at, head in enumerate(table.heads):
            shown.add_column(head, justify="right" if at else "left")
        for row in table.rows:
            shown.add_row(*row)
        console.print(shown)
        if table.says:
            console.print(table.says + "\n", style="dim")


def write(sitting: Sitting, *, quick: bool) -> Path:
    """The whole sitting as docs/speed.md."""
    facts = ", ".join(f"{name} {what}" for name, what in versions().items() if name != "machine")
    how = "`make bench`" if not quick else "`python -m benchmarks --quick`"
    head = _HEAD.format(
        how=how,
        day=f"{datetime.now(UTC):%-d %B %Y}",
        machine=versions()["machine"],
        kafka=sitting.kafka,
        facts=facts,
        load=sitting.load,
        cores=os.cpu_count(),
    )
    lines = [head]
    for name, found in sitting.found.items():
        lines += _sections(name, found)
    lines += [f"{sentence}\n" for sentence in sitting.failed]
    SPEED.write_text("\n".join(lines), encoding="utf-8")
    return SPEED


def renew(found: Mapping[str, Any]) -> Path:
    """Only these measurements anew in docs/speed.md; the first table of each says when."""
    head, *sections = SPEED.read_text(encoding="utf-8").split(_SECTION)
    titled = {section.partition("\n")[0]: section for section in sections}
    day = (
        f"Measured on {datetime.now(UTC):%-d %B %Y}; at the end {os.getloadavg()[0]:.0f} processes "
        f"wanted the {os.cpu_count()} cores."
    )
    for name, measured in found.items():
        renewed = "\n".join(_sections(name, measured)).split(_SECTION)[1:]
        renewed[0] = f"{renewed[0].rstrip()}\n\n{day}"
        titled |= {section.partition("\n")[0]: section for section in renewed}
    whole = _SECTION.join(f"{section.rstrip()}\n\n" for section in (head, *titled.values()))
    SPEED.write_text(whole.rstrip() + "\n", encoding="utf-8")
    return SPEED


def _sections(name: str, found: Any) -> list[str]:
    lines = [line for table in _TABLES[name](found) for line in _markdown(table)]
    if name == "curves":
        picture = report_of_curves.write_picture(found)
        lines = [f"{_SECTION}How the CPU of an event grows", "", _LOOK.format(picture.name), *lines]
    return lines


def _markdown(table: Table) -> list[str]:
    rule = ["---", *("---:" for _ in table.heads[1:])]
    rows = [f"| {' | '.join(row)} |" for row in (table.heads, tuple(rule), *table.rows)]
    return [f"{_SECTION}{table.title}", "", *rows, "", *([table.says, ""] if table.says else [])]


def _throughput(found: Throughput) -> Iterator[Table]:
    for stage in found.stages:
        yield _stage(stage, found.quix)
    rows = (
        [("Quix Streams 3.28.1, validate and republish", *_rate(found.quix))] if found.quix else []
    )
    intake = found.stages[0].plain
    yield Table(
        "Quix Streams beside the plain copy",
        ("what", "events/s", "CPU µs/event"),
        (*rows, ("plain copy of the same events", *_rate(intake))),
        found.no_quix
        or "Quix: exactly-once, the event validated by the same class and republished. It keeps no "
        "inbox, no outbox, no position in a database, no ledger, and tells nobody.",
    )
    for stage in found.stages:
        yield _where(stage)


def _stage(stage: StageRates, quix: Rate | None) -> Table:
    def row(rate: Rate, name: str) -> tuple[str, ...]:
        per_worker = rate.per_second / rate.workers
        beside = f"{rate.per_second / quix.per_second:.2f}" if quix else "-"
        return (
            name, *_rate(rate), f"{per_worker / stage.plain.per_second:.2f}",
            f"{per_worker / stage.same.per_second:.2f}", beside,
        )  # fmt: skip

    runs = (
        row(run, f"{run.what}, {run.workers} worker{'s' if run.workers > 1 else ''}")
        for run in stage.runs
    )
    return Table(
        f"Throughput of {stage.stage}",
        (
            "what",
            "events/s",
            "CPU µs/event",
            "a worker : plain copy",
            "a worker : same bytes",
            ": Quix",
        ),
        (
            *runs,
            row(stage.same, "kafka-python copy, the stage's bytes in and out"),
            row(stage.plain, "kafka-python copy, a record in and the same out"),
        ),
        f"The stage reads {stage.read_bytes:,.0f} bytes of an event and sends "
        f"{stage.sent_records:.1f} records of {stage.sent_bytes:,.0f} bytes together.",
    )


_HEADS = (
    "what", "events/s", "CPU µs/event", "a worker : plain copy", "a worker : same bytes", ": Quix",
)  # fmt: skip


def _where(stage: StageRates) -> Table:
    runs = [run for run in stage.runs if run.workers == 1]
    names = list(dict.fromkeys(name for run in runs for name in run.cpu_of or {}))
    rows = [
        (name, *(f"{(run.cpu_of or {}).get(name, 0.0):,.0f}" for run in runs)) for name in names
    ]
    return Table(
        f"Where the CPU of {stage.stage} goes, µs/event",
        ("step", *(run.what for run in runs)),
        tuple(rows),
    )


def _latency(found: Sequence[Latencies]) -> Iterator[Table]:
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
    fast = [latencies for latencies in found if latencies.rate == max(RATES)]
    yield from _hops([latencies for latencies in fast if latencies.parts])


def _hops(found: Sequence[Latencies]) -> Iterator[Table]:
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
        f"What the latency at {max(RATES)}/s is made of, ms",
        ("on the way", *(f"{latencies.chain}, {share}" for latencies, share in columns)),
        (*rows, ("together", *totals)),
        "1 is the first loop, for the house intake, 2 the second, picture. Usual are the events "
        "around the median, slow the slowest fiftieth. An event waits for the batch before its "
        "own, and then for all of its own to be handled and sent: about one and a half cycles of "
        "each loop. A cycle is what a transaction costs however little is in it, and the CPU of "
        "each event in it; on SQLite intake also waits for picture's transaction to end. What was "
        "tried to shorten it: [decision 0012](decisions/0012-one-thing-after-the-other.md).",
    )


def _recipients(found: dict[int, Rate]) -> Iterator[Table]:
    few, many = found[FEW], found[MANY]
    rows = tuple((f"{count} recipients", *_rate(rate)) for count, rate in found.items())
    per_recipient = (many.cpu_per_event - few.cpu_per_event) / (MANY - FEW)
    yield Table(
        "The cost of many recipients (picture, SQLite, 1 worker)",
        ("recipients of an event", "events/s", "CPU µs/event"),
        rows,
        f"A further recipient costs {per_recipient:,.0f} µs of CPU.",
    )


def _deciding(found: dict[str, DecisionCost]) -> Iterator[Table]:
    yield Table(
        "The cost of a decision, CPU µs",
        ("agreement", "recipients", "rules", "told", "median", "p99"),
        tuple(
            (
                name,
                str(cost.recipients),
                str(cost.rules),
                f"{cost.told:.1f}",
                f"{cost.median:,.0f}",
                f"{cost.p99:,.0f}",
            )
            for name, cost in found.items()
        ),
        "One event with a child, two adults and an allegation; who is told what, with masking, "
        "instructions and the entries of the ledger.",
    )


def _start(found: Start) -> Iterator[Table]:
    yield Table(
        "From nothing to the first delivery",
        ("what had happened", "seconds"),
        (
            ("broker, topics and stages started, an event published", f"{found.started:.1f}"),
            ("its referral was read", f"{found.delivered:.1f}"),
        ),
    )


def _memory(found: Sequence[MemoryUse]) -> Iterator[Table]:
    looks = list(found[0].after)

    def row(memory: MemoryUse) -> tuple[str, ...]:
        sizes = [memory.after[look] / 2**20 for look in looks]
        return (memory.stage, *(f"{size:.0f}" for size in sizes), f"{sizes[-1] / sizes[0]:.2f}")

    yield Table(
        "Memory of a stage's process, MiB",
        ("stage", *(f"after {look:,} events" for look in looks), "last : first"),
        tuple(row(memory) for memory in found),
        "One event in ten goes all the way; the others are told as history, which fills the "
        "pictures and is sent to nobody.",
    )


def _rate(rate: Rate | None) -> tuple[str, str]:
    return (f"{rate.per_second:,.0f}", f"{rate.cpu_per_event:,.0f}") if rate else ("-", "-")


_TABLES: dict[str, Callable[[Any], Iterator[Table]]] = {
    "throughput": _throughput,
    "latency": _latency,
    "recipients": _recipients,
    "deciding": _deciding,
    "curves": report_of_curves.tables,
    "start": _start,
    "memory": _memory,
}
