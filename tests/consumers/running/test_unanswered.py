"""What is past its time without an answer is counted where it stands, in each kind of database."""

import json
from datetime import UTC, datetime

from wholepicture_consumers.documents import Sent
from wholepicture_consumers.running.unanswered import unanswered
from wholepicture_engine.store import Database
from wholepicture_engine.store.tables import DOCUMENT

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
_SENT = (
    {"respond_by": "2026-03-04T11:00:00Z", "open": True},
    {"respond_by": "2026-03-04T10:00:00Z"},
    {"respond_by": "2026-03-04T13:00:00Z", "open": True},
    {"respond_by": "2026-03-04T11:00:00Z", "open": False},
    {"respond_by": "2026-03-04T11:00:00Z", "acknowledged": "2026-03-04T10:30:00Z"},
    {"respond_by": "2026-03-04T11:00:00Z", "decided": "no-further-action"},
    {"open": True},
)


def test_what_is_neither_answered_nor_closed_by_now_is_counted(database_url: str) -> None:
    """The first two are late; nobody waits for the others yet, or any more."""
    database = Database(database_url)
    database.make_tables()
    with database.transaction() as transaction:
        transaction.connection.execute(
            DOCUMENT.insert(),
            [
                {"kind": Sent.KIND, "key": str(number), "body": json.dumps(told).encode()}
                for number, told in enumerate(_SENT)
            ],
        )
        if not database.on_sqlite:  # where an empty body is a lock without a document
            lock = {"kind": Sent.KIND, "key": "nothing", "body": b""}
            transaction.connection.execute(DOCUMENT.insert(), [lock])

    assert unanswered(database, NOON) == 2
    database.close()
