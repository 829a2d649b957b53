"""What any agency tells: that an event was wrong, what it keeps back, what it sent on a day."""

import datetime as dt
from collections.abc import Iterable
from typing import Annotated, Any, ClassVar

from pydantic import (
    Field,
    JsonValue,
    PositiveInt,
    SerializerFunctionWrapHandler,
    StringConstraints,
    model_serializer,
)

from wholepicture_schemas.codes import Asks, RecipientKind, RetractionReason
from wholepicture_schemas.core import Core
from wholepicture_schemas.envelope import Detail, Event, Told
from wholepicture_schemas.identifiers import EventId, SourceField
from wholepicture_schemas.meaning import Means, Needed
from wholepicture_schemas.model import Model
from wholepicture_schemas.problems import Problem
from wholepicture_schemas.texts import Line, Text

_Receipt = Annotated[EventId, StringConstraints(pattern=r"^[A-Za-z0-9._-]{1,80}$")]


class Change(Model, frozen=True):
    """One field of the earlier event and what it should have said.

    Each change finds the event as those before it left it. The place behind the last of a list adds
    an entry, which is given whole.
    """

    field: Annotated[
        str, StringConstraints(pattern=r"^(core|detail)(\.[a-z0-9_]+)+$"), Means("Field", "plain")
    ]
    """The path of the field in the earlier event, such as core.children.0.birth_date."""
    value: Annotated[JsonValue, Means("What it should have said", "free-text")]
    """What it should have said; null takes the field, or the entry of a list, away."""

    @model_serializer(mode="wrap")
    def _with_value(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """The change with its value, which says something where it is null too."""
        return {**handler(self), "value": self.value}


class Correcting(Detail, frozen=True):
    """What was wrong in an earlier event of the same agency, and what is right."""

    corrects: Annotated[_Receipt, Means("Which event it corrects", "reference")]
    """The id of the event, as its receipt says."""
    source: Annotated[SourceField | None, Means("The source of that event", "reference")] = None
    """Its source, where that is another of the same agency's than this one's."""
    changes: Annotated[tuple[Change, ...], Means("What is right", "free-text")]
    because: Annotated[
        Text | None,
        Needed("Write what was wrong, in a sentence."),
        Means("What was wrong", "free-text"),
    ] = None


class Correction(Event[Told[Core, Correcting]], frozen=True):
    """An agency corrects an event: whoever was told of it is told what is right."""

    TYPE: ClassVar[str] = "uk.wholepicture.any.correction.v1"
    CALLED: ClassVar[str] = "a correction"
    ASKS: ClassVar[Asks] = "correction"
    AMENDS: ClassVar[bool] = True
    WITHOUT_DETAIL: ClassVar[bool] = False
    NOT_BY_RULES: ClassVar[str] = (
        "Whoever was told of the event that this corrects is told what is right."
    )


class Retracting(Detail, frozen=True):
    """Which earlier event of the same agency should not have been sent, and why."""

    retracts: Annotated[_Receipt, Means("Which event it takes back", "reference")]
    """The id of the event, as its receipt says."""
    source: Annotated[SourceField | None, Means("The source of that event", "reference")] = None
    """Its source, where that is another of the same agency's than this one's."""
    reason: Annotated[RetractionReason, Means("Why it is taken back", "plain")]
    because: Annotated[
        Text | None, Needed("Write why, in a sentence."), Means("Why, in words", "free-text")
    ] = None


class Retraction(Event[Told[Core, Retracting]], frozen=True):
    """An agency takes an event back: whoever was told of it is told so."""

    TYPE: ClassVar[str] = "uk.wholepicture.any.retraction.v1"
    CALLED: ClassVar[str] = "a retraction"
    ASKS: ClassVar[Asks] = "retraction"
    AMENDS: ClassVar[bool] = True
    WITHOUT_DETAIL: ClassVar[bool] = False
    NOT_BY_RULES: ClassVar[str] = "Whoever was told of the event that this takes back is told so."


class Withholding(Detail, frozen=True):
    """From whom something is kept back because telling would do more harm than not, and why.

    Source: DfE, Information sharing, May 2024, golden rule 7: record the decision either way.
    """

    events: Annotated[tuple[_Receipt, ...], Means("Which events are kept back", "reference")] = ()
    """The ids of the events that it keeps back, as their receipts say, whichever comes first.

    None where it is about what the agency tells of the child from now on: about each such event
    somebody is asked first.
    """
    source: Annotated[SourceField | None, Means("The source of these events", "reference")] = None
    """Their source, where that is another of the same agency's than this one's."""
    from_kinds: Annotated[tuple[RecipientKind, ...], Means("Who is not told", "handling")] = ()
    """The kinds of recipient that are not told; nobody is where neither these nor any stands in
    ``from_recipients``. It cannot keep an event from those who act for a child's safety."""
    from_recipients: Annotated[tuple[Line, ...], Means("Who is not told", "handling")] = ()
    """Each a recipient's or an agency's id, a school's number (URN), or a name."""
    because: Annotated[
        Text | None,
        Needed("Write why telling would do more harm."),
        Means("Why telling would do more harm", "free-text"),
    ] = None
    decided_by: Annotated[
        Line | None, Needed("Name the role that decided."), Means("Who decided", "service")
    ] = None
    review_on: Annotated[
        dt.date | None,
        Needed("Say when somebody looks at it again."),
        Means("When somebody looks at it again", "plain"),
    ] = None


class Withheld(Event[Told[Core, Withholding]], frozen=True):
    """An agency decided not to share something about a child; the decision is on the record."""

    TYPE: ClassVar[str] = "uk.wholepicture.any.withheld.v1"
    CALLED: ClassVar[str] = "a decision not to tell"


class SentOfType(Model, frozen=True):
    """How many events of one type a feed sent."""

    type: Annotated[Line, Means("Type", "plain")]
    """Its short name, such as child-concern."""
    count: Annotated[PositiveInt, Means("How many", "plain")]


class FeedManifest(Detail, frozen=True):
    """Everything that a feed sent on a day, so that what never arrived is noticed.

    The feed is the event's ``source``. A day on which nothing was sent is told too, as zero.
    """

    day: Annotated[dt.date, Means("Which day it is about", "plain")]
    total: Annotated[int, Field(ge=0), Means("How many there were", "plain")]
    sent: Annotated[tuple[SentOfType, ...], Means("How many of each type", "plain")] = ()
    events: Annotated[
        tuple[_Receipt, ...], Field(max_length=20_000), Means("Which events were sent", "reference")
    ] = ()
    """The ids of the events, which are their receipts."""

    def checks(self) -> Iterable[Problem]:
        """The counts agree with the total, and so does the list where there is one."""
        if self.total != sum(sent.count for sent in self.sent):
            yield Problem("total", "differs from the counts", "Add up the counts of the types.")
        if self.events and len(set(self.events)) != self.total:
            yield Problem("total", "differs from the list", "Count each event once.")


class FeedManifestSent(Event[Told[Core, FeedManifest]], frozen=True):
    """A feed's list of its day."""

    TYPE: ClassVar[str] = "uk.wholepicture.any.feed-manifest.v1"
    CALLED: ClassVar[str] = "a feed's list of its day"
    WITHOUT_DETAIL: ClassVar[bool] = False
    NOT_BY_RULES: ClassVar[str] = (
        "Nobody is told of this: what it lists and never came is asked for."
    )
