"""What a column says in a row: its value, and what is asked about its cell."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wholepicture_producers.cell.cell_text import plain_value, written
from wholepicture_producers.cell.cells import Said, no_value, plain, said
from wholepicture_producers.cell.columns import Column
from wholepicture_producers.cell.moments import moment_of_two
from wholepicture_producers.cell.not_known import lower, means_nothing
from wholepicture_producers.cell.parts import WAYS, apart
from wholepicture_producers.cell.unclear import NoTimeOfDay, Unclear, UnclearClock
from wholepicture_producers.drafts import TableRow

_OTHERWISE = "*"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a column says in a row: None where it says nothing."""

    value: Any = None
    """What it says; what could not be read stands here as it was written."""
    asked: tuple[Unclear, ...] = ()


def read(row: TableRow, column: Column) -> Reading:
    """What a column says in a row."""
    if (unread := row.unread.get(column.name)) is not None:
        return Reading(None, (unread,))
    if (unread := row.unread.get(column.time or "")) is not None:
        return Reading(None, (Unclear(unread.what, unread.fix, column.time),))
    text = written(row.cells.get(column.name) or "")
    if not text or not _exists(row, column):
        return Reading()
    if column.time is not None:
        return _joined([_with_clock(text, row.cells.get(column.time) or "", column)], column)
    if column.parts is not None:
        return _part(text, column)
    parts = text.split(column.split) if column.split else [text]
    return _joined([_said(part, column) for part in parts if part.strip()], column)


def _exists(row: TableRow, column: Column) -> bool:
    """Whether the person, or other item, of whom the column tells exists in the row."""
    if column.exists_if is None:
        return True
    return bool(text := written(row.cells.get(column.exists_if) or "")) and not means_nothing(text)


def _joined(found: Sequence[Said], column: Column) -> Reading:
    """What several texts of a cell say together; one that cannot be read takes no other away."""
    said_values = (entry.as_written if entry.value is None else entry.value for entry in found)
    told = [value for value in said_values if value not in {None, ""}]
    asked = tuple(entry.asked for entry in found if entry.asked is not None)
    several = column.leaf.many and not column.path.rpartition(".")[2].isdigit()
    if not told:
        return Reading(None, asked)
    return Reading(told if several else told[0], asked)


def _part(text: str, column: Column) -> Reading:
    """One part of a cell; what is asked about the whole is asked once, with its first part."""
    if means_nothing(text) or lower(text) in column.words.not_known | column.words.blank:
        return Reading()
    found = apart(text, column.parts or "")
    name = column.path.rpartition(".")[2]
    piece = found.parts.get(name, [])
    told = _joined(
        [_said(one, column) for one in (piece if isinstance(piece, list) else [piece])], column
    )
    first = name == WAYS[column.parts or ""][0][0]
    return Reading(told.value, (*told.asked, *((found.asked,) if found.asked and first else ())))


def _with_clock(day: str, clock: str, column: Column) -> Said:
    """The instant of two cells, one with the day and one with the time of day."""
    if not written(clock) or means_nothing(plain_value(clock)):
        found = _said(day, column)
        if not isinstance(found.asked, NoTimeOfDay):
            return found
        fix = f"Fill in column {column.time}, with 00:00 where the time is not known."
        return Said(asked=Unclear(found.asked.what, fix))
    try:
        return Said(moment_of_two(plain_value(day), plain_value(clock), column.dates))
    except UnclearClock as error:
        return Said(asked=Unclear(error.what, error.fix, column.time))
    except Unclear as error:
        return Said(asked=error)


def _said(text: str, column: Column) -> Said:
    if column.codes is None:
        return said(text, column.leaf, column.dates, column.words)
    if plain(text) in column.codes:
        return Said(column.codes[plain(text)])
    if _OTHERWISE in column.codes:
        return Said(column.codes[_OTHERWISE])
    nothing = no_value(written(text), column.leaf, column.words)
    if nothing is not None:
        return nothing
    fix = f"Add it to the codes of column {column.name} in the mapping, or correct the cell."
    unclear = Unclear("is not in the column's table of codes", fix)
    return Said(asked=unclear, as_written=written(text))
