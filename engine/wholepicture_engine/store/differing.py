"""Where a shadow and the live documents and rows differ, and the live ones replaced by it."""

from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Table, and_, delete, insert, literal, or_, select

from wholepicture_engine.store import shadow, tables
from wholepicture_engine.store.database import Transaction

_AT_ONCE = 500


class Version(NamedTuple):
    """What one side has: a row has a place in time besides."""

    at: int | None
    body: bytes


class Pair(NamedTuple):
    """A document, or a row of one, of which the two sides have not the same bytes."""

    kind: str
    parent: str | None
    """Of a row: the document that it belongs to."""
    key: str
    live: Version | None
    shadow: Version | None


def pairs(
    transaction: Transaction, documents: Collection[str], rows: Collection[str]
) -> Iterator[Pair]:
    """Of these kinds, everything of which the two sides have not the same bytes, by its name."""
    for live, other, kinds in _sides(documents, rows):
        yield from _pairs(transaction, live, other, kinds)


def replace(
    transaction: Transaction,
    documents: Collection[str],
    rows: Collection[str],
    *,
    forget: Collection[str] = (),
) -> None:
    """Put the shadow's documents and rows of these kinds in the place of the live ones.

    ``forget`` are the kinds of rows that were made from what is replaced, and are made anew.
    """
    transaction.connection.execute(delete(tables.ROW).where(tables.ROW.c.kind.in_(forget)))
    for live, other, kinds in _sides(documents, rows):
        transaction.connection.execute(delete(live).where(live.c.kind.in_(kinds)))
        names = [column.name for column in live.c]
        copied = select(*(other.c[name] for name in names)).where(other.c.kind.in_(kinds))
        transaction.connection.execute(insert(live).from_select(names, copied))


def _sides(
    documents: Collection[str], rows: Collection[str]
) -> tuple[tuple[Table, Table, Collection[str]], ...]:
    return (
        (tables.DOCUMENT, shadow.DOCUMENT, documents),
        (tables.ROW, shadow.ROW, rows),
    )


def _pairs(
    transaction: Transaction, live: Table, other: Table, kinds: Collection[str]
) -> Iterator[Pair]:
    """An empty body in the live table is a lock without a document (``Transaction.work``)."""
    both: list[ColumnElement[bool]] = []
    both += [live.c[column.name] == other.c[column.name] for column in live.primary_key.columns]
    joined = live.join(other, and_(*both), isouter=True)
    changed = [other.c.body.is_(None), live.c.body != other.c.body]
    if "at" in live.c:
        changed.append(live.c.at != other.c.at)
    in_live = (
        select(*_columns(live), *_columns(other))
        .select_from(joined)
        .where(live.c.kind.in_(kinds), live.c.body != b"", or_(*changed))
        .order_by(*live.primary_key.columns)
    )
    missing = other.join(live, and_(*both, live.c.body != b""), isouter=True)
    in_shadow = (
        select(*_columns(live), *_columns(other))
        .select_from(missing)
        .where(other.c.kind.in_(kinds), live.c.body.is_(None))
        .order_by(*other.primary_key.columns)
    )
    for statement in (in_live, in_shadow):
        streamed = statement.execution_options(yield_per=_AT_ONCE)
        for row in transaction.connection.execute(streamed):
            yield _pair(tuple(row))


def _columns(table: Table) -> list[ColumnElement[Any]]:
    row = "parent" in table.c
    return [
        table.c.kind,
        table.c.parent if row else literal(None),
        table.c.key,
        table.c.at if row else literal(None),
        table.c.body,
    ]


def _pair(values: tuple[Any, ...]) -> Pair:
    half = len(values) // 2
    live, other = values[:half], values[half:]
    kind, parent, key = (other if live[-1] is None else live)[:3]
    return Pair(kind, parent, key, _version(live), _version(other))


def _version(values: tuple[Any, ...]) -> Version | None:
    *_, at, body = values
    return None if body is None else Version(at, bytes(body))
