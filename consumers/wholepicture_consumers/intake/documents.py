"""The documents in which intake remembers the events that it accepted."""

from typing import ClassVar

from pydantic import AwareDatetime
from wholepicture_engine.stage import Document
from wholepicture_schemas.children import ChildConcernedData
from wholepicture_schemas.identifiers import PersonRef
from wholepicture_schemas.model import JsonObject, Model

from wholepicture_consumers.facts.event import EventState
from wholepicture_consumers.marks import Marks


class Seen(Document, frozen=True):
    """An event that was accepted, under its source and id; intake drops a repeat by it."""

    KIND: ClassVar[str] = "seen"

    digest: str
    """SHA-256 of its content, so that the same id with other content is noticed."""
    correlation: str
    family: str = ""
    """What keeps it in order, and whatever amends it: the family that its agency named."""
    amends: str | None = None
    """The event that it corrects or takes back; none where it is no amendment."""
    state: EventState | None = None
    """The event as the corrections so far leave it; none for an amendment and for a list."""
    marks: dict[PersonRef, Marks] = {}  # noqa: RUF012 - pydantic copies it
    """The last identifying marks of each child whom the event ever named."""
    practice: bool = False
    """Whether it is practice data: as the event says, else as its agency takes part."""
    is_list: bool = False
    """Whether it is a feed's list of its day: that is about no child and goes to nobody."""
    forgotten: bool = False
    """Whether the event was kept as long as the partnership keeps it: only its id is known."""


FORGOTTEN = Seen(digest="", correlation="", forgotten=True)
"""What is left of an event, for good: what comes again under its id is told to nobody."""


class ComingNotTo(Model, frozen=True):
    """A decision not to tell of an event that has not come, as the event is to say it."""

    practice: bool
    not_to: JsonObject
    received: AwareDatetime | None = None
    """When the decision came."""


class Decided(Document, frozen=True):
    """From whom an event that has not come is kept back, under its source and id."""

    KIND: ClassVar[str] = "decided"

    by: tuple[ComingNotTo, ...] = ()


class Awaited(Document, frozen=True):
    """The amendments that wait for an event that has not come, under its source and id."""

    KIND: ClassVar[str] = "awaited"

    # each as it would have been told at once, had its event been there
    by: tuple[ChildConcernedData, ...] = ()
