"""What an agency hears back about what it sent. It never reveals what else is known."""

from typing import ClassVar, Literal

from pydantic import AwareDatetime

from wholepicture_schemas.children import Missing
from wholepicture_schemas.envelope import Content, Event
from wholepicture_schemas.identifiers import AgencyId

State = Literal[
    "accepted", "delivered", "acknowledged", "decided", "held", "correction-applied",
    "cannot-process", "not-delivered",
]  # fmt: skip

OutcomeTold = Literal[
    "nfa", "advice", "early-help", "referral-accepted", "passed-to-worker", "not-ours",
    "cannot-identify", "duplicate",
]  # fmt: skip
"""The outcomes that have a code here, as the readers of feedback know them."""


class About(Content, frozen=True):
    """Which event of the agency this is about."""

    agency: AgencyId
    event: str | None = None
    """The event's id, which is its receipt; absent where it could not be read."""
    at: AwareDatetime


class FeedbackData(About, frozen=True):
    """How far an event has come."""

    state: State
    to: str | None = None
    """To which kind of recipient, as the agreement lets the agency know; several in one line."""
    to_each: tuple[str, ...] | None = None
    """Each kind of recipient that ``to`` names, by itself."""
    outcome: OutcomeTold | None = None
    """Its code, where it is one that was always there; ``says`` has every outcome in words."""
    says: str
    """The same as a sentence."""


class Feedback(Event[FeedbackData], frozen=True):
    """Something happened with an event that the agency sent."""

    TYPE: ClassVar[str] = "uk.wholepicture.bus.feedback.v1"
    CALLED: ClassVar[str] = "word back to an agency"


class FixRequestData(About, frozen=True):
    """What the agency is asked to put right."""

    delivered: bool
    """Whether the event went on its way, marked incomplete."""
    problems: tuple[Missing, ...]
    topic: str | None = None
    partition: int | None = None
    offset: int | None = None
    """Where the record stands, for one that could not be read at all."""


class FixRequest(Event[FixRequestData], frozen=True):
    """The agency is asked to put an event right."""

    TYPE: ClassVar[str] = "uk.wholepicture.bus.fix-request.v1"
    CALLED: ClassVar[str] = "a request to put something right"
