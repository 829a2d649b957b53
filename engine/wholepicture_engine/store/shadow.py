"""A shadow: documents and rows folded anew beside the live ones, in tables of the same shape.

One process writes it and nobody else reads it, so nothing is locked. It is loaded and kept in
transactions of its own, between which the stages go on; or all in one that is given
(``Shadow.within``).
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from sqlalchemy import MetaData, text

from wholepicture_engine.stage import Key
from wholepicture_engine.store.database import Database, Transaction
from wholepicture_engine.store.documents import BatchWork
from wholepicture_engine.store.row_queries import stored_rows
from wholepicture_engine.store.rows import Stored, Wanted
from wholepicture_engine.store.tables import document_table, row_table

_METADATA = MetaData()
DOCUMENT = document_table("shadow_document", _METADATA)
ROW = row_table("shadow_row", _METADATA)

_Name = tuple[str, str]


class RowName(NamedTuple):
    """Which row."""

    kind: str
    parent: str
    key: str


_DOCUMENTS = "SELECT d.kind, d.key, d.body FROM {names} JOIN shadow_document AS d ON {same}"
_ROWS = "SELECT r.kind, r.parent, r.key, r.at, r.body FROM {names} JOIN shadow_row AS r ON {same}"
_SQLITE_DOCUMENTS = text(
    _DOCUMENTS.format(
        names="json_each(:names) AS n",
        same="d.kind = n.value ->> 0 AND d.key = n.value ->> 1",
    )
)
_SQLITE_ROWS = text(
    _ROWS.format(
        names="json_each(:names) AS n",
        same="r.kind = n.value ->> 0 AND r.parent = n.value ->> 1 AND r.key = n.value ->> 2",
    )
)
_POSTGRES_DOCUMENTS = text(
    _DOCUMENTS.format(
        names="jsonb_array_elements(CAST(:names AS jsonb)) AS n",
        same="d.kind = n ->> 0 AND d.key = n ->> 1",
    )
)
_POSTGRES_ROWS = text(
    _ROWS.format(
        names="jsonb_array_elements(CAST(:names AS jsonb)) AS n",
        same="r.kind = n ->> 0 AND r.parent = n ->> 1 AND r.key = n ->> 2",
    )
)


class Shadow:
    """A second store in the database, empty at first."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._given: Transaction | None = None

    def make(self) -> None:
        """Begin with empty tables, whatever an earlier run left."""
        with self._transaction() as transaction:
            _METADATA.drop_all(transaction.connection)
            _METADATA.create_all(transaction.connection)

    def drop(self) -> None:
        """Remove the tables."""
        with self._transaction() as transaction:
            _METADATA.drop_all(transaction.connection)

    @contextmanager
    def within(self, transaction: Transaction) -> Iterator[None]:
        """Load and keep in this transaction, for the block."""
        self._given = transaction
        try:
            yield
        finally:
            self._given = None

    def work(self, keys: Iterable[Key], rows: Iterable[RowName] = ()) -> BatchWork:
        """The documents of these keys, and of these rows those that are there, loaded at once.

        Any other row is loaded when it is asked for.
        """
        named, wanted = list(keys), set(rows)
        names = {(key.document.KIND, key.name) for key in named}
        with self._transaction() as transaction:
            bodies = self._documents(transaction, sorted(names))
            loaded = self._rows(transaction, sorted(wanted))

        def load_rows(what: Wanted) -> Sequence[Stored]:
            name = RowName(what.kind, what.parent, what.key or "")
            if name not in wanted:
                return self._newest(what)
            return [loaded[name]] if name in loaded else []

        return BatchWork(named, bodies, self._load, load_rows)

    def keep(self, work: BatchWork) -> None:
        """Write what a batch put."""
        documents = [{"kind": kind, "key": key, "body": body} for kind, key, body in work.written()]
        rows = [row._asdict() for row in work.written_rows()]
        with self._transaction() as transaction:
            transaction.upsert(DOCUMENT, documents, ("kind", "key"), ("body",))
            transaction.upsert(ROW, rows, ("kind", "parent", "key"), ("at", "body"))

    @contextmanager
    def _transaction(self) -> Iterator[Transaction]:
        if self._given is not None:
            yield self._given
            return
        with self._database.transaction() as transaction:
            yield transaction

    def _load(self, locked: Sequence[_Name], read: Sequence[_Name]) -> dict[_Name, bytes]:
        with self._transaction() as transaction:
            return self._documents(transaction, [*locked, *read])

    def _documents(self, transaction: Transaction, names: Sequence[_Name]) -> dict[_Name, bytes]:
        statement = _SQLITE_DOCUMENTS if self._database.on_sqlite else _POSTGRES_DOCUMENTS
        found = transaction.connection.execute(statement, {"names": json.dumps(names)})
        return {(kind, key): body for kind, key, body in found}

    def _rows(self, transaction: Transaction, names: Sequence[RowName]) -> dict[RowName, Stored]:
        statement = _SQLITE_ROWS if self._database.on_sqlite else _POSTGRES_ROWS
        found = transaction.connection.execute(statement, {"names": json.dumps(names)})
        return {
            RowName(kind, parent, key): Stored(key, at, body)
            for kind, parent, key, at, body in found
        }

    def _newest(self, wanted: Wanted) -> Sequence[Stored]:
        with self._transaction() as transaction:
            return stored_rows(
                transaction.connection, wanted, on_sqlite=self._database.on_sqlite, table=ROW
            )
