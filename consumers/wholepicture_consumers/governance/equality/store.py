"""What the equality report is made from, read from the database of the stages."""

import datetime as dt
from collections.abc import Iterator

from sqlalchemy import select, text
from wholepicture_engine.store import Database
from wholepicture_engine.store.tables import JSON_ON_POSTGRES, ROW
from wholepicture_schemas.identifiers import ChildRef

from wholepicture_consumers.documents import Sent
from wholepicture_consumers.facts.documents import ChronologyEntry
from wholepicture_consumers.governance.equality.known import Known, known

_ON_SQLITE = text(
    "SELECT body FROM document WHERE kind = :kind "
    "AND json_extract(CAST(body AS TEXT), '$.at') >= :since"
)
_ON_POSTGRES = text(
    f"SELECT body FROM document WHERE kind = :kind AND ({JSON_ON_POSTGRES})->>'at' >= :since"  # noqa: S608
)


def deliveries(database: Database, since: dt.datetime) -> Iterator[Sent]:
    """The deliveries that were sent from a moment on."""
    statement = _ON_SQLITE if database.on_sqlite else _ON_POSTGRES
    values = {"kind": Sent.KIND, "since": f"{since.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%S}"}
    with database.reading() as connection:
        for (body,) in connection.execute(statement, values):
            yield Sent.model_validate_json(body)


def children_of_time(database: Database, since: dt.datetime, until: dt.datetime) -> set[ChildRef]:
    """The children of whom anything happened from a moment on and before another."""
    begin, end = (round(moment.timestamp() * 1000) for moment in (since, until))
    statement = (
        select(ROW.c.parent)
        .where(ROW.c.kind == ChronologyEntry.KIND, ROW.c.at >= begin, ROW.c.at < end)
        .distinct()
    )
    with database.reading() as connection:
        return {ChildRef(name) for name in connection.execute(statement).scalars()}


def known_children(database: Database, children: set[ChildRef]) -> dict[ChildRef, Known]:
    """What is known of each of these children."""
    with database.transaction() as transaction:
        return dict(known(sorted(children), transaction.work))
