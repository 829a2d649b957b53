"""The header of an export and the values of its first rows, before there is a mapping for it."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from wholepicture_schemas.postcodes import is_whole

from wholepicture_producers.cell.cell_text import plain_value, written
from wholepicture_producers.cell.not_known import means_nothing
from wholepicture_producers.drafts import NotReadable
from wholepicture_producers.frame.decoding import encoding_of, lines
from wholepicture_producers.workbook.beginnings import is_workbook

_ROWS = 500
_PIECE = 1024 * 1024
_DELIMITERS = ",;\t|"
_LEAST_COLUMNS = 2
_VALUE = re.compile(r"\d{3}|\d[/.:-]\d|@")
"""What no name of a column has, as a rule: a date, a time, a number, an address of e-mail."""
_AGAINST = 2
"""How many names one value outweighs."""


@dataclass(frozen=True, slots=True)
class Sample:
    """The columns of an export, each with the values of its first rows."""

    columns: dict[str, tuple[str, ...]]
    """By the name in the header, in its order; empty cells too."""
    rows: int
    sheet: str | None = None
    """The sheet of a workbook, where one was named."""
    hides_rows: bool = False
    """Whether a workbook hides some of these rows."""

    def values(self, column: str) -> tuple[str, ...]:
        """What a column says, without empty cells and words for nothing."""
        return tuple(
            plain_value(cell) for cell in self.columns[column] if cell and not means_nothing(cell)
        )


def sample_of(path: Path, sheet: str | None = None) -> Sample:
    """The sample of an export; the header is the first row with the most names.

    A row with more cells than the others, such as one with a comma too many, is no header, and
    nothing of it is sampled.

    ``sheet`` names one of a workbook's sheets.

    Raises:
        NotReadable: where it cannot be read, or no row could be its header.
    """
    try:
        with path.open("rb") as stream:
            start = stream.read(_PIECE)
            stream.seek(0)
            if is_workbook(start, path.name):
                return _of_workbook(stream, path.name, sheet)
            encoding = encoding_of(stream, None, path.name)
            texts = [line.text for line in islice(lines(stream, encoding, path.name), 4 * _ROWS)]
    except OSError as error:
        raise NotReadable(f"{path} cannot be read: {error.strerror}.") from None
    return _of_rows(list(_cells(texts)), path.name)


def _of_workbook(stream: BinaryIO, name: str, told: str | None) -> Sample:
    from wholepicture_producers.workbook.files import opened  # they take time to import
    from wholepicture_producers.workbook.sheets import chosen

    sheet = chosen(opened(stream, name)[0], told, name)
    rows = list(islice(sheet.rows(), 4 * _ROWS))
    table = [[" ".join(cell.split()) for cell in row.row.cells] for row in rows]
    widest = max(map(len, table), default=0)
    found = _of_rows([[*row, *[""] * (widest - len(row))] for row in table], name)
    hides_rows = any(row.hidden and not row.is_blank for row in rows)
    return replace(found, sheet=told, hides_rows=hides_rows)


def _of_rows(table: list[list[str]], name: str) -> Sample:
    at = _header(table)
    if at is None:
        raise NotReadable(f"{name} has no row with the names of columns: export it with a header.")
    names = table[at]
    below = [row for row in table[at + 1 :] if any(row)][:_ROWS]
    rows = [row for row in below if _length(row) <= len(names)]
    columns = {
        name: tuple(row[place] if place < len(row) else "" for row in rows)
        for place, name in enumerate(names)
        if name
    }
    return Sample(columns, len(rows))


def _header(table: list[list[str]]) -> int | None:
    """Where the header stands: the row with the most names, where values count against it.

    It is none of the rows that have more cells than most, as a comma may have cut a cell in two.
    """
    filled = [at for at, row in enumerate(table) if sum(map(bool, row)) >= _LEAST_COLUMNS]
    if not filled:
        return None
    usual = Counter(len(table[at]) for at in filled).most_common(1)[0][0]
    may_be = [at for at in filled if len(table[at]) <= usual]
    return max(may_be, key=lambda at: (_names(table[at]), -at))


def _names(row: list[str]) -> int:
    """How many cells of a row may be names, less what its values count against it."""
    values = sum(1 for cell in row if _VALUE.search(cell) or is_whole(cell))
    return sum(map(bool, row)) - _AGAINST * values


def _length(row: list[str]) -> int:
    """The cells of a row, without blank ones at its end."""
    return max((at for at, cell in enumerate(row, start=1) if cell), default=0)


def _cells(texts: list[str]) -> Iterator[list[str]]:
    """The rows of a table, with the delimiter that its first lines have most."""
    top = "".join(texts[:20])
    delimiter = max(_DELIMITERS, key=top.count)
    try:
        for row in csv.reader(texts, delimiter=delimiter):
            yield [" ".join(written(cell).split()) for cell in row]
    except csv.Error:
        return
