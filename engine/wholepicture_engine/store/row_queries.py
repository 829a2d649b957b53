"""The queries that read rows, made once: each event asks several, and to make one takes longer."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Integer, bindparam, func, select

from wholepicture_engine.store.rows import Stored, Wanted
from wholepicture_engine.store.tables import ROW

_OF_PARENT = select(ROW.c.key, ROW.c.at, ROW.c.body).where(
    ROW.c.kind == bindparam("of_kind"), ROW.c.parent == bindparam("of_parent")
)
_ONE = _OF_PARENT.where(ROW.c.key == bindparam("of_key"))
_NEWEST = _OF_PARENT.order_by(ROW.c.at.desc(), ROW.c.key).limit(bindparam("most", type_=Integer))
_BEGINNING_ON_SQLITE = _NEWEST.where(  # LIKE knows no case there, and so takes no index
    ROW.c.key >= bindparam("beginning"), ROW.c.key < bindparam("behind")
)
_BEGINNING_ON_POSTGRES = _NEWEST.where(func.starts_with(ROW.c.key, bindparam("beginning")))
_LAST_LETTER = "\U0010ffff"


def stored_rows(connection: Connection, wanted: Wanted, *, on_sqlite: bool) -> Sequence[Stored]:
    """The rows that are wanted, the newest first."""
    values: dict[str, Any] = {"of_kind": wanted.kind, "of_parent": wanted.parent}
    if wanted.key is not None:
        statement = _ONE
        values["of_key"] = wanted.key
    else:
        all_of_them = -1 if on_sqlite else None
        statement = _NEWEST
        values["most"] = all_of_them if wanted.most is None else wanted.most
        if wanted.prefix:
            statement = _BEGINNING_ON_SQLITE if on_sqlite else _BEGINNING_ON_POSTGRES
            values["beginning"] = wanted.prefix
            values |= {"behind": wanted.prefix + _LAST_LETTER} if on_sqlite else {}
    return [Stored(*row) for row in connection.execute(statement, values)]
