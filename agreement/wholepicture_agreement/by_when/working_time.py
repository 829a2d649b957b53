"""Working days and opening hours, as people in England count them.

Days are London days. A working day is Monday to Friday less the bank holidays of England.

Source: Working Together to Safeguard Children 2023, chapter 3 (one working day to decide).
"""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

LONDON = ZoneInfo("Europe/London")
DAY_ENDS = dt.time(17)
"""When a limit in working days ends on its last day."""

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SPAN = re.compile(
    r"^(?P<first>mon|tue|wed|thu|fri|sat|sun|bank-holidays)(-(?P<last>mon|tue|wed|thu|fri|sat|sun))?"
    r" (?P<opens>[0-2]\d:[0-5]\d)-(?P<closes>[0-2]\d:[0-5]\d)$"
)
_WORDS = re.compile(r"^(?P<count>[1-9]\d?) (?P<unit>working day|working days|hour|hours)$")
_A_YEAR = 366
_NOON = 12
_BANK_HOLIDAY = 7
"""The number of bank holidays, after the seven days of the week."""


@lru_cache(maxsize=4096)
def is_working_day(day: dt.date) -> bool:
    """Whether offices work on this day."""
    return day.weekday() < _DAYS.index("sat") and not is_bank_holiday(day)


@lru_cache(maxsize=64)
def _bank_holidays(year: int) -> frozenset[dt.date]:
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def is_bank_holiday(day: dt.date) -> bool:
    """Whether this day is a bank holiday in England, moved ones included."""
    return day in _bank_holidays(day.year)


@lru_cache(maxsize=4096)
def next_working_day(day: dt.date) -> dt.date:
    """The first working day after this one."""
    day += dt.timedelta(days=1)
    while not is_working_day(day):
        day += dt.timedelta(days=1)
    return day


def working_days_after(moment: dt.datetime, count: int) -> dt.datetime:
    """The end, in UTC, of the ``count``-th working day after the day of this moment."""
    day = moment.astimezone(LONDON).date()
    for _ in range(count):
        day = next_working_day(day)
    return at(day, DAY_ENDS)


def limit_after(within: str, moment: dt.datetime) -> dt.datetime:
    """The moment in UTC when "1 working day" or "24 hours" end that began at ``moment``.

    Raises:
        ValueError: where the limit is none of these.
    """
    limit = _WORDS.match(within)
    if limit is None:
        raise ValueError(
            "Write the limit as '1 working day', '24 hours' or 'before the next school day'."
        )
    count = int(limit["count"])
    if limit["unit"].startswith("working"):
        return working_days_after(moment, count)
    return moment.astimezone(dt.UTC) + dt.timedelta(hours=count)


def day_in_words(day: dt.date) -> str:
    """A date as people write it: 4 March 2026."""
    return f"{day.day} {day:%B %Y}"


@lru_cache(maxsize=1000)
def in_words(moment: dt.datetime) -> str:
    """A due time as practitioners say it: by 5pm Tuesday 4 March."""
    here = moment.astimezone(LONDON)
    if here.hour == here.minute == 0:
        here -= dt.timedelta(minutes=1)  # nobody knows which day midnight belongs to
    if here.hour == _NOON and here.minute == 0:
        return f"by noon {here:%A} {here.day} {here:%B}"
    hour = here.hour % 12 or 12
    minutes = f":{here.minute:02}" if here.minute else ""
    half = "am" if here.hour < _NOON else "pm"
    return f"by {hour}{minutes}{half} {here:%A} {here.day} {here:%B}"


@lru_cache(maxsize=4096)
def at(day: dt.date, time: dt.time) -> dt.datetime:
    """The moment in UTC at which a London clock shows this time."""
    return dt.datetime.combine(day, time, LONDON).astimezone(dt.UTC)


@dataclass(frozen=True, slots=True)
class Hours:
    """When somebody answers: spans of London time for each day of the week and bank holidays."""

    always: bool
    spans: Mapping[int, tuple[tuple[dt.time, dt.time], ...]]
    """By the number of the day, the earliest first."""

    def open_at(self, moment: dt.datetime) -> bool:
        """Whether somebody answers at this moment; a bank holiday has hours of its own or none."""
        if self.always:
            return True
        here = moment.astimezone(LONDON)
        time = here.time()
        for opens, closes in self.spans.get(_number_of(here.date()), ()):
            if opens <= time < closes:
                return True
        return False

    def opening(
        self, moment: dt.datetime, counts: Callable[[dt.date], bool] | None = None
    ) -> tuple[dt.datetime, dt.datetime | None]:
        """From when and until when somebody answers next, on a day that counts, else on any.

        That is from the moment itself where somebody answers then. No end means day and night.
        """
        if self.always:
            return moment.astimezone(dt.UTC), None
        here = moment.astimezone(LONDON)
        today, time = here.date(), here.time()
        for days in range(_A_YEAR):
            day = today + dt.timedelta(days)
            for opens, closes in self.spans.get(_number_of(day), ()):
                if (days or time < closes) and (counts is None or counts(day)):
                    return max(at(day, opens), moment.astimezone(dt.UTC)), at(day, closes)
        return moment.astimezone(dt.UTC), None


def hours(text: str) -> Hours:
    """The hours that a text like "mon-thu 08:30-17:00, fri 08:30-16:30" says, or "always".

    Raises:
        ValueError: where the text cannot be read so.
    """
    if text == "always":
        return Hours(always=True, spans={})
    spans: dict[int, tuple[tuple[dt.time, dt.time], ...]] = {}
    for part in text.split(","):
        span = _SPAN.match(part.strip())
        if span is None:
            raise ValueError(
                "Write hours as 'mon-thu 08:30-17:00, fri 08:30-16:30' or as 'always'."
            )
        opens, closes = (dt.time.fromisoformat(span[name]) for name in ("opens", "closes"))
        for day in _days(span["first"], span["last"]):
            spans[day] = tuple(sorted((*spans.get(day, ()), (opens, closes))))
    return Hours(always=False, spans=spans)


@lru_cache(maxsize=4096)
def _number_of(day: dt.date) -> int:
    """The number under which the hours of a day stand."""
    return _BANK_HOLIDAY if is_bank_holiday(day) else day.weekday()


def _days(first: str, last: str | None) -> range:
    if first == "bank-holidays":
        return range(_BANK_HOLIDAY, _BANK_HOLIDAY + 1)
    return range(_DAYS.index(first), _DAYS.index(last or first) + 1)
