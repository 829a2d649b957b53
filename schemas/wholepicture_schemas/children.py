"""What intake says on the topic ``children``: which child each person of an event is.

There is one record for each child concerned, keyed by the child's reference. Every record of an
incident names all children of the incident, so that its handler knows the siblings. One record is
the lead: the deliveries of the incident follow from the lead alone.

Example: an incident with two siblings makes two records, and each names both children. The front
door gets one delivery, which follows from the lead.
"""

from collections.abc import Iterable
from typing import ClassVar, Literal

from pydantic import AwareDatetime

from wholepicture_schemas.codes import Confidence
from wholepicture_schemas.envelope import Attributes, Content, Event
from wholepicture_schemas.identifiers import ChildRef, EventId, PersonRef, RecipientId
from wholepicture_schemas.model import JsonObject, Model

Basis = Literal["nhs-number", "name-birth-date-postcode", "name-birth-date-number", "first-record"]
"""What a link rests on."""


class Link(Model, frozen=True):
    """The decision that a person of an event is a certain child. Written once, never edited."""

    id: EventId
    person: PersonRef
    child: ChildRef
    confidence: Confidence
    basis: Basis
    model: str
    """The version of the rules that decided; ``person`` where somebody did, whatever they say."""
    possibly: ChildRef | None = None
    """The other known child that this one is probably the same as, where a person must say."""
    also_possibly: tuple[ChildRef, ...] = ()
    """More of them, where it may be several."""

    @property
    def others(self) -> tuple[ChildRef, ...]:
        """Every other child that it is probably the same as."""
        return (self.possibly, *self.also_possibly) if self.possibly else ()


class Kin(Model, frozen=True):
    """A child of other events whose protection holds in an event too, though nothing links them.

    They have a name and a birth date, a family or a place in common. It only ever keeps something
    back: masking, and notices of news.
    """

    child: ChildRef
    person: PersonRef | None = None
    """Who of the event has the name and the birth date of the child."""


def links_now(links: Iterable[Link]) -> tuple[Link, ...]:
    """The current link of each person: the last one, where a correction was decided again."""
    return tuple({link.person: link for link in links}.values())


class Missing(Model, frozen=True):
    """One thing that an event should have said, as the producer was asked for it."""

    field: str
    what: str
    fix: str


class Stated(Model, frozen=True):
    """An event in one state: what it says, and what it lacks."""

    content: JsonObject
    """``core`` and ``detail``, as far as they could be read."""
    missing: tuple[Missing, ...] = ()


class Amended(Model, frozen=True):
    """The event that a correction or a retraction is about, as it was and as it is now.

    A correction is applied once, by intake: whoever reads this applies no change.
    """

    attributes: Attributes
    received: AwareDatetime
    """When the bus received the event first."""
    was: Stated
    now: Stated | None = None
    """None where the event was taken back."""


class ChildConcernedData(Content, frozen=True):
    """An agency's event as intake took it in, and the children that it concerns."""

    child: ChildRef | None = None
    """The child of this record; none where the event names no child."""
    lead: bool
    links: tuple[Link, ...]
    """Every link that was ever made for the event; of one person the last holds."""
    kin: tuple[Kin, ...] = ()
    """What is protected of these children is masked in this event too."""
    missing: tuple[Missing, ...] = ()
    received: AwareDatetime
    """When the bus received the event, by the broker's clock."""
    digest: str
    """SHA-256 of the event's content as it arrived, in hexadecimal."""
    earlier_held: bool = False
    """Whether an earlier item of the same family could not be processed yet."""
    amends: str | None = None
    """The event that this one corrects or takes back, as source:id."""
    amended: Amended | None = None
    """That event, as it was and as it is now."""
    sent_on: str | None = None
    """How a record that could not be read came to be read, as a sentence for the ledger."""
    attributes: Attributes
    content: JsonObject
    """What the event says: ``core`` and ``detail``, as far as it could be read."""


class ChildConcerned(Event[ChildConcernedData], frozen=True):
    """An event concerns this child."""

    TYPE: ClassVar[str] = "uk.wholepicture.bus.child-concerned.v1"
    CALLED: ClassVar[str] = "that an event concerns a child"


class PersonLinkedData(Content, frozen=True):
    """A decision since: this person of this event is now taken for that child."""

    event: str
    """The event, as source:id."""
    link: Link
    version: int
    """Of the links that were decided for this person of this event, the highest holds."""
    because: str


class PersonLinked(Event[PersonLinkedData], frozen=True):
    """A person of an event is another child than the event's own record says.

    One record goes to the key of each child concerned, and each says the same: what came first is
    applied, and what comes again changes nothing.
    """

    TYPE: ClassVar[str] = "uk.wholepicture.bus.person-linked.v1"
    CALLED: ClassVar[str] = "that a person of an event is another child"


class ReplyTakenInData(Content, frozen=True):
    """A recipient's reply, checked to be about something that it was sent."""

    recipient: RecipientId
    delivery: EventId
    event: str
    """The event that the delivery was about, as source:id."""
    children: tuple[ChildRef, ...]
    received: AwareDatetime
    attributes: Attributes
    content: JsonObject


class ReplyTakenIn(Event[ReplyTakenInData], frozen=True):
    """A recipient answered a delivery."""

    TYPE: ClassVar[str] = "uk.wholepicture.bus.reply-taken-in.v1"
    CALLED: ClassVar[str] = "that a recipient answered"
