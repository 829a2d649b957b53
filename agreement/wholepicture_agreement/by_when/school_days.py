"""School days: when a school has the children, by its terms and its own hour of handing over.

Terms are the partnership's data. A day in no school year that they cover counts as a school day
where it is a working day, so what is due before the next school day is never late.
"""

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

from wholepicture_schemas.cached import cached_property
from wholepicture_schemas.model import Model

from wholepicture_agreement.by_when.working_time import (
    LONDON,
    at,
    is_working_day,
    next_working_day,
)

BEGINS = dt.time(8, 30)
"""When a school day begins."""
HANDS_OVER = dt.time(15)
"""When a school begins to hand the children over, where it has no hour of its own."""
_TO_READ = dt.timedelta(minutes=15)
"""How long before it hands over a school must have read what it is told."""
_SEPTEMBER = 9


class Term(Model, frozen=True):
    """The first and the last day of a term, or of the part of it before a holiday."""

    first: dt.date
    last: dt.date


@dataclass(frozen=True, eq=False)
class SchoolDays:
    """The school days of a setting, or of an area; made once of an agreement, and asked often.

    >>> autumn = Term(first=dt.date(2026, 9, 3), last=dt.date(2026, 10, 23))
    >>> winter = Term(first=dt.date(2026, 11, 2), last=dt.date(2026, 12, 18))
    >>> school = SchoolDays((autumn, winter))
    >>> at_noon = dt.datetime(2026, 10, 23, 12, tzinfo=dt.UTC)
    >>> school.limit(at_noon).isoformat()
    '2026-10-23T13:45:00+00:00'
    >>> school.limit(at_noon + dt.timedelta(hours=4)).isoformat()
    '2026-11-02T08:30:00+00:00'
    """

    terms: tuple[Term, ...] = ()
    hands_over: dt.time = HANDS_OVER

    def is_school_day(self, day: dt.date) -> bool:
        """Whether the children are at school on this day."""
        return _is_school_day(self, day)

    def limit(self, moment: dt.datetime) -> dt.datetime:
        """By when a school must know: before its day begins, or before it hands over today."""
        today = moment.astimezone(LONDON).date()
        if self.is_school_day(today):
            begins, read_by = at(today, BEGINS), at(today, self.hands_over) - _TO_READ
            if moment < begins:
                return begins
            if moment < read_by:
                return read_by
        return at(_next_school_day(self, today), BEGINS)

    def hand_over(self, moment: dt.datetime) -> dt.datetime | None:
        """When the children are handed over today; none where that is past, or nobody is there."""
        today = moment.astimezone(LONDON).date()
        handing_over = at(today, self.hands_over)
        return handing_over if self.is_school_day(today) and moment < handing_over else None

    def next_school_day(self, moment: dt.datetime) -> dt.date:
        """The day of the next time that school begins, which may be today."""
        here = moment.astimezone(LONDON)
        today = here.date()
        if here.time() < BEGINS and self.is_school_day(today):
            return today
        return _next_school_day(self, today)

    def in_holidays(self, moment: dt.datetime) -> bool:
        """Whether a working day passes before the school has the children again."""
        here = moment.astimezone(LONDON)
        today = here.date()
        if self.is_school_day(today) and here.time() < self.hands_over:
            return False
        began = here.time() >= BEGINS
        working = next_working_day(today) if began or not is_working_day(today) else today
        return self.next_school_day(moment) > working

    def in_summer(self, moment: dt.datetime) -> bool:
        """Whether the next school day is the first of a school year."""
        if not self.in_holidays(moment):
            return False
        today, after = moment.astimezone(LONDON).date(), self.next_school_day(moment)
        year = school_year(after)
        begun = any(term.first <= today and school_year(term.first) == year for term in self.terms)
        return not begun and (year in self.years or school_year(today) != year)

    @cached_property
    def years(self) -> frozenset[int]:
        """The school years that the terms cover."""
        return frozenset(school_year(term.first) for term in self.terms)


EVERY_WORKING_DAY = SchoolDays()
"""Those of whom no terms are known."""


def school_year(day: dt.date) -> int:
    """The year in whose September the school year of a day began."""
    return day.year - (day.month < _SEPTEMBER)


@lru_cache(maxsize=4096)
def _is_school_day(school: SchoolDays, day: dt.date) -> bool:
    if not is_working_day(day):
        return False
    in_term = any(term.first <= day <= term.last for term in school.terms)
    return in_term or school_year(day) not in school.years


@lru_cache(maxsize=4096)
def _next_school_day(school: SchoolDays, day: dt.date) -> dt.date:
    """The first school day after this one."""
    day += dt.timedelta(days=1)
    while not school.is_school_day(day):
        day += dt.timedelta(days=1)
    return day
