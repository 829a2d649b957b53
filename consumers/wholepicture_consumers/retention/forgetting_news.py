"""Forgetting notices that there is news of a child: each is kept as long as an event is.

One goes sooner where nothing else is left of the child. The newest of a recipient stays while an
event that it stands for is kept, so that it can be taken back with it.
"""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from pydantic import AwareDatetime
from sqlalchemy import Connection, select
from wholepicture_engine.stage import Key
from wholepicture_engine.store import Database
from wholepicture_engine.store.erasing import erase
from wholepicture_engine.store.tables import ROW
from wholepicture_schemas.children import Link
from wholepicture_schemas.identifiers import ChildRef
from wholepicture_schemas.model import Model

from wholepicture_consumers.documents import Sent
from wholepicture_consumers.facts.documents import ChronologyEntry, Picture
from wholepicture_consumers.picture.documents import FORGOTTEN, NewsState, NewsTold, Telling
from wholepicture_consumers.retention.again import again
from wholepicture_consumers.retention.holds import Holds
from wholepicture_consumers.retention.survey import bodies


class _Notice(Model, frozen=True):
    """Of a notice, when it was told and of which child."""

    received: AwareDatetime
    links: tuple[Link, ...]

    @property
    def child(self) -> ChildRef:
        """The one child that it is about."""
        return self.links[0].child


def forget_news(database: Database, holds: Holds, before: datetime) -> None:
    """Delete the notices that were told before this moment, or whose child is forgotten."""
    with database.reading() as connection:
        due = list(_due(connection, holds, before))
    for name, child in due:
        again(partial(_forget, database, name, child))


def _due(connection: Connection, holds: Holds, before: datetime) -> Iterator[tuple[str, ChildRef]]:
    entries = select(ROW.c.parent).where(ROW.c.kind == ChronologyEntry.KIND).distinct()
    known = set(connection.execute(entries).scalars())
    for name, body in bodies(connection, NewsState.KIND):
        notice = _Notice.model_validate_json(body, extra="ignore")
        old = notice.received < before or notice.child not in known
        if old and not holds.keep(name, [notice.child]):
            yield name, notice.child


def _forget(database: Database, name: str, child: ChildRef) -> None:
    with database.batch("picture") as transaction:
        transaction.write()
        work = transaction.work([Key(NewsState, name), Key(Telling, name), Key(Picture, child)])
        stands_for = [
            event for _, row in work.rows(NewsTold, child) if row.state == name for event in row.of
        ]
        if any(work.row(ChronologyEntry, child, event) is not None for event in stands_for):
            return
        telling = work.get(Telling, name) or FORGOTTEN
        work.put(name, FORGOTTEN)
        transaction.keep(work)
        sent = [(Sent.KIND, str(one)) for one in (*telling.holders, *telling.asked)]
        erase(transaction, [(NewsState.KIND, name), *sent])
