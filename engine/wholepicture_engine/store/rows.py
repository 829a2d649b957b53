"""The rows of the documents of one batch: loaded when they are asked for, written together."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple, TypeVar

from wholepicture_schemas.model import json_of

from wholepicture_engine.stage import Row

R = TypeVar("R", bound=Row)


class Stored(NamedTuple):
    """A row as it is stored, under its kind, its parent and its key."""

    key: str
    at: int
    """What the rows of one parent are ordered by: milliseconds since 1970."""
    body: bytes


class Written(NamedTuple):
    """A row to be kept."""

    kind: str
    parent: str
    key: str
    at: int
    body: bytes


class Wanted(NamedTuple):
    """Which rows are to be loaded, newest first."""

    kind: str
    parent: str
    most: int | None = None
    key: str | None = None
    prefix: str = ""
    """What their keys begin with."""


Load = Callable[[Wanted], Sequence[Stored]]


class RowsOfBatch:
    """What a batch has read and written of rows; what it wrote is seen by its later records."""

    def __init__(self, load: Load) -> None:
        self._load = load
        self._fresh: set[tuple[str, str]] = set()
        self._loaded: dict[Wanted, Sequence[Stored]] = {}
        self._read: dict[tuple[str, str, str], Row] = {}
        self._written: dict[tuple[str, str], dict[str, tuple[int, Row]]] = {}

    def rows(self, row: type[R], parent: str, most: int | None, prefix: str) -> list[tuple[str, R]]:
        """The newest rows, what this batch wrote among them."""
        written = self._written.get((row.KIND, parent), {})
        wanted = None if most is None else most + len(written)
        newest: dict[str, tuple[int, R]] = {
            stored.key: (stored.at, self._of(row, parent, stored))
            for stored in self._stored(Wanted(row.KIND, parent, wanted, prefix=prefix))
        }
        newest.update(
            (key, (at, kept))
            for key, (at, kept) in written.items()
            if isinstance(kept, row) and key.startswith(prefix)
        )
        ordered = sorted(newest.items(), key=lambda item: (-item[1][0], item[0]))
        return [(key, kept) for key, (_, kept) in ordered[:most]]

    def row(self, row: type[R], parent: str, key: str) -> R | None:
        """One row; none where there is none."""
        written = self._written.get((row.KIND, parent), {}).get(key)
        if written is not None and isinstance(written[1], row):
            return written[1]
        for stored in self._stored(Wanted(row.KIND, parent, key=key)):
            return self._of(row, parent, stored)
        return None

    def put(self, parent: str, key: str, at: datetime, row: Row) -> None:
        """Keep a row; later reads of this batch see it."""
        of_parent = self._written.setdefault((row.KIND, parent), {})
        of_parent[key] = (round(at.timestamp() * 1000), row)

    def written(self) -> list[Written]:
        """The rows to keep, in sorted order."""
        return [
            Written(kind, parent, key, at, json_of(row))
            for (kind, parent), rows in sorted(self._written.items())
            for key, (at, row) in sorted(rows.items())
        ]

    def _stored(self, wanted: Wanted) -> Sequence[Stored]:
        """What is stored, asked for once: nobody else writes it while this batch works."""
        if (wanted.kind, wanted.parent) in self._fresh:
            return ()
        found = self._loaded.get(wanted)
        if found is None:
            found = self._loaded[wanted] = self._load(wanted)
        return found

    def nothing_stored(self, row: type[Row], parent: str) -> None:
        """There is nothing to load of these: their document is not there yet."""
        self._fresh.add((row.KIND, parent))

    def _of(self, row: type[R], parent: str, stored: Stored) -> R:
        place = (row.KIND, parent, stored.key)
        known = self._read.get(place)
        if not isinstance(known, row):
            known = self._read[place] = row.model_validate_json(stored.body)
        return known
