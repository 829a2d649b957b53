"""The sheets of a workbook, and the rows of one, read one after another from the file.

openpyxl reads cells, texts and styles. Its own reading row by row does not tell what the parser
below it knows: hidden rows, merged cells, and whether an empty cell has a formula. So the parser is
used directly.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from xml.etree.ElementTree import Element, iterparse

from openpyxl import Workbook
from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.utils.cell import range_boundaries
from openpyxl.worksheet._reader import COL_TAG, FORMULA_TAG, MERGE_TAG, ROW_TAG, WorkSheetParser

from wholepicture_producers.cell.unclear import Unclear
from wholepicture_producers.drafts import NotReadable
from wholepicture_producers.frame.rows import Row
from wholepicture_producers.workbook.files import damage_told
from wholepicture_producers.workbook.merges import Merged
from wholepicture_producers.workbook.values import CellFormat, CellValue, format_of, value_of

_HIDDEN = {"1", "true"}
_FORMULA = "f"
_COUNTED = {"n", "d"}
"""Types of cells of which a format says what they are."""
_PLAIN = CellFormat()
_ParsedRow = tuple[int, list[dict[str, Any]], bool]
"""A row's number, its cells, and whether it is hidden."""
_LAST_COLUMN, _LAST_ROW = 16_384, 1_048_576
_NO_RESULT = "is a formula that was saved without its result"
_SAVE = "Open the workbook in its program, save it, and publish it again."


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row of a sheet."""

    row: Row
    """Its cells as texts, from column A on."""
    dates: Mapping[int, dt.datetime]
    """The day or moment in each cell that holds one, by the position of the cell."""
    unread: Mapping[int, Unclear]
    """What is asked about the cells that hold something and tell no value."""
    hidden: bool

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands in it."""
        return self.row.blank and not self.unread


@dataclass
class SheetFrame:
    """What a sheet says beside its rows, once they were read."""

    merged: set[Merged] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    """The positions of hidden columns."""


class Sheet:
    """A sheet of a workbook."""

    def __init__(self, sheet: Any, file: str) -> None:
        """``sheet`` is openpyxl's, read row by row; ``file`` is the name for sentences."""
        self._sheet, self._file = sheet, file
        self.title: str = sheet.title
        self.is_hidden: bool = sheet.sheet_state != "visible"
        self._format = cache(self._format_of)

    def holds_any(self) -> bool:
        """Whether anything stands in it."""
        return any(not row.is_blank for row in self.rows())

    def rows(self, frame: SheetFrame | None = None) -> Iterator[SheetRow]:
        """The rows that are in the file, in order; ``frame`` is filled while they are read.

        Raises:
            NotReadable: where the file is damaged.
        """
        for number, cells, hidden in self._parsed(frame or SheetFrame()):
            texts: list[str] = []
            dates: dict[int, dt.datetime] = {}
            unread: dict[int, Unclear] = {}
            for cell in cells:
                at = cell["column"] - 1
                texts += [""] * (at + 1 - len(texts))
                try:
                    value = self._value(cell)
                except Unclear as error:
                    unread[at] = error
                    continue
                texts[at] = value.text
                if value.date is not None:
                    dates[at] = value.date
            yield SheetRow(Row(number, number, number, tuple(texts)), dates, unread, hidden)

    def _parsed(self, frame: SheetFrame) -> Iterator[_ParsedRow]:
        sheet = self._sheet
        with damage_told(self._file), sheet._get_source() as source:  # noqa: SLF001 - the only name
            parser = _Parser(source, sheet._shared_strings, data_only=True)  # noqa: SLF001 - likewise
            yield from parser.rows(frame)

    def _value(self, cell: dict[str, Any]) -> CellValue:
        kind = cell["data_type"]
        if kind == _FORMULA:
            raise Unclear(_NO_RESULT, _SAVE)
        form = self._format(cell["style_id"]) if kind in _COUNTED else _PLAIN
        return value_of(cell["value"], form, self._sheet.parent.epoch)

    def _format_of(self, style: int) -> CellFormat:
        return format_of(ReadOnlyCell(self._sheet, 1, 1, None, style_id=style).number_format)


def chosen(workbook: Workbook, told: str | None, file: str) -> Sheet:
    """The sheet that the mapping names, or the only visible one that holds anything.

    Raises:
        NotReadable: where there is none, or none is named of several.
    """
    sheets = [Sheet(sheet, file) for sheet in workbook.worksheets]
    if told is not None:
        named = next((sheet for sheet in sheets if sheet.title.strip() == told.strip()), None)
        if named is None:
            names = ", ".join(sheet.title for sheet in sheets)
            raise NotReadable(
                f"{file} has no sheet {told}, which the mapping names. It has: {names}."
            )
        return named
    filled = [sheet for sheet in sheets if not sheet.is_hidden and sheet.holds_any()]
    if not filled:
        raise NotReadable(f"{file} has no visible sheet that holds anything: export it again.")
    if len(filled) > 1:
        names = ", ".join(sheet.title for sheet in filled)
        raise NotReadable(
            f"{file} has several sheets that hold something ({names}): say in the mapping which "
            f'one is the table, such as sheet = "{filled[0].title}".'
        )
    return filled[0]


class _Parser(WorkSheetParser):
    """The parser of openpyxl, of which only rows, columns and merged cells are wanted."""

    def rows(self, frame: SheetFrame) -> Iterator[_ParsedRow]:
        for _, element in iterparse(self.source):  # noqa: S314 - its file was looked at in ``files``
            if element.tag == ROW_TAG:
                hidden = element.get("hidden") in _HIDDEN
                number, cells = self.parse_row(element)  # type: ignore[arg-type]  # its stubs
                element.clear()
                self.row_dimensions.clear()
                yield number, cells, hidden
            elif element.tag == COL_TAG and element.get("hidden") in _HIDDEN:
                first, last = int(element.get("min", 0)), int(element.get("max", 0))
                frame.hidden_columns |= set(range(first - 1, last))
            elif element.tag == MERGE_TAG:
                refs = (merged.get("ref") for merged in element)
                frame.merged |= {_whole(ref) for ref in refs if ref}

    def parse_cell(self, element: Element) -> dict[str, Any]:
        """The cell; its type is that of a formula where one was saved without a result."""
        cell: dict[str, Any] = super().parse_cell(element)
        is_text = element.get("t") == "str"
        if cell["value"] is None and not is_text and element.find(FORMULA_TAG) is not None:
            cell["data_type"] = _FORMULA
        return cell


def _whole(ref: str) -> Merged:
    """The bounds of cells such as C7:C9; of C:D those of the whole columns."""
    first, top, last, bottom = range_boundaries(ref)
    return first or 1, top or 1, last or _LAST_COLUMN, bottom or _LAST_ROW
