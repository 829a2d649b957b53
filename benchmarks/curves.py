"""How the CPU of an event grows: with history, children, recipients, and children known.

All points of a curve are measured in one process in turn, round by round, so that they compare
though the machine is busy; a point is the median of its rounds. Calls of functions are counted
apart from that, and are the same on every machine.
"""

import gc
import statistics
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path
from typing import Protocol

from wholepicture_agreement import Agreement, load
from wholepicture_consumers.stages import collect_seldom

from benchmarks import known
from benchmarks.families import Family
from benchmarks.machine import ROOT, Ground
from benchmarks.partnership import AS_AGREED, prepared
from benchmarks.sizes import Sizes
from benchmarks.two_stages import InDatabase, InMemory, Spent, StateCopy, TwoStages

FIRST, CORRECTED, RETRACTED = "first telling", "correction", "retraction"
OLDEST = "correction of the oldest"
EARLIER, CHILDREN = "earlier events of the child", "children of the event"
RECIPIENTS, KNOWN = "recipients of the event", "children known"
MEMORY, SQLITE = "in memory", "SQLite"

_numbers = count(1)
_Acts = Mapping[str, Spent]
_Store = InMemory | InDatabase


class _Point(Protocol):
    def __call__(self, *, counted: bool) -> _Acts:
        """What the acts cost at one point, measured once; with ``counted``, in calls."""


_Points = Callable[[_Store], Mapping[int, _Point]]
"""The points of a curve, by what is varied, over a store."""


@dataclass(slots=True)
class Cost:
    """What one act costs at one point of a curve."""

    cpu: dict[str, float]
    """Microseconds by stage."""
    calls: dict[str, int]
    """Calls of functions by stage."""
    told: int
    """Items to recipients."""
    sent_bytes: int

    @property
    def both(self) -> float:
        """Microseconds of both stages together."""
        return sum(self.cpu.values())


@dataclass(slots=True)
class Curve:
    """One curve: the cost of each act by what is varied."""

    varied: str
    store: str
    points: dict[int, dict[str, Cost]] = field(default_factory=dict)


def measure(ground: Ground, sizes: Sizes) -> list[Curve]:  # noqa: ARG001 - needs no broker
    """All curves."""
    collect_seldom()
    with tempfile.TemporaryDirectory(prefix="wholepicture-curves-") as name, ExitStack() as ending:
        ground_of = _Places(Path(name), ending)
        return [
            *_both_stores(ground_of, EARLIER, _of_history(ground_of, sizes.earlier), sizes.turns),
            *_both_stores(
                ground_of, CHILDREN, _of_children(ground_of, sizes.children), sizes.turns
            ),
            *_both_stores(
                ground_of, RECIPIENTS, _of_recipients(ground_of, sizes.recipients), sizes.turns
            ),
            _curve(KNOWN, SQLITE, _of_known(ground_of, sizes.known), sizes.turns),
        ]


class _Places:
    """Agreements and databases of the curves, in a folder of their own."""

    def __init__(self, folder: Path, ending: ExitStack) -> None:
        self._folder, self._ending = folder, ending

    def agreement(self, recipients: int | None = None) -> Agreement:
        """The measured agreement, by which so many are told."""
        more = recipients if recipients and recipients > AS_AGREED else None
        return load(prepared(ROOT / "partnership", self._folder / f"partnership-{more}", more))

    def database(self) -> InDatabase:
        """A new SQLite database."""
        made = InDatabase(f"sqlite:///{self.path()}")
        self._ending.callback(made.close)
        return made

    def path(self) -> Path:
        """Where a new database may be."""
        return self._folder / f"{next(_numbers)}.db"


def _both_stores(
    places: _Places,
    varied: str,
    points: _Points,
    turns: int,
) -> Iterator[Curve]:
    yield _curve(varied, MEMORY, points(InMemory()), turns)
    yield _curve(varied, SQLITE, points(places.database()), turns)


def _curve(varied: str, store: str, points: Mapping[int, _Point], turns: int) -> Curve:
    """The points in turn, so often; what is slow at a time is slow for all of them."""
    for point in points.values():
        point(counted=False)
    found: dict[int, list[_Acts]] = {at: [] for at in points}
    for _ in range(turns):
        for at, point in points.items():
            gc.collect()
            found[at].append(point(counted=False))
    counted = {at: point(counted=True) for at, point in points.items()}
    costs = {at: _costs(found[at], counted[at]) for at in points}
    return Curve(varied, store, costs)


def _costs(turns: Sequence[_Acts], counted: _Acts) -> dict[str, Cost]:
    return {
        act: Cost(
            cpu={
                stage: statistics.median(turn[act].cpu[stage] for turn in turns)
                for stage in turns[0][act].cpu
            },
            calls=dict(spent.calls),
            told=spent.told,
            sent_bytes=spent.sent_bytes,
        )
        for act, spent in counted.items()
    }


def _acts(stages: TwoStages, family: Family, *, counted: bool) -> dict[str, Spent]:
    """An incident, a correction of it, and the incident taken back."""
    incident = family.incident()
    return {
        FIRST: stages.tell(incident, counted=counted),
        CORRECTED: stages.tell(family.correction(incident), counted=counted),
        RETRACTED: stages.tell(family.retraction(incident), counted=counted),
    }


def _of_history(places: _Places, lengths: Sequence[int]) -> _Points:
    """Points by how many events of the same child were told before; told once, for both stores."""
    agreement, family = places.agreement(), Family(next(_numbers))
    telling = TwoStages(agreement, InMemory())
    oldest, told = family.incident(), 0
    kept: dict[int, StateCopy] = {}
    for length in sorted(lengths):
        for _ in range(length - told):
            telling.tell(family.incident() if told else oldest)
            told += 1
        kept[length] = telling.store.kept()

    def points(store: _Store) -> Mapping[int, _Point]:
        stages = TwoStages(agreement, store)

        def point(length: int, *, counted: bool) -> _Acts:
            store.restore(kept[length])
            acts = _acts(stages, family, counted=counted)
            if length:
                store.restore(kept[length])
                acts[OLDEST] = stages.tell(family.correction(oldest), counted=counted)
            return acts

        return {length: partial(point, length) for length in kept}

    return points


def _of_children(places: _Places, sizes: Sequence[int]) -> _Points:
    """Points by how many children an event names, none of them seen before."""

    def points(store: _Store) -> Mapping[int, _Point]:
        stages = TwoStages(places.agreement(), store)
        return {size: partial(_new_family, stages, size) for size in sizes}

    return points


def _of_recipients(places: _Places, sizes: Sequence[int]) -> _Points:
    """Points by how many are told of an event of a child not seen before."""

    def points(store: _Store) -> Mapping[int, _Point]:
        made: dict[int, _Point] = {}
        for size in sizes:
            own = InMemory() if isinstance(store, InMemory) else places.database()
            made[size] = partial(_new_family, TwoStages(places.agreement(size), own), 1)
        return made

    return points


def _of_known(places: _Places, sizes: Sequence[int]) -> Mapping[int, _Point]:
    """Points by how many other children the database knows."""
    made: dict[int, _Point] = {}
    for size in sizes:
        database = places.database()
        known.fill(Path(str(database.database.engine.url.database)), size)
        made[size] = partial(_new_family, TwoStages(places.agreement(), database), 1)
    return made


def _new_family(stages: TwoStages, children: int, *, counted: bool) -> _Acts:
    return _acts(stages, Family(next(_numbers), children), counted=counted)
