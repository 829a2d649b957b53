"""The rows of a table from its lines: one that went wrong takes no other with it.

Where a quote went wrong, the row ends before the next line that is a row by itself: it has as many
cells as the header, its quotes are right, and a date stands where the table has dates, or its first
cell is a number of the same form as in the row that went wrong. What stands between belongs to that
row. Without such a line nothing behind it is read.

A line within quotes that is a row counts as well: two quotes that are missing can make a table
right that is not.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from wholepicture_producers.frame.quotes import Another, Fault, Scan, scan

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
        """Whether cells are the beginning of a row, by a date or by the number in the first."""
        return self.has_date(cells) or (bool(cells) and _is_numbered_like(cells[0], like))

    def is_row(self, read: Scan, like: str) -> bool:
        """Whether what was read is a row by itself."""
        return read.clean and self.fits(read.cells, read.width) and self.shows(read.cells, like)

    def within_quotes(self, like: str) -> Another:
        """Knows a row in a line that stands within quotes, also where they end in that line."""

        def another(text: str, end: int | None) -> bool:
            alone = scan([text], 0, self.delimiter)
            if alone.fault is not None and alone.fault.wrong != "open":
                alone = Scan(tuple(text.split(self.delimiter)), 0, None, ())
            if not self.fits(alone.cells, alone.width):
                return False
            inside = alone.cells if end is None else _before(text[:end], self.delimiter)
            return self.shows(inside, like)

        return another


def rows(lines: Sequence[str], at: int, number: int, like: Likeness) -> Iterator[Row]:
    """The rows from a line on, blank ones too; the first one has this number."""
    while at < len(lines):
        begins = _first_cell(lines[at], like.delimiter)
        read = scan(lines, at, like.delimiter, like.within_quotes(begins))
        behind = read.last + 1
        if read.fault is not None:
            behind = _next_row(lines, at + 1, len(lines), like, begins)
        elif not like.fits(read.cells):
            behind = _next_row(lines, at + 1, behind, like, begins)
        if behind <= (read.fault.line if read.fault else read.last):
            read = scan(lines, at, like.delimiter, end=behind)
        yield Row(number, at, behind - 1, read.cells, read.fault, read.letters)
        at = behind
        number += 1


def shape(cell: str) -> str:
    """The form of a cell: 52/1004417/26 and 53/9/25 have one, and so have R1 and KD77."""
    return _DIGITS.sub("9", _LETTERS.sub("a", cell.strip()))


def _before(text: str, delimiter: str) -> Sequence[str]:
    """The cells in the text before a closing quote; none where it ends the first one."""
    cells = scan([text], 0, delimiter).cells
    return cells if len(cells) > 1 else ()


def _is_numbered_like(cell: str, like: str) -> bool:
    form = shape(cell)
    return "9" in form and form == shape(like)


def _next_row(lines: Sequence[str], at: int, end: int, like: Likeness, begins: str) -> int:
    """The position of the next line that is a row by itself; ``end`` where there is none."""
    another = like.within_quotes(begins)
    for position in range(at, end):
        alone = scan(lines[position : position + 1], 0, like.delimiter)
        if like.is_row(alone, begins):
            return position
        if alone.fault is not None and alone.fault.wrong == "open":
            whole = scan(lines, position, like.delimiter, another)
            if whole.fault is None and like.is_row(whole, begins):
                return position
    return end


def _first_cell(line: str, delimiter: str) -> str:
    return line.split(delimiter, 1)[0].strip().strip('"') if line else ""
