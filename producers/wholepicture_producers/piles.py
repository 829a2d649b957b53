"""What is kept of a file while it is published, on the disk: a long file takes no more memory.

Both are private to the process, and gone when it ends.
"""

import pickle
import sqlite3
from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from typing import Generic, TypeVar

_T = TypeVar("_T")
_IN_MEMORY = 256 * 1024
"""Bytes that a pile holds before it goes to the disk."""
_CACHE = -1024
"""Memory of the table, as SQLite counts it: in KiB, below nought."""


class Pile(Generic[_T]):
    """Values in the order in which they came; they are read from the first to the last.

    >>> pile = Pile[str]()
    >>> pile.append("row 3")
    >>> pile.append("row 5")
    >>> len(pile), list(pile)
    (2, ['row 3', 'row 5'])
    """

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - it lasts as long as the pile
        self._end = 0
        self._count = 0

    def append(self, value: _T) -> None:
        """Put a value on the pile."""
        self._file.seek(self._end)
        pickle.dump(value, self._file, pickle.HIGHEST_PROTOCOL)
        self._end = self._file.tell()
        self._count += 1

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[_T]:
        at = 0
        while at < self._end:
            self._file.seek(at)
            value: _T = pickle.load(self._file)  # noqa: S301 - this process wrote it
            at = self._file.tell()
            yield value


class Keyed(Generic[_T]):
    """Values by their keys, in the order in which the keys came.

    >>> keyed = Keyed[str]()
    >>> keyed.first("a", "row 3"), keyed.first("a", "row 7")
    ('row 3', 'row 3')
    >>> keyed.put("a", "row 9")
    >>> list(keyed)
    ['row 9']
    """

    def __init__(self) -> None:
        self._table = sqlite3.connect("", isolation_level=None)
        self._table.execute("PRAGMA journal_mode = OFF")
        self._table.execute(f"PRAGMA cache_size = {_CACHE}")
        self._table.execute("CREATE TABLE kept (at INTEGER PRIMARY KEY, key UNIQUE, value)")
        self._table.execute("BEGIN")  # without one each value would be a transaction of its own

    def first(self, key: str, value: _T) -> _T:
        """The value that a key came with first: this one, where the key is new."""
        taken = self._table.execute(
            "INSERT OR IGNORE INTO kept (key, value) VALUES (?, ?)", (key, pickle.dumps(value))
        )
        if taken.rowcount:
            return value
        found = self._table.execute("SELECT value FROM kept WHERE key = ?", (key,))
        kept: _T = pickle.loads(found.fetchone()[0])  # noqa: S301 - this process wrote it
        return kept

    def put(self, key: str, value: _T) -> None:
        """Keep a value under its key, in the place of one that stands there."""
        self._table.execute(
            "INSERT INTO kept (key, value) VALUES (?, ?)"
            " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (key, pickle.dumps(value)),
        )

    def __iter__(self) -> Iterator[_T]:
        for (value,) in self._table.execute("SELECT value FROM kept ORDER BY at"):
            yield pickle.loads(value)  # noqa: S301 - this process wrote it
