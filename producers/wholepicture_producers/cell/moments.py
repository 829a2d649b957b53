"""Moments as exports write them: a day and a time of day, in either order, with or without offset.

A moment without an offset is read in the export's own time zone. A text that can be read in two
ways is not read.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from wholepicture_producers.cell.clock_times import clock_and_offset
from wholepicture_producers.cell.days import (
    DAY_ZERO,
    DateOrder,
    Dates,
    PartDay,
    by_formats,
    part_day,
    whole_day,
)
from wholepicture_producers.cell.unclear import NoTimeOfDay, Unclear, UnclearClock

_BETWEEN = re.compile(r"[\s,]+|(?<=\d)[Tt](?=\d)")
_CLOCK = re.compile(r"\d[:.h]\d\d(?!\d|[./])|\d ?[ap]\.?m\b", re.IGNORECASE)
"""What shows that a time of day is meant."""
_AT = {"at", "on", "@", "-"}
_MOST_WORDS = 9
_SERIAL = re.compile(r"([1-7]\d{4})(\.\d+)")
_YEAR_FIRST = re.compile(r"\d{4}-")
_A_DAY = dt.timedelta(days=1)
_EPOCHS = re.compile(r"(1899-12-3[01]|1900-01-0[01]|1970-01-01|3[01]/12/1899|0[01]/01/1900)[T ]")
"""The day that a database or a spreadsheet puts before a time of day."""

_A_TIME: Mapping[DateOrder, str] = {
    "iso": "2026-03-09 21:15",
    "day-first": "09/03/2026 21:15",
    "month-first": "03/09/2026 21:15",
}


@dataclass(frozen=True, slots=True)
class _Moment:
    day: dt.date
    clock: dt.timedelta
    offset: dt.timedelta | None

    @property
    def written(self) -> dt.datetime:
        """What the text says, in its own offset where it has one."""
        naive = dt.datetime.combine(self.day, dt.time()) + self.clock
        return naive if self.offset is None else naive.replace(tzinfo=dt.timezone(self.offset))


def moment(text: str, dates: Dates) -> str:
    """A moment with its offset, as ISO 8601 writes it.

    Raises:
        Unclear: where a text says no day, no time of day, or one that can be read in two ways.
    """
    if dates.formats:
        return _in_zone(by_formats(text, dates), dates)
    try:
        whole_day(text, dates)
    except Unclear:
        return _in_zone(_read(text, dates).written, dates)
    if _SERIAL.fullmatch(text):
        return _in_zone(_of_serial(text), dates)
    raise NoTimeOfDay(_A_TIME[dates.order])


def moment_of_two(day: str, clock: str, dates: Dates) -> str:
    """The moment of two cells, one with the day and one with the time of day.

    Raises:
        Unclear: where one of them cannot be read.
    """
    if dates.formats:
        try:
            return _in_zone(by_formats(f"{day} {clock}", dates), dates)
        except Unclear:
            pass
    try:
        told, offset = clock_and_offset(_EPOCHS.sub("", clock), dates)
    except Unclear as error:
        raise UnclearClock(error.what, error.fix) from None
    on = _part_day(day, dates).whole
    if on is None:
        raise Unclear("is a date in part", "Write day, month and year.")
    return _in_zone(_Moment(on, told, offset).written, dates)


def day_of(text: str, dates: Dates) -> str:
    """A day, as far as it is known, of a text that may say a time of day as well.

    Where it says an offset, the day is that of the export's time zone; at midnight it is the day
    that is written, which a program has made of a day.

    Raises:
        Unclear: where it says no day.
    """
    return str(_part_day(text, dates))


def day_or_moment(text: str, dates: Dates) -> str:
    """A day, as far as it is known, or a moment where a time of day stands beside it.

    Raises:
        Unclear: where it says no day.
    """
    found = _day_or_moment(text, dates)
    if isinstance(found, PartDay):
        return str(found)
    return _in_zone(found.written, dates) if found.clock else found.day.isoformat()


def _part_day(text: str, dates: Dates) -> PartDay:
    found = _day_or_moment(text, dates)
    if isinstance(found, PartDay):
        return found
    told = found.written
    on = told.astimezone(dates.zone).date() if found.clock and told.tzinfo else found.day
    return PartDay(on.year, on.month, on.day)


def _day_or_moment(text: str, dates: Dates) -> PartDay | _Moment:
    try:
        return part_day(text, dates)
    except Unclear as error:
        if not _may_have_a_clock(text):
            raise
        try:
            return _read(text, dates)
        except Unclear as other:
            has_clock = _CLOCK.search(text) is not None
            raise (other if has_clock else error) from None


def _read(text: str, dates: Dates) -> _Moment:
    """The one way in which a text is a day and a time of day."""
    words = [word for word in _BETWEEN.split(text) if word and word.casefold() not in _AT]
    found: dict[_Moment, None] = {}
    of_the_day: list[Unclear] = []
    of_the_clock: list[Unclear] = []
    for day, clock in _halves(words):
        try:
            told, offset = clock_and_offset(clock, dates, minus=_YEAR_FIRST.match(day) is not None)
        except Unclear as error:
            if _is_whole_day(day, dates):
                of_the_clock.append(error)
            continue
        try:
            found[_Moment(whole_day(day, dates), told, offset)] = None
        except Unclear as error:
            of_the_day.append(error)
    if len(found) == 1:
        return next(iter(found))
    if found:
        raise Unclear("can be read in two ways", f"Write {_A_TIME[dates.order]}.")
    for wrong in (*of_the_clock, *of_the_day):
        raise wrong
    whole_day(text, dates)
    raise NoTimeOfDay(_A_TIME[dates.order])


def _halves(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each way to part the words into a day and a time of day, which may stand within the day."""
    count = len(words) if len(words) <= _MOST_WORDS else 0
    for start in range(count):
        for end in range(start + 1, count + 1):
            day, clock = [*words[:start], *words[end:]], " ".join(words[start:end])
            within = start > 0 and end < count
            if day and (":" in words[start] or not within):
                yield " ".join(day), clock


def _is_whole_day(text: str, dates: Dates) -> bool:
    try:
        whole_day(text, dates)
    except Unclear:
        return False
    return True


def _may_have_a_clock(text: str) -> bool:
    return any(char.isdigit() for char in text)


def _of_serial(text: str) -> dt.datetime:
    """The moment that a spreadsheet counts in days and parts of a day, to the second."""
    seconds = round(float("0." + text.partition(".")[2]) * _A_DAY.total_seconds())
    return DAY_ZERO + dt.timedelta(days=int(text.partition(".")[0]), seconds=seconds)


def _in_zone(written: dt.datetime, dates: Dates) -> str:
    """The instant; in autumn's doubled hour the first one, in spring's missing hour none."""
    if written.tzinfo is not None:
        return written.isoformat()
    instant = written.replace(tzinfo=dates.zone)
    if instant.astimezone(dt.UTC).astimezone(dates.zone).replace(tzinfo=None) != written:
        raise Unclear(
            "is a time that the clocks left out", "Check the hour: clocks went forward that night."
        )
    return instant.isoformat()
