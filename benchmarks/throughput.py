"""Events per second and client CPU per event: each stage alone, beside a plain copy and Quix."""

from collections.abc import Sequence
from dataclasses import dataclass

from wholepicture_bus.records import Outgoing
from wholepicture_bus.topics import CHILDREN, TopicSpec

from benchmarks.events import AGENCY, records
from benchmarks.machine import OWN_PREFIX, Ground
from benchmarks.meter import Reading
from benchmarks.peers import CannotInstall
from benchmarks.process import running, until
from benchmarks.quix import measured_quix
from benchmarks.sizes import Sizes
from benchmarks.works import sent_by

QUIX = "Quix Streams 3.28.1"
COPY = f"{OWN_PREFIX}copy"
STAGES = {"intake": f"events.{AGENCY}", "picture": CHILDREN}


@dataclass(frozen=True, slots=True)
class Rate:
    """What one run showed."""

    what: str
    events: int
    seconds: float
    cpu_per_event: float
    """Microseconds of CPU of the worker processes for an event."""
    workers: int = 1
    cpu_of: dict[str, float] | None = None
    """Microseconds of CPU an event, by what was done."""

    @property
    def per_second(self) -> float:
        """Events per second."""
        return self.events / self.seconds


@dataclass(frozen=True, slots=True)
class StageRates:
    """A stage beside the copies."""

    stage: str
    read_bytes: float
    """An event, as the stage reads it."""
    sent_records: float
    sent_bytes: float
    """What the stage sends of one event."""
    plain: Rate
    """One record in, the same record out."""
    same: Rate
    """The same bytes in and the same bytes out as the stage."""
    runs: tuple[Rate, ...]


@dataclass(frozen=True, slots=True)
class Throughput:
    """All of it, and Quix or why it is not there."""

    stages: tuple[StageRates, ...]
    quix: Rate | None
    no_quix: str = ""


def measure(ground: Ground, sizes: Sizes) -> Throughput:
    """Measure both stages and both peers."""
    told = records(sizes.events)
    intake, children = _stage(ground, sizes, "intake", told)
    picture, _ = _stage(ground, sizes, "picture", children)
    try:
        events, seconds, cpu = measured_quix(ground, sizes.copies)
    except CannotInstall as error:
        return Throughput((intake, picture), None, str(error))
    return Throughput((intake, picture), Rate(QUIX, events, seconds, cpu / events * 1e6))


def _stage(
    ground: Ground, sizes: Sizes, stage: str, read: Sequence[Outgoing]
) -> tuple[StageRates, list[Outgoing]]:
    """A stage on each database, then the copies; and what it sent to the picture."""
    first = ground.sqlite()
    runs = [run_stage(ground, stage, read, first, "SQLite")]
    made = ground.read(CHILDREN) if stage == "intake" else []
    runs += [
        run_stage(ground, stage, read, ground.postgresql(), "PostgreSQL", workers=workers)
        for workers in (1, 2)
    ]
    sent = sent_by(first, stage)
    plain = run_copy(ground, stage, read, sizes.copies)
    same = run_copy(ground, stage, read, min(sizes.copies, sizes.events), like=f"{first} {stage}")
    rates = StageRates(
        stage=stage,
        read_bytes=sum(len(record.value or b"") for record in read) / len(read),
        sent_records=sum(map(len, sent)) / len(sent),
        sent_bytes=sum(len(record.value or b"") for outputs in sent for record in outputs)
        / len(sent),
        plain=plain,
        same=same,
        runs=tuple(runs),
    )
    return rates, made


def run_stage(
    ground: Ground,
    stage: str,
    read: Sequence[Outgoing],
    database: str,
    what: str,
    *,
    workers: int = 1,
    recipients: int | None = None,
    most_records: int | None = None,
) -> Rate:
    """The rate of a stage alone: its topic is filled, then its workers run until they caught up.

    ``recipients`` and ``most_records`` are how many an event is told to, and a batch takes, where
    not the usual numbers.
    """
    ground.fresh_topics(ground.agreement(recipients))
    ground.fill(read)
    told = {
        "name": stage,
        "partnership": str(ground.partnership(recipients)),
        "database": database,
        "bootstrap": ground.bootstrap,
        "most_records": most_records,
    }
    with running("stage", [told] * workers, ground.folder) as started:
        readings = until(started, len(read))
    return _rate(what, readings)


def run_copy(
    ground: Ground, stage: str, read: Sequence[Outgoing], events: int, *, like: str | None = None
) -> Rate:
    """The plain copy of a stage's input; with ``like``, sending what the stage sends."""
    ground.fresh_topics(ground.agreement(), [TopicSpec(COPY, 4)])
    again = [read[number % len(read)] for number in range(events)]
    ground.fill(again)
    told = {
        "group": f"{OWN_PREFIX}copy", "topics": [STAGES[stage]], "send": COPY,
        "bootstrap": ground.bootstrap, "sends_like": like,
    }  # fmt: skip
    with running("plain", [told], ground.folder) as started:
        readings = until(started, events)
    return _rate("same bytes" if like else "plain copy", readings)


def _rate(what: str, readings: Sequence[Reading]) -> Rate:
    """The rate while all workers were at it: each had done its first batch."""
    worked = [reading for reading in readings if len(reading.batches) > 1]
    began = max((reading.batches[0][0] for reading in worked), default=0.0)
    ended = max((reading.batches[-1][0] for reading in worked), default=0.0)
    events = sum(count for reading in worked for at, count in reading.batches if at > began)
    if not events:
        raise RuntimeError(f"{what}: all was done in one batch, which says nothing of a rate.")
    measured = sum(count for reading in worked for _, count in reading.batches[1:])
    cpu_of: dict[str, float] = {}
    for reading in worked:
        for name, seconds in reading.cpu_of.items():
            cpu_of[name] = cpu_of.get(name, 0.0) + seconds / measured * 1e6
    return Rate(
        what=what,
        events=events,
        seconds=ended - began,
        cpu_per_event=sum(reading.cpu for reading in worked) / measured * 1e6,
        workers=len(readings),
        cpu_of=cpu_of,
    )
