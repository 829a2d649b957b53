"""Held records: what could not be processed, kept whole, until a person releases it.

A held record holds back only what corrects or takes it back. Everything else goes on at once,
marked "an earlier item is held" where it has the same key.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select, update
from wholepicture_bus.errors import StopError
from wholepicture_bus.records import Record
from wholepicture_schemas.identifiers import derived

from wholepicture_engine.store import Database, Transaction
from wholepicture_engine.store.framing import packed_record, unpacked_record
from wholepicture_engine.store.tables import HELD

CEILING = 200
"""How many records a stage may hold before it stops: then it is not the records that are wrong."""


@dataclass(frozen=True, slots=True)
class HeldRecord:
    """One held record."""

    id: str
    stage: str
    record: Record
    reason: str
    behind: str | None
    """The held record that this one waits for, where it corrects or takes that one back."""


@dataclass(frozen=True, slots=True)
class HeldNow:
    """What a stage holds at the beginning of a batch: enough to know what has to wait."""

    keys: frozenset[bytes]
    identities: dict[str, str]
    """Identity of a held event, as ``named`` writes it, to the id that it is held under."""


_HELD_NOW = select(HELD.c.id, HELD.c.key, HELD.c.identity).where(
    HELD.c.stage == bindparam("of_stage"), HELD.c.released.is_(False)
)


def held_now(transaction: Transaction, stage: str) -> HeldNow:
    """What the stage holds."""
    rows = transaction.connection.execute(_HELD_NOW, {"of_stage": stage}).all()
    return HeldNow(
        frozenset(row.key for row in rows if row.key is not None),
        {row.identity: row.id for row in rows if row.identity is not None},
    )


def hold(
    transaction: Transaction,
    stage: str,
    record: Record,
    reason: str,
    *,
    identity: Hashable | None,
    behind: str | None = None,
) -> str:
    """Keep a record for a person, and return the id that it is held under.

    Raises:
        StopError: the stage holds so many that the stage itself must be wrong.
    """
    place = record.place
    name = derived("held", stage, place.topic_id, str(place.partition), str(place.offset))
    waiting = transaction.connection.execute(
        select(HELD.c.id).where(HELD.c.stage == stage, HELD.c.released.is_(False)).limit(CEILING)
    ).all()
    if len(waiting) >= CEILING:
        raise StopError(
            f"Stage {stage} holds {CEILING} records: something is wrong with the stage. "
            "See what they have in common: wholepicture held list."
        )
    row = {
        "id": name, "stage": stage, "topic": place.topic, "topic_id": place.topic_id,
        "partition": place.partition, "offset": place.offset, "record": packed_record(record),
        "appended": record.appended, "key": record.key,
        "identity": None if identity is None else named(identity), "behind": behind,
        "reason": reason, "released": False,
    }  # fmt: skip
    transaction.upsert(HELD, [row], ("id",), ())
    return name


def named(identity: Hashable) -> str:
    """An identity as a text that every database takes: PostgreSQL's texts have no place for NUL."""
    return str(identity).replace("\0", "\N{REPLACEMENT CHARACTER}")


def queue(transaction: Transaction, stage: str, first: str) -> list[HeldRecord]:
    """A held record and those that wait for it, in the order in which they came."""
    rows = transaction.connection.execute(
        select(HELD)
        .where(HELD.c.stage == stage, HELD.c.released.is_(False))
        .order_by(HELD.c.appended, HELD.c.topic, HELD.c.partition, HELD.c.offset)
    ).all()
    wanted = {first}
    queued: list[HeldRecord] = []
    for row in rows:
        if row.id == first or row.behind in wanted:
            wanted.add(row.id)
            queued.append(
                HeldRecord(row.id, stage, unpacked_record(row.record), row.reason, row.behind)
            )
    return sorted(queued, key=lambda held: held.id != first)


def let_go(transaction: Transaction, ids: Sequence[str]) -> None:
    """Mark held records as released; their bytes stay."""
    transaction.connection.execute(update(HELD).where(HELD.c.id.in_(ids)).values(released=True))


def put_behind(transaction: Transaction, ids: Sequence[str], front: str) -> None:
    """Have held records wait for another than they did."""
    transaction.connection.execute(update(HELD).where(HELD.c.id.in_(ids)).values(behind=front))


@dataclass(frozen=True, slots=True)
class Waiting:
    """One held record as a person sees it in a list: no content."""

    id: str
    stage: str
    place: str
    since: datetime
    reason: str


def waiting(database: Database) -> list[Waiting]:
    """Everything held, oldest first."""
    with database.transaction() as transaction:
        rows = transaction.connection.execute(
            select(HELD).where(HELD.c.released.is_(False)).order_by(HELD.c.appended)
        ).all()
    return [
        Waiting(
            row.id, row.stage, f"{row.topic}/{row.partition}@{row.offset}", row.appended, row.reason
        )
        for row in rows
    ]
