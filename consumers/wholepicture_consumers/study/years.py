"""A made-up family's year: what happened to whom, which agency told it when, and what is true.

The truth is the generator's own: which events are facts of a harm. No stage and no rule reads it.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from wholepicture_agreement import Agreement
from wholepicture_schemas.envelope import Event
from wholepicture_schemas.identifiers import AgencyId

from wholepicture_consumers.study.families import Family, chance
from wholepicture_consumers.study.rates import (
    BEFORE,
    DAYS,
    HARMED,
    MISSED,
    Behaviour,
    KindOfFamily,
    Rates,
    Teller,
)
from wholepicture_consumers.study.wording import barriers, event

_WITH_A_CAUSE = {MISSED, "engagement-rupture"}
_OPENED = "involvement-changed"
_CHILDRENS_SERVICES = "children's services"
_COMMUNITY_HEALTH = "community health"


@dataclass(frozen=True, slots=True)
class Told:
    """One event of the year, as its agency sends it."""

    event: Event[Any]
    name: str
    """The short name of its type."""
    agency: AgencyId
    received: dt.datetime
    children: tuple[str, ...]
    """The children of it, as every event of the study calls them."""
    fact: str | None
    """The kind of fact of a harm that it is; none where it is none."""


@dataclass(frozen=True, slots=True)
class Year:
    """A family, and what was told of it in a year, in the order in which it was received."""

    family: Family
    begin: dt.datetime
    told: tuple[Told, ...]

    @property
    def end(self) -> dt.datetime:
        """When the year is over: nothing is known of what comes after."""
        return self.begin + dt.timedelta(days=DAYS)


@dataclass(slots=True)
class _Happening:
    """Something that happens on a day: counted from the first, and within it by the hour."""

    name: str
    by: Teller
    day: float
    children: tuple[str, ...]
    fact: str | None = None
    more: dict[str, Any] = field(default_factory=dict)


def year(seed: int, family: Family, begin: dt.datetime, rates: Rates, agreement: Agreement) -> Year:
    """The year of a family. What an agency that does not take part would tell is told by nobody.

    What is received after the year is left out.
    """
    tellers = agencies(rates, agreement)
    happenings = [
        h for h in _happenings(seed, family, begin, rates, agreement) if h.by.name in tellers
    ]
    happenings.sort(key=lambda happening: happening.day)
    told, on_day = [], set[tuple[str, int, str]]()
    for number, happening in enumerate(happenings):
        days = {(happening.name, int(happening.day), child) for child in happening.children}
        if days & on_day:  # of one type and child one a day: a notice names an event by these
            continue
        on_day |= days
        one = _told(seed, family, begin, number, happening, tellers, agreement)
        if one.received < begin + dt.timedelta(days=DAYS):
            told.append(one)
    told.sort(key=lambda one: (one.received, one.event.time))
    return Year(family, begin, tuple(told))


def agencies(rates: Rates, agreement: Agreement) -> Mapping[str, AgencyId]:
    """The agency of the agreement that each teller is, by the teller's name."""
    of_kind: dict[str, list[AgencyId]] = {}
    for name, agency in agreement.agencies.items():
        of_kind.setdefault(agency.kind, []).append(AgencyId(name))
    found = {}
    for teller in rates.teller:
        places = of_kind.get(teller.kind, [])
        if len(places) >= abs(teller.place):
            found[teller.name] = places[teller.place - (teller.place > 0)]
    return found


def _told(
    seed: int,
    family: Family,
    begin: dt.datetime,
    number: int,
    happening: _Happening,
    tellers: Mapping[str, AgencyId],
    agreement: Agreement,
) -> Told:
    """An event as it is told: no two of a family happened in the same second."""
    draw = chance(seed, family.number, f"telling of {happening.name} {happening.day}")
    hour = dt.timedelta(hours=9 + draw.randrange(8), minutes=number // 60, seconds=number % 60)
    at = begin + dt.timedelta(days=int(happening.day)) + hour
    later = dt.timedelta(days=draw.randint(0, happening.by.told_within_days), hours=1)
    heard = {child: draw.random() < happening.by.hears for child in happening.children}
    agency, by = tellers[happening.by.name], happening.by
    numbered = [child for child in happening.children if _knows(seed, family, child, by)]
    made = event(happening.name, at, by, agency, family, heard, numbered, happening.more, agreement)
    return Told(made, happening.name, agency, at + later, happening.children, happening.fact)


def _knows(seed: int, family: Family, child: str, by: Teller) -> bool:
    """Whether an agency knows a child's NHS number: all year, or not at all."""
    return chance(seed, family.number, f"number of {child} at {by.name}").random() < by.has_number


def _happenings(
    seed: int, family: Family, begin: dt.datetime, rates: Rates, agreement: Agreement
) -> Iterator[_Happening]:
    everybody = tuple(child.person for child in family.children)
    teams = [recipient.id for recipient in agreement.of_kind("social-work-team")]
    if family.open and teams:
        draw = chance(seed, family.number, _OPENED)
        by, team = rates.of_teller(_CHILDRENS_SERVICES), {"team": draw.choice(teams)}
        yield _Happening(_OPENED, by, draw.randrange(1, 7), everybody, None, team)
    for behaviour in rates.behaviour:
        if behaviour.if_open and not family.open:
            continue
        if behaviour.of == "family":
            yield from _of_behaviour(seed, family, behaviour, everybody, rates)
            continue
        for child in family.children:
            first, last = behaviour.ages
            if first <= child.age(begin.date()) <= last:
                yield from _of_behaviour(seed, family, behaviour, (child.person,), rates)
    for child in family.children:
        yield from _missed(seed, family, child.person, begin.date(), rates)


def _of_behaviour(
    seed: int, family: Family, behaviour: Behaviour, children: tuple[str, ...], rates: Rates
) -> Iterator[_Happening]:
    draw = chance(seed, family.number, f"{behaviour.event} {behaviour.by} {children}")
    by = rates.of_teller(behaviour.by)
    first = 7 if behaviour.if_open else 0
    for day in _days(draw, family, first, lambda kind: behaviour.a_year[kind]):
        more, by_service = _more(draw, behaviour.event, children, rates)
        harmed = family.begins is not None and day >= family.begins and not by_service
        fact = behaviour.fact if harmed else None
        yield _Happening(behaviour.event, by, day, children, fact, more)


def _missed(
    seed: int, family: Family, person: str, begin: dt.date, rates: Rates
) -> Iterator[_Happening]:
    """The appointments of a child that were missed, with those of the year before counted."""
    child = next(child for child in family.children if child.person == person)
    visits, draw = rates.appointments, chance(seed, family.number, f"appointments of {person}")
    age, by = child.age(begin), rates.of_teller(_COMMUNITY_HEALTH)
    days = _days(draw, family, -DAYS, lambda kind: visits.rate(kind, age, disabled=child.disabled))
    offered: list[tuple[float, bool]] = []
    for day in days:
        missed = draw.random() < visits.missed[_kind_on(family, day)]
        more, by_service = _more(draw, MISSED, (person,), rates)
        offered.append((day, missed))
        if not missed or day < 0:
            continue
        within = [was for on, was in offered if on > day - DAYS]
        counts = Counter(within)
        more |= {
            "missed_in_last_12_months": counts[True],
            "offered_in_last_12_months": len(within),
        }
        harmed = family.begins is not None and day >= family.begins and not by_service
        yield _Happening(MISSED, by, day, (person,), "health" if harmed else None, more)


def _more(
    draw: Random, name: str, children: Sequence[str], rates: Rates
) -> tuple[dict[str, Any], bool]:
    """What the detail of an event says beside its wording, and whether a service caused it."""
    if name in _WITH_A_CAUSE:
        causes = rates.appointments.caused_by
        cause = draw.choices(list(causes), list(causes.values()))[0]
        in_doubt = draw.random() < rates.appointments.barriers_told
        said = {"barriers": barriers(name)} if cause != "unknown" or in_doubt else {}
        return {"caused_by": cause, **said}, cause == "service"
    if name == "meeting-held":
        one_in = rates.households.did_not_come_to_one_in
        came = "did-not-come" if draw.random() < 1 / one_in else "attended"
        invited = [{"who": "class teacher", "attended": came}]
        return {"meeting": {"chaired_by": "team manager", "invited": invited}}, False
    if name == "visit":
        seen = [{"child": child, "seen": "yes", "seen_alone": "yes"} for child in children]
        return {"children_seen": seen}, False
    return {}, False


def _days(
    draw: Random, family: Family, first: int, rate: Callable[[KindOfFamily], float]
) -> list[float]:
    """The days on which something happens, each moment as likely: as often as its rate says."""
    ends = [DAYS] if family.begins is None else [family.begins, DAYS]
    found, begin = [], float(first)
    for end in ends:
        a_year = rate(_kind_on(family, begin))
        at = begin
        while a_year > 0:
            at += draw.expovariate(a_year / DAYS)
            if at >= end:
                break
            found.append(at)
        begin = max(begin, float(end))
    return found


def _kind_on(family: Family, day: float) -> KindOfFamily:
    """Of which kind a family is on a day: one like the review's is hard until the harm begins."""
    if family.kind == HARMED and family.begins is not None and day < family.begins:
        return BEFORE
    return family.kind
