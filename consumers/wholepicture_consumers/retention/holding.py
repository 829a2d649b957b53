"""What a hold may name: a child or an event of whom something is kept."""

from sqlalchemy import func, select
from wholepicture_bus.errors import StopError
from wholepicture_engine.store import Database
from wholepicture_engine.store.tables import DOCUMENT
from wholepicture_schemas.identifiers import ChildRef

from wholepicture_consumers.facts.chronology import children_of
from wholepicture_consumers.facts.documents import Picture
from wholepicture_consumers.facts.event import EventState


def target(database: Database, named: str) -> tuple[str, str]:
    """What is meant: child or event, and its reference, or its source and id.

    Raises:
        StopError: nothing is kept of it, or several events have this id.
    """
    ending = f":{named}"
    last = func.substr(DOCUMENT.c.key, func.length(DOCUMENT.c.key) - len(ending) + 1)
    with database.reading() as connection:
        there = select(DOCUMENT.c.key).where(func.length(DOCUMENT.c.body) > 0)
        child = there.where(DOCUMENT.c.kind == Picture.KIND, DOCUMENT.c.key == named)
        if connection.execute(child).first():
            return "child", named
        is_it = (DOCUMENT.c.key == named) | (last == ending)
        events = there.where(DOCUMENT.c.kind == EventState.KIND, is_it)
        found = sorted(connection.execute(events).scalars())
    if not found:
        raise StopError(
            f"Nothing is kept of {named}. Give a child's reference on the bus, as the ledger has "
            "it, or an event's id, as its agency's receipt has it."
        )
    if len(found) > 1:
        raise StopError(f"Several events have this id. Give one whole: {', '.join(found)}.")
    return "event", found[0]


def children_of_event(database: Database, about: str, key: str) -> list[ChildRef]:
    """The children whom an event is, or ever was, about.

    Raises:
        StopError: it is no event, or about no child.
    """
    wanted = DOCUMENT.c.kind == EventState.KIND, DOCUMENT.c.key == key
    with database.reading() as connection:
        body = connection.execute(select(DOCUMENT.c.body).where(*wanted)).scalar()
    links = EventState.model_validate_json(body).links if body and about == "event" else ()
    children = list(dict.fromkeys(child for link in links for child in children_of(link)))
    if not children:
        raise StopError("That is no event of a child: leave --of-its-children out.")
    return children
