"""Days as exports write them, whole or known in part.

Which of two numbers is the month is never guessed: the mapping says the order. A year
of two digits is read only where the mapping says which hundred years are meant. A number of five
digits is a spreadsheet's count of days. No library of dates is used: those that read as many forms
guess the order of day and month.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal
from zoneinfo import ZoneInfo

from wholepicture_producers.cell.unclear import Unclear

DateOrder = Literal["day-first", "month-first", "iso"]

_LONDON = ZoneInfo("Europe/London")
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_FILLED_IN = dt.date(1900, 1, 1)
"""The day that systems write where nobody wrote one."""
DAY_ZERO = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - it has no zone
"""The day from which a spreadsheet counts; right for every day since 1 March 1900."""
_HUNDRED = 100

_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september",
           "october", "november", "december")  # fmt: skip
_MONTH = {name: at for at, full in enumerate(_MONTHS, start=1) for name in (full, full[:3])}
_MONTH |= {"sept": 9}

_WEEKDAY = re.compile(
    r"^(mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(day)?\b[.,]?\s*"
)
_ORDINAL = re.compile(r"(?<=\d)(st|nd|rd|th)\b")
_OF = re.compile(r"\s+of\s+")
_NAMED = "(?P<name>[a-z]{3,9})"
_GAP = r"[ /.,-]*"
_YEAR, _ANY_YEAR = r"(?P<y>\d{4})", r"'?(?P<y>\d{4}|\d{2})"
_FORMS: tuple[tuple[re.Pattern[str], bool], ...] = tuple(
    (re.compile(form), by_order)
    for form, by_order in (
        (rf"{_YEAR}[-/. ](?P<m>\d{{1,2}})[-/. ](?P<d>\d{{1,2}})", False),
        (r"(?P<y>(19|20|21)\d\d)(?P<m>\d\d)(?P<d>\d\d)", False),
        (rf"(?P<d>\d{{1,2}}){_GAP}{_NAMED}{_GAP}{_ANY_YEAR}", False),
        (rf"{_NAMED}{_GAP}(?P<d>\d{{1,2}})[ /.,-]+{_ANY_YEAR}", False),
        (rf"{_YEAR}[ /.-]{_NAMED}[ /.-](?P<d>\d{{1,2}})", False),
        (rf"{_NAMED}{_GAP}{_ANY_YEAR}", False),
        (rf"{_YEAR}[ /.-]{_NAMED}", False),
        (r"(?P<m>\d{1,2})[/.-](?P<y>\d{4})", False),
        (rf"{_YEAR}[/.-](?P<m>\d{{1,2}})", False),
        (_YEAR, False),
        (rf"(?P<first>\d{{1,2}})[/.\- ](?P<second>\d{{1,2}})[/.\- ]{_ANY_YEAR}", True),
        (rf"(?P<first>\d\d)(?P<second>\d\d){_YEAR}", True),
    )
)
_SERIAL = re.compile(r"(?P<days>[1-7]\d{4})(\.\d+)?")

_HOW: Mapping[DateOrder, str] = {
    "iso": 'Write 2026-03-09, or set dates = "day-first" in the mapping.',
    "day-first": "Write 09/03/2026, 9 Mar 2026 or 2026-03-09, the year in four digits.",
    "month-first": "Write 03/09/2026, 9 Mar 2026 or 2026-03-09, the year in four digits.",
}


@dataclass(frozen=True, slots=True)
class Dates:
    """How an export writes its dates and times."""

    order: DateOrder = "iso"
    zone: ZoneInfo = _LONDON
    formats: tuple[str, ...] = ()
    """The strptime formats of a column's own cells, which are read in no other form then."""
    years_from: int | None = None
    """The first of the hundred years that a year of two digits may mean: 1930 for 1930 to 2029."""


@dataclass(frozen=True, slots=True)
class PartDay:
    """A day as far as it is known: its year, perhaps its month, perhaps all of it."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def whole(self) -> dt.date | None:
        """The date; None where it is known in part."""
        if self.month is None or self.day is None:
            return None
        return dt.date(self.year, self.month, self.day)

    def __str__(self) -> str:
        """As ISO 8601 writes it: 2016, 2016-03 or 2016-03-09."""
        parts = (f"{part:02d}" for part in (self.month, self.day) if part is not None)
        return "-".join([str(self.year), *parts])


def part_day(text: str, dates: Dates) -> PartDay:
    """The day that a text says, as far as it says it; a day or month of 00 is not known.

    Raises:
        Unclear: where it says none, or where it could be another.
    """
    if dates.formats:
        found = by_formats(text, dates).date()
        return _checked(found.year, found.month, found.day)
    plain = _OF.sub(" ", _ORDINAL.sub("", _WEEKDAY.sub("", text.casefold()))).strip(" ,.")
    serial = _SERIAL.fullmatch(plain)
    if serial:
        counted = DAY_ZERO + dt.timedelta(days=int(serial["days"]))
        return _checked(counted.year, counted.month, counted.day)
    for form, by_order in _FORMS:
        match = form.fullmatch(plain)
        if match and not (by_order and dates.order == "iso"):
            return _of_parts(match.groupdict(), dates)
    raise Unclear("is not a date as the mapping says", _HOW[dates.order])


def whole_day(text: str, dates: Dates) -> dt.date:
    """The day that a text says.

    Raises:
        Unclear: where it says none, or not all of it.
    """
    found = part_day(text, dates).whole
    if found is None:
        raise Unclear("is a date in part", "Write day, month and year.")
    return found


def by_formats(text: str, dates: Dates) -> dt.datetime:
    """The moment that one of the formats reads; two that read it must read the same.

    Raises:
        Unclear: where none does, or two differ.
    """
    found = set(_readings(text, dates))
    how = " or ".join(dates.formats)
    if not found:
        raise Unclear("is not a date as the mapping says", f"Write it as {how}.")
    if len(found) > 1:
        raise Unclear("can be read in two ways", f"Two of its formats fit: {how}. Remove one.")
    return found.pop()


def _readings(text: str, dates: Dates) -> Iterator[dt.datetime]:
    for form in dates.formats:
        try:
            read = dt.datetime.strptime(text, form)  # noqa: DTZ007 - the zone is added by the caller
            if "%y" in form and dates.years_from is not None:
                read = read.replace(year=_of_two_digits(read.year, dates.years_from))
        except ValueError:
            continue
        yield read


def _of_parts(parts: Mapping[str, str | None], dates: Dates) -> PartDay:
    """The day of a form's named parts."""
    first, second = parts.get("first"), parts.get("second")
    if first and second:
        day, month = (first, second) if dates.order == "day-first" else (second, first)
    else:
        day, month = parts.get("d") or "", parts.get("m") or ""
    name = parts.get("name")
    if name is not None:
        if name not in _MONTH:
            raise Unclear("is not a date as the mapping says", _HOW[dates.order])
        month = str(_MONTH[name])
    return _checked(_year(parts["y"] or "", dates), int(month or 0), int(day or 0))


def _year(digits: str, dates: Dates) -> int:
    year = int(digits)
    if len(digits) > len("99"):
        return year
    if dates.years_from is None:
        fix = (
            "Write the year in four digits, or say in the mapping which hundred years are meant: "
            "two_digit_years_from = 1930 reads 1930 to 2029."
        )
        raise Unclear("has a year of two digits", fix)
    return _of_two_digits(year, dates.years_from)


def _of_two_digits(year: int, years_from: int) -> int:
    return years_from + (year - years_from) % _HUNDRED


def _checked(year: int, month: int, day: int) -> PartDay:
    """The day, where the calendar has it and somebody may have written it."""
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise Unclear("has a year that cannot be right", "Write the year in four digits.")
    if not month and day:
        raise Unclear("is not a day of the calendar", "Check day, month and year.")
    try:
        known = dt.date(year, month or 1, day or 1)
    except ValueError:
        raise Unclear("is not a day of the calendar", "Check day, month and year.") from None
    if day and known == _FILLED_IN:
        fix = "Write the day, or leave it empty where it is not known."
        raise Unclear("is the day that systems fill in where nobody wrote one", fix)
    return PartDay(year, month or None, day or None)
