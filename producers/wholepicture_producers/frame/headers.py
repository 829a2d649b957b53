"""The header of a table, found by the names that a mapping has for its columns.

Names are compared without case, blanks and line breaks. What stands above the header is passed
over.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from wholepicture_producers.drafts import NotReadable
from wholepicture_producers.frame.guarding import unguarded
from wholepicture_producers.frame.quotes import scan
from wholepicture_producers.mapping import ColumnMapping

REASONS = ("Rejected row", "Rejected because")
"""The columns that a file of rejected rows has before its own, and that no mapping reads."""

_DELIMITERS = ",;\t|"
DEEPEST = 100
"""How many lines are looked at for the header."""
_DELIMITER_LINE = re.compile(r'\ufeff?"?sep=(.)"?', re.IGNORECASE)
"""The line that some programs put above the header for a spreadsheet."""


@dataclass(frozen=True, slots=True)
class Header:
    """The names of a table's columns, and where they stand."""

    names: tuple[str, ...]
    delimiter: str
    first: int
    """The position of its first line."""
    last: int
    columns: Mapping[str, int]
    """For each column that the mapping names, its position in a row."""

    @property
    def of_rejects(self) -> bool:
        """Whether the table is a file of rejected rows."""
        return is_reason(self.names[0])


def header(lines: Sequence[str], mapping: ColumnMapping, name: str) -> Header:
    """The header among the first lines of a table.

    Raises:
        NotReadable: where no row has each column that the mapping names once. The sentence names
            columns of the mapping alone: without a header, the first row holds data.
    """
    return among(_candidates(lines, mapping), mapping, name, ", and the delimiter")


def among(
    candidates: Iterable[Header], mapping: ColumnMapping, name: str, also: str = ""
) -> Header:
    """The first of these rows that has each column which the mapping names.

    ``also`` says what beside the header may be wrong where there is none.

    Raises:
        NotReadable: as of ``header``.
    """
    named = mapping.named()
    fewest = named
    for found in candidates:
        places = {column: _places(column, found.names) for column in named}
        missing = tuple(column for column in named if not places[column])
        if missing:
            fewest = min(fewest, missing, key=len)
            continue
        twice = [column for column in named if len(places[column]) > 1]
        if twice:
            raise NotReadable(
                f"{name} has more than one column {', '.join(twice)}: "
                "give each a name of its own, in the file and in the mapping."
            )
        columns = {column: places[column][0] for column in named}
        return Header(found.names, found.delimiter, found.first, found.last, columns)
    raise NotReadable(
        f"{name} has no column {', '.join(fewest)}, which the mapping names: "
        f"check its header{also}."
    )


def folded(name: str) -> str:
    """A column's name as names are compared."""
    return "".join(
        letter
        for letter in unicodedata.normalize("NFKC", name).casefold()
        if not letter.isspace() and unicodedata.category(letter) != "Cf"
    )


def is_reason(name: str) -> bool:
    """Whether a column is one of those that a file of rejected rows has before its own."""
    return folded(name) in set(map(folded, REASONS))


def _candidates(lines: Sequence[str], mapping: ColumnMapping) -> Iterator[Header]:
    """What may be the header, read with each delimiter that the file may have."""
    said = _DELIMITER_LINE.fullmatch(lines[0].strip("\r\n")) if lines else None
    first = mapping.delimiter or (said[1] if said else "")
    delimiters = dict.fromkeys(delimiter for delimiter in (first, *_DELIMITERS) if delimiter)
    start, end = 0, min(len(lines), DEEPEST)
    if mapping.header_row is not None:
        start, end = mapping.header_row - 1, min(len(lines), mapping.header_row)
    for at in range(start, end):
        of_line = (_read(lines, at, delimiter) for delimiter in delimiters)
        found = [candidate for candidate in of_line if candidate is not None]
        yield from sorted(found, key=lambda header: (header.delimiter != first, -len(header.names)))


def _read(lines: Sequence[str], at: int, delimiter: str) -> Header | None:
    read = scan(lines, at, delimiter)
    if read.fault is not None:
        return None
    names = tuple(cell.strip() for cell in read.cells)
    if is_reason(names[0]):
        names = tuple(map(unguarded, names))
    return Header(names, delimiter, at, read.last, {})


def _places(column: str, names: Sequence[str]) -> list[int]:
    """Where a column stands: by its very name, or else by the name without case and blanks."""
    exactly = [at for at, name in enumerate(names) if name == column]
    alike = folded(column)
    return exactly or [at for at, name in enumerate(names) if alike and folded(name) == alike]
