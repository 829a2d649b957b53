"""The checks against a clock: no event, record or birth may lie in the future.

The clock is passed in: a producer's own when it publishes, the broker's when a stage reads.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from wholepicture_schemas.core import Core
from wholepicture_schemas.envelope import Attributes
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


def not_yet(attributes: Attributes, now: datetime) -> Iterator[Problem]:
    """A problem for each time of the envelope that lies after ``now``."""
    for name in ("time", "recordedtime"):
        told = getattr(attributes, name)
        if told is not None and told > now + DRIFT:
            yield Problem(name, "is in the future", _FIX)


def too_long_ago(attributes: Attributes, now: datetime) -> Iterator[Problem]:
    """A problem where the event is older than any child that it could be about."""
    if attributes.time.year < now.year - GROWN_UP_AFTER:
        yield Problem("time", "is too long ago", _FIX)


def long_grown_up(core: Core, now: datetime) -> Iterator[Problem]:
    """A problem for each child whose birth date is that of somebody long grown up."""
    latest = f"{now.year - GROWN_UP_AFTER:04}-{now:%m-%d}"
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
        return child.expected_birth_date is None
    begins = f"{on.year - _SCHOOL_BEGINS:04}-{on:%m-%d}"
    grown = f"{on.year - _GROWN:04}-{on:%m-%d}"
    return grown[: len(born)] <= born <= begins[: len(born)]


def young_adults(core: Core, on: date) -> Iterator[int]:
    """The positions of the adults who were under 18 on a day and are not listed as children too.

    A person listed as both has the same birth date in both lists. Of a birth date that is known in
    part, the first possible day counts.
    """
    grown = f"{on.year - _GROWN:04}-{on:%m-%d}"
    children = {child.birth_date for child in core.children}
    for at, adult in enumerate(core.adults):
        born = adult.birth_date
        if born is not None and born not in children and born > grown[: len(born)]:
            yield at
