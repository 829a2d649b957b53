"""How long stored outputs are kept: longer than the oldest backup that one would restore."""

from datetime import datetime, timedelta

from sqlalchemy import delete

from wholepicture_bus.store.database import Database
from wholepicture_bus.store.tables import HANDLED

STORED_FOR = timedelta(days=35)
"""After this the outputs of a handled record are forgotten; its position stays."""


def forget_outputs(database: Database, stage: str, now: datetime) -> int:
    """Forget what a stage made of records older than ``STORED_FOR``, and return how many."""
    with database.transaction() as transaction:
        gone = transaction.connection.execute(
            delete(HANDLED).where(HANDLED.c.stage == stage, HANDLED.c.appended < now - STORED_FOR)
        ).rowcount
    return int(gone)
