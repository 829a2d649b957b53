"""What the picture remembers of telling: who has an event, who was shown it, and what was said."""

from dataclasses import replace
from datetime import date
from typing import ClassVar

from pydantic import AwareDatetime
from wholepicture_agreement import MadeFor
from wholepicture_engine.stage import Document, Key, Row, Work
from wholepicture_schemas.answers import QuestionMatter
from wholepicture_schemas.disclosures import GENESIS
from wholepicture_schemas.identifiers import AgencyId, EventId, PersonRef, RecipientId

from wholepicture_consumers.facts.documents import Picture
from wholepicture_consumers.facts.event import EventState

NOT_SEEN = "The events that this recipient may see make no pattern by this rule."


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
    forgotten: bool = False
    """Whether the event was kept as long as the partnership keeps it: only its id is known."""


FORGOTTEN = Telling(correlation="", forgotten=True)
"""What is left of an event, for good: a record of it that comes again is told to nobody."""


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


class OfTheBus(EventState, frozen=True):
    """What the bus itself tells one recipient, under its own source and id.

    It is told, changed and taken back like an event. It is no fact: it follows from the facts and
    from the rules in force, so a rebuild leaves it as it is.
    """

    recipient: RecipientId
    rules: tuple[str, ...]
    """The rules of the agreement by which it is told."""

    @property
    def made_for(self) -> MadeFor:
        """For whom it is made, and by which rules it is told."""
        return MadeFor(frozenset(self.rules), self.recipient)


class PatternState(OfTheBus, frozen=True):
    """A pattern as it was found for one recipient."""

    KIND: ClassVar[str] = "pattern"

    events: tuple[str, ...]
    """Source and id of each event that makes it, in the order in which they happened."""
    not_for: tuple[RecipientId, ...] = ()
    """Who was meant too, and may not see what makes it."""

    @property
    def made_for(self) -> MadeFor:
        """For whom it is made, and who may not see what makes it."""
        return replace(super().made_for, not_for=dict.fromkeys(self.not_for, NOT_SEEN))


class NewsState(OfTheBus, frozen=True):
    """That there is news of a child, as one recipient was told so."""

    KIND: ClassVar[str] = "news"

    digest: date | None = None
    """The day in whose morning it is read; none where it stands by itself."""

    @property
    def made_for(self) -> MadeFor:
        """For whom it is made, and when it is read."""
        return replace(super().made_for, digest=self.digest)


class NewsTold(Row, frozen=True):
    """The newest notice to a recipient that there is news of a child (`news_told`)."""

    KIND: ClassVar[str] = "news-told"
    PARENT: ClassVar[type[Document]] = Picture

    state: str
    """The notice as it was told: source and id."""
    delivery: EventId
    day: date
    """In whose morning it is read; of what is told at once, the day on which that was."""
    by: str
    """What its agency told of the child: source and id."""
    of: tuple[str, ...]
    """The events that are news: source and id of each that holds; empty once it is taken back."""


def news_told(recipient: RecipientId, *, at_once: bool) -> str:
    """The key of the newest notice to a recipient; what is told at once has another."""
    return f"{recipient}|at-once" if at_once else f"{recipient}|"


class PatternTold(Row, frozen=True):
    """That a recipient has a pattern of a child, under the pattern's rule and the recipient."""

    KIND: ClassVar[str] = "pattern-told"
    PARENT: ClassVar[type[Document]] = Picture

    recipient: RecipientId
    state: str
    """The pattern as it was told last: source and id."""
    times: int = 1
    """How often it was told anew, after it was taken back."""
    expired: AwareDatetime | None = None
    """Where it expired: when the newest event that made it happened."""


def pattern_told(rule: str, recipient: RecipientId | None = None) -> str:
    """The key of a pattern that was told; without one, what the keys of a rule begin with."""
    return f"{rule}|{recipient or ''}"


def told_state(name: str, work: Work) -> EventState | None:
    """The state of an event that was told, or of what the bus told, by its source and id."""
    kinds: tuple[type[EventState], ...] = (EventState, PatternState, NewsState)
    work.further(Key(kind, name) for kind in kinds)
    return next((state for kind in kinds if (state := work.get(kind, name))), None)
