"""Changing schools: what the summer brings to the old school of a child, and to the new one.

The bus does not know which school a child goes to next. So in the summer holidays whoever acts for
the schools is asked to find it, and the old school is told what to do with what it is told.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from wholepicture_schemas.identifiers import PersonRef

from wholepicture_agreement.by_when.school_days import school_year
from wholepicture_agreement.by_when.working_time import LONDON
from wholepicture_agreement.item.instructions.telling import Telling
from wholepicture_agreement.told.ages import bounds, possible
from wholepicture_agreement.told.facts import EventFacts

_STARTS: Mapping[int, str] = {4: "reception", 11: "year 7", 16: "year 12, if at school at all,"}
"""What a child of this age on 31 August starts in September, mostly at another school."""
_SCHOOL = (
    "A child who has left you for another school: pass this to its designated safeguarding lead "
    "alone, with the child's file."
)


def changing_schools(telling: Telling) -> Iterator[str]:
    """A sentence for each child who may change schools before the next school day."""
    agreement, changes = telling.facts.agreement, who_changes(telling.facts)
    kinds = {agreement.recipient(target.recipient).kind for target in telling.targets}
    if kinds.isdisjoint({"setting", "education-safeguarding"}):
        return
    for subject in telling.subjects:
        for starts, begins in changes.get(subject.known.person, ()):
            who = telling.shown.called(subject.known.person) or "The child"
            find = (
                f"No new school is told here: find it, and tell its designated safeguarding "
                f"lead before {begins.day} {begins:%B}."
            )
            yield f"{who} starts {starts} in September. {_SCHOOL if 'setting' in kinds else find}"


def who_changes(facts: EventFacts) -> Mapping[PersonRef, Sequence[tuple[str, dt.date]]]:
    """What each child may start in September, and the day on which school begins; mostly nobody."""
    return facts.once(_changes)


def _changes(facts: EventFacts) -> Mapping[PersonRef, Sequence[tuple[str, dt.date]]]:
    moment = facts.situation.moment
    today = moment.astimezone(LONDON).date()
    changes: dict[PersonRef, list[tuple[str, dt.date]]] = {}
    for subject in facts.subjects:
        child = subject.told
        if child is None or not facts.school_days(child).in_summer(moment):
            continue
        born = possible(child, today)
        if born is None:
            continue
        begins = facts.school_days(child).next_school_day(moment)
        first, last = bounds(born)
        for age, starts in _STARTS.items():
            born_from, born_to = _born(age, school_year(begins))
            if first <= born_to and last >= born_from:
                changes.setdefault(child.person, []).append((starts, begins))
    return changes


def _born(age: int, year: int) -> tuple[dt.date, dt.date]:
    """Between which days a child was born who has this age on 31 August of a year."""
    return dt.date(year - age - 1, 9, 1), dt.date(year - age, 8, 31)
