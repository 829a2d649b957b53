"""Finding an item of a recipient by its id, or by how the id begins, as lists show it."""

from sqlalchemy import Connection, select
from wholepicture_bus.errors import StopError
from wholepicture_engine.stage import Key, Work
from wholepicture_engine.store.tables import DOCUMENT
from wholepicture_schemas.identifiers import EventId, RecipientId

from wholepicture_consumers.documents import Sent

LEAST = 6
"""How many characters of an id are enough to look for: a list shows eight."""
NOT_FOUND = (
    "{recipient} was sent no item of this id. Give the id of an item of its own, or how it begins, "
    "as `wholepicture referrals list` shows it."
)


def own_item(beginning: str, recipient: RecipientId, connection: Connection, work: Work) -> EventId:
    """The one item of a recipient whose id is this, or begins so; no other recipient's counts.

    Raises:
        StopError: there is none, or more than one, or too little is given to look for.
    """
    if len(beginning) < LEAST:
        raise StopError(f"Give the item's id, or at least its first {LEAST} characters.")
    known = connection.execute(
        select(DOCUMENT.c.key).where(
            DOCUMENT.c.kind == Sent.KIND, DOCUMENT.c.key.startswith(beginning, autoescape=True)
        )
    )
    names = list(known.scalars())
    work.further(Key(Sent, name, only_read=True) for name in names)
    own = [
        EventId(name)
        for name in names
        if (sent := work.get(Sent, name)) is not None and sent.recipient == recipient
    ]
    exact = [name for name in own if name == beginning]
    if len(exact or own) == 1:
        return (exact or own)[0]
    if own:
        raise StopError(f"Several items of {recipient} have an id that begins so: give more of it.")
    raise StopError(NOT_FOUND.format(recipient=recipient))
