"""A table in a sheet: its header is found by its names, and its rows are told as a CSV's are."""

from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO

from openpyxl.utils.cell import get_column_letter
from wholepicture_schemas.problems import Problem

from wholepicture_producers.drafts import LocatedProblem, NotReadable, SheetPlaces, TableRow
from wholepicture_producers.frame.csv_files import TableFormat
from wholepicture_producers.frame.decoding import WITH_MARK
from wholepicture_producers.frame.footers import Footer
from wholepicture_producers.frame.headers import DEEPEST, Header, among
from wholepicture_producers.frame.last_rows import LastRows
from wholepicture_producers.frame.row_problems import below_another_header, named
from wholepicture_producers.frame.rows import Likeness
from wholepicture_producers.frame.table_dates import has_date
from wholepicture_producers.mapping import ColumnMapping
from wholepicture_producers.workbook.files import opened
from wholepicture_producers.workbook.merges import Merges
from wholepicture_producers.workbook.sheets import SheetFrame, SheetRow, chosen
from wholepicture_producers.workbook.values import as_column_reads


class OpenSheet:
    """The table of a workbook, of which all rows were looked at once, and its rows."""

    def __init__(self, stream: BinaryIO, mapping: ColumnMapping, name: str) -> None:
        """Read the frame of the table, and the file to its end.

        Raises:
            NotReadable: where the workbook cannot be read to its end, where none of its sheets or
                more than one may be meant, where it has hidden rows of which the mapping says
                nothing, or not each column that the mapping names once.
        """
        self._mapping, self._name = mapping, name
        workbook, remarks = opened(stream, name)
        self._sheet = chosen(workbook, mapping.sheet, name)
        self._header = top = among(self._candidates(), mapping, self._named)
        self.like = TableFormat(top.names, ",", WITH_MARK)
        letters = {column: get_column_letter(at + 1) for column, at in top.columns.items()}
        self._places = SheetPlaces(self._sheet.title, letters)
        self.last = LastRows()
        """In which row each event ends."""
        self._frame = SheetFrame()
        self._footer = self._looked_through()
        self._remarks = [*remarks, *self._about_columns()]
        self.guessed: tuple[int, ...] = ()

    def rows(self) -> Iterator[TableRow]:
        """The rows that are not blank, each with what is wrong with its frame."""
        header = {self._header.names[at] for at in self._header.columns.values()}
        merges = Merges(self._frame.merged, set(self._header.columns.values()))
        another_header = False
        for row in self._below_header():
            number, cells = row.row.number, row.row.cells
            if number in self._footer or (row.hidden and self._mapping.hidden_rows == "leave-out"):
                continue
            if header <= set(map(str.strip, cells)):
                another_header |= tuple(map(str.strip, cells)) != self._header.names
                continue
            wrong = below_another_header(number) if another_header else None
            merged = merges.of(number)
            if wrong is None and merged is not None:
                wrong = _is_merged(number, f"{self._sheet.title}!{merged}")
            yield self._table_row(row, wrong or self._numbers_without_a_result(row))

    def remarks(self) -> Iterator[str]:
        """What was passed over or read although it is not as it should be."""
        yield from self._remarks
        if self._footer:
            yield f"{named('Row', sorted(self._footer))} passed over: a footer, which is no event."

    @property
    def _named(self) -> str:
        return f"{self._name}, sheet {self._sheet.title},"

    def _candidates(self) -> Iterator[Header]:
        for row in islice(self._sheet.rows(), DEEPEST):
            number, told = row.row.number, self._mapping.header_row
            names = tuple(cell.strip() for cell in row.row.cells)
            if any(names) and told in {None, number}:
                while not names[-1]:
                    names = names[:-1]
                yield Header(names, ",", number - 1, number - 1, {})

    def _looked_through(self) -> frozenset[int]:
        """The numbers of the footer's rows, after all rows were looked at."""
        top, mapping = self._header, self._mapping
        like = Likeness(len(top.names), ",", has_date(mapping, top.columns))
        footer, hidden = Footer(mapping.footer_rows), list[int]()
        grouping = top.columns.get(mapping.group_by or "")
        for row in self._sheet.rows(self._frame):
            number, cells = row.row.number, row.row.cells
            if row.is_blank:
                continue
            if number <= top.last + 1:
                if number <= top.first and len(cells) >= like.width and like.has_date(cells):
                    raise NotReadable(
                        f"{self._named} has rows above its header: move row {top.first + 1} up."
                    )
                continue
            footer.add(row.row)
            if row.hidden:
                hidden.append(number)
            if grouping is not None and grouping < len(cells):
                self.last.add(cells[grouping].strip(), number)
        if hidden and mapping.hidden_rows is None:
            raise NotReadable(
                f"{self._named} hides rows. {named('Row', hidden)} hidden, by a "
                'filter or by hand. Say in the mapping whether they are meant: hidden_rows = "read"'
                ' or hidden_rows = "leave-out". Or show them, and save the workbook.'
            )
        return frozenset(footer.numbers)

    def _below_header(self) -> Iterator[SheetRow]:
        for row in self._sheet.rows():
            if row.row.number > self._header.last + 1 and not row.is_blank:
                yield row

    def _table_row(self, row: SheetRow, wrong: LocatedProblem | None) -> TableRow:
        width = len(self._header.names)
        cells = list(row.row.cells[:width])
        for column in self._mapping.columns:
            at = self._header.columns[column.name]
            if column.dates.formats and at in row.dates:
                cells[at] = as_column_reads(row.dates[at], cells[at], column.dates.formats)
        by_name = dict(zip(self._header.names, cells, strict=False))
        places = self._header.columns.items()
        by_name |= {column: cells[at] for column, at in places if at < len(cells)}
        unread = {column: row.unread[at] for column, at in places if at in row.unread}
        return TableRow(row.row.number, by_name, wrong, tuple(cells), unread, self._places)

    def _numbers_without_a_result(self, row: SheetRow) -> LocatedProblem | None:
        """A row whose number is a formula without its result: it would be another event."""
        mapping = self._mapping
        for column in (mapping.group_by, mapping.once, mapping.family_reference):
            unclear = row.unread.get(self._header.columns[column]) if column else None
            if column and unclear:
                number = row.row.number
                place = self._places.cell(number, column)
                return LocatedProblem(Problem(f"row {number}", unclear.what, unclear.fix), place)
        return None

    def _about_columns(self) -> Iterator[str]:
        hidden = [
            column
            for column, at in self._header.columns.items()
            if at in self._frame.hidden_columns
        ]
        if hidden:
            yield (
                f"{self._name} hides {', '.join(hidden)}, which the mapping names: read all the "
                "same. Take out of the mapping what is not meant."
            )


def _is_merged(row: int, cells: str) -> LocatedProblem:
    fix = "Take the merge away, and write in each cell what holds for its row."
    return LocatedProblem(Problem(f"row {row}", f"has merged cells, {cells}", fix))
