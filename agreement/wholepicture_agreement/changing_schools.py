"""Changing schools: what the summer brings to the old school of a child, and to the new one.

The bus does not know which school a child goes to next. So in the summer holidays whoever acts for
the schools is asked to find it, and the old school is told what to do with what it is told.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping

from wholepicture_schemas.codes import RecipientKind
from wholepicture_schemas.identifiers import PersonRef

from wholepicture_agreement.facts import EventFacts, Subject
from wholepicture_agreement.partial_dates import bounds
from wholepicture_agreement.school_days import school_year

_STARTS: Mapping[int, str] = {4: "reception", 11: "year 7", 16: "year 12, if at school at all,"}
"""What a child of this age on 31 August starts in September, mostly at another school."""


def changing_schools(
    facts: EventFacts,
    kind: RecipientKind,
    subjects: Iterable[Subject],
    called: Callable[[PersonRef], str | None],
) -> Iterator[str]:
    """A sentence for each child who may change schools before the next school day."""
    moment = facts.situation.moment
    for subject in subjects:
        child = subject.told
        if kind not in {"setting", "education-safeguarding"} or not (child and child.birth_date):
            continue
        days = facts.school_days(child)
        if not days.in_summer(moment):
            continue
        begins = days.next_school_day(moment)
        first, last = bounds(child.birth_date)
        who = called(child.person) or "The child"
        for age, starts in _STARTS.items():
            born_from, born_to = _born(age, school_year(begins))
            if first <= born_to and last >= born_from:
                yield _sentence(kind, who, starts, begins)


def _sentence(kind: RecipientKind, who: str, starts: str, begins: dt.date) -> str:
    if kind == "setting":
        return (
            f"{who} starts {starts} in September. A child who has left you for another school: "
            "pass this to its designated safeguarding lead alone, with the child's file."
        )
    return (
        f"{who} starts {starts} in September, and no new school is told here: find it, and tell "
        f"its designated safeguarding lead before {begins.day} {begins:%B}."
    )


def _born(age: int, year: int) -> tuple[dt.date, dt.date]:
    """Between which days a child was born who has this age on 31 August of a year."""
    return dt.date(year - age - 1, 9, 1), dt.date(year - age, 8, 31)
