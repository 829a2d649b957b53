"""The rows of a table from its lines: one that went wrong takes no other with it.

Where a quote went wrong, the row ends before the next line that is a row by itself: it has as many
cells as the header, its quotes are right, and a date stands where the table has dates, or its first
cell has the form of the first cell of the row that went wrong. What stands between belongs to that
row. Without such a line nothing behind it is read.

A line within quotes that is a row counts as well: two quotes that are missing can make a table
right that is not.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from wholepicture_producers.quotes import Another, Fault, Scan, scan

_LETTERS, _DIGITS = re.compile(r"[^\W\d_]+"), re.compile(r"\d+")

HasDate = Callable[[Sequence[str]], bool]
"""Whether one of these cells, the first ones of a row, is a date where the table has dates."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it stands, or as far as its quotes are right."""

    number: int
    """As a spreadsheet shows it, from 1."""
    first: int
    """The position of its first line."""
    last: int
    cells: tuple[str, ...]
    fault: Fault | None = None
    letters: tuple[int, ...] = ()
    """The cells that hold a quote as a letter."""

    @property
    def blank(self) -> bool:
        """Whether nothing stands in it."""
        return self.fault is None and not any(cell.strip() for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Likeness:
    """What a row of this table looks like."""

    width: int
    delimiter: str
    has_date: HasDate

    def fits(self, cells: Sequence[str], width: int | None = None) -> bool:
        """Whether there are as many cells as the header has, blank ones behind them aside."""
        beyond = cells[self.width :]
        return (width or len(cells)) >= self.width and not any(cell.strip() for cell in beyond)

    def shows(self, cells: Sequence[str], like: str) -> bool:
        """Whether cells are the beginning of a row, by their dates or by the first one's form."""
        return self.has_date(cells) or (
            bool(cells) and bool(cells[0].strip()) and shape(cells[0]) == shape(like)
        )

    def is_row(self, read: Scan, like: str) -> bool:
        """Whether what was read is a row by itself."""
        return read.clean and self.fits(read.cells, read.width) and self.shows(read.cells, like)

    def within_quotes(self, like: str) -> Another:
        """Knows a row in a line that stands within quotes, also where they end in that line."""

        def another(text: str, end: int | None) -> bool:
            alone = scan([text], 0, self.delimiter)
            if alone.fault is not None and alone.fault.wrong == "inside":
                alone = Scan(tuple(text.split(self.delimiter)), 0, None, ())
            if not self.fits(alone.cells, alone.width):
                return False
            inside = alone if end is None else scan([text[:end]], 0, self.delimiter)
            return self.shows(inside.cells, like)

        return another


def rows(lines: Sequence[str], at: int, number: int, like: Likeness) -> Iterator[Row]:
    """The rows from a line on, blank ones too; the first one has this number."""
    while at < len(lines):
        begins = _first_cell(lines[at], like.delimiter)
        read = scan(lines, at, like.delimiter, like.within_quotes(begins))
        if read.fault is None and not _lost(read, at, like):
            yield Row(number, at, read.last, read.cells, letters=read.letters)
            at = read.last + 1
        else:
            behind = _next_row(lines, at + 1, like, begins)
            fault = read.fault or Fault("open", at, 0)
            yield Row(number, at, behind - 1, read.cells, fault)
            at = behind
        number += 1


def shape(cell: str) -> str:
    """The form of a cell: 52/1004417/26 and 53/9/25 have one, and so have R1 and KD77."""
    return _DIGITS.sub("9", _LETTERS.sub("a", cell.strip()))


def _lost(read: Scan, at: int, like: Likeness) -> bool:
    """Whether quotes over several lines made a row of another length."""
    return read.last > at and not like.fits(read.cells)


def _next_row(lines: Sequence[str], at: int, like: Likeness, begins: str) -> int:
    another = like.within_quotes(begins)
    for position in range(at, len(lines)):
        alone = scan(lines[position : position + 1], 0, like.delimiter)
        if like.is_row(alone, begins):
            return position
        if alone.fault is not None and alone.fault.wrong == "open":
            whole = scan(lines, position, like.delimiter, another)
            if whole.fault is None and like.is_row(whole, begins):
                return position
    return len(lines)


def _first_cell(line: str, delimiter: str) -> str:
    return line.split(delimiter, 1)[0].strip().strip('"') if line else ""
