"""A record of ``children`` as the facts take it in, whoever folds it: a rebuild, or governance."""

from collections.abc import Sequence
from dataclasses import dataclass

from wholepicture_bus.binding import attributes_of
from wholepicture_bus.errors import PoisonError
from wholepicture_bus.records import Record
from wholepicture_engine.stage import Key, Work
from wholepicture_schemas.any_agency import Correction, Retraction
from wholepicture_schemas.children import (
    ChildConcerned,
    ChildConcernedData,
    PersonLinked,
    PersonLinkedData,
    ReplyTakenIn,
    ReplyTakenInData,
)

from wholepicture_consumers.facts.folding import (
    Folded,
    fold_amended,
    fold_linked,
    fold_told,
    keys_to_fold,
)
from wholepicture_consumers.facts.glancing import event_to_fold
from wholepicture_consumers.facts.references import fold_replied, keys_of_references, reply_of

_AMENDING = frozenset({Correction.TYPE, Retraction.TYPE})


@dataclass(frozen=True, slots=True)
class Said:
    """What a record says."""

    record: Record
    data: ChildConcernedData | PersonLinkedData | ReplyTakenInData
    name: str
    """Source and id of the event that it tells of; of a decision or a reply, nothing."""

    @property
    def event(self) -> str:
        """The event that it is about: of an amendment, the one that it amends."""
        if isinstance(self.data, ChildConcernedData):
            return self.data.amends or self.name
        return self.data.event


def read(record: Record) -> Said:
    """What a record says, as far as the fold needs it.

    Raises:
        ValidationError: it cannot be read.
        PoisonError: it is of a type that does not belong on the topic.
    """
    kind, value = attributes_of(record.headers).get("type"), record.value or b""
    if kind == ChildConcerned.TYPE:
        told = ChildConcernedData.model_validate_json(value, extra="ignore")
        return Said(record, told, f"{told.attributes.source}:{told.attributes.id}")
    if kind == PersonLinked.TYPE:
        return Said(record, PersonLinkedData.model_validate_json(value, extra="ignore"), "")
    if kind == ReplyTakenIn.TYPE:
        return Said(record, ReplyTakenInData.model_validate_json(value, extra="ignore"), "")
    raise PoisonError("A record of this type does not belong on the topic children.")


def keys_of(said: Said) -> Sequence[Key]:
    """Every document that a record may change."""
    if isinstance(said.data, ReplyTakenInData):
        return keys_of_references(said.data)
    return keys_to_fold(said.data, said.name)


def fold(said: Said, work: Work) -> Folded | None:
    """A record taken into the facts, as the stage picture takes it in.

    It gives the event as it was and as it is; none where no event is another one by it.
    """
    match said.data:
        case ReplyTakenInData() as data:
            reply = reply_of(data)
            if reply is not None:
                fold_replied(data, reply, work)
            return None
        case PersonLinkedData() as data:
            return fold_linked(data, work)
        case ChildConcernedData() as data if data.attributes.type in _AMENDING:
            return fold_amended(data, work) if data.lead else None
        case ChildConcernedData() as data:
            return fold_told(data, event_to_fold(data.attributes, data.content), work)
