"""What the stages remember in memory, put into a database for a command that reads one."""

from sqlalchemy import insert
from wholepicture_engine.store import Database
from wholepicture_engine.store.tables import DOCUMENT, ROW

from tests.consumers.both_stages import Stages


def remember_in(url: str, stages: Stages) -> None:
    """Make the tables of a new database, with all that the stages remember."""
    memory, database = stages.memory, Database(url)
    database.make_tables()
    documents = [
        {"kind": kind, "key": key, "body": body} for (kind, key), body in memory.documents.items()
    ]
    rows = [
        {"kind": kind, "parent": parent, "key": key, "at": at, "body": body}
        for (kind, parent), found in memory.rows.items()
        for key, (at, body) in found.items()
    ]
    with database.transaction() as transaction:
        transaction.connection.execute(insert(DOCUMENT), documents)
        transaction.connection.execute(insert(ROW), rows)
    database.close()
