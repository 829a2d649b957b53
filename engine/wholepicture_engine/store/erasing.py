"""Erasing documents and rows, so that they are gone from the disk too.

On SQLite what is deleted is overwritten at once (``PRAGMA secure_delete``); the file beside the
database that holds the newest writes is emptied by ``sweep``. PostgreSQL gives the space free for
what is written next (``VACUUM``), and overwrites it then.
"""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import and_, bindparam, delete, func, update

from wholepicture_engine.store.database import Database, Transaction
from wholepicture_engine.store.tables import DOCUMENT, HELD, ROW

_THIS = and_(DOCUMENT.c.kind == bindparam("of_kind"), DOCUMENT.c.key == bindparam("of_key"))
_DELETE = delete(DOCUMENT).where(_THIS)
_EMPTY = update(DOCUMENT).where(_THIS).values(body=b"")


def erase(transaction: Transaction, documents: Iterable[tuple[str, str]]) -> None:
    """Erase documents, by kind and key.

    On PostgreSQL an empty row stays: it is what two batches that ask for the same key wait for each
    other by (``Transaction.work``), and a row that is deleted lets both go on at once.
    """
    names = [{"of_kind": kind, "of_key": key} for kind, key in documents]
    if names:
        transaction.connection.execute(_DELETE if transaction.on_sqlite else _EMPTY, names)


def erase_rows(
    transaction: Transaction,
    parent: str,
    *,
    kinds: Collection[str],
    key: str | None = None,
    prefix: str = "",
) -> None:
    """Erase rows of a document: all of these kinds, or those of a key or a key's beginning."""
    where = [ROW.c.kind.in_(kinds), ROW.c.parent == parent]
    if key is not None:
        where.append(ROW.c.key == key)
    if prefix:
        where.append(func.substr(ROW.c.key, 1, len(prefix)) == prefix)
    transaction.connection.execute(delete(ROW).where(*where))


def erase_released(transaction: Transaction, before: datetime) -> int:
    """Erase the bytes of held records that were released and came before; how many."""
    gone = delete(HELD).where(HELD.c.released.is_(True), HELD.c.appended < before)
    return transaction.connection.execute(gone).rowcount


def sweep(database: Database) -> None:
    """Have nothing of what was erased left beside the tables, as far as the database can."""
    if database.on_sqlite:
        with database.reading() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        return
    engine = database.engine.execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql("VACUUM document, row, held")
