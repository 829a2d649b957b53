"""The queries that read rows, made once: each event asks several, and to make one takes longer."""

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Integer, Select, Table, bindparam, func, select

from wholepicture_engine.store.rows import Stored, Wanted
from wholepicture_engine.store.tables import ROW

_LAST_LETTER = "\U0010ffff"


class _Queries(NamedTuple):
    """The queries of one table."""

    by_key: Select[Any]
    newest: Select[Any]
    beginning_on_sqlite: Select[Any]
    beginning_on_postgres: Select[Any]


@cache
def _queries(table: Table) -> _Queries:
    row = table.c
    of_parent = select(row.key, row.at, row.body).where(
        row.kind == bindparam("of_kind"), row.parent == bindparam("of_parent")
    )
    newest = of_parent.order_by(row.at.desc(), row.key).limit(bindparam("most", type_=Integer))
    return _Queries(
        of_parent.where(row.key == bindparam("of_key")),
        newest,
        newest.where(  # LIKE knows no case there, and so takes no index
            row.key >= bindparam("beginning"), row.key < bindparam("behind")
        ),
        newest.where(func.starts_with(row.key, bindparam("beginning"))),
    )


def stored_rows(
    connection: Connection, wanted: Wanted, *, on_sqlite: bool, table: Table = ROW
) -> Sequence[Stored]:
    """The rows that are wanted, the newest first."""
    queries = _queries(table)
    values: dict[str, Any] = {"of_kind": wanted.kind, "of_parent": wanted.parent}
    if wanted.key is not None:
        statement = queries.by_key
        values["of_key"] = wanted.key
    else:
        all_of_them = -1 if on_sqlite else None
        statement = queries.newest
        values["most"] = all_of_them if wanted.most is None else wanted.most
        if wanted.prefix:
            statement = queries.beginning_on_sqlite if on_sqlite else queries.beginning_on_postgres
            values["beginning"] = wanted.prefix
            values |= {"behind": wanted.prefix + _LAST_LETTER} if on_sqlite else {}
    return [Stored(*row) for row in connection.execute(statement, values)]
