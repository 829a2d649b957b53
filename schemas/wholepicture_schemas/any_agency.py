"""What any agency tells of its own earlier events: that one was wrong, or should not have been."""

from typing import Annotated, Any, ClassVar

from pydantic import (
    JsonValue,
    SerializerFunctionWrapHandler,
    StringConstraints,
    model_serializer,
)

from wholepicture_schemas.codes import RetractionReason
from wholepicture_schemas.core import Core
from wholepicture_schemas.envelope import Detail, Event, Told
from wholepicture_schemas.identifiers import EventId, SourceField
from wholepicture_schemas.model import Model, Needed
from wholepicture_schemas.persons import Text


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

    corrects: Annotated[EventId, StringConstraints(pattern=r"^[A-Za-z0-9._-]{1,80}$")]
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

    retracts: Annotated[EventId, StringConstraints(pattern=r"^[A-Za-z0-9._-]{1,80}$")]
    """The id of the event, as its receipt says."""
    source: SourceField | None = None
    """Its source, where that is another of the same agency's than this one's."""
    reason: RetractionReason
    because: Annotated[Text | None, Needed("Write why, in a sentence.")] = None


class Retraction(Event[Told[Core, Retracting]], frozen=True):
    """An agency takes an event back: whoever was told of it is told so."""

    TYPE: ClassVar[str] = "uk.wholepicture.any.retraction.v1"
