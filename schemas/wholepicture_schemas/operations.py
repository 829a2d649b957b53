"""What a person tells the bus itself to do: appended to a topic before it has any effect."""

from typing import ClassVar

from wholepicture_schemas.envelope import Content, Event


class ReleaseData(Content, frozen=True):
    """Which held records are to be tried again."""

    stage: str
    held: str
    """The first of them; those that it held back follow."""
    by: str
    """The role that decided, such as on-call engineer."""


class Release(Event[ReleaseData], frozen=True):
    """Held records are tried again, in the order in which they came."""

    TYPE: ClassVar[str] = "uk.wholepicture.bus.release.v1"
    CALLED: ClassVar[str] = "that a held item is let go"
