"""What the picture remembers: of a child, of an event that was told, and of each delivery."""

from typing import ClassVar, Literal

from pydantic import AwareDatetime
from wholepicture_agreement.files import RecipientKind
from wholepicture_engine.stage import Document
from wholepicture_schemas.children import Link, Missing
from wholepicture_schemas.codes import Confidence, InvolvementKind, QuestionKind, Urgency
from wholepicture_schemas.deliveries import AboutChild, Addressee, DeliveryData, Kind, Reason
from wholepicture_schemas.disclosures import GENESIS
from wholepicture_schemas.envelope import Attributes
from wholepicture_schemas.identifiers import (
    AgencyId,
    EventId,
    PersonRef,
    RecipientId,
)
from wholepicture_schemas.model import JsonObject, Model
from wholepicture_schemas.persons import Professional

from wholepicture_consumers.feedback import family_of


class Before(Model, frozen=True):
    """What protects somebody in a state that an event was in before a correction."""

    core: JsonObject
    missing: tuple[Missing, ...] = ()


class ChronologyEntry(Model, frozen=True):
    """One event in a child's chronology, with the link that it arrived under."""

    event: str
    """Source and id of the event."""
    link: EventId
    person: PersonRef
    confidence: Confidence
    """How sure it is that it is about the child of this chronology, whoever else that may be."""
    received: AwareDatetime
    attributes: Attributes
    content: JsonObject
    retracted: bool = False
    before: tuple[Before, ...] = ()
    """The states that the event was in before each correction."""
    shown: dict[RecipientId, EventId] = {}  # noqa: RUF012 - pydantic copies it
    """Who was shown it as told earlier: of each recipient, the newest delivery that had it."""


class Showing(Model, frozen=True):
    """A delivery that showed a recipient what was told earlier of a child."""

    recipient: RecipientId
    subscriber: RecipientId
    topic: str
    key: str
    to: RecipientKind
    agency_kind: str | None = None
    kind: Kind
    addressed_to: Addressee
    child: AboutChild
    """The child as that delivery called it."""
    rules: tuple[str, ...]
    """The rules that gave the delivery about this child, and showed what was told earlier."""
    urgency: Urgency
    reason: Reason
    exercise: bool
    at: AwareDatetime
    group: str | None = None
    """The recipient's own reference to the matter of that delivery."""
    taken_back: bool = False
    """Whether the event of that delivery was taken back since, and the delivery with it."""


class Involvement(Model, frozen=True):
    """What an entry of the chronology says of work with the child, as it stands now."""

    event: str
    """Source and id of the event."""
    agency: AgencyId
    happened: AwareDatetime
    """When it happened, never later than it was received."""
    received: AwareDatetime
    state: Literal["open", "closed"]
    doubtful: bool = False
    """Whether it is only probably about this child."""
    team: RecipientId
    kind: InvolvementKind
    worker: Professional | None = None
    manager: Professional | None = None


class Picture(Document, frozen=True):
    """What was told of one child, under its reference. Never looked up by anything else."""

    KIND: ClassVar[str] = "picture"

    entries: tuple[ChronologyEntry, ...] = ()
    involvements: tuple[Involvement, ...] = ()
    """Of the entries that hold: what they say of work with the child (episodes.py)."""
    your_references: dict[RecipientId, str] = {}  # noqa: RUF012 - pydantic copies it
    """The number that each recipient gave the child in its own system."""
    showings: dict[EventId, Showing] = {}  # noqa: RUF012 - pydantic copies it
    """The deliveries that an entry names as those in which it was shown, and no others."""


class Given(Model, frozen=True):
    """What one recipient was given of an event, as it stands after every correction."""

    delivery: EventId
    """The first delivery to this recipient about the event; amendments quote it."""
    subscriber: RecipientId
    """The recipient whose topics carried it, and who answers."""
    topic: str
    key: str
    kind: RecipientKind
    agency_kind: str | None = None
    """The kind of its agency."""
    rules: dict[str, tuple[PersonRef, ...]]
    """The rules that gave it, each with the children that it gave."""
    data: DeliveryData
    newest: EventId | None = None
    """The newest delivery about it that had the event's content, where that is a later one.

    Of a question: the one that says that it is settled without an answer.
    """
    kept_back: bool = False
    """Whether a correction keeps the event back from it now."""
    agreed: bool = False
    """Of a question: whether the answer to it was yes."""

    @property
    def to(self) -> str:
        """Its family, which is all that the agency hears of it."""
        return family_of(self.kind, self.agency_kind)


class Told(Document, frozen=True):
    """An event and what followed from it, under its source and id."""

    KIND: ClassVar[str] = "told"

    agency: AgencyId
    attributes: Attributes
    content: JsonObject
    links: tuple[Link, ...]
    missing: tuple[Missing, ...] = ()
    received: AwareDatetime
    given: tuple[Given, ...] = ()
    asked: tuple[Given, ...] = ()
    """The questions that persons were asked about it."""
    agreed: tuple[tuple[RecipientId, QuestionKind, str], ...] = ()
    """To which of them somebody said yes, about whom, and of an objection the child's."""
    retracted: bool = False
    before: tuple[Before, ...] = ()
    """The states that it was in before each correction."""
    said: tuple[str, ...] = ()
    """What its agency heard of answers: of each family once, however many of it answer."""


class Chain(Document, frozen=True):
    """The end of one chain of the ledger, under its number."""

    KIND: ClassVar[str] = "chain"

    sequence: int = -1
    last: str = GENESIS
