"""What the picture remembers of telling: who has an event, who was shown it, and what was said."""

from typing import ClassVar

from pydantic import AwareDatetime
from wholepicture_engine.stage import Document, Row
from wholepicture_schemas.answers import QuestionMatter
from wholepicture_schemas.disclosures import GENESIS
from wholepicture_schemas.identifiers import AgencyId, EventId, PersonRef, RecipientId

from wholepicture_consumers.facts.documents import Picture


class Telling(Document, frozen=True):
    """Who was told of an event, under its source and id; what it says stands with its facts."""

    KIND: ClassVar[str] = "telling"

    correlation: str
    holders: tuple[EventId, ...] = ()
    """The first delivery to each recipient that has it, in the order in which they came to it."""
    asked: tuple[EventId, ...] = ()
    """The questions that persons were asked about it."""
    agreed: tuple[tuple[RecipientId, QuestionMatter, str], ...] = ()
    """To which of them somebody said yes, about whom, and of an objection the child's."""
    said: tuple[str, ...] = ()
    """What its agency heard of answers: of each family once, however many of it answer."""


class Shown(Row, frozen=True):
    """That a recipient was shown an event of a child beside another item.

    Its key is the event and the recipient (`shown_key`). The newest delivery that showed it stands
    for the older ones.
    """

    KIND: ClassVar[str] = "shown"
    PARENT: ClassVar[type[Document]] = Picture

    recipient: RecipientId
    delivery: EventId
    person: PersonRef
    """The child, as that delivery called it."""


class NotTakenOn(Row, frozen=True):
    """A question who acts, under its delivery: whether anybody is still to answer it.

    The command ``wholepicture status`` reads them.
    """

    KIND: ClassVar[str] = "not-taken-on"
    PARENT: ClassVar[type[Document]] = Telling

    agency: AgencyId
    """The agency that told of the event."""
    asked: RecipientId
    told: AwareDatetime
    """When it was asked."""
    respond_by: AwareDatetime | None = None
    open: bool = True


class KeptViews(Row, frozen=True):
    """What recipients may see of an event as context of others, under the event (kept_views.py)."""

    KIND: ClassVar[str] = "views"
    PARENT: ClassVar[type[Document]] = Picture

    version: int
    """The version of the chronology's entry that they are views of."""
    views: dict[str, str] = {}  # noqa: RUF012 - pydantic copies it
    """The content as JSON, by what it was looked at with."""


def shown_to(event: str, recipient: RecipientId | None = None) -> str:
    """The key of what a recipient was shown; without one, what the keys of an event begin with."""
    return f"{event}|{recipient or ''}"


class Chain(Document, frozen=True):
    """The end of one chain of the ledger, under its number."""

    KIND: ClassVar[str] = "chain"

    sequence: int = -1
    last: str = GENESIS
