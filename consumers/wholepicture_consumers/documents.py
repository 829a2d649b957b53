"""What is remembered by one stage and read by another too."""

import datetime as dt
from typing import ClassVar

from pydantic import AwareDatetime
from wholepicture_engine.stage import Document
from wholepicture_schemas.codes import Outcome, QuestionKind
from wholepicture_schemas.deliveries import Reason
from wholepicture_schemas.identifiers import AgencyId, ChildRef, EventId, RecipientId
from wholepicture_schemas.model import Model


class FeedHeard(Document, frozen=True):
    """The newest list that a feed sent of its day, under the feed's source."""

    KIND: ClassVar[str] = "feed"

    day: dt.date
    told: AwareDatetime
    """When it came."""


class AsksAbout(Model, frozen=True):
    """The question of a delivery."""

    kind: QuestionKind
    whom: tuple[RecipientId, ...] = ()
    """Who is told on yes."""
    children: tuple[ChildRef, ...] = ()
    """The children that wait for the answer."""
    by: tuple[Reason, ...] = ()
    """The rule by which each of them would be told."""
    reason: Reason
    """The rule by which it is asked."""


class Sent(Document, frozen=True):
    """How a delivery stands, under its id: who answers it, and what came back."""

    KIND: ClassVar[str] = "sent"

    recipient: RecipientId
    subscriber: RecipientId
    key: str
    event: str
    about: str | None = None
    """What the agency told that the delivery came from: of an amendment, that itself."""
    agency: AgencyId
    correlation: str
    children: tuple[ChildRef, ...]
    to: str
    acknowledged: AwareDatetime | None = None
    decided: Outcome | None = None
    amends: EventId | None = None
    """Of a correction or retraction: the delivery that it amends."""
    asks: AsksAbout | None = None
    """What its recipient is asked."""
    open: bool = True
    """Whether the recipient still has to answer: the question, where there is one."""
