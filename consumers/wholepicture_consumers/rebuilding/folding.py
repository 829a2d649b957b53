"""Records of ``children`` into a shadow of the facts, some thousands a transaction.

Nothing is decided here, and nothing is sent: it is the fold of the stage picture (facts/folding.py)
and no more.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from pydantic import ValidationError
from wholepicture_bus.binding import attributes_of
from wholepicture_bus.errors import BusError, StopError
from wholepicture_bus.records import Record
from wholepicture_engine.stage import Key, Work
from wholepicture_engine.store.shadow import RowName, Shadow
from wholepicture_schemas.any_agency import Correction, Retraction
from wholepicture_schemas.children import (
    ChildConcerned,
    ChildConcernedData,
    PersonLinked,
    PersonLinkedData,
    ReplyTakenIn,
    ReplyTakenInData,
)

from wholepicture_consumers.facts.documents import ChronologyEntry, Picture
from wholepicture_consumers.facts.event import EventState
from wholepicture_consumers.facts.folding import (
    fold_amended,
    fold_linked,
    fold_told,
    keys_to_fold,
)
from wholepicture_consumers.facts.references import fold_replied, keys_of_references, reply_of
from wholepicture_consumers.picture.documents import KeptViews
from wholepicture_consumers.rebuilding.glancing import event_to_fold

DOCUMENTS = (EventState.KIND, Picture.KIND)
"""The kinds of document that are facts. The others are operational, or recorded elsewhere."""
ROWS = (ChronologyEntry.KIND,)
MADE_FROM_THEM = (KeptViews.KIND,)
"""The kinds of rows that are views of facts, kept under the versions that the facts had."""
AT_ONCE = 2_000
"""Records of one transaction."""

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


def fold_all(
    records: Iterable[Record], shadow: Shadow, without: Collection[str] = ()
) -> Iterator[int]:
    """Fold records in their order, and say after each portion how many it was.

    What is about an event ``without`` which the facts are to be is left out.

    Raises:
        StopError: one of them cannot be folded.
    """
    rest = iter(records)
    while portion := list(islice(rest, AT_ONCE)):
        said = [one for one in map(read, portion) if one.event not in without]
        keys = [keys_of(parsed) for parsed in said]
        rows = (row for named in keys for row in _rows_of(named))
        work = shadow.work((key for named in keys for key in named), rows)
        for parsed in said:
            fold(parsed, work)
        shadow.keep(work)
        yield len(portion)


def read(record: Record) -> Said:
    """What a record says, as far as the fold needs it.

    Raises:
        StopError: it cannot be read.
    """
    kind, value = attributes_of(record.headers).get("type"), record.value or b""
    try:
        if kind == ChildConcerned.TYPE:
            told = ChildConcernedData.model_validate_json(value, extra="ignore")
            return Said(record, told, f"{told.attributes.source}:{told.attributes.id}")
        if kind == PersonLinked.TYPE:
            return Said(record, PersonLinkedData.model_validate_json(value, extra="ignore"), "")
        if kind == ReplyTakenIn.TYPE:
            return Said(record, ReplyTakenInData.model_validate_json(value, extra="ignore"), "")
    except ValidationError:
        raise _stuck(record, "cannot be read") from None
    raise _stuck(record, "is of a type that does not belong there")


def keys_of(said: Said) -> Sequence[Key]:
    """Every document that a record may change."""
    if isinstance(said.data, ReplyTakenInData):
        return keys_of_references(said.data)
    return keys_to_fold(said.data, said.name)


def fold(said: Said, work: Work) -> None:
    """A record taken into the facts, as the stage picture takes it in.

    Raises:
        StopError: it cannot be.
    """
    try:
        _fold(said, work)
    except (ValidationError, LookupError, BusError) as error:
        raise _stuck(said.record, f"cannot be folded ({type(error).__name__})") from None


def _fold(said: Said, work: Work) -> None:
    match said.data:
        case ReplyTakenInData() as data:
            reply = reply_of(data)
            if reply is not None:
                fold_replied(data, reply, work)
        case PersonLinkedData() as data:
            fold_linked(data, work)
        case ChildConcernedData() as data if data.attributes.type in _AMENDING:
            if data.lead:
                fold_amended(data, work)
        case ChildConcernedData() as data:
            fold_told(data, event_to_fold(data.attributes, data.content), work)


def _rows_of(keys: Sequence[Key]) -> Iterator[RowName]:
    """The entries that a record may change: of its event, with each of its children."""
    events = [key.name for key in keys if key.document is EventState]
    for key in keys:
        if key.document is Picture:
            for event in events:
                yield RowName(ChronologyEntry.KIND, key.name, event)


def _stuck(record: Record, why: str) -> StopError:
    return StopError(
        f"The record {record.place} {why}, and the stage picture does not hold it. Nothing was "
        "replaced. Does this version of Whole Picture fit the one that the stage runs?"
    )
