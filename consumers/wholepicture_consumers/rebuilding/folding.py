"""Records of ``children`` into a shadow of the facts, some thousands a transaction.

Nothing is decided here, and nothing is sent: it is the fold of the stage picture (facts/records.py)
and no more.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice

from pydantic import ValidationError
from wholepicture_bus.errors import BusError, StopError
from wholepicture_bus.records import Record
from wholepicture_engine.stage import Key, Work
from wholepicture_engine.store.shadow import RowName, Shadow

from wholepicture_consumers.facts.documents import ChronologyEntry, Picture
from wholepicture_consumers.facts.event import EventState
from wholepicture_consumers.facts.records import Said, fold, keys_of, read
from wholepicture_consumers.picture.documents import KeptViews

DOCUMENTS = (EventState.KIND, Picture.KIND)
"""The kinds of document that are facts. The others are operational, or recorded elsewhere."""
ROWS = (ChronologyEntry.KIND,)
MADE_FROM_THEM = (KeptViews.KIND,)
"""The kinds of rows that are views of facts, kept under the versions that the facts had."""
AT_ONCE = 2_000
"""Records of one transaction."""


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
        said = [one for one in map(_read, portion) if one.event not in without]
        keys = [keys_of(parsed) for parsed in said]
        rows = (row for named in keys for row in _rows_of(named))
        work = shadow.work((key for named in keys for key in named), rows)
        for parsed in said:
            _fold(parsed, work)
        shadow.keep(work)
        yield len(portion)


def _read(record: Record) -> Said:
    try:
        return read(record)
    except (ValidationError, BusError):
        raise _stuck(record, "cannot be read, or does not belong there") from None


def _fold(said: Said, work: Work) -> None:
    try:
        fold(said, work)
    except (ValidationError, LookupError, BusError) as error:
        raise _stuck(said.record, f"cannot be folded ({type(error).__name__})") from None


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
