"""The input and the output of a decision, as data."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from pydantic import JsonValue
from wholepicture_schemas.answers import EndsNothing, QuestionMatter
from wholepicture_schemas.children import Missing
from wholepicture_schemas.codes import Arrival, Confidence, InvolvementKind, Outcome, Urgency
from wholepicture_schemas.deliveries import Addressee, AlsoTold, Kind, Question, Reason, ToldBy
from wholepicture_schemas.envelope import Event
from wholepicture_schemas.identifiers import (
    AgencyId,
    AuthorityCode,
    ChildRef,
    PersonRef,
    RecipientId,
)
from wholepicture_schemas.persons import Professional

from wholepicture_agreement.whom.keeping import KeepsBack
from wholepicture_agreement.written.files import Condition

if TYPE_CHECKING:
    from wholepicture_agreement.seen.other_events import Elsewhere

Verdict = Literal["give", "withhold", "ask"]
"""The three answers of the agreement."""


Permission = tuple[RecipientId, QuestionMatter, str]
"""Who may be told, which kind of question was answered, and the child of an objection."""


@dataclass(frozen=True, slots=True)
class OpenEpisode:
    """An open episode: a team works with the child now."""

    team: RecipientId
    kind: InvolvementKind | None = None
    worker: Professional | None = None
    manager: Professional | None = None


@dataclass(frozen=True, slots=True)
class Teller:
    """An agency that told of a child before, and its newest event of a type."""

    agency: AgencyId
    type: str
    """By its short name."""
    event: str
    """Source and id."""
    received: dt.datetime


@dataclass(frozen=True, slots=True)
class KnownChild:
    """A child of the event, and who the child is known to be."""

    person: PersonRef
    ref: ChildRef | None
    """The bus's reference to the child; none only where nothing was linked, as in ``explain``."""
    confidence: Confidence = "confirmed"
    involvements: tuple[OpenEpisode, ...] = ()
    """The open episodes of the child and of the one that it probably is, one for each team."""
    areas: tuple[AuthorityCode, ...] = ()
    """The areas of home, stay and care that any agency told last."""
    areas_since: dt.datetime | None = None
    """When that was so."""
    kept_back: tuple[KeepsBack, ...] = ()
    """The sender's decisions not to tell of this child that name no event."""
    tellers: tuple[Teller, ...] = ()
    """Who told of the child before; of a child of whom this event is no news, nobody."""
    employers: frozenset[str] = frozenset()
    """Where any event of the child, or of a sibling told with it, says that an adult works."""
    objected: bool = False
    """Whether the child objects to sharing in any event that holds."""


class EventVersion(NamedTuple):
    """One version of an event: as told, or as corrected; what it masks is masked in the others."""

    event: Event[Any]
    missing: tuple[Missing, ...] = ()


Response = Outcome | EndsNothing
"""What a recipient answered of an event that it was told of."""
THE_EVENT = PersonRef("")
"""In place of a child, where an event is told of without one."""


@dataclass(frozen=True, slots=True)
class ToldBefore:
    """A recipient that has the event, and what it answered."""

    recipient: RecipientId
    family: str
    """The one word by which others hear of it."""
    acts: bool
    """Whether it was told to act, and not for its information."""
    answers: Mapping[PersonRef, Response | None]
    """Of each child that it was told of, its newest answer; none where it has not answered."""
    reason: Reason
    """The rule by which it was told."""


@dataclass(frozen=True, slots=True)
class MadeFor:
    """Of what the bus itself tells, a pattern or news of a child: by which rules, and to whom."""

    rules: frozenset[str]
    recipient: RecipientId | None = None
    """Of a pattern, whose view of the events it is made of; none while it is asked who may be told
    at all."""
    not_for: Mapping[RecipientId, str] = field(default_factory=dict)
    """Those of whom it is known that they are not told, with the reason."""
    digest: dt.date | None = None
    """The day in whose morning it is read with the others of that day."""

    def concerns(self, recipient: RecipientId) -> bool:
        """Whether anything is decided about a recipient."""
        return self.recipient in {None, recipient} or recipient in self.not_for


class Situation(NamedTuple):
    """The event to decide on, and what is known of its children."""

    event: Event[Any]
    received: dt.datetime
    missing: tuple[Missing, ...] = ()
    children: tuple[KnownChild, ...] = ()
    earlier_held: bool = False
    others: tuple[EventVersion, ...] = ()
    """The event as it was before each correction of it."""
    elsewhere: "Elsewhere | None" = None
    """What other events about its children keep back."""
    agreed: frozenset[Permission] = frozenset()
    """The questions to which a person said yes."""
    told_before: tuple[ToldBefore, ...] = ()
    """Who has the event already."""
    taken_on: frozenset[PersonRef] = frozenset()
    """The children of whom a person said who acts for them."""
    made_for: MadeFor | None = None
    """Of what the bus itself tells: for whom it is made."""
    answered_at: dt.datetime | None = None
    """When a question was answered; what is told on a yes is decided and due as of then."""

    said_at: dt.datetime | None = None
    """When it is told again, as corrected: by then numbers have to answer, and orders stand."""

    @property
    def hour(self) -> dt.datetime:
        """The moment at which a recipient is told it."""
        return self.said_at or self.moment

    @property
    def moment(self) -> dt.datetime:
        """The moment as of which it is decided."""
        return self.answered_at or self.received


class ItemChild(NamedTuple):
    """One child of an item, as the recipient may see it."""

    person: PersonRef
    ref: ChildRef | None
    confidence: Confidence
    question: str | None
    arrival: Arrival
    rules: tuple[str, ...]
    """The rules that give this child to the recipient; earlier events are shown by these."""


class Item(NamedTuple):
    """One item for one recipient about one event: a delivery without ids and earlier events."""

    recipient: RecipientId
    carrier: RecipientId
    """The recipient whose topics carry it: its own, or the one it is reached ``via``."""
    kind: Kind
    arrival: Arrival
    addressed_to: Addressee
    headline: str
    instructions: tuple[str, ...]
    phone_first: str | None
    urgency: Urgency
    respond_by: dt.datetime | None
    respond_by_words: str | None
    incomplete: tuple[Missing, ...]
    earlier_item_held: bool
    children: tuple[ItemChild, ...]
    told_by: ToldBy
    event_type: str
    happened: dt.datetime
    received: dt.datetime
    told: dict[str, JsonValue]
    reason: Reason
    exercise: bool
    rules: tuple[str, ...]
    """Every rule that gave something of it, the weightiest first."""
    fields: tuple[str, ...]
    """The paths that are disclosed, a star for each place in a list."""
    masked: tuple[str, ...]
    """The paths that are kept back though the event has them."""
    question: Question | None = None
    """What a person of the recipient is asked."""
    asks_about: tuple[RecipientId, ...] = ()
    """Who is told on yes; none where the question is about a telephone call."""
    asks_by: tuple[Reason, ...] = ()
    """The rule by which each of them would be told."""
    also_told: tuple[AlsoTold, ...] = ()
    """Who else acts, as far as the recipient may know it."""
    stands_in_for: tuple[RecipientId, ...] = ()
    """Whom the recipient is on duty for; empty where it is also told for itself."""
    digest: dt.date | None = None
    """The day in whose morning it is read with the others of that day; none where it is not."""


class Entry(NamedTuple):
    """One decision of one rule about one recipient, for the ledger."""

    decision: Verdict
    recipient: RecipientId
    rule: str
    rule_version: int
    agreement: str
    purpose: str
    legal_basis: str
    children: tuple[KnownChild, ...]
    fields: tuple[str, ...]
    masked: tuple[str, ...]
    because: str
    question: QuestionMatter | None = None
    """The question that is given, with no more than it needs; of "ask", only that who acts."""


class NotApplied(NamedTuple):
    """A rule that did not apply, with its first unmet condition; for ``explain`` only."""

    rule: str
    person: PersonRef | None
    condition: Condition


@dataclass(frozen=True, slots=True)
class Decision:
    """Who is given what, and every decision that led there."""

    items: tuple[Item, ...] = ()
    questions: tuple[Item, ...] = ()
    """What persons are asked before somebody else is told."""
    entries: tuple[Entry, ...] = ()
    not_applied: tuple[NotApplied, ...] = ()
