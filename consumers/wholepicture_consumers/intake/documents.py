"""What intake remembers of the events that it took in."""

from typing import ClassVar

from wholepicture_bus.stage import Document
from wholepicture_schemas.children import ChildConcernedData, Link


class Seen(Document, frozen=True):
    """An event that was taken in, under its source and id: a repeat is dropped by it."""

    KIND: ClassVar[str] = "seen"

    digest: str
    """SHA-256 of its content, so that the same id with other content is noticed."""
    links: tuple[Link, ...]
    correlation: str
    partitionkey: str | None = None
    amends: str | None = None
    """The event that it corrects or takes back, where it does."""


class Awaited(Document, frozen=True):
    """What waits for an event that has not come yet, under that event's source and id."""

    KIND: ClassVar[str] = "awaited"

    # each as it would have been told at once, had its event been there
    by: tuple[ChildConcernedData, ...] = ()
