"""What intake remembers of the events that it took in."""

from typing import ClassVar

from wholepicture_engine.stage import Document
from wholepicture_schemas.children import ChildConcernedData
from wholepicture_schemas.identifiers import PersonRef

from wholepicture_consumers.facts.event import EventState
from wholepicture_consumers.identity import Marks


class Seen(Document, frozen=True):
    """An event that was taken in, under its source and id: a repeat is dropped by it."""

    KIND: ClassVar[str] = "seen"

    digest: str
    """SHA-256 of its content, so that the same id with other content is noticed."""
    correlation: str
    family: str = ""
    """What keeps it in order, and whatever amends it: the family that its agency named."""
    amends: str | None = None
    """The event that it corrects or takes back, where it does."""
    state: EventState | None = None
    """The event as every correction so far has left it; none of what amends, and of a list."""
    marks: dict[PersonRef, Marks] = {}  # noqa: RUF012 - pydantic copies it
    """What each child whom it ever named was last known by."""
    practice: bool = False
    """Whether it is practice data: as it says, else as its agency takes part."""
    is_list: bool = False
    """Whether it is a feed's list of its day, which is about no child and told to nobody."""


class Awaited(Document, frozen=True):
    """What waits for an event that has not come yet, under that event's source and id."""

    KIND: ClassVar[str] = "awaited"

    # each as it would have been told at once, had its event been there
    by: tuple[ChildConcernedData, ...] = ()
