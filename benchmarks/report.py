"""What was measured, as tables on the terminal and as docs/speed.md."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table as Shown

from benchmarks import (
    chronologies,
    exports,
    gateway,
    history,
    rebuilding,
    report_of_curves,
    report_of_latency,
    report_of_rates,
)
from benchmarks.deciding import DecisionCost
from benchmarks.machine import ROOT, versions
from benchmarks.memory import MemoryUse
from benchmarks.sizes import Sizes
from benchmarks.start import Start
from benchmarks.tables import Table

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


_TABLES: dict[str, Callable[[Any], Iterator[Table]]] = {
    "throughput": report_of_rates.throughput,
    "latency": report_of_latency.tables,
    "recipients": report_of_rates.recipients,
    "deciding": _deciding,
    "curves": report_of_curves.tables,
    "start": _start,
    "memory": _memory,
    "rebuilding": rebuilding.tables,
    "chronologies": chronologies.tables,
    "history": history.tables,
    "gateway": gateway.tables,
    "exports": exports.tables,
}
