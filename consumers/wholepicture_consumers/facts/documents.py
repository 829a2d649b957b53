"""What is known of a child: its picture, and one row for each event that is about the child."""

from datetime import date
from typing import ClassVar, Literal

from pydantic import AwareDatetime
from wholepicture_engine.stage import Document, Row
from wholepicture_schemas.codes import Confidence, InvolvementKind, RecipientKind
from wholepicture_schemas.identifiers import (
    AgencyId,
    AuthorityCode,
    EventId,
    PersonRef,
    RecipientId,
)
from wholepicture_schemas.model import Model
from wholepicture_schemas.persons import Professional

from wholepicture_consumers.facts.states import Protecting


class KnownEpisode(Model, frozen=True):
    """What an event says of work with the child, as it stands now."""

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


class KnownDecision(Model, frozen=True):
    """A decision of an agency not to tell of the child that names no event (withholding.py)."""

    event: str
    """Source and id of the event that says so."""
    agency: AgencyId
    received: AwareDatetime
    kinds: tuple[RecipientKind, ...] = ()
    recipients: tuple[str, ...] = ()
    review_on: date | None = None


class Whereabouts(Model, frozen=True):
    """The areas where an event says that the child lives, is, or is looked after."""

    event: str
    """Source and id of the event."""
    happened: AwareDatetime
    areas: tuple[AuthorityCode, ...]


class ToldLast(Model, frozen=True):
    """What an agency told of a type last."""

    event: str
    """Source and id of the event."""
    happened: AwareDatetime
    received: AwareDatetime


class Picture(Document, frozen=True):
    """What is known of one child, under the child's reference. Never looked up by anything else.

    What grows with the child's history stands in rows (`ChronologyEntry`); here stands what every
    event needs of it, so that an event costs the same however many came before.
    """

    KIND: ClassVar[str] = "picture"

    involvements: tuple[KnownEpisode, ...] = ()
    """Of the events that hold: what they say of work with the child (episodes.py)."""
    whereabouts: tuple[Whereabouts, ...] = ()
    """The newest two events that name an area, the newest first (whereabouts.py)."""
    sure: dict[Confidence, int] = {}  # noqa: RUF012 - pydantic copies it
    """How many events that hold are so surely about this child."""
    told: dict[str, int] = {}  # noqa: RUF012 - pydantic copies it
    """How many events that hold, by type and agency (`told_key`): whether a pattern is possible."""
    told_last: dict[str, ToldLast] = {}  # noqa: RUF012 - pydantic copies it
    """The newest of them, under the same keys (tellers.py)."""
    employers: dict[str, int] = {}  # noqa: RUF012 - pydantic copies it
    """In how many events that hold an adult works there, by the word for it (against_news.py)."""
    objections: int = 0
    """In how many events that hold the child objects to sharing."""
    protects: tuple[Protecting, ...] = ()
    """Each state of an event that may protect somebody, once (protection.py)."""
    not_told: tuple[KnownDecision, ...] = ()
    """The decisions not to tell of the child that name no event."""
    your_references: dict[RecipientId, str] = {}  # noqa: RUF012 - pydantic copies it
    """The number that each recipient gave the child in its own system."""


class ChronologyEntry(Row, frozen=True):
    """One event in a child's chronology, under the event's source and id.

    What the event says stands with the event, once for all its children.
    """

    KIND: ClassVar[str] = "entry"
    PARENT: ClassVar[type[Document]] = Picture

    link: EventId
    """The link that it stands here by."""
    person: PersonRef
    confidence: Confidence
    """How sure it is that it is about the child of this chronology, whoever else that may be."""
    happened: AwareDatetime
    received: AwareDatetime
    agency: AgencyId
    type: str
    holds: bool = True
    """Whether the event is about this child still, and was not taken back."""
    areas: tuple[AuthorityCode, ...] = ()
    """Where it says that the child lives, is, or is looked after."""
    matter: str = ""
    """The matter that its agency says it belongs to: several events of one count once."""
    says: dict[str, tuple[str, ...]] = {}  # noqa: RUF012 - pydantic copies it
    """What it says of what a pattern rule may ask (`wholepicture_agreement.patterns`)."""
    history: bool = False
    """Whether its agency held it before it was connected: it makes no pattern."""
    restricted: bool = False
    """Whether its sender, or its type, says that it is of a restricted kind: no notice names it."""
    employers: tuple[str, ...] = ()
    """Where it says that adults work, each word once; empty words where it could not be read."""
    objects: bool = False
    """Whether it says that the child objects to sharing."""
    version: int = 0
    """How often it was changed; a view of it that was kept is one of a version."""


def told_key(name: str, agency: AgencyId) -> str:
    """The key under which a picture counts what an agency told of a type, by its short name."""
    return f"{name}|{agency}"
