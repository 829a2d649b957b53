"""Documents in a batch: locked together, loaded together, written together.

A batch names everything that it may read before it reads anything. The keys are locked in sorted
order, so that two batches never wait for each other in a circle, and loaded with one query.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from wholepicture_schemas.model import json_of

from wholepicture_engine.stage import Document, Key, Row
from wholepicture_engine.store.rows import Load, RowsOfBatch, Written

D = TypeVar("D", bound=Document)
R = TypeVar("R", bound=Row)
_Name = tuple[str, str]


class BatchWork:
    """The documents of one batch.

    What is written is seen by the batch's later records and kept at its end. Not for use after the
    transaction that loaded it.
    """

    def __init__(
        self,
        may_read: Iterable[Key],
        bodies: Mapping[_Name, bytes],
        load: Callable[[Sequence[_Name], Sequence[_Name]], Mapping[_Name, bytes]] | None = None,
        load_rows: Load | None = None,
    ) -> None:
        keys = tuple(may_read)
        self._allowed = {(key.document.KIND, key.name) for key in keys}
        self._locked = {(key.document.KIND, key.name) for key in keys if not key.only_read}
        self._bodies = bodies
        self._load = load or (lambda _locked, _read: bodies)
        self._rows = RowsOfBatch(load_rows or (lambda *_: ()))
        self._read: dict[_Name, Document | None] = {}
        self._written: dict[_Name, Document] = {}

    def get(self, document: type[D], name: str) -> D | None:
        """The document, with what this batch has written so far."""
        key = (document.KIND, name)
        if key not in self._allowed:
            raise LookupError(f"The stage reads a {document.KIND} that it did not name in reads().")
        if key not in self._read:
            body = self._bodies.get(key)
            self._read[key] = None if body is None else document.model_validate_json(body)
        kept = self._read[key]
        return kept if isinstance(kept, document) else None

    def further(self, keys: Iterable[Key]) -> None:
        """Lock and load documents that only another document could name."""
        named = {(key.document.KIND, key.name): key.only_read for key in keys}
        locked = sorted(name for name in named if not named[name] and name not in self._locked)
        read = sorted(name for name in named if named[name] and name not in self._allowed)
        if locked or read:
            self._bodies = {**self._bodies, **self._load(locked, read)}
            self._allowed.update(locked, read)
            self._locked.update(locked)
            for name in (*locked, *read):
                self._read.pop(name, None)

    def put(self, name: str, document: Document) -> None:
        """Keep a document; later reads of this batch see it."""
        key = (document.KIND, name)
        if key not in self._locked:
            raise LookupError(
                f"The stage writes a {document.KIND} that it did not name in reads()."
            )
        self._read[key] = self._written[key] = document

    def add(self, name: str, document: Document) -> None:
        """Keep a new document whose key derives from the record."""
        key = (document.KIND, name)
        self._allowed.add(key)
        self._locked.add(key)
        self._read[key] = self._written[key] = document

    def rows(
        self, row: type[R], parent: str, *, most: int | None = None, prefix: str = ""
    ) -> list[tuple[str, R]]:
        """The rows of a document with their keys, the newest first; at most so many."""
        self._ready(row, parent)
        return self._rows.rows(row, parent, most, prefix)

    def row(self, row: type[R], parent: str, key: str) -> R | None:
        """One row of a document; None where there is none."""
        self._ready(row, parent)
        return self._rows.row(row, parent, key)

    def put_row(self, parent: str, key: str, at: datetime, row: Row) -> None:
        """Keep a row; later reads of this batch see it."""
        self._may(type(row), parent, self._locked)
        document = (row.PARENT.KIND, parent)
        if document not in self._bodies and document not in self._written:
            raise LookupError(f"A {row.KIND} has no {row.PARENT.KIND} that it is of.")
        self._rows.put(parent, key, at, row)

    def _ready(self, row: type[Row], parent: str) -> None:
        self._may(row, parent, self._allowed)
        if (row.PARENT.KIND, parent) not in self._bodies:
            self._rows.nothing_stored(row, parent)

    @staticmethod
    def _may(row: type[Row], parent: str, named: set[_Name]) -> None:
        if (row.PARENT.KIND, parent) not in named:
            raise LookupError(
                f"The stage takes a {row.KIND} of a {row.PARENT.KIND} that it did not name in "
                "reads()."
            )

    def written_rows(self) -> list[Written]:
        """The rows to keep, in sorted order."""
        return self._rows.written()

    def written(self) -> list[tuple[str, str, bytes]]:
        """Kind, key and body of each document to keep, in sorted order."""
        return [
            (kind, name, json_of(self._written[kind, name])) for kind, name in sorted(self._written)
        ]
