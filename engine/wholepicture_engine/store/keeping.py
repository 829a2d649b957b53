"""How long stored outputs are kept: longer than the oldest backup that one would restore."""

import time
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, func, select

from wholepicture_engine.store.database import Database, Transaction
from wholepicture_engine.store.tables import HANDLED, POSITION

STORED_FOR = timedelta(days=35)
"""After this the outputs of a handled record are forgotten; its position stays."""
MOST_AT_ONCE = 5_000
"""The most records of a partition that one call forgets, so that no batch waits long for it."""

_SOON, _LATER = 5.0, 3600.0
"""Seconds until more is forgotten, where there may be more, and where there is none."""


class Forgetting:
    """What no backup needs any more is forgotten while a stage works, a few at a time."""

    def __init__(self, database: Database, stage: str) -> None:
        self._database, self._stage = database, stage
        self._due = 0.0

    def now_and_then(self) -> None:
        """Forget some, where it is time to."""
        if time.monotonic() < self._due:
            return
        gone = forget_outputs(self._database, self._stage, datetime.now(UTC))
        self._due = time.monotonic() + (_SOON if gone else _LATER)


def forget_outputs(
    database: Database, stage: str, now: datetime, *, most: int = MOST_AT_ONCE
) -> int:
    """Forget what a stage made of records older than ``STORED_FOR``, oldest first; how many.

    None means that nothing so old is left.
    """
    with database.transaction() as transaction:
        partitions = transaction.connection.execute(
            select(POSITION.c.topic, POSITION.c.partition).where(POSITION.c.stage == stage)
        ).all()
    gone = 0
    for topic, partition in partitions:
        where = and_(
            HANDLED.c.stage == stage, HANDLED.c.topic == topic, HANDLED.c.partition == partition
        )
        with database.transaction() as transaction:
            gone += _forget(transaction, where, now - STORED_FOR, most)
    return gone


def _forget(
    transaction: Transaction, where: ColumnElement[bool], before: datetime, most: int
) -> int:
    """Forget one partition's, found by their offsets: no index by time is needed."""
    first = select(HANDLED.c.appended).where(where).order_by(HANDLED.c.offset).limit(1).subquery()
    if not transaction.connection.execute(select(first).where(first.c.appended < before)).first():
        return 0
    oldest = (
        select(HANDLED.c.offset, HANDLED.c.appended)
        .where(where)
        .order_by(HANDLED.c.offset)
        .limit(most)
        .subquery()
    )
    old = select(func.count(), func.max(oldest.c.offset)).where(oldest.c.appended < before)
    count, last = transaction.connection.execute(old).one()
    transaction.connection.execute(delete(HANDLED).where(where, HANDLED.c.offset <= last))
    return int(count)
