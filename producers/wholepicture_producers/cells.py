"""The text of a cell as a value of the language: dates, times, yes and no, whole numbers."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Literal
from zoneinfo import ZoneInfo

from wholepicture_producers.shape import ValueKind

Value = str | bool | int
DateOrder = Literal["day-first", "month-first", "iso"]

_LONDON = ZoneInfo("Europe/London")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_PARTS = re.compile(r"(\d{1,2})[/.\- ](\d{1,2}|[A-Za-z]{3,9})[/.\- ](\d{4})")
_DAY_AND_CLOCK = re.compile(rf"({_ISO.pattern}|{_PARTS.pattern})(?:[T,\s]+(?P<clock>.*))?")
_TIME = re.compile(r"(\d{1,2})[:.]?(\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)? ?([AaPp][Mm])?")
_MIDNIGHT = re.compile(r"[T ]0?0:00(:00([.,]0+)?)?$")
_OFFSET = re.compile(r"(Z|[+-]\d{2}:?\d{2})$", re.IGNORECASE)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NOON = 12
_YES = frozenset({"yes", "y", "true", "t", "1"})
_NO = frozenset({"no", "n", "false", "f", "0"})


class Unclear(ValueError):
    """A cell that cannot be read; ``what`` and ``fix`` quote nothing of it."""

    def __init__(self, what: str, fix: str) -> None:
        self.what, self.fix = what, fix
        super().__init__(f"{what}. {fix}")


class NoTimeOfDay(Unclear):
    """A cell with a day and without a time of day; midnight is never assumed."""

    def __init__(self, order: DateOrder) -> None:
        fix = (
            f"Write {_A_TIME[order]}, with 00:00 where it is not known. "
            'Where the column has days only, add format = "%d/%m/%Y" to it in the mapping.'
        )
        super().__init__("has no time of day", fix)


@dataclass(frozen=True, slots=True)
class Dates:
    """How an export writes its dates and times."""

    order: DateOrder = "iso"
    zone: ZoneInfo = _LONDON
    format: str | None = None
    """A strptime format that a column's own cells follow, before all else."""


def value(text: str, kind: ValueKind, dates: Dates) -> Value:
    """What a cell says, as a field of this kind takes it.

    Raises:
        Unclear: where the text is not of this kind.
    """
    read = _READERS.get(kind)
    return read(text, dates) if read else text


def without_midnight(text: str) -> str:
    """The text without the 00:00:00 that a database or a spreadsheet has added to a day."""
    return _MIDNIGHT.sub("", text.strip())


def _yes_no(text: str, _: Dates) -> bool:
    word = text.strip().lower()
    if word in _YES or word in _NO:
        return word in _YES
    raise Unclear("is neither yes nor no", "Write yes or no, or give the column a table of codes.")


def _number(text: str, _: Dates) -> int:
    try:
        return int(text.replace(",", ""))
    except ValueError:
        raise Unclear("is not a whole number", "Write digits only.") from None


def _partial_date(text: str, dates: Dates) -> str:
    if re.fullmatch(r"\d{4}(-\d{2})?", text):
        return text
    month = re.fullmatch(r"(\d{1,2})[/.\-](\d{4})", text)
    if month:
        return f"{month[2]}-{int(month[1]):02d}"
    try:
        return _date(text, dates).isoformat()
    except Unclear as error:
        fix = f"{error.fix} Known in part, write 03/2026 or 2026; not known, leave it empty."
        raise Unclear(error.what, fix) from None


def _day(text: str, dates: Dates) -> str:
    return _date(text, dates).isoformat()


def _time(text: str, dates: Dates) -> str:
    """An instant with its offset: a text without one is read in the export's own time zone."""
    text = text.strip()
    if dates.format is not None:
        naive = _by_format(text, dates.format)
    elif _OFFSET.search(text) and _ISO.match(text):
        return _with_offset(text)
    else:
        naive = _day_and_clock(text, dates)
    if naive.tzinfo is not None:
        return naive.isoformat()
    return _in_zone(naive, dates.zone).isoformat()


def _day_and_clock(text: str, dates: Dates) -> datetime:
    found = _DAY_AND_CLOCK.fullmatch(text)
    if found is None:
        return datetime.combine(_date(text, dates), time())  # which says what is wrong with it
    day = _date(found[1], dates)
    if not found["clock"]:
        raise NoTimeOfDay(dates.order)
    return datetime.combine(day, _clock(found["clock"]))


def _date(text: str, dates: Dates) -> date:
    text = without_midnight(text).rstrip(",")
    if dates.format is not None:
        return _by_format(text, dates.format).date()
    iso = _ISO.fullmatch(text)
    parts = _PARTS.fullmatch(text)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if parts and not parts[2].isdigit():
            month = _MONTHS.index(parts[2][:3].lower()) + 1
            return date(int(parts[3]), month, int(parts[1]))
        if parts and dates.order != "iso":
            day, month = int(parts[1]), int(parts[2])
            if dates.order == "month-first":
                day, month = month, day
            return date(int(parts[3]), month, day)
    except ValueError:
        raise Unclear("is not a day of the calendar", "Check day, month and year.") from None
    raise Unclear("is not a date as the mapping says", _HOW[dates.order])


_A_TIME: Mapping[DateOrder, str] = {
    "iso": "2026-03-09 21:15",
    "day-first": "09/03/2026 21:15",
    "month-first": "03/09/2026 21:15",
}
_HOW = {
    "iso": 'Write 2026-03-09, or set dates = "day-first" in the mapping.',
    "day-first": "Write 09/03/2026 or 2026-03-09, the year in four digits.",
    "month-first": "Write 03/09/2026 or 2026-03-09, the year in four digits.",
}


def _clock(text: str) -> time:
    found = _TIME.fullmatch(text.strip())
    try:
        if found:
            return _by_day_and_night(found[4], int(found[1]), int(found[2]), int(found[3] or 0))
    except ValueError:
        pass
    raise Unclear("is not a time of day", "Write 21:15 or 21:15:00.")


def _by_day_and_night(half: str | None, hour: int, minute: int, second: int) -> time:
    """The time of day; with am or pm the hours are from 1 to 12."""
    if half is not None:
        if not 1 <= hour <= _NOON:
            raise ValueError
        hour = hour % _NOON + (_NOON if half.lower() == "pm" else 0)
    return time(hour, minute, second)


def _by_format(text: str, form: str) -> datetime:
    try:
        return datetime.strptime(text.strip(), form)  # noqa: DTZ007 - the zone is added by the caller
    except ValueError:
        raise Unclear("is not a date as the mapping says", f"Write it as {form}.") from None


def _with_offset(text: str) -> str:
    try:
        return datetime.fromisoformat(text.strip().replace("z", "Z")).isoformat()
    except ValueError:
        raise Unclear("is not a time", "Write 2026-03-04T21:15:00Z.") from None


def _in_zone(naive: datetime, zone: ZoneInfo) -> datetime:
    """The instant; in autumn's doubled hour the first one, in spring's missing hour none."""
    instant = naive.replace(tzinfo=zone)
    if instant.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != naive:
        raise Unclear(
            "is a time that the clocks left out", "Check the hour: clocks went forward that night."
        )
    return instant


_READERS: Mapping[ValueKind, Callable[[str, Dates], Value]] = {
    "yes-no": _yes_no,
    "number": _number,
    "time": _time,
    "date": _day,
    "partial-date": _partial_date,
}
