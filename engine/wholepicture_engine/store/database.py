"""The database behind a stage: one transaction a batch, on SQLite or PostgreSQL."""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from functools import cache
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import (
    Connection,
    Engine,
    Executable,
    Table,
    create_engine,
    event,
    func,
    select,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from wholepicture_bus.errors import StopError

from wholepicture_engine.stage import Key
from wholepicture_engine.store import tables
from wholepicture_engine.store.documents import BatchWork
from wholepicture_engine.store.patience import wait_no_longer
from wholepicture_engine.store.refusals import told_plainly
from wholepicture_engine.store.row_queries import stored_rows
from wholepicture_engine.store.rows import Stored, Wanted
from wholepicture_engine.store.writers import WriterQueue

_Name = tuple[str, str]

_SQLITE_LOAD = text(
    "SELECT d.kind, d.key, d.body FROM json_each(:names) AS n JOIN document AS d"
    " ON d.kind = n.value ->> 0 AND d.key = n.value ->> 1"
)
_WRITE = "BEGIN IMMEDIATE"
_READS_FIRST = "wholepicture_reads_first"
_ALONE = {"tables": 5_709_174_163, "slots": 5_709_174_164}
"""Numbers of PostgreSQL's advisory locks, for what has no row to lock yet."""

_POSTGRES_NAMES = "unnest(CAST(:kinds AS text[]), CAST(:keys AS text[])) AS n(kind, key)"
_POSTGRES_CLAIM = text(
    f"INSERT INTO document (kind, key, body) SELECT kind, key, '' FROM {_POSTGRES_NAMES}"  # noqa: S608
    " ORDER BY kind, key ON CONFLICT DO NOTHING"
)
_POSTGRES_READ = (
    f"SELECT d.kind, d.key, d.body FROM document AS d JOIN {_POSTGRES_NAMES}"  # noqa: S608
    " ON d.kind = n.kind AND d.key = n.key"
)
_POSTGRES_LOAD = text(f"{_POSTGRES_READ} ORDER BY d.kind, d.key FOR UPDATE OF d")
_POSTGRES_ONLY_READ = text(_POSTGRES_READ)


class Database:
    """A database that stages share. ``url`` is ``sqlite:///FILE`` or ``postgresql://...``."""

    def __init__(self, url: str, *, patience: float | None = None) -> None:
        """``patience`` is how many seconds PostgreSQL may take to answer; none sets no limit.

        It has to be longer than another member's transaction, whose locks are waited for.
        """
        parsed = make_url(url)
        if parsed.drivername in {"postgresql", "postgres"}:
            parsed = parsed.set(drivername="postgresql+psycopg")
        self.on_sqlite = parsed.get_backend_name() == "sqlite"
        if self.on_sqlite:
            if not parsed.database or parsed.database == ":memory:":
                raise StopError("The database must be a file: what is only in memory is lost.")
            path = Path(parsed.database)
            path.parent.mkdir(parents=True, exist_ok=True)
            self._queue: WriterQueue | None = WriterQueue(path.with_name(path.name + ".writers"))
            self._queue_of = cache(
                lambda stage: WriterQueue(path.with_name(f"{path.name}.writers.{stage}"))
            )
            self.engine = create_engine(parsed, connect_args={"timeout": 30})
            _prepare_sqlite(self.engine)
            path.touch(mode=0o600)
        else:
            self._queue = None
            self.engine = create_engine(
                parsed,
                isolation_level="READ COMMITTED",
                pool_pre_ping=True,
                connect_args={"connect_timeout": 5},
            )
            if patience is not None:
                wait_no_longer(self.engine, patience)
        self._reading = self.engine.execution_options(**{_READS_FIRST: True})

    def make_tables(self) -> None:
        """Make the tables that are not there yet; many processes may do so at once."""
        with self._turn(), told_plainly(), self.engine.begin() as connection:
            Transaction(connection, on_sqlite=self.on_sqlite).alone("tables")
            tables.METADATA.create_all(connection)

    @contextmanager
    def transaction(self) -> Iterator["Transaction"]:
        """One transaction: committed at the end of the block, rolled back by an exception.

        Raises:
            DatabaseAwayError: it is, or chose this transaction to end a deadlock.
        """
        with self._turn(), told_plainly(), self.engine.begin() as connection:
            yield Transaction(connection, on_sqlite=self.on_sqlite)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that reads and takes no turn: nobody who writes waits for it.

        Raises:
            DatabaseAwayError: the database is away.
        """
        with told_plainly(), self._reading.connect() as connection:
            yield connection

    @contextmanager
    def batch(self, stage: str) -> Iterator["Transaction"]:
        """The transaction of a batch of a stage, which reads first and calls ``write`` to write.

        SQLite has one writer at a time. There the batches of one stage take turns, so what they
        read is theirs, and those of several stages work side by side until they write. What was
        read of another stage's documents is what that stage had committed then.

        Raises:
            DatabaseAwayError: it is, or chose this transaction to end a deadlock.
        """
        queue = self._queue
        if queue is None:
            with self.transaction() as transaction:
                yield transaction
            return
        with (
            self._queue_of(stage).turn(),
            told_plainly(),
            ExitStack() as turn,  # until the connection has committed
            self._reading.begin() as connection,
        ):

            def write() -> None:
                turn.enter_context(queue.turn())
                connection.exec_driver_sql(_WRITE)

            yield Transaction(connection, on_sqlite=True, write=write)

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()

    def _turn(self) -> AbstractContextManager[None]:
        return self._queue.turn() if self._queue else nullcontext()


class Transaction:
    """What can be done inside a transaction, apart from the plain statements of its connection."""

    def __init__(
        self, connection: Connection, *, on_sqlite: bool, write: Callable[[], None] | None = None
    ) -> None:
        """``write`` begins the writing of a transaction that only reads so far."""
        self.connection = connection
        self.on_sqlite = on_sqlite
        self._write = write

    def write(self) -> bool:
        """Write from now on; whether others may have written between what was read and this."""
        begins, self._write = self._write, None
        if begins is None:
            return False
        begins()
        return True

    def work(self, keys: Iterable[Key]) -> BatchWork:
        """The documents of these keys, locked in sorted order and loaded.

        A key without a document is locked too, through an empty row: two batches that are about to
        make the same child would else both find nothing. A key that one record only reads and
        another writes is locked.
        """
        named = {(key.document.KIND, key.name, key.only_read): key for key in keys}
        locked = sorted((kind, name) for kind, name, only_read in named if not only_read)
        read = [(kind, name) for kind, name, only_read in named if only_read]
        bodies = self._load_both(locked, read)
        return BatchWork(named.values(), bodies, self._load_both, self._load_rows)

    def _load_both(self, locked: Sequence[_Name], read: Sequence[_Name]) -> dict[_Name, bytes]:
        bodies = self._load(locked) if locked else {}
        return {**self._read(read), **bodies} if read else bodies

    def _load_rows(self, wanted: Wanted) -> Sequence[Stored]:
        return stored_rows(self.connection, wanted, on_sqlite=self.on_sqlite)

    def _load(self, names: Sequence[_Name]) -> dict[_Name, bytes]:
        return self._on_sqlite_load(names) if self.on_sqlite else self._on_postgres_load(names)

    def _on_sqlite_load(self, names: Sequence[_Name]) -> dict[_Name, bytes]:
        rows = self.connection.execute(_SQLITE_LOAD, {"names": json.dumps(names)})
        return {(kind, key): body for kind, key, body in rows}

    def _on_postgres_load(self, names: Sequence[_Name]) -> dict[_Name, bytes]:
        arrays = {"kinds": [kind for kind, _ in names], "keys": [key for _, key in names]}
        self.connection.execute(_POSTGRES_CLAIM, arrays)
        rows = self.connection.execute(_POSTGRES_LOAD, arrays)
        return {(kind, key): body for kind, key, body in rows if body}

    def _read(self, names: Sequence[_Name]) -> dict[_Name, bytes]:
        if self.on_sqlite:
            return self._on_sqlite_load(names)
        arrays = {"kinds": [kind for kind, _ in names], "keys": [key for _, key in names]}
        rows = self.connection.execute(_POSTGRES_ONLY_READ, arrays)
        return {(kind, key): body for kind, key, body in rows if body}

    def keep(self, work: BatchWork) -> None:
        """Write what the batch put."""
        documents = [{"kind": kind, "key": key, "body": body} for kind, key, body in work.written()]
        self.upsert(tables.DOCUMENT, documents, ("kind", "key"), ("body",))
        rows = [row._asdict() for row in work.written_rows()]
        self.upsert(tables.ROW, rows, ("kind", "parent", "key"), ("at", "body"))

    def upsert(
        self,
        table: Table,
        rows: Sequence[Mapping[str, Any]],
        key: Sequence[str],
        changed: Sequence[str],
    ) -> None:
        """Insert rows, or change these columns where the key is there already."""
        if not rows:
            return
        statement = _upsert(table, tuple(key), tuple(changed), on_sqlite=self.on_sqlite)
        self.connection.execute(statement, list(rows))

    def alone(self, what: Literal["tables", "slots"]) -> None:
        """Wait until no other transaction is at the same thing; on SQLite that is so already."""
        if not self.on_sqlite:
            self.connection.execute(select(func.pg_advisory_xact_lock(_ALONE[what])))

    def for_update(self, statement: Any) -> Any:
        """The statement with its rows locked; on SQLite the transaction has them already."""
        return statement if self.on_sqlite else statement.with_for_update()


@cache  # there are a dozen of them, and to make one takes longer than to run it
def _upsert(
    table: Table, key: tuple[str, ...], changed: tuple[str, ...], *, on_sqlite: bool
) -> Executable:
    insert = sqlite.insert if on_sqlite else postgresql.insert
    statement: Any = insert(table)
    update = {name: statement.excluded[name] for name in changed}
    made: Executable = (
        statement.on_conflict_do_update(index_elements=list(key), set_=update)
        if changed
        else statement.on_conflict_do_nothing(index_elements=list(key))
    )
    return made


def _prepare_sqlite(engine: Engine) -> None:
    """Durable, readers beside the writer, BEGIN IMMEDIATE, and what is deleted overwritten."""

    @event.listens_for(engine, "connect")
    def on_connect(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA secure_delete=ON")

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        if not connection.get_execution_options().get(_READS_FIRST):
            connection.exec_driver_sql(_WRITE)
