"""What the chronology of a child costs: its events in their order, and as one recipient sees them.

A child of whom so many incidents were told, on SQLite. The events in their order are what the
stages fold and what rules look at. The view is what ``wholepicture picture`` shows: each event is
looked at anew through the rules of the recipient, as nothing of it is kept.
"""

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select
from wholepicture_agreement import Agreement, load
from wholepicture_consumers.documents import Sent
from wholepicture_consumers.facts.chronology import entries_of
from wholepicture_consumers.facts.documents import Picture
from wholepicture_consumers.governance.chronology import chronology
from wholepicture_consumers.stages import collect_seldom
from wholepicture_engine.stage import Key, Work
from wholepicture_engine.store import Database
from wholepicture_engine.store.tables import DOCUMENT
from wholepicture_schemas.identifiers import ChildRef, EventId

from benchmarks.families import Family
from benchmarks.machine import ROOT
from benchmarks.partnership import prepared
from benchmarks.tables import Table
from benchmarks.two_stages import InDatabase, TwoStages

_FAMILY = 4_001
_A_YEAR = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class ChronologyCost:
    """Milliseconds of CPU for a child of so many events: the median of some turns."""

    events: int
    in_order: float
    as_seen: float


def measure(lengths: Sequence[int], turns: int) -> list[ChronologyCost]:
    """What both cost at each length."""
    collect_seldom()
    with tempfile.TemporaryDirectory(prefix="wholepicture-chronologies-") as name:
        folder = Path(name)
        agreement = load(prepared(ROOT / "partnership", folder / "partnership", None))
        return [
            _measured(length, turns, agreement, folder / f"{length}.db")
            for length in lengths
            if length
        ]


def tables(found: Sequence[ChronologyCost]) -> Iterator[Table]:
    """The figures as a table."""
    yield Table(
        "The chronology of a child, SQLite, ms of CPU",
        ("events", "in their order", "as one recipient sees them", "µs an event"),
        tuple(
            (
                f"{cost.events:,}",
                f"{cost.in_order:.1f}",
                f"{cost.as_seen:.0f}",
                f"{cost.as_seen / cost.events * 1000:,.0f}",
            )
            for cost in found
        ),
        "In their order is what is folded: the entries of all events, from the database. As one "
        "recipient sees them is `wholepicture picture`: each event is read and looked at through "
        "the recipient's rules.",
    )


def _measured(events: int, turns: int, agreement: Agreement, path: Path) -> ChronologyCost:
    store = InDatabase(f"sqlite:///{path}")
    stages, family = TwoStages(agreement, store), Family(_FAMILY)
    for _ in range(events):
        stages.tell(family.incident())
    with closing(store):
        delivery, sent = _front_doors(store.database, agreement)
        (child,) = sent.children
        now = sent.at + timedelta(minutes=1)

        def in_order(work: Work) -> int:
            return len(list(entries_of(ChildRef(child), work)))

        def as_seen(work: Work) -> int:
            seen = chronology(delivery, sent.recipient, None, now - _A_YEAR, now, work, agreement)
            return len(seen.lines)

        keys = [Key(Picture, child, only_read=True), Key(Sent, delivery, only_read=True)]
        return ChronologyCost(
            events,
            *(_median(look, events, keys, store.database, turns) for look in (in_order, as_seen)),
        )


def _front_doors(database: Database, agreement: Agreement) -> tuple[EventId, Sent]:
    """The newest item that a front door was sent and holds."""
    found: list[tuple[EventId, Sent]] = []
    with database.transaction() as transaction:
        query = select(DOCUMENT.c.key, DOCUMENT.c.body).where(DOCUMENT.c.kind == Sent.KIND)
        for key, body in transaction.connection.execute(query):
            sent = Sent.model_validate_json(body)
            if agreement.recipient(sent.recipient).kind == "front-door" and sent.held:
                found.append((EventId(key), sent))
    return max(found, key=lambda one: one[1].at)


def _median(
    look: Callable[[Work], int],
    events: int,
    keys: Sequence[Key],
    database: Database,
    turns: int,
) -> float:
    """Milliseconds of CPU; the first turn, which warms up, does not count."""
    spent = []
    for _ in range(turns + 1):
        with database.transaction() as transaction:
            began = time.process_time()
            seen = look(transaction.work(keys))
            spent.append((time.process_time() - began) * 1000)
        if seen != events:
            raise RuntimeError(f"{seen} of {events} events were seen")
    return statistics.median(spent[1:])
