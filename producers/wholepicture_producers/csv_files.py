"""Tables in text files: their encoding, delimiter and header, and their rows as they stand."""

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import BinaryIO

from wholepicture_producers.drafts import NotReadable, TableRow
from wholepicture_producers.mapping import ColumnMapping

FALLBACK = "cp1252"
REASONS = ("Rejected row", "Rejected because")
"""The columns that a file of rejected rows has before its own, and that no mapping reads."""

_WITH_MARK = "utf-8-sig"
"""UTF-8 with the mark by which a spreadsheet knows it; where it is read, the mark may be absent."""
_LARGEST_CELL = 4 * 1024 * 1024
_PIECE = 1024 * 1024
_QUOTED = re.compile(r'"[^"]*"')
_DELIMITER_LINE = re.compile(r'"?sep=(.)"?', re.IGNORECASE)
"""The line that some programs put above the header for a spreadsheet."""


@dataclass(frozen=True, slots=True)
class TableFormat:
    """The format of a table, in which its rejected rows are written too."""

    header: tuple[str, ...]
    delimiter: str
    encoding: str


@dataclass(frozen=True, slots=True)
class OpenTable:
    """A table whose header was read, and its rows, which are read as they are asked for."""

    like: TableFormat
    rows: Iterator[TableRow]
    guessed: bool
    """Whether it is not UTF-8 and nobody said what it is."""


def open_table(stream: BinaryIO, mapping: ColumnMapping, name: str) -> OpenTable:
    """The table in a file, blank rows left out.

    Raises:
        NotReadable: where it cannot be read, or has not each column that the mapping names once;
            and while the rows are read, where the rest of them cannot be.
    """
    with _told(name):
        encoding = _named(mapping.encoding, name) if mapping.encoding else _found(stream, name)
        text = io.TextIOWrapper(stream, encoding=encoding, newline="")
        top = text.readline()
        said = _DELIMITER_LINE.fullmatch(top.strip())
        names = text.readline() if said else top
        text.seek(0)
        unquoted = _QUOTED.sub("", names)
        delimiter = mapping.delimiter or (said[1] if said else max(",;\t|", key=unquoted.count))
        csv.field_size_limit(_LARGEST_CELL)
        reader = csv.reader(text, delimiter=delimiter)
        if said:
            next(reader)
        header = tuple(column.strip() for column in next(reader, []))
    _check(header, mapping, name)
    guessed = encoding == FALLBACK and mapping.encoding is None
    return OpenTable(
        TableFormat(header, delimiter, _WITH_MARK if guessed else encoding),
        _rows(reader, header, 3 if said else 2, name),
        guessed,
    )


def _rows(
    reader: Iterator[list[str]], header: tuple[str, ...], first: int, name: str
) -> Iterator[TableRow]:
    """The rows, numbered as a spreadsheet shows them.

    A spreadsheet saves every row as wide as the widest: a cell below no name must then be empty.
    """
    nameless = [at for at, column in enumerate(header) if not column]
    number = first
    with _told(name, lambda: f" from row {number} on: look there for a quote that is not closed"):
        for number in count(first):
            cells = next(reader, None)
            if cells is None:
                return
            if not any(cell.strip() for cell in cells):
                continue
            whole = len(cells) == len(header) and not any(cells[at].strip() for at in nameless)
            named = dict(zip(header, cells, strict=False))
            yield TableRow(number, named, whole=whole, texts=tuple(cells))


def _check(header: tuple[str, ...], mapping: ColumnMapping, name: str) -> None:
    """Refuse a table that lacks a column of the mapping, or has one twice.

    The message names only columns of the mapping: without a header, the first row holds data.
    """
    missing = [column for column in mapping.named() if column not in header]
    if missing and not header:
        raise NotReadable(f"{name} is empty: export it again, with its header.")
    if missing:
        raise NotReadable(
            f"{name} has no column {', '.join(missing)}, which the mapping names: "
            "check its first row, and the delimiter."
        )
    twice = [column for column in mapping.named() if header.count(column) > 1]
    if twice:
        raise NotReadable(
            f"{name} has more than one column {', '.join(twice)}: "
            "give each a name of its own, in the file and in the mapping."
        )


def _named(encoding: str, name: str) -> str:
    """The encoding that the mapping names, as Python knows it."""
    try:
        known = codecs.lookup(encoding).name
    except LookupError:
        raise NotReadable(f"encoding in the mapping of {name} is not known.") from None
    return _WITH_MARK if known == "utf-8" else known


def _found(stream: BinaryIO, name: str) -> str:
    """UTF-8 where all of the file is, UTF-16 where it says so, else Windows-1252."""
    start = stream.read(2)
    stream.seek(0)
    if start in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
        return "utf-16"
    for encoding in (_WITH_MARK, FALLBACK):
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            while piece := stream.read(_PIECE):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        finally:
            stream.seek(0)
        return encoding
    raise NotReadable(
        f"{name} is neither UTF-8 nor Windows-1252: save it as CSV UTF-8, "
        "or name its encoding in the mapping."
    )


@contextmanager
def _told(name: str, where: Callable[[], str] = lambda: "") -> Iterator[None]:
    """Turn an error of reading a table into a sentence that quotes nothing of it."""
    try:
        yield
    except UnicodeDecodeError as error:
        raise NotReadable(f"{name} is not {error.encoding} text: set encoding.") from None
    except csv.Error:
        raise NotReadable(f"{name} is not a table of texts and commas{where()}.") from None
