"""The facts of a store, byte for byte, and the records of ``children`` folded anew in memory."""

from collections.abc import Iterable, Mapping

from sqlalchemy import delete, insert, select
from wholepicture_bus.records import Record
from wholepicture_consumers.facts.records import fold, keys_of, read
from wholepicture_consumers.rebuilding.folding import DOCUMENTS, ROWS
from wholepicture_engine.store import Database, Memory
from wholepicture_engine.store.rows import Written
from wholepicture_engine.store.tables import DOCUMENT, ROW

Facts = Mapping[tuple[str, str, str], tuple[int, bytes]]


def facts_of(memory: Memory) -> Facts:
    """Each document and row that is a fact, with its place among the rows of its document."""
    documents = {
        (kind, key, ""): (0, body)
        for (kind, key), body in memory.documents.items()
        if kind in DOCUMENTS
    }
    rows = {
        (kind, parent, key): row
        for (kind, parent), found in memory.rows.items()
        for key, row in found.items()
        if kind in ROWS
    }
    return {**documents, **rows}


def stored(memory: Memory, database: Database) -> None:
    """Put everything that stages remember into a database, in place of what it has."""
    documents = [
        {"kind": kind, "key": key, "body": body} for (kind, key), body in memory.documents.items()
    ]
    rows = [
        {"kind": kind, "parent": parent, "key": key, "at": at, "body": body}
        for (kind, parent), found in memory.rows.items()
        for key, (at, body) in found.items()
    ]
    with database.transaction() as transaction:
        for table, kept in ((DOCUMENT, documents), (ROW, rows)):
            transaction.connection.execute(delete(table))
            if kept:
                transaction.connection.execute(insert(table), kept)


def loaded(database: Database) -> Memory:
    """What a database has, as stages in memory remember it."""
    memory = Memory()
    with database.transaction() as transaction:
        for kind, key, body in transaction.connection.execute(select(DOCUMENT)):
            if body:
                memory.documents[kind, key] = bytes(body)
        for kind, parent, key, at, body in transaction.connection.execute(select(ROW)):
            memory.keep_row(Written(kind, parent, key, at, bytes(body)))
    return memory


def folded_anew(records: Iterable[Record], *, at_once: bool = True) -> Facts:
    """What a rebuild makes of records, all in one portion or each in its own."""
    memory = Memory()
    said = [read(record) for record in records]
    for portion in [said] if at_once else [[one] for one in said]:
        work = memory.work(key for one in portion for key in keys_of(one))
        for one in portion:
            fold(one, work)
        memory.keep(work)
    return facts_of(memory)
