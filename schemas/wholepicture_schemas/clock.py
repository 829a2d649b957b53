"""The checks against a clock: no event, record or birth may lie in the future, or too far back.

The clock is passed in: a producer's own when it publishes, the broker's when a stage reads. What a
system fills in where nothing is known (1900-01-01, 1970-01-01, 2099-12-31) is found by these checks
too: no child is of that age.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from wholepicture_schemas.core import Core
from wholepicture_schemas.envelope import Attributes, Event, Told
from wholepicture_schemas.persons import Child
from wholepicture_schemas.problems import Problem

DRIFT = timedelta(minutes=5)
"""How far two machines' clocks may differ."""
_FIX = (
    "Check the year, the order of day and month, the offset from UTC, and the clock of the machine."
)

_GROWN = 18
_SCHOOL_BEGINS = 4
_FIX_OF_A_CHILD = (
    "Name everybody under 18 in core.children, whatever they are said to have done: with the same "
    "birth_date they may stand in core.adults too."
)
GROWN_UP_AFTER = 26
"""From how many years on nobody is a child of an event, nor a care leaver.

Source: Children Act 1989 section 23CZB, advice and support until 25.
"""
_FIX_OF_A_GROWN_UP = (
    "Check the century and the year. Until then the child is told of as one of any age; somebody "
    "grown up belongs in core.adults."
)
_FIX_OF_A_BIRTH = "Check the year; of a child who is not born yet give the expected_birth_date."
OLDEST = 120
"""From how many years on nobody is alive: the date is one that a system filled in."""
_FIX_OF_A_DEFAULT = "Leave it out where it is not known, rather than a date that a system fills in."
CARRIED = timedelta(days=300)
"""How long before a birth an event may be about the child, and how far ahead a birth is expected.

Source: NHS, due date calculator: 280 days from the last period, and up to 42 weeks.
"""
_OVERDUE = timedelta(days=42)
_FIX_OF_A_TIME = (
    "Check the year of the time and of each birth_date; where they are right, leave them."
)
_FIX_OF_EXPECTED = "Check the year; of a child who was born give the birth_date."
_FIX_OF_UNBORN = (
    "Give the expected_birth_date of a child not born yet; else say how the child was exposed."
)


def problems_of_times(event: Event[Told[Core]], now: datetime) -> Iterator[Problem]:
    """A problem for each time and date of an event that cannot be right, as of ``now``."""
    core = event.data.core
    yield from not_yet(event, now)
    yield from too_long_ago(event, now)
    yield from not_yet_born(core, now)
    yield from long_grown_up(core, now)
    yield from not_grown_up(core, event.time)
    if long_before_birth(core, event.time.date(), now.date()):
        yield Problem("time", "is long before a child of the event was born", _FIX_OF_A_TIME)
    for at, child in enumerate(core.children):
        path = f"core.children.{at}"
        if child.expected_birth_date and not may_be_expected(child, event.time.date()):
            what = "is not that of a child who is not born yet"
            yield Problem(f"{path}.expected_birth_date", what, _FIX_OF_EXPECTED)
        born = child.birth_date
        if (
            child.exposure == "UNBORN"
            and born
            and born < event.time.date().isoformat()[: len(born)]
        ):
            yield Problem(f"{path}.exposure", "is that of a child not born yet", _FIX_OF_UNBORN)


def not_yet(attributes: Attributes, now: datetime) -> Iterator[Problem]:
    """A problem for each time of the envelope that lies after ``now``."""
    for name in ("time", "recordedtime"):
        told = getattr(attributes, name)
        if told is not None and told > now + DRIFT:
            yield Problem(name, "is in the future", _FIX)


def too_long_ago(attributes: Attributes, now: datetime) -> Iterator[Problem]:
    """A problem for each time of the envelope that is older than any child it could be about."""
    latest = _years_before(now, GROWN_UP_AFTER)
    for name in ("time", "recordedtime"):
        told = getattr(attributes, name)
        if told is not None and told.date().isoformat() < latest:
            yield Problem(name, "is too long ago", _FIX)


def long_grown_up(core: Core, now: datetime) -> Iterator[Problem]:
    """A problem for each birth date of somebody too old: a child grown up, an adult not alive."""
    latest = _years_before(now, GROWN_UP_AFTER)
    alive = _years_before(now, OLDEST)
    for at, adult in enumerate(core.adults):
        if adult.birth_date is not None and adult.birth_date < alive[: len(adult.birth_date)]:
            what = "is that of nobody alive"
            yield Problem(f"core.adults.{at}.birth_date", what, _FIX_OF_A_DEFAULT)
    for at, child in enumerate(core.children):
        born = child.birth_date
        if born is not None and born < latest[: len(born)]:
            yield Problem(
                f"core.children.{at}.birth_date", "is that of a grown-up", _FIX_OF_A_GROWN_UP
            )


def not_yet_born(core: Core, now: datetime) -> Iterator[Problem]:
    """A problem for each birth date that lies wholly after ``now``; it may be known in part."""
    tomorrow = (now + timedelta(days=1)).date().isoformat()
    for group in ("children", "adults"):
        for at, person in enumerate(getattr(core, group)):
            born = person.birth_date
            if born is not None and born > tomorrow[: len(born)]:
                yield Problem(f"core.{group}.{at}.birth_date", "is in the future", _FIX_OF_A_BIRTH)


def long_before_birth(core: Core, on: date, today: date) -> bool:
    """Whether a day is long before a child of an event was born, so that one of them is wrong.

    A birth date that has not come says nothing of the day.
    """
    carried, tomorrow = (on + CARRIED).isoformat(), (today + timedelta(days=1)).isoformat()
    for child in core.children:
        born = child.birth_date
        if born is not None and carried[: len(born)] < born <= tomorrow[: len(born)]:
            return True
    return False


def may_be_expected(child: Child, on: date) -> bool:
    """Whether a child's expected date of birth can be one: neither long past nor years ahead."""
    expected = child.expected_birth_date
    if expected is None:
        return False
    earliest, latest = ((on - _OVERDUE).isoformat(), (on + CARRIED).isoformat())
    return earliest[: len(expected)] <= expected <= latest[: len(expected)]


def not_grown_up(core: Core, happened: datetime) -> Iterator[Problem]:
    """A problem for each adult who was under 18 when it happened, unless listed as a child too."""
    for at in young_adults(core, happened.date()):
        yield Problem(f"core.adults.{at}", "is under 18", _FIX_OF_A_CHILD)


def may_be_at_school(child: Child, on: date) -> bool:
    """Whether a child may be of an age on a day at which children go to school, born and grown up.

    Of a birth date that is known in part, the first possible day counts.
    """
    born = child.birth_date
    if born is None:
        return not child.unborn
    begins = _years_before(on, _SCHOOL_BEGINS)
    grown = _years_before(on, _GROWN)
    return grown[: len(born)] <= born <= begins[: len(born)]


def young_adults(core: Core, on: date) -> Iterator[int]:
    """The positions of the adults who were under 18 on a day and are not listed as children too.

    A person listed as both has the same birth date in both lists. Of a birth date that is known in
    part, the first possible day counts.
    """
    grown = _years_before(on, _GROWN)
    children = {child.birth_date for child in core.children}
    for at, adult in enumerate(core.adults):
        born = adult.birth_date
        if born is not None and born not in children and born > grown[: len(born)]:
            yield at


def _years_before(day: date, years: int) -> str:
    """The day of the same month and date so many years before, as it is written."""
    return f"{day.year - years:04}{day.isoformat()[4:10]}"
