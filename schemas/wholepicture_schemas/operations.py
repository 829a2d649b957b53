"""What a person tells the bus itself to do: appended to a topic before it has any effect."""

import datetime as dt
from typing import ClassVar, Literal

from pydantic import AwareDatetime

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


class LegalHoldData(Content, frozen=True):
    """What may not be deleted for now, and why."""

    about: Literal["child", "event"]
    named: str
    """The child's reference on the bus, or the event's source and id."""
    because: str
    by: str
    """The role that decided, such as information governance lead."""
    review_on: dt.date
    """When a person looks whether it is still needed; it stands until it is ended."""


class LegalHold(Event[LegalHoldData], frozen=True):
    """What is known of a child, or of an event, is not deleted while this stands."""

    TYPE: ClassVar[str] = "uk.wholepicture.bus.legal-hold.v1"
    CALLED: ClassVar[str] = "that something may not be deleted"


class LegalHoldEndedData(Content, frozen=True):
    """Which hold has ended, and why."""

    hold: str
    because: str
    by: str


class LegalHoldEnded(Event[LegalHoldEndedData], frozen=True):
    """A legal hold has ended: what it kept is deleted when its time has passed."""

    TYPE: ClassVar[str] = "uk.wholepicture.bus.legal-hold-ended.v1"
    CALLED: ClassVar[str] = "that something may be deleted again"


class ExpiredData(Content, frozen=True):
    """How much was deleted at one time because it was kept long enough: numbers alone."""

    told_before: AwareDatetime
    """What was told last before this was looked at."""
    events: int
    patterns: int
    children: int
    """Of how many children nothing is left."""
    stayed: int
    """How many events were told before that and stay, as each has a reason to."""


class Expired(Event[ExpiredData], frozen=True):
    """What was kept as long as the partnership keeps it was deleted."""

    TYPE: ClassVar[str] = "uk.wholepicture.bus.expired.v1"
    CALLED: ClassVar[str] = "that what was kept long enough is deleted"
