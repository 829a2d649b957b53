"""The facts of the last screen, each read from a record on the broker."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from wholepicture_schemas.codes import Arrival, Confidence


@dataclass(frozen=True, slots=True)
class InvolvedChild:
    """One child as police knew it on the day."""

    name: str
    age: str
    communication: tuple[str, ...]
    exposure: str


@dataclass(frozen=True, slots=True)
class ThatDay:
    """The incident as police recorded it."""

    happened: datetime
    alleged: str
    """What the alleged person is to the children, such as father."""
    victim: str
    children: tuple[InvolvedChild, ...]
    grade: str


@dataclass(frozen=True, slots=True)
class ToldChild:
    """A child of an item, and how sure it is who the child is."""

    name: str
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class ToldRecipient:
    """One recipient that was told of the incident."""

    who: str
    role: str | None
    """What the recipient is, where its name does not say so."""
    through: str | None
    """Who passes it on, where the recipient is reached through another."""
    after: timedelta
    """From when police's item was taken in until the recipient's own was there."""
    arrival: Arrival
    children: tuple[ToldChild, ...]
    by: datetime | None
    """By when to answer or act."""


@dataclass(frozen=True, slots=True)
class RecipientAnswer:
    """What a recipient answered, and how long it took until police heard it."""

    who: str
    outcome: str
    after: timedelta


@dataclass(frozen=True, slots=True)
class KeptBackGroup:
    """What was kept back from one recipient, in words, all for one reason."""

    what: tuple[str, ...]
    because: str


@dataclass(frozen=True, slots=True)
class ChildQuestion:
    """Who was asked about a child of whom it is not certain who it is."""

    child: str
    confidence: Confidence
    whom: tuple[str, ...]
    question: str


@dataclass(frozen=True, slots=True)
class Incomplete:
    """An incident that lacked something and was delivered all the same."""

    asked: tuple[str, ...]
    """What police were asked, in the words that they were sent."""
    delivered_to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unasked:
    """An incident whose children were not asked about, and who was asked to find out."""

    whom: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RepeatedItem:
    """One item sent more than once."""

    sent: int
    recorded: int
    """How often each recipient that was told of it has it in its record, at most."""


@dataclass(frozen=True, slots=True)
class DemoResult:
    """Everything that the last screen says."""

    that_day: ThatDay
    child: str
    """The child of the review: the one with whom children's services work."""
    told: tuple[ToldRecipient, ...]
    answer: RecipientAnswer
    school: str
    kept_from_school: tuple[KeptBackGroup, ...]
    questions: tuple[ChildQuestion, ...]
    incomplete: Incomplete
    unasked: Unasked
    repeat: RepeatedItem
    broken_asked: str
    """What police were asked about the broken one, which is kept as it came."""
    counted: int
    """How many incidents police's own list of the second day counts."""
