"""What a record of ``children`` says to the picture."""

from dataclasses import dataclass

from wholepicture_bus.binding import attributes_of
from wholepicture_bus.errors import PoisonError
from wholepicture_bus.records import Record
from wholepicture_schemas.any_agency import Correction, Retraction
from wholepicture_schemas.children import (
    ChildConcerned,
    ChildConcernedData,
    PersonLinked,
    PersonLinkedData,
    ReplyTakenIn,
    ReplyTakenInData,
)
from wholepicture_schemas.core import Core
from wholepicture_schemas.envelope import Event, Told
from wholepicture_schemas.reading import event_of


@dataclass(frozen=True, slots=True)
class Concerned:
    """An agency's event that concerns a child."""

    data: ChildConcernedData
    event: Event[Told[Core]]
    correlation: str

    @property
    def identity(self) -> str:
        """Source and id of the agency's event."""
        return f"{self.event.source}:{self.event.id}"


@dataclass(frozen=True, slots=True)
class Linked:
    """A decision which child a person of an event is."""

    data: PersonLinkedData
    identity: str
    """Source and id of the decision."""


@dataclass(frozen=True, slots=True)
class Replied:
    """A recipient's reply."""

    data: ReplyTakenInData
    type: str


Parsed = Concerned | Linked | Replied
"""What a record of ``children`` says."""


def read(record: Record) -> Parsed:
    """What the record says.

    Raises:
        PoisonError: it is of a type that does not belong on the topic, or it amends an event and
            does not say how that is then, as those of an earlier version do not.
    """
    told = attributes_of(record.headers)
    kind, value = told.get("type"), record.value or b""
    if kind == ReplyTakenIn.TYPE:
        data = ReplyTakenInData.model_validate_json(value, extra="ignore")
        return Replied(data, data.attributes.type)
    if kind == PersonLinked.TYPE:
        decision = PersonLinkedData.model_validate_json(value, extra="ignore")
        return Linked(decision, f"{told.get('source')}:{told.get('id')}")
    if kind == ChildConcerned.TYPE:
        concerned = ChildConcernedData.model_validate_json(value, extra="ignore")
        event = event_of(concerned.attributes, concerned.content)
        if isinstance(event, Correction | Retraction) and concerned.amended is None:
            raise PoisonError("This amendment does not say what it makes of its event.")
        return Concerned(concerned, event, told.get("correlationid") or concerned.attributes.id)
    raise PoisonError("A record of this type does not belong on the topic children.")
