"""Tables in text files: their encoding, delimiter and header, and their rows as they stand.

All of a table is looked at before a row of it is read: its lines, its quotes and its lengths.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from wholepicture_producers.drafts import LocatedProblem, NotReadable, TableRow
from wholepicture_producers.frame.decoding import encoding_of, is_utf_8, lines
from wholepicture_producers.frame.file_lines import FileLines
from wholepicture_producers.frame.footers import Footer
from wholepicture_producers.frame.guarding import unguarded
from wholepicture_producers.frame.headers import REASONS, header
from wholepicture_producers.frame.last_rows import LastRows
from wholepicture_producers.frame.quotes import scan
from wholepicture_producers.frame.row_problems import (
    below_another_header,
    goes_on,
    named,
    not_text,
    quote_went_wrong,
    wrong_length,
)
from wholepicture_producers.frame.rows import Likeness, Row, rows
from wholepicture_producers.frame.surveying import Surveying
from wholepicture_producers.frame.table_dates import has_date
from wholepicture_producers.mapping import ColumnMapping

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
        self._lines = FileLines(lambda: lines(stream, encoding, name, told=told is not None))
        if self._lines.is_blank:
            raise NotReadable(f"{name} is empty: export it again, with its header.")
        top = header(self._lines, mapping, name)
        self._header, self._guarded = top, top.of_rejects
        self._like = Likeness(len(top.names), top.delimiter, has_date(mapping, top.columns))
        above = (scan([text], 0, top.delimiter) for text in self._lines[: top.first])
        if any(self._like.is_row(read, "") for read in above):
            raise NotReadable(f"{name} has rows above its header: move row {top.first + 1} up.")
        self.like = TableFormat(
            top.names, top.delimiter, "utf-16" if encoding.startswith("utf-16") else encoding
        )
        self._grouping = top.columns.get(mapping.group_by or "")
        footer = Footer(mapping.footer_rows)
        self._survey = Surveying(self._like, footer, self._is_guessed, self._number).survey(
            self._rows()
        )
        self._letters: list[int] = []
        """The rows that were read with a quote as a letter."""

    @property
    def last(self) -> LastRows:
        """In which row each event of the table ends."""
        return self._survey.last

    @property
    def guessed(self) -> tuple[int, ...]:
        """The rows that are not UTF-8 while nobody said what they are."""
        return self._survey.guessed

    def rows(self) -> Iterator[TableRow]:
        """The rows that are not blank, each with what is wrong with its frame."""
        ends = self._survey.goes_on
        columns = {self._header.names[at] for at in self._header.columns.values()}
        another_header = False
        for row in self._rows():
            if row.blank or row.number in self._survey.footer:
                continue
            if columns <= set(map(str.strip, row.cells)):
                another_header |= not self._is_header(row.cells)
                continue
            wrong = self._wrong(row)
            if row.letters and wrong is None:
                self._letters.append(row.number)
            if another_header:
                wrong = below_another_header(row.number)
            if wrong is None and row.number in ends:
                wrong = goes_on(row.number, ends[row.number])
            yield self._table_row(row, wrong)

    def _rows(self) -> Iterator[Row]:
        """All rows as they stand; each takes the lines before it out of memory."""
        start, number = self._header.last + 1, self._header.first + 2
        for row in rows(self._lines, start, number, self._like):
            self._lines.keep_from(row.first)
            yield row

    def remarks(self) -> Iterator[str]:
        """What was passed over or read although it is not as it should be, once rows were read."""
        if self._survey.footer:
            numbers = sorted(self._survey.footer)
            yield f"{named('Row', numbers)} passed over: a footer, which is no event."
        if self._letters:
            yield (
                f"{named('Row', self._letters)} read with a quote inside a cell that does not "
                "begin with one: check the texts there."
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
            texts = self._lines[row.fault.line : row.last + 1]
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
            line, last = row.fault.line + 1, row.last + 1
            column, ends = names[at] or f"{at + 1}", row.last + 1 == len(self._lines)
            return quote_went_wrong(row.number, column, row.fault.wrong, line, last, ends=ends)
        if self._doubt(row) == "unreadable":
            return not_text(f"row {row.number}")
        beyond = len(cells) - len(names)
        named = max((at + 1 for at, name in enumerate(names) if name), default=0)
        nameless = any(cell.strip() for cell in cells[named:])
        if beyond not in {0, *self._survey.surplus} or nameless:
            return wrong_length(row.number, len(cells), len(names))
        return None

    def _is_header(self, cells: Sequence[str]) -> bool:
        return tuple(map(str.strip, cells))[: self._like.width] == self._header.names

    def _number(self, row: Row) -> str | None:
        if self._grouping is None:
            return None
        told = row.cells[self._grouping] if self._grouping < len(row.cells) else ""
        return (unguarded(told) if self._guarded else told).strip()

    def _is_guessed(self, row: Row) -> bool:
        return self._doubt(row) == "guessed"

    def _doubt(self, row: Row) -> str | None:
        within = self._lines.between(row.first, row.last)
        doubts = {line.doubt for line in within}
        if "unreadable" in doubts or any("\0" in line.text for line in within):
            return "unreadable"
        return "guessed" if "guessed" in doubts else None


def _was_saved_anew(stream: BinaryIO) -> bool:
    """Whether a spreadsheet has saved a file of rejected rows as UTF-8, whatever it was before."""
    start = stream.read(_PIECE)
    stream.seek(0)
    return REASONS[0].encode() in start and is_utf_8(stream)


def _shown(text: str) -> str:
    """A text with its bytes that are no text as a person sees them."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
