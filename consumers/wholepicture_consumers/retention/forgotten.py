"""Which events are forgotten: in the database alone, so that what broke off is found there."""

from sqlalchemy import Connection, func, select
from wholepicture_engine.store.tables import DOCUMENT

from wholepicture_consumers.facts.event import EventState
from wholepicture_consumers.intake.documents import Seen
from wholepicture_consumers.picture.documents import Telling

_TOMBSTONE_BYTES = 500
"""More than what is left of a forgotten event takes."""


def forgotten_events(connection: Connection) -> list[str]:
    """The events that intake has forgotten and the picture still has."""
    seen = DOCUMENT.alias()
    both = select(DOCUMENT.c.key, seen.c.body).join(seen, seen.c.key == DOCUMENT.c.key)
    wanted = both.where(
        DOCUMENT.c.kind == EventState.KIND,
        func.length(DOCUMENT.c.body) > 0,
        seen.c.kind == Seen.KIND,
        func.length(seen.c.body).between(1, _TOMBSTONE_BYTES),
    )
    return [
        key for key, body in connection.execute(wanted) if Seen.model_validate_json(body).forgotten
    ]


def told_no_more(connection: Connection) -> frozenset[str]:
    """Every event that the picture has forgotten: a rebuild leaves out what is told of it."""
    wanted = select(DOCUMENT.c.key, DOCUMENT.c.body).where(
        DOCUMENT.c.kind == Telling.KIND,
        func.length(DOCUMENT.c.body).between(1, _TOMBSTONE_BYTES),
    )
    return frozenset(
        key
        for key, body in connection.execute(wanted)
        if Telling.model_validate_json(body).forgotten
    )
