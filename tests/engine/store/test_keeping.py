"""Stored outputs are forgotten when no backup could need them any more, a few at a time."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from wholepicture_bus.admin import LogEnds
from wholepicture_bus.records import Place, Record
from wholepicture_engine import ownership
from wholepicture_engine.handled import keep
from wholepicture_engine.store import Database
from wholepicture_engine.store.keeping import STORED_FOR, forget_outputs
from wholepicture_engine.store.tables import HANDLED

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
STAGE = "echo"


def _handled(database: Database, ages: list[timedelta], *, partition: int = 0) -> None:
    ownership.take(database, STAGE, "in", "id-1", partition, committed=0, log=LogEnds(0, 1000))
    records = [
        Record(Place("in", "id-1", partition, offset), b"k", b"{}", (), NOW - age)
        for offset, age in enumerate(ages)
    ]
    with database.transaction() as transaction:
        keep(transaction, STAGE, records, {record.place: [] for record in records})


def _left(database: Database) -> list[tuple[int, int]]:
    with database.transaction() as transaction:
        rows = transaction.connection.execute(
            select(HANDLED.c.partition, HANDLED.c.offset).order_by(
                HANDLED.c.partition, HANDLED.c.offset
            )
        )
        return [(row.partition, row.offset) for row in rows]


def test_outputs_older_than_any_backup_are_forgotten(database: Database) -> None:
    """What may still be needed stays, to the day."""
    day = timedelta(days=1)
    _handled(database, [STORED_FOR + day, STORED_FOR + day, STORED_FOR, day])
    _handled(database, [STORED_FOR + day, day], partition=1)

    gone = forget_outputs(database, STAGE, NOW)

    assert gone == 3
    assert _left(database) == [(0, 2), (0, 3), (1, 1)]


def test_forgetting_takes_no_more_than_a_few_at_once(database: Database) -> None:
    """A stage that forgot nothing for a year is not held up by it: the oldest go first."""
    _handled(database, [STORED_FOR * 2] * 5)

    first, second = (forget_outputs(database, STAGE, NOW, most=3) for _ in range(2))

    assert (first, second) == (3, 2)
    assert _left(database) == []


def test_another_stages_outputs_stay(database: Database) -> None:
    """Each stage forgets its own."""
    _handled(database, [STORED_FOR * 2])

    gone = forget_outputs(database, "other", NOW)

    assert gone == 0
    assert _left(database) == [(0, 0)]
