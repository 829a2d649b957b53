"""How many items are past their time without an answer, counted in the database."""

import datetime as dt

from sqlalchemy import text
from wholepicture_engine.store import Database
from wholepicture_engine.store.tables import JSON_ON_POSTGRES

from wholepicture_consumers.documents import Sent

_ON_SQLITE = text(
    "SELECT count(*) FROM document WHERE kind = :kind "
    "AND json_extract(CAST(body AS TEXT), '$.respond_by') < :now "
    "AND json_extract(CAST(body AS TEXT), '$.acknowledged') IS NULL "
    "AND json_extract(CAST(body AS TEXT), '$.decided') IS NULL "
    "AND coalesce(json_extract(CAST(body AS TEXT), '$.open'), 1)"
)
_ON_POSTGRES = text(
    f"SELECT count(*) FROM (SELECT {JSON_ON_POSTGRES} AS told FROM document "  # noqa: S608
    "WHERE kind = :kind) AS sent WHERE told->>'respond_by' < :now "
    "AND told->>'acknowledged' IS NULL AND told->>'decided' IS NULL "
    "AND coalesce((told->>'open')::boolean, true)"
)


def unanswered(database: Database, now: dt.datetime) -> int:
    """The items that were to be answered by now and are neither acknowledged nor decided."""
    values = {"kind": Sent.KIND, "now": now.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")}
    statement = _ON_SQLITE if database.on_sqlite else _ON_POSTGRES
    with database.reading() as connection:
        return int(connection.execute(statement, values).scalar_one())
