"""The value of a workbook's cell as the text that a CSV export of it has, with nothing lost.

A workbook holds a date as a count of days, an NHS number as a floating-point number, and both are
shown by a format. A date becomes ISO 8601, so that no order of day and month is guessed. A whole
number keeps all of its digits, and the zeros that its format shows before them.
"""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl.styles.numbers import is_date_format, is_timedelta_format
from openpyxl.utils.datetime import from_excel

from wholepicture_producers.cell.unclear import Unclear

_ROUNDED_FROM = 10**15
"""Above it a spreadsheet no longer tells each whole number from the next."""
_DIGITS = re.compile(r"[0 ()\-]+")
_CLOCK = re.compile(r"[hs]|am/pm", re.IGNORECASE)
_IN_QUOTES = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_ESCAPED = re.compile(r"_x00(0[9AaDd])_")
"""How a workbook writes a tab or the end of a line."""


@dataclass(frozen=True, slots=True)
class CellFormat:
    """What the format of a cell's number says of its value."""

    is_date: bool = False
    has_clock: bool = False
    is_duration: bool = False
    digits: int = 0
    """How many digits are shown at least."""


@dataclass(frozen=True, slots=True)
class CellValue:
    """What stands in a cell: its text, and the moment or day where it is one."""

    text: str
    date: dt.datetime | None = None


def format_of(code: str) -> CellFormat:
    """What a format's code says: of ``dd/mm/yyyy hh:mm`` a date with a time of day."""
    digits = code.count("0") if _DIGITS.fullmatch(code) else 0
    has_clock = _CLOCK.search(_IN_QUOTES.sub("", code)) is not None
    return CellFormat(is_date_format(code), has_clock, is_timedelta_format(code), digits)


def value_of(value: object, form: CellFormat, epoch: dt.datetime) -> CellValue:
    """The value of a cell; ``epoch`` is the day from which its workbook counts.

    Raises:
        Unclear: where it is to be a date and no day has that number.
    """
    if value is None:
        return CellValue("")
    if isinstance(value, bool):
        return CellValue("TRUE" if value else "FALSE")
    if isinstance(value, int | float):
        return _dated(value, form, epoch) if form.is_date else CellValue(_number(value, form))
    if isinstance(value, dt.datetime):
        return _moment(value, form)
    return CellValue(_ESCAPED.sub(lambda found: chr(int(found[1], 16)), str(value)))


def as_column_reads(date: dt.datetime, text: str, formats: Sequence[str]) -> str:
    """A date in the first of a column's formats that says all of it, else its ISO form."""
    for form in formats:
        written = date.strftime(form)
        try:
            if dt.datetime.strptime(written, form) == date:  # noqa: DTZ007 - it has no zone
                return written
        except ValueError:
            continue
    return text


def _dated(value: float, form: CellFormat, epoch: dt.datetime) -> CellValue:
    try:
        found = from_excel(value, epoch, timedelta=form.is_duration)
    except (OverflowError, ValueError):
        fix = "Write the day there, and format the cell as a date."
        raise Unclear("is a number that no date of the spreadsheet has", fix) from None
    if isinstance(found, dt.datetime):
        return _moment(found, form)
    if isinstance(found, dt.timedelta):
        minutes, seconds = divmod(round(found.total_seconds()), 60)
        return CellValue(f"{minutes // 60:02d}:{minutes % 60:02d}:{seconds:02d}")
    if isinstance(found, dt.time):
        return CellValue(f"{found.replace(microsecond=0):%H:%M:%S}")
    return CellValue(str(found))


def _moment(found: dt.datetime, form: CellFormat) -> CellValue:
    moment = (found + dt.timedelta(milliseconds=500)).replace(microsecond=0)
    if form.has_clock or moment.time() != dt.time():
        return CellValue(f"{moment:%Y-%m-%d %H:%M:%S}", moment)
    return CellValue(f"{moment:%Y-%m-%d}", moment)


def _number(value: float, form: CellFormat) -> str:
    if abs(value) >= _ROUNDED_FROM:
        return f"{value:.14E}"
    if value == int(value):
        return str(int(value)).zfill(form.digits)
    return f"{value:.15g}"
