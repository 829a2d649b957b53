"""What a database refuses, as the bus's own errors: no statement, and no value of one."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import exc
from wholepicture_bus.errors import BusError, DatabaseAwayError

_NO_ROOM = "The disk of the database is full: make room on it."
_WITHOUT_MORE = 0xFF
"""An error code of SQLite without what it says more."""
_POSTGRES_FULL = "53100"


@contextmanager
def told_plainly() -> Iterator[None]:
    """Database errors as the bus's own, without the statement and the values that they quote."""
    try:
        yield
    except (exc.OperationalError, exc.InterfaceError, exc.InternalError) as error:
        if _is_full(error):
            raise DatabaseAwayError(_NO_ROOM) from None
        raise DatabaseAwayError(f"The database is away or busy: {_kind(error)}.") from None
    except exc.DBAPIError as error:
        if error.connection_invalidated:
            raise DatabaseAwayError(f"The database is away: {_kind(error)}.") from None
        raise BusError(f"The database refused a statement: {_kind(error)}.") from None


def _is_full(error: exc.DBAPIError) -> bool:
    """Whether there is no room on the disk of the database, as SQLite and PostgreSQL say it."""
    code = getattr(error.orig, "sqlite_errorcode", 0) & _WITHOUT_MORE
    return code == sqlite3.SQLITE_FULL or getattr(error.orig, "sqlstate", "") == _POSTGRES_FULL


def _kind(error: exc.DBAPIError) -> str:
    return type(error.orig).__name__
