"""Ages: what a date of birth, known in part or not, says about a child on a day.

A date that cannot be right is not known: one in the future, or one of somebody long grown up. Then
every age is possible, and whoever hears of children of some age hears of this one.
"""

import datetime as dt
from collections.abc import Callable
from functools import lru_cache

from wholepicture_schemas.clock import GROWN_UP_AFTER, may_be_expected
from wholepicture_schemas.persons import Child
from wholepicture_schemas.texts import PartialDate

_SEPTEMBER = 9
_A_DAY = dt.timedelta(days=1)

Bounds = tuple[dt.date, dt.date]
"""The first and the last day that a date known in part may be."""
OfAge = Callable[[dt.date, dt.date], bool]
"""Whether whoever was born between two days may be of an age."""


def born(child: Child, today: dt.date) -> Bounds | None:
    """The first and the last day on which a child may have been born; none where it is not known.

    A date that cannot be right is not known.
    """
    if child.birth_date is None:
        return None
    earliest, latest = bounds(child.birth_date)
    grown = latest <= years_before(today, GROWN_UP_AFTER)
    return None if grown or earliest > today + _A_DAY else (earliest, latest)


def possible(child: Child, today: dt.date) -> PartialDate | None:
    """The date of birth of a child; none where it is not known, or cannot be right."""
    return child.birth_date if born(child, today) else None


def may_be(child: Child | None, today: dt.date, of_age: OfAge) -> bool:
    """Whether a born child may be of an age, which is asked of its first and last possible day."""
    if child is None:
        return True
    days = born(child, today)
    return of_age(*days) if days else not not_born(child, today)


def not_born(child: Child, today: dt.date) -> bool:
    """Whether a child is not born yet: said to be, or expected on a day that can be right.

    One who was expected within the last year is told of as one who is not born, too: the midwives
    know.
    """
    return child.unborn and (
        child.exposure == "UNBORN"
        or may_be_expected(child, today)
        or _within(child.expected_birth_date, years_before(today, 1), today)
    )


def _within(told: PartialDate | None, first: dt.date, last: dt.date) -> bool:
    if told is None:
        return False
    earliest, latest = bounds(told)
    return earliest <= last and latest >= first


def in_school_years(school_day: dt.date, day: dt.date) -> OfAge:
    """From reception on the next day of school, to 17 on the day of the event.

    Source: Operation Encompass statutory guidance, 7 November 2025.
    """
    year = school_day.year - (school_day.month < _SEPTEMBER)
    return _born_between(years_before(day, 18), dt.date(year - 4, 8, 31))


def between(day: dt.date, least: int, below: int) -> OfAge:
    """Of an age from ``least`` years, and below another, on a day."""
    return _born_between(years_before(day, below), years_before(day, least))


def _born_between(after: dt.date, until: dt.date) -> OfAge:
    return lambda earliest, latest: earliest <= until and latest > after


@lru_cache(maxsize=1024)  # a date is asked for every age, and says nothing of whose it is
def bounds(text: PartialDate) -> Bounds:
    """The earliest and the latest day of a partial date: "2018-05" is 1 to 31 May 2018."""
    parts = [int(part) for part in text.split("-")]
    year = max(parts[0], dt.MINYEAR)
    month = parts[1] if len(parts) > 1 else None
    if month is not None and len(parts) > 2:  # noqa: PLR2004 - year, month and day
        try:
            day = dt.date(year, month, parts[2])
        except ValueError:
            pass  # such as 31 February: the month is what is known
        else:
            return day, day
    first = dt.date(year, month or 1, 1)
    after = (month or 12) % 12 + 1
    beyond = dt.date(min(year + (after == 1), dt.MAXYEAR), after, 1)
    return first, beyond - dt.timedelta(days=1)


@lru_cache(maxsize=1024)
def years_before(day: dt.date, years: int) -> dt.date:
    """The same day some years before; 28 February for the 29th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
