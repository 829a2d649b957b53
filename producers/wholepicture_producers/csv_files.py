"""Tables in text files: their encoding, delimiter and header, and their rows as they stand.

All of a table is looked at before a row of it is read: its lines, its quotes and its lengths.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from wholepicture_producers.decoding import Line, encoding_of, is_utf_8, lines
from wholepicture_producers.drafts import LocatedProblem, NotReadable, TableRow
from wholepicture_producers.footers import without_footer
from wholepicture_producers.guarding import unguarded
from wholepicture_producers.headers import REASONS, header
from wholepicture_producers.mapping import ColumnMapping
from wholepicture_producers.quotes import scan
from wholepicture_producers.row_problems import (
    below_another_header,
    goes_on,
    named,
    not_text,
    quote_went_wrong,
    wrong_length,
)
from wholepicture_producers.rows import Likeness, Row, rows
from wholepicture_producers.table_dates import has_date

_PIECE = 100


@dataclass(frozen=True, slots=True)
class TableFormat:
    """The format of a table, in which its rejected rows are written too."""

    header: tuple[str, ...]
    delimiter: str
    encoding: str


class OpenTable:
    """A table whose header was read, and its rows."""

    def __init__(self, stream: BinaryIO, mapping: ColumnMapping, name: str) -> None:
        """Read the frame of a table.

        Raises:
            NotReadable: where it is no text, or has not each column that the mapping names once.
        """
        told = None if _was_saved_anew(stream) else mapping.encoding
        encoding = encoding_of(stream, told, name)
        self._lines = tuple(lines(stream, encoding, name, told=told is not None))
        texts = [line.text for line in self._lines]
        if not any(text.strip() for text in texts):
            raise NotReadable(f"{name} is empty: export it again, with its header.")
        top = header(texts, mapping, name)
        self._header, self._guarded = top, top.of_rejects
        self._like = Likeness(len(top.names), top.delimiter, has_date(mapping, top.columns))
        if any(
            self._like.is_row(scan([text], 0, top.delimiter), "") for text in texts[: top.first]
        ):
            raise NotReadable(f"{name} has rows above its header: move row {top.first + 1} up.")
        found = list(rows(texts, top.last + 1, top.first + 2, self._like))
        self._rows, self._footer = without_footer(found, mapping.footer_rows)
        self._surplus = _surplus(self._rows, len(top.names))
        self.like = TableFormat(
            top.names, top.delimiter, "utf-16" if encoding.startswith("utf-16") else encoding
        )
        self.guessed = tuple(row.number for row in self._rows if self._doubt(row) == "guessed")
        """The rows that are not UTF-8 while nobody said what they are."""

    def rows(self) -> Iterator[TableRow]:
        """The rows that are not blank, each with what is wrong with its frame."""
        ends = self._unfinished()
        columns = {self._header.names[at] for at in self._header.columns.values()}
        another_header = False
        for row in self._rows:
            if row.blank:
                continue
            if columns <= set(map(str.strip, row.cells)):
                another_header |= not self._is_header(row.cells)
                continue
            wrong = below_another_header(row.number) if another_header else self._wrong(row)
            if wrong is None and row.number in ends:
                wrong = goes_on(row.number, ends[row.number])
            yield self._table_row(row, wrong)

    def remarks(self) -> Iterator[str]:
        """What was passed over or read although it is not as it should be."""
        if self._footer:
            yield f"{named('Row', self._footer)} passed over: a footer, which is no event."
        letters = [row.number for row in self._rows if row.letters and self._wrong(row) is None]
        if letters:
            yield (
                f"{named('Row', letters)} read with a quote inside a cell that does not begin with "
                "one: check the texts there."
            )

    def _table_row(self, row: Row, wrong: LocatedProblem | None) -> TableRow:
        cells, names = row.cells, self._header.names
        if wrong is None:
            cells = cells[: len(names)]
        if self._guarded:
            cells = tuple(map(unguarded, cells))
        by_name = dict(zip(names, cells, strict=False))
        places = self._header.columns.items()
        by_name |= {column: cells[at] for column, at in places if at < len(cells)}
        return TableRow(row.number, by_name, wrong, self._texts(row, cells))

    def _texts(self, row: Row, cells: tuple[str, ...]) -> tuple[str, ...]:
        """The cells for the file of rejected rows.

        What cannot be read stands behind the last column, so that the row stays rejected until a
        person has put it where it belongs.
        """
        aside = ""
        if row.fault is not None:
            texts = [line.text for line in self._lines[row.fault.line : row.last + 1]]
            aside = "".join([texts[0][row.fault.start :], *texts[1:]]).rstrip("\r\n")
        elif self._doubt(row) == "unreadable":
            cells, aside = tuple(map(_shown, cells)), "?"
        if not aside:
            return cells
        return (*cells, *[""] * (len(self._header.names) - len(cells)), _shown(aside))

    def _wrong(self, row: Row) -> LocatedProblem | None:
        """What is wrong with the frame of a row, whatever stands around it."""
        names, cells = self._header.names, row.cells
        if row.fault is not None:
            at = min(len(cells), len(names) - 1)
            line, last = self._lines[row.fault.line].number, self._lines[row.last].number
            column, ends = names[at] or f"{at + 1}", row.last + 1 == len(self._lines)
            return quote_went_wrong(row.number, column, row.fault.wrong, line, last, ends=ends)
        if self._doubt(row) == "unreadable":
            return not_text(f"row {row.number}")
        beyond = len(cells) - len(names)
        named = max((at + 1 for at, name in enumerate(names) if name), default=0)
        nameless = any(cell.strip() for cell in cells[named:])
        if beyond not in {0, *self._surplus} or nameless:
            return wrong_length(row.number, len(cells), len(names))
        return None

    def _unfinished(self) -> dict[int, int]:
        """The rows whose last text goes on in the next line, each with the number of that one.

        A line goes on with a text that is not in quotes where it has not the cells of a row, no
        date in its place, and does not begin like the row before.
        """
        ends: dict[int, int] = {}
        before: Row | None = None
        for row in self._rows:
            if row.blank:
                continue
            like = before.cells[0] if before is not None and before.cells else ""
            if row.fault or self._like.fits(row.cells) or self._like.shows(row.cells, like):
                before = row
            elif before is not None:
                ends.setdefault(before.number, row.number)
        return ends

    def _is_header(self, cells: Sequence[str]) -> bool:
        return tuple(map(str.strip, cells))[: self._like.width] == self._header.names

    def _doubt(self, row: Row) -> str | None:
        within: Sequence[Line] = self._lines[row.first : row.last + 1]
        doubts = {line.doubt for line in within}
        if "unreadable" in doubts or any("\0" in line.text for line in within):
            return "unreadable"
        return "guessed" if "guessed" in doubts else None


def _was_saved_anew(stream: BinaryIO) -> bool:
    """Whether a spreadsheet has saved a file of rejected rows as UTF-8, whatever it was before."""
    start = stream.read(_PIECE)
    stream.seek(0)
    return REASONS[0].encode() in start and is_utf_8(stream)


def _surplus(rows: Sequence[Row], width: int) -> set[int]:
    """How many blank cells rows of this table may have behind the header's.

    Some programs end each row with a delimiter. A single row with a cell too many may have a
    delimiter in a text, so it takes as many rows that end so as there are others.
    """
    beyond = Counter(
        len(row.cells) - width
        for row in rows
        if row.fault is None and not row.blank and len(row.cells) >= width
    )
    return {more for more, count in beyond.items() if more and count >= beyond[0]}


def _shown(text: str) -> str:
    """A text with its bytes that are no text as a person sees them."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
