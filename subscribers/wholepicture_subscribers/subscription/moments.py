"""Times and dates as people in England write them."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NOON = 12
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d.*")


def moment(at: datetime) -> str:
    """A time by the clock on the wall: 9:15pm on Wednesday 4 March 2026."""
    return f"{hour(at)} on {_DAYS[at.astimezone(LONDON).weekday()]} {day(at)}"


def when(at: datetime) -> str:
    """When something happened: as `moment` says it; the day alone where no time of day was told.

    A day without a time of day is told as the begin of it in England.
    """
    return day_of_week(at.astimezone(LONDON).date()) if is_day_alone(at) else moment(at)


def when_in_short(at: datetime) -> str:
    """Likewise, as a list has room for it: 5pm Wed 4 Mar, or Wed 4 Mar."""
    return short(at).partition(" ")[2] if is_day_alone(at) else short(at)


def is_day_alone(at: datetime) -> bool:
    """Whether a time lies in the first minute of its day in England."""
    here = at.astimezone(LONDON)
    return (here.hour, here.minute) == (0, 0)


def hour(at: datetime) -> str:
    """The hour of a time by the clock on the wall: 9:15pm."""
    here = at.astimezone(LONDON)
    minute = f":{here.minute:02}" if here.minute else ""
    return f"{here.hour % _NOON or _NOON}{minute}{'am' if here.hour < _NOON else 'pm'}"


def day(at: datetime) -> str:
    """The day of a time: 4 March 2026."""
    return date_in_words(at.astimezone(LONDON).date())


def date_in_words(on: date) -> str:
    """A date as people write it: 4 March 2026."""
    return f"{on.day} {month_in_words(on)} {on.year}"


def month_in_words(on: date) -> str:
    """The month of a date: March."""
    return _MONTHS[on.month - 1]


def day_of_week(on: date) -> str:
    """A date with its day of the week: Wednesday 4 March 2026."""
    return f"{_DAYS[on.weekday()]} {on.day} {_MONTHS[on.month - 1]} {on.year}"


def short(at: datetime) -> str:
    """A time of these days, as a list has room for it: 5pm Wed 4 Mar."""
    here = at.astimezone(LONDON)
    return f"{hour(at)} {_DAYS[here.weekday()][:3]} {here.day} {_MONTHS[here.month - 1][:3]}"


def has_passed(text: str, day: date) -> bool:
    """Whether a time, or a date known to the month or year only, lies before a day.

    >>> has_passed("2026-10", date(2026, 11, 1)), has_passed("2026-11", date(2026, 11, 30))
    (True, False)
    """
    written = text[:10]
    return _DATE.fullmatch(written) is not None and written < day.isoformat()[: len(written)]


def moment_or_date(text: str) -> str:
    """A text that is a time or a date, even one known to the month only, in words; else itself."""
    if _TIME.fullmatch(text):
        try:
            at = datetime.fromisoformat(text)
        except ValueError:
            return text
        return moment(at) if at.tzinfo else text
    found = _DATE.fullmatch(text)
    if found is None:
        return text
    year, month, day = found.groups()
    if month is None or not 1 <= int(month) <= len(_MONTHS):
        return text
    name = f"{_MONTHS[int(month) - 1]} {year}"
    return f"{int(day)} {name}" if day else name
