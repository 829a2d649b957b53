"""What a person tells the bus itself to do: appended to a topic before it has any effect."""

from typing import ClassVar, Literal

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


class SettledData(Content, frozen=True):
    """Which unreadable record a person has dealt with, and how."""

    topic: str
    """The topic of invalid messages that it stands on."""
    offset: int
    digest: str
    """The record's own digest, in hexadecimal: a topic made anew begins at offset 0 again."""
    outcome: Literal["sent-on", "put-right", "closed"]
    by: str
    """The role that decided, such as on-call engineer."""
    because: str | None = None
    put_right: tuple[str, ...] = ()
    """The paths that were changed in it; no values."""
    event: str | None = None
    """The id of the event that was sent on."""


class Settled(Event[SettledData], frozen=True):
    """An unreadable record was sent on, put right and sent on, or closed."""

    TYPE: ClassVar[str] = "uk.wholepicture.bus.invalid-settled.v1"
    CALLED: ClassVar[str] = "that an unreadable record is dealt with"
