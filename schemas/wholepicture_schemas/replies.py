"""What a recipient answers."""

from typing import Annotated, ClassVar, Literal

from wholepicture_schemas.codes import Outcome
from wholepicture_schemas.envelope import Content, Event
from wholepicture_schemas.identifiers import EventId
from wholepicture_schemas.meaning import Means, Needed
from wholepicture_schemas.model import Model
from wholepicture_schemas.texts import Line, Text


class RecipientReference(Model, frozen=True):
    """The recipient's own numbers, which later deliveries to it alone repeat."""

    child: Annotated[Line | None, Means("The recipient's number for the child", "reference")] = None
    contact: Annotated[
        Line | None, Means("The recipient's number for the contact", "reference")
    ] = None


class Reply(Content, frozen=True):
    """What every reply says: about which delivery, and who answers."""

    delivery: Annotated[EventId, Means("Which item it answers", "reference")]
    by: Annotated[Line | None, Means("Who answers", "service")] = None
    """The role that answers, such as duty social worker."""
    recipient_reference: Annotated[
        RecipientReference | None, Means("The recipient's own numbers", "reference")
    ] = None


class Acknowledged(Event[Reply], frozen=True):
    """A person of the recipient has seen the delivery."""

    TYPE: ClassVar[str] = "uk.wholepicture.recipient.acknowledged.v1"
    CALLED: ClassVar[str] = "an acknowledgement"


class Decision(Reply, frozen=True):
    """What the recipient decided, and why."""

    outcome: Annotated[Outcome, Means("What was decided", "plain")]
    reason: Annotated[
        Text | None,
        Needed("Write the reason for the decision."),
        Means("Why it was decided", "free-text"),
    ] = None
    changes: Annotated[
        EventId | None, Means("Which earlier decision it takes the place of", "reference")
    ] = None
    """The reply with an earlier decision on the same delivery, whose place this one takes."""


class Decided(Event[Decision], frozen=True):
    """The recipient decided what to do."""

    TYPE: ClassVar[str] = "uk.wholepicture.recipient.decided.v1"
    CALLED: ClassVar[str] = "a decision"


class CorrectionApplied(Event[Reply], frozen=True):
    """The recipient has put a correction or a retraction into its own record."""

    TYPE: ClassVar[str] = "uk.wholepicture.recipient.correction-applied.v1"
    CALLED: ClassVar[str] = "that a correction was applied"


class Difficulty(Reply, frozen=True):
    """Why the recipient's system could not take a delivery in."""

    because: Annotated[
        Text | None,
        Needed("Write what went wrong, without naming anyone."),
        Means("What went wrong", "free-text"),
    ] = None


class CannotProcess(Event[Difficulty], frozen=True):
    """The recipient's system could not take the delivery in: a person must look."""

    TYPE: ClassVar[str] = "uk.wholepicture.recipient.cannot-process.v1"
    CALLED: ClassVar[str] = "that an item could not be taken in"


class Answer(Reply, frozen=True):
    """The answer to the question of a delivery."""

    answer: Annotated[Literal["yes", "no"], Means("Answer", "plain")]
    reason: Annotated[
        Text | None, Needed("Write the reason for the answer."), Means("Why", "free-text")
    ] = None
    taken_by: Annotated[Line | None, Means("Who took the call", "service")] = None
    """Of what was told by telephone: the role and place of whoever took it."""


class Answered(Event[Answer], frozen=True):
    """A person of the recipient answered the question of a delivery."""

    TYPE: ClassVar[str] = "uk.wholepicture.recipient.answered.v1"
    CALLED: ClassVar[str] = "an answer to a question"
