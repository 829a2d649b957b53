"""Two pictures of the same six months: what one agency had by itself, and the whole."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from wholepicture_schemas.catalogue import STRENGTHS, short_name
from wholepicture_schemas.field_words import words_of
from wholepicture_schemas.identifiers import AgencyId
from wholepicture_schemas.patterns import PatternFound

from wholepicture_desk.demo.months import Months
from wholepicture_desk.demo.scenario import Told


@dataclass(frozen=True, slots=True)
class Mark:
    """One event in a picture."""

    on: date
    what: str
    strength: bool
    side_by_side: bool = False
    """Whether it is one of those that were put side by side."""


@dataclass(frozen=True, slots=True)
class Strip:
    """What one agency told, in the order of the days."""

    who: str
    marks: tuple[Mark, ...]

    def of_week(self, monday: date) -> tuple[Mark, ...]:
        """What it told in a week."""
        until = monday + timedelta(weeks=1)
        return tuple(mark for mark in self.marks if monday <= mark.on < until)


@dataclass(frozen=True, slots=True)
class Noticed:
    """A pattern over time that was put before a person."""

    on: date
    """The day of the last event that makes it."""
    title: str
    count: int
    """How many events make it."""


@dataclass(frozen=True, slots=True)
class TwoPictures:
    """The same six months, seen by one agency alone and by who works with the child."""

    child: str
    first: date
    last: date
    teller: str
    """The agency that had the first picture."""
    alone: tuple[Strip, ...]
    reader: str
    """Who has the second picture."""
    whole: tuple[Strip, ...]
    noticed: tuple[Noticed, ...]
    """Each rule that put events side by side for who has the second picture, the first time."""

    @property
    def weeks(self) -> tuple[date, ...]:
        """The Mondays of the weeks that both pictures show."""
        monday = self.first - timedelta(days=self.first.weekday())
        count = (self.last - monday).days // 7 + 1
        return tuple(monday + timedelta(weeks=week) for week in range(count))


def two_pictures(months: Months) -> TwoPictures:
    """Both pictures, each read from what came.

    What was taken back is in neither, and a correction is no event of its own.
    """
    story, called = months.evidence.story, months.scenario.called
    teller, reader = story.standard.agency, story.council.agency
    standing = months.standing
    noticed, named = _noticed(months, reader)
    mine = [one for one in standing if one.agency == reader or reader in months.told_of(one.id)]
    return TwoPictures(
        child=months.evidence.child,
        first=months.scenario.first,
        last=months.scenario.last,
        teller=called[teller],
        alone=tuple(_strips(standing, months, [teller], frozenset())),
        reader=called[reader],
        whole=tuple(_strips(mine, months, {one.agency for one in mine}, named)),
        noticed=noticed,
    )


def _strips(
    told: Iterable[Told],
    months: Months,
    agencies: Collection[AgencyId],
    named: Collection[tuple[str, date]],
) -> Iterator[Strip]:
    """A strip for each of the agencies, in the order in which the lanes are."""
    called, agreement = months.scenario.called, months.evidence.agreement
    marks: dict[AgencyId, list[Mark]] = {agency: [] for agency in called if agency in agencies}
    for one in told:
        if one.agency in marks:
            name = short_name(one.document["type"])
            by_day = agreement.agencies[one.agency].name, one.on
            mark = Mark(one.on, words_of(name), name in STRENGTHS, by_day in named)
            marks[one.agency].append(mark)
    return (Strip(called[agency], tuple(of)) for agency, of in marks.items())


def _noticed(
    months: Months, reader: AgencyId
) -> tuple[tuple[Noticed, ...], frozenset[tuple[str, date]]]:
    """Each rule's first notice, and who told what makes one, on which day."""
    agreement = months.evidence.agreement
    found: dict[str, Noticed] = {}
    named: set[tuple[str, date]] = set()
    for item in months.evidence.received:
        data = item.data
        if data.event_type != PatternFound.TYPE or data.amends is not None:
            continue
        if agreement.recipient(data.recipient).agency == reader:
            detail: Any = data.told["detail"]
            events = detail["pattern_events"]
            noticed = Noticed(data.happened.date(), detail["pattern_title"], len(events))
            found.setdefault(detail["pattern"], noticed)
            named |= {(one["agency"], date.fromisoformat(one["day"])) for one in events}
    in_order = sorted(found.values(), key=lambda noticed: noticed.on)
    return tuple(in_order), frozenset(named)
