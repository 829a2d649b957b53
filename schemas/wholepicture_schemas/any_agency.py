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

from wholepicture_schemas.codes import RecipientKind, RetractionReason
from wholepicture_schemas.core import Core
from wholepicture_schemas.envelope import Detail, Event, Told
from wholepicture_schemas.identifiers import EventId, SourceField
from wholepicture_schemas.model import Model, Needed
from wholepicture_schemas.persons import Line, Text
from wholepicture_schemas.problems import Problem

_Receipt = Annotated[EventId, StringConstraints(pattern=r"^[A-Za-z0-9._-]{1,80}$")]


class Change(Model, frozen=True):
    """One field of the earlier event and what it should have said.

    Each change finds the event as those before it left it. The place behind the last of a list adds
    an entry, which is given whole.
    """

    field: Annotated[str, StringConstraints(pattern=r"^(core|detail)(\.[a-z0-9_]+)+$")]
    """The path of the field in the earlier event, such as core.children.0.birth_date."""
    value: JsonValue
    """What it should have said; null takes the field, or the entry of a list, away."""

    @model_serializer(mode="wrap")
    def _with_value(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """The change with its value, which says something where it is null too."""
        return {**handler(self), "value": self.value}


class Correcting(Detail, frozen=True):
    """What was wrong in an earlier event of the same agency, and what is right."""

    corrects: _Receipt
    """The id of the event, as its receipt says."""
    source: SourceField | None = None
    """Its source, where that is another of the same agency's than this one's."""
    changes: tuple[Change, ...]
    because: Annotated[Text | None, Needed("Write what was wrong, in a sentence.")] = None


class Correction(Event[Told[Core, Correcting]], frozen=True):
    """An agency corrects an event: whoever was told of it is told what is right."""

    TYPE: ClassVar[str] = "uk.wholepicture.any.correction.v1"


class Retracting(Detail, frozen=True):
    """Which earlier event of the same agency should not have been sent, and why."""

    retracts: _Receipt
    """The id of the event, as its receipt says."""
    source: SourceField | None = None
    """Its source, where that is another of the same agency's than this one's."""
    reason: RetractionReason
    because: Annotated[Text | None, Needed("Write why, in a sentence.")] = None


class Retraction(Event[Told[Core, Retracting]], frozen=True):
    """An agency takes an event back: whoever was told of it is told so."""

    TYPE: ClassVar[str] = "uk.wholepicture.any.retraction.v1"


class Withholding(Detail, frozen=True):
    """From whom something is kept back because telling would do more harm than not, and why.

    Source: DfE, Information sharing, May 2024, golden rule 7: record the decision either way.
    """

    from_kinds: tuple[RecipientKind, ...] = ()
    """The kinds of recipient that are not told; none where nobody is."""
    because: Annotated[Text | None, Needed("Write why telling would do more harm.")] = None
    decided_by: Annotated[Line | None, Needed("Name the role that decided.")] = None
    review_on: Annotated[dt.date | None, Needed("Say when somebody looks at it again.")] = None


class Withheld(Event[Told[Core, Withholding]], frozen=True):
    """An agency decided not to share something about a child; the decision is on the record."""

    TYPE: ClassVar[str] = "uk.wholepicture.any.withheld.v1"


class SentOfType(Model, frozen=True):
    """How many events of one type a feed sent."""

    type: Line
    """Its short name, such as child-concern."""
    count: PositiveInt


class FeedManifest(Detail, frozen=True):
    """Everything that a feed sent on a day, so that what never arrived is noticed.

    The feed is the event's ``source``. A day on which nothing was sent is told too, as zero.
    """

    day: dt.date
    total: Annotated[int, Field(ge=0)]
    sent: tuple[SentOfType, ...] = ()
    events: Annotated[tuple[_Receipt, ...], Field(max_length=20_000)] = ()
    """The ids of the events, which are their receipts."""

    def checks(self) -> Iterable[Problem]:
        """The counts agree with the total, and so does the list where there is one."""
        if self.total != sum(one.count for one in self.sent):
            yield Problem("total", "differs from the counts", "Add up the counts of the types.")
        if self.events and len(set(self.events)) != self.total:
            yield Problem("total", "differs from the list", "Count each event once.")


class FeedManifestSent(Event[Told[Core, FeedManifest]], frozen=True):
    """A feed's list of its day."""

    TYPE: ClassVar[str] = "uk.wholepicture.any.feed-manifest.v1"
