"""The report of a study: what was counted, weighed to 1,000 children, and by whom it is about.

Counts are of made-up children. A rate *per 1,000* weighs each kind of family as often as there are
such children (rates.toml), because the study makes up many more hard families than there are.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from wholepicture_agreement.patterns.files import PatternRule

from wholepicture_consumers.study.counting import Curve, Followed
from wholepicture_consumers.study.outcomes import OfChild, OfYear
from wholepicture_consumers.study.rates import DAYS, HARMED, KindOfFamily, Rates
from wholepicture_consumers.study.whole import Reach

_WORKING_DAYS = 253
"""In a year: 365 days without weekends and the eight bank holidays of England."""
_PER = 10_000


class Way(StrEnum):
    """How somebody first had a harm whole."""

    EVERYTHING = "whoever had read everything"
    SHARED = "shared: one reader was shown all of it"
    SIDE_BY_SIDE = "shared: one item had it side by side"
    NOTICED = "shared: a notice named two of its facts"
    ALONE = "alone: one agency had all of it"


_MOMENTS: Mapping[Way, Callable[[Reach], dt.datetime | None]] = {
    Way.EVERYTHING: lambda harm: harm.made,
    Way.SHARED: lambda harm: harm.shared,
    Way.SIDE_BY_SIDE: lambda harm: harm.side_by_side,
    Way.NOTICED: lambda harm: min(harm.noticed.values(), default=None),
    Way.ALONE: lambda harm: harm.alone,
}


@dataclass(frozen=True, slots=True)
class Noticed:
    """Children of whom somebody had a notice."""

    by_kind: Mapping[KindOfFamily, int]
    """How many of each kind of family."""
    per_1000: float | None
    """In a year, weighed; none where there are no children of some kind."""
    precision: float | None
    """How many of them are harmed, weighed; none where there are none."""

    @property
    def children(self) -> int:
        """How many of the made-up children."""
        return sum(self.by_kind.values())


@dataclass(frozen=True, slots=True)
class OfRule:
    """What one rule brings."""

    rule: PatternRule
    noticed: Noticed
    made: int
    """Of how many children the events make its pattern, whoever reads them."""
    shared: int
    alone: int
    """Of how many of them somebody had it whole, shared and alone."""
    names_harm: int
    """Of how many harms a notice of it names facts."""
    only: int
    """Of how many harms no other notice does."""
    without: Curve
    """When the notices of all other rules name two facts of a harm."""


@dataclass(frozen=True, slots=True)
class OfDesk:
    """What a practitioner of a kind of recipient reads on a working day."""

    kind: str
    people: float | None
    """How many share it for 10,000 children; none where nobody said."""
    patterns: int
    others: int
    """How many items the made-up children brought: notices of patterns, and all others."""
    with_patterns: float | None
    without: float | None
    """How many items each reads a day, weighed, with the pattern rules and without."""


@dataclass(frozen=True, slots=True)
class OfGroup:
    """What comes of the children of one ethnicity, or of disabled children and the others."""

    name: str
    children: int
    harms: int
    """How many harms were whole for whoever had read everything."""
    shared: Curve
    noticed_harm: Curve
    noticed: Noticed


@dataclass(frozen=True, slots=True)
class Report:
    """All that is reported."""

    histories: int
    seed: int
    begin: dt.date
    children: Mapping[KindOfFamily, int]
    events: int
    ways: Mapping[Way, Curve]
    noticed: Noticed
    """By any rule."""
    named: int
    """Of how many harms a notice of any rule names facts."""
    rules: Sequence[OfRule]
    desks: Sequence[OfDesk]
    ethnicities: Sequence[OfGroup]
    disabilities: Sequence[OfGroup]

    @property
    def harms(self) -> int:
        """How many harms were whole for whoever had read everything."""
        return self.ways[Way.EVERYTHING].of


def report(
    years: Sequence[OfYear],
    rules: Sequence[PatternRule],
    rates: Rates,
    seed: int,
    begin: dt.datetime,
) -> Report:
    """The report of these families' years."""
    children = [child for each in years for child in each.children]
    end = begin + dt.timedelta(days=DAYS)
    weigh = _Weighing(children, rates)
    harms = [child.harm for child in children if child.harm]
    by_group = {name: list[OfChild]() for name in rates.groups}
    for child in children:
        by_group[rates.group_of(child.ethnicity)].append(child)
    by_need = {
        "Disabled": [child for child in children if child.disabled],
        "Not disabled": [child for child in children if not child.disabled],
    }
    return Report(
        histories=len(years),
        seed=seed,
        begin=begin.date(),
        children=weigh.children,
        events=sum(each.events for each in years),
        ways={way: _curve(harms, way, end) for way in Way},
        noticed=weigh.noticed(child for child in children if child.noticed),
        named=sum(bool(harm.noticed) for harm in harms),
        rules=[_of_rule(rule, children, weigh, end) for rule in rules],
        desks=list(_desks(years, weigh, rates)),
        ethnicities=[_of_group(name, of, rates, end) for name, of in by_group.items()],
        disabilities=[_of_group(name, of, rates, end) for name, of in by_need.items()],
    )


class _Weighing:
    """Children weighed as often as there are such families."""

    def __init__(self, children: Iterable[OfChild], rates: Rates) -> None:
        counted = Counter(child.kind for child in children)
        self.children = {kind.name: counted[kind.name] for kind in rates.kind}
        self._per_1000 = {kind.name: kind.per_1000 for kind in rates.kind}

    def noticed(self, children: Iterable[OfChild]) -> Noticed:
        """Who was noticed, of all that are weighed."""
        counted = Counter(child.kind for child in children)
        by_kind = {kind: counted[kind] for kind in self.children}
        total = self.per_1000(by_kind)
        harmed = self.per_1000({HARMED: by_kind[HARMED]})
        precision = None if not total or harmed is None else harmed / total
        return Noticed(by_kind, total, precision)

    def per_1000(self, by_kind: Mapping[KindOfFamily, int]) -> float | None:
        """Of 1,000 children, how many; none where a kind that counts has none to weigh by."""
        if not all(self.children[kind] for kind in by_kind):
            return None
        return sum(
            self._per_1000[kind] * count / self.children[kind] for kind, count in by_kind.items()
        )


def _curve(harms: Iterable[Reach], way: Way, end: dt.datetime) -> Curve:
    return Curve(_followed(harm, _MOMENTS[way](harm), end) for harm in harms)


def _followed(harm: Reach, at: dt.datetime | None, end: dt.datetime) -> Followed:
    return Followed(harm.days(at or end), came=at is not None)


def _of_rule(
    rule: PatternRule, children: Sequence[OfChild], weigh: _Weighing, end: dt.datetime
) -> OfRule:
    made = [child.patterns[rule.id] for child in children if rule.id in child.patterns]
    harms = [child.harm for child in children if child.harm]
    return OfRule(
        rule=rule,
        noticed=weigh.noticed(child for child in children if rule.id in child.noticed),
        made=len(made),
        shared=sum(pattern.shared is not None for pattern in made),
        alone=sum(pattern.alone is not None for pattern in made),
        names_harm=sum(rule.id in harm.noticed for harm in harms),
        only=sum(set(harm.noticed) == {rule.id} for harm in harms),
        without=Curve(_followed(harm, _by_others(harm, rule.id), end) for harm in harms),
    )


def _by_others(harm: Reach, rule: str) -> dt.datetime | None:
    return min((at for name, at in harm.noticed.items() if name != rule), default=None)


def _desks(years: Sequence[OfYear], weigh: _Weighing, rates: Rates) -> Iterable[OfDesk]:
    counted: dict[str, Counter[tuple[bool, KindOfFamily]]] = {}
    for each in years:
        for (kind, of_pattern), number in each.items.items():
            of_family = each.children[0].kind
            counted.setdefault(kind, Counter())[of_pattern, of_family] += number
    for kind in sorted(counted, key=lambda kind: -counted[kind].total()):
        items = counted[kind]
        people = rates.staff.get(kind)
        by_kind = {
            of_pattern: {family: items[of_pattern, family] for family in weigh.children}
            for of_pattern in (True, False)
        }
        notices, others = (weigh.per_1000(by_kind[which]) for which in (True, False))
        daily = _PER / 1000 / people / _WORKING_DAYS if people else None
        with_both = None if notices is None or others is None else notices + others
        yield OfDesk(
            kind=kind,
            people=people,
            patterns=sum(by_kind[True].values()),
            others=sum(by_kind[False].values()),
            with_patterns=_times(with_both, daily),
            without=_times(others, daily),
        )


def _times(number: float | None, by: float | None) -> float | None:
    return None if number is None or by is None else number * by


def _of_group(name: str, children: Sequence[OfChild], rates: Rates, end: dt.datetime) -> OfGroup:
    harms = [child.harm for child in children if child.harm]
    weigh = _Weighing(children, rates)
    return OfGroup(
        name=name,
        children=len(children),
        harms=len(harms),
        shared=_curve(harms, Way.SHARED, end),
        noticed_harm=_curve(harms, Way.NOTICED, end),
        noticed=weigh.noticed(child for child in children if child.noticed),
    )
