"""Whether a row shows, by a date that can be read, that its cells stand under their names."""

from collections.abc import Mapping, Sequence

from wholepicture_producers.cell.cells import value
from wholepicture_producers.cell.columns import Column
from wholepicture_producers.cell.unclear import NoTimeOfDay, Unclear
from wholepicture_producers.frame.rows import HasDate
from wholepicture_producers.mapping import ColumnMapping

_DATES = {"time", "date", "partial-date"}


def has_date(mapping: ColumnMapping, places: Mapping[str, int]) -> HasDate:
    """Whether one of a row's first cells is a date of the mapping."""
    dates = [(places[column.name], column) for column in mapping.columns if _is_of_dates(column)]

    def found(cells: Sequence[str]) -> bool:
        return any(at < len(cells) and _reads(cells[at].strip(), column) for at, column in dates)

    return found


def _is_of_dates(column: Column) -> bool:
    return column.leaf.kind in _DATES


def _reads(text: str, column: Column) -> bool:
    try:
        return bool(text) and value(text, column.leaf, column.dates) is not None
    except NoTimeOfDay:
        return True
    except Unclear:
        return False
