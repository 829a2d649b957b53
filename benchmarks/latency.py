"""From publishing to the referral, beside empty chains of two hops, in the same sitting.

An empty chain makes the same two hops with the same loop, inbox, outbox and Kafka transactions; it
decides nothing. One passes a single record on; the other also sends, to the same topics, what the
stages send, so that the difference between the two is what the sending costs and not the deciding.
"""

import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from typing import Any

from kafka import TopicPartition
from wholepicture_agreement import Agreement
from wholepicture_bus import client, topics
from wholepicture_bus.records import Outgoing
from wholepicture_bus.topics import TopicSpec

from benchmarks.events import AGENCY, records
from benchmarks.hops import parts
from benchmarks.machine import OWN_PREFIX, Ground
from benchmarks.process import WorkerProcess, running, until
from benchmarks.sizes import Sizes
from benchmarks.timeline import cause

RATES = (20, 50, 100, 200)
"""Events a second, in the order in which they are measured."""
_WARM = 20
_WAITS = 1_000
"""Milliseconds that nobody waits where events are handled as fast as they come."""
_SETTLES = 30.0
"""Seconds after the last publishing in which everything must have come."""


@dataclass(frozen=True, slots=True)
class MeasuredChain:
    """Where a chain is told something, and where it can be read."""

    name: str
    tell: str
    read: tuple[str, ...]
    timelines: tuple[Path, Path]
    """What its two loops write down of each batch."""


@dataclass(slots=True)
class Latencies:
    """Milliseconds from publishing to reading, of one chain at one rate."""

    chain: str
    rate: int
    passages: dict[str, tuple[float, float]] = field(default_factory=dict)
    """When each event was told, and when it was read, in seconds of the machine's clock."""
    timelines: tuple[Path, ...] = ()
    lost: int = 0
    """Told, and not read in time."""
    parts: dict[str, dict[str, float]] = field(default_factory=dict)
    """Where the time of the usual and of the slow ones went, in milliseconds (hops.py)."""

    @property
    def keeps_up(self) -> bool:
        """Whether it handles them as fast as they come: else the last one waits for all before."""
        return not self.lost and self.percentile(99) < _WAITS

    @property
    def took(self) -> list[float]:
        """How long each took."""
        return [(read - told) * 1000 for told, read in self.passages.values()]

    def percentile(self, of: int) -> float:
        """A percentile in milliseconds; infinite where too few came."""
        return quantiles(self.took, n=100)[of - 1] if len(self.passages) > 1 else float("inf")


def measure(ground: Ground, sizes: Sizes) -> list[Latencies]:
    """Every chain at every rate, in turn, round by round."""
    agreement = ground.agreement()
    found: dict[tuple[str, int], Latencies] = {}
    supply = iter(range(1_000_000_000))
    with _chains(ground, agreement) as chains, closing(PublishingReader(ground, chains)) as reader:
        for chain in chains:
            reader.send(chain, 10, _taken(supply, _WARM), Latencies(chain.name, 0))
        for _ in range(sizes.rounds):
            for rate in RATES:
                for chain in chains:
                    kept = found.setdefault(
                        (chain.name, rate), Latencies(chain.name, rate, timelines=chain.timelines)
                    )
                    told = _taken(supply, round(rate * sizes.latency_seconds))
                    reader.send(chain, rate, told, kept)
        for latencies in found.values():
            latencies.parts = parts(latencies.passages, *latencies.timelines)
    return list(found.values())


@contextmanager
def _chains(ground: Ground, agreement: Agreement) -> Iterator[list[MeasuredChain]]:
    """The house and the two empty chains, all of them running; an idle one hardly works."""
    specs = [TopicSpec(f"{OWN_PREFIX}{name}", 4) for name in ("in-1", "mid-1", "in-2", "mid-2")]
    specs += [TopicSpec(f"{OWN_PREFIX}{name}", 1) for name in ("out-1", "out-2")]
    house = ground.sqlite()
    ground.fresh_topics(agreement, specs)
    with ExitStack() as running_now:
        both = running_now.enter_context(stages(ground, house))
        ground.fill(records(_WARM, first=2_000_000))
        until(both[:1], _WARM)
        until(both[1:], _WARM)
        for number, like in (("1", False), ("2", True)):
            database = ground.sqlite()
            first, second = (f"{house} intake", f"{house} picture") if like else (None, None)
            hops = [
                _hop(ground, database, number, "one", "in", "mid", first),
                _hop(ground, database, number, "two", "mid", "out", second),
            ]
            running_now.enter_context(running("hop", hops, ground.folder))
        yield [
            _empty(ground, "empty chain", "1"),
            _empty(ground, "empty chain, same sends", "2"),
            MeasuredChain(
                "the house",
                f"events.{AGENCY}",
                tuple(topics.referrals(recipient) for recipient in agreement.subscribers),
                (timeline(ground, "intake"), timeline(ground, "picture")),
            ),
        ]


def _empty(ground: Ground, name: str, number: str) -> MeasuredChain:
    first, second = (timeline(ground, f"hop-{hop}-{number}") for hop in ("one", "two"))
    return MeasuredChain(
        name, f"{OWN_PREFIX}in-{number}", (f"{OWN_PREFIX}out-{number}",), (first, second)
    )


@contextmanager
def stages(ground: Ground, database: str) -> Iterator[list[WorkerProcess]]:
    """Both stages of the house, each a process."""
    with ExitStack() as ending:
        workers = []
        for stage in ("intake", "picture"):
            told = {
                "name": stage, "partnership": str(ground.partnership()), "database": database,
                "bootstrap": ground.bootstrap, "timeline": str(timeline(ground, stage)),
            }  # fmt: skip
            workers += ending.enter_context(running("stage", [told], ground.folder))
        yield workers


def _hop(
    ground: Ground, database: str, number: str, name: str, read: str, send: str, like: str | None
) -> Mapping[str, Any]:
    return {
        "name": f"hop-{name}-{number}", "read": f"{OWN_PREFIX}{read}-{number}",
        "send": f"{OWN_PREFIX}{send}-{number}", "database": database,
        "bootstrap": ground.bootstrap, "sends_like": like,
        "timeline": str(timeline(ground, f"hop-{name}-{number}")),
    }  # fmt: skip


def timeline(ground: Ground, name: str) -> Path:
    """Where a loop writes down when it handled what."""
    return ground.folder / f"{name}.timeline"


def _taken(supply: Iterator[int], count: int) -> list[Outgoing]:
    """The next so many events of the series."""
    first = next(supply)
    for _ in range(count - 1):
        next(supply)
    return records(count, first=first)


class PublishingReader:
    """Publishes at a rate, and notes when what it published comes out at the other end.

    Publishing and reading are one process with one clock. An event's own id comes out as ``ce_id``
    of an empty chain, and at the end of ``ce_causationid`` of the house.
    """

    def __init__(self, ground: Ground, chains: Sequence[MeasuredChain]) -> None:
        self._producer = client.producer(ground.bootstrap)
        self._consumer = client.consumer(ground.bootstrap, None, fetch_max_wait_ms=500)
        places = [TopicPartition(topic, 0) for chain in chains for topic in chain.read]
        self._consumer.assign(places)
        self._consumer.seek_to_beginning(*places)
        self._told: dict[str, float] = {}
        self._passages: dict[str, tuple[float, float]] = {}
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def send(
        self, chain: MeasuredChain, rate: int, told: Sequence[Outgoing], kept: Latencies
    ) -> None:
        """Publish so many a second to a chain, wait for them, and keep how long each took."""
        self._passages = {}
        began = time.monotonic()
        for number, record in enumerate(told):
            wait = began + number / rate - time.monotonic()
            if wait > 0:
                time.sleep(wait)
            event = dict(record.headers)["ce_id"] or b""
            self._told[event.decode()] = time.monotonic()
            self._producer.send(
                chain.tell, key=record.key, value=record.value, headers=list(record.headers)
            )
        patience = time.monotonic() + _SETTLES
        while self._told and time.monotonic() < patience:
            time.sleep(0.02)
        kept.lost += len(self._told)
        self._told.clear()
        kept.passages |= self._passages

    def close(self) -> None:
        """Stop reading."""
        self._ending.set()
        self._thread.join()
        self._consumer.close(autocommit=False)
        self._producer.close()

    def _read(self) -> None:
        while not self._ending.is_set():
            for batch in self._consumer.poll(timeout_ms=200).values():
                now = time.monotonic()
                for record in batch:
                    event = cause(record.headers)
                    told = self._told.pop(event, None)
                    if told is not None:
                        self._passages[event] = (told, now)
