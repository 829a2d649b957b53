"""What is remembered by one stage and read by another too."""

import datetime as dt
from typing import ClassVar

from pydantic import AwareDatetime
from wholepicture_agreement import THE_EVENT, Response
from wholepicture_agreement.written.files import RecipientKind
from wholepicture_engine.stage import Document
from wholepicture_schemas.answers import QuestionMatter
from wholepicture_schemas.codes import Outcome, Urgency
from wholepicture_schemas.deliveries import AboutChild, Addressee, DeliveryData, Kind, Reason
from wholepicture_schemas.identifiers import (
    AgencyId,
    ChildRef,
    EventId,
    PersonRef,
    RecipientId,
)
from wholepicture_schemas.model import Model

from wholepicture_consumers.feedback import family_of


class FeedHeard(Document, frozen=True):
    """The newest list that a feed sent of its day, under the feed's source."""

    KIND: ClassVar[str] = "feed"

    day: dt.date
    told: AwareDatetime
    """When it came."""


class AsksAbout(Model, frozen=True):
    """The question of a delivery."""

    kind: QuestionMatter
    whom: tuple[RecipientId, ...] = ()
    """Who is told on yes."""
    children: tuple[ChildRef, ...] = ()
    """The children that wait for the answer."""
    by: tuple[Reason, ...] = ()
    """The rule by which each of them would be told."""
    reason: Reason
    """The rule by which it is asked."""


class Held(Model, frozen=True):
    """What a recipient has of an event, by a delivery and those that amended it since."""

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
    no_since: bool = False
    """Of a question that was answered yes: whether the answer is no since."""
    taken_back: bool = False
    """Whether it was told to put this aside since."""
    answers: dict[PersonRef, Response] = {}  # noqa: RUF012 - pydantic copies it
    """What it answered of each child, or of the event where that names none: the newest answer."""

    @property
    def persons(self) -> tuple[PersonRef, ...]:
        """The children whom it was given about, or the event itself where it was about none."""
        return tuple(child.person for child in self.data.children) or (THE_EVENT,)


class Showed(Model, frozen=True):
    """A child of a delivery of whom it showed what was told earlier."""

    child: AboutChild
    """The child as the delivery called it."""
    rules: tuple[str, ...]
    """The rules that gave the delivery about this child, and showed what was told earlier."""


class Showing(Model, frozen=True):
    """What stood at the head of a delivery that showed earlier events, for what amends those."""

    kind: Kind
    addressed_to: Addressee
    urgency: Urgency
    group: str | None = None
    reason: Reason
    exercise: bool
    children: tuple[Showed, ...]

    def of(self, person: PersonRef) -> Showed | None:
        """The child whom the delivery called so."""
        return next((showed for showed in self.children if showed.child.person == person), None)


class Sent(Document, frozen=True):
    """A delivery for its whole life, under its id: what is held by it, and what came back.

    A first delivery about an event, and a question, has what its recipient ``held`` of the event,
    as every amendment since left it. An amendment has no more than its own answer.
    """

    KIND: ClassVar[str] = "sent"

    recipient: RecipientId
    subscriber: RecipientId
    """The recipient whose topics carried it, and who answers."""
    topic: str
    key: str
    kind: RecipientKind
    agency_kind: str | None = None
    """The kind of the recipient's agency."""
    event: str
    about: str
    """What the agency told that the delivery came from: of an amendment, that itself."""
    agency: AgencyId
    correlation: str
    children: tuple[ChildRef, ...]
    at: AwareDatetime
    """When it was sent."""
    respond_by: AwareDatetime | None = None
    """When an answer is due."""
    acknowledged: AwareDatetime | None = None
    decided: Outcome | None = None
    amends: EventId | None = None
    """Of a correction or retraction: the delivery that it amends."""
    asks: AsksAbout | None = None
    """What its recipient is asked."""
    open: bool = True
    """Whether the recipient still has to answer: the question, where there is one."""
    held: Held | None = None
    showing: Showing | None = None
    """What it showed as told earlier, where it did."""

    @property
    def to(self) -> str:
        """The recipient's family, which is all that the agency hears of it."""
        return family_of(self.kind, self.agency_kind)
