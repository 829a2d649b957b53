"""Workbooks of made-up incidents, as spreadsheet programs and exports write them."""

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet
from wholepicture_producers.drafts import Draft
from wholepicture_producers.mapping import ColumnMapping
from wholepicture_producers.reading import EventFile

from tests.producers.tables import COLUMNS, mapping

AT = dt.datetime(2026, 3, 4, 21, 15)  # noqa: DTZ001 - a cell has no zone
BORN = dt.date(2016, 3, 9)


def row(ref: object, text: object = "Left alone.", name: str = "Iris") -> list[object]:
    """A row whose dates are cells of dates."""
    return [ref, AT, name, BORN, text]


def workbook(*rows: list[Any], change: Callable[[Worksheet], None] | None = None) -> bytes:
    """A workbook with a sheet Incidents: the header in row 1, and these rows below it."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Incidents"
    for cells in (list(COLUMNS), *rows):
        sheet.append(cells)
    if change is not None:
        change(sheet)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """A workbook with a part put in or put in place of another."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(held, "w") as new:
        for kept in old.namelist():
            if kept != name:
                new.writestr(kept, old.read(kept))
        new.writestr(name, part, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def read(
    folder: Path, content: bytes, told: ColumnMapping | None = None, name: str = "a.xlsx"
) -> tuple[list[Draft], EventFile]:
    """The drafts of a workbook, and its file with the remarks on it."""
    (folder / name).write_bytes(content)
    source = EventFile(str(folder / name), told or mapping())
    return list(source.drafts()), source
