"""Rates as tables: each stage beside the copies, and telling many beside few."""

from collections.abc import Iterator

from benchmarks.recipients import FEW, MANY
from benchmarks.tables import Table
from benchmarks.throughput import Rate, StageRates, Throughput

_HEADS = (
    "what", "events/s", "CPU µs/event", "a worker : plain copy", "a worker : same bytes", ": Quix",
)  # fmt: skip


def throughput(found: Throughput) -> Iterator[Table]:
    """Each stage beside the copies, Quix beside them, and where the CPU of each stage goes."""
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
        each = rate.per_second / rate.workers
        beside = f"{rate.per_second / quix.per_second:.2f}" if quix else "-"
        return (
            name, *_rate(rate), f"{each / stage.plain.per_second:.2f}",
            f"{each / stage.same.per_second:.2f}", beside,
        )  # fmt: skip

    runs = (
        row(one, f"{one.what}, {one.workers} worker{'s' if one.workers > 1 else ''}")
        for one in stage.runs
    )
    return Table(
        f"Throughput of {stage.stage}",
        _HEADS,
        (
            *runs,
            row(stage.same, "kafka-python copy, the stage's bytes in and out"),
            row(stage.plain, "kafka-python copy, a record in and the same out"),
        ),
        f"The stage reads {stage.read_bytes:,.0f} bytes of an event and sends "
        f"{stage.sent_records:.1f} records of {stage.sent_bytes:,.0f} bytes together.",
    )


def _where(stage: StageRates) -> Table:
    runs = [one for one in stage.runs if one.workers == 1]
    names = list(dict.fromkeys(name for one in runs for name in one.cpu_of or {}))
    rows = [
        (name, *(f"{(one.cpu_of or {}).get(name, 0.0):,.0f}" for one in runs)) for name in names
    ]
    return Table(
        f"Where the CPU of {stage.stage} goes, µs/event",
        ("step", *(one.what for one in runs)),
        tuple(rows),
    )


def recipients(found: dict[int, Rate]) -> Iterator[Table]:
    """The rate by how many recipients an event has."""
    few, many = found[FEW], found[MANY]
    rows = tuple((f"{count} recipients", *_rate(rate)) for count, rate in found.items())
    each = (many.cpu_per_event - few.cpu_per_event) / (MANY - FEW)
    yield Table(
        "The cost of many recipients (picture, SQLite, 1 worker)",
        ("recipients of an event", "events/s", "CPU µs/event"),
        rows,
        f"A further recipient costs {each:,.0f} µs of CPU.",
    )


def _rate(rate: Rate | None) -> tuple[str, str]:
    return (f"{rate.per_second:,.0f}", f"{rate.cpu_per_event:,.0f}") if rate else ("-", "-")
