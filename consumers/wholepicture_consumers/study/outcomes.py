"""What came of one family's year, shared and alone: numbers, which outlive the events."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from wholepicture_agreement import Agreement
from wholepicture_agreement.by_when.working_time import LONDON
from wholepicture_agreement.patterns.files import PatternRule, in_force

from wholepicture_consumers.study.families import family
from wholepicture_consumers.study.playing import Stages, nothing_shared
from wholepicture_consumers.study.rates import HARMED, KindOfFamily, Rates
from wholepicture_consumers.study.whole import (
    Reach,
    Readers,
    harm_of,
    notices_of_harm,
    pattern_of,
    reach,
)
from wholepicture_consumers.study.years import year


@dataclass(frozen=True, slots=True)
class OfChild:
    """What came of one child's year."""

    kind: KindOfFamily
    ethnicity: str
    """A code of the children in need census."""
    disabled: bool
    harm: Reach | None
    """The harm, where the child's events made it whole for whoever had read everything."""
    patterns: Mapping[str, Reach]
    """Each pattern that they made, by its rule."""
    noticed: frozenset[str]
    """The rules of which anybody had a notice about the child."""

    @property
    def harmed(self) -> bool:
        """The truth, by which precision is told."""
        return self.kind == HARMED


@dataclass(frozen=True, slots=True)
class OfYear:
    """What came of a family's year."""

    children: tuple[OfChild, ...]
    items: Mapping[tuple[str, bool], int]
    """How many items each kind of recipient had: those of patterns (true), and all others."""
    events: int


class Study:
    """Families by their numbers, each through the stages twice."""

    def __init__(self, seed: int, rates: Rates, agreement: Agreement) -> None:
        self._seed, self._rates, self._agreement = seed, rates, agreement
        after = dt.timedelta(days=rates.households.answers_within_days)
        self._shared = Stages(agreement, after)
        self._alone = Stages(nothing_shared(agreement), after)
        self.begin = begin_of(agreement)
        self.rules = rules_of(agreement)

    def of(self, number: int, ethnicities: Mapping[str, str] | None = None) -> OfYear:
        """What comes of the year of the family of a number.

        ``ethnicities`` puts other codes in the place of some: everything else stays as it was.
        """
        schools = tuple(self._agreement.settings)
        made_up = family(self._seed, number, self.begin.date(), self._rates, schools)
        if ethnicities:
            of = ethnicities
            others = [
                replace(child, ethnicity=of.get(child.ethnicity, child.ethnicity))
                for child in made_up.children
            ]
            made_up = replace(made_up, children=tuple(others))
        told = year(self._seed, made_up, self.begin, self._rates, self._agreement)
        sent, known = self._shared.shared(told), self._alone.alone(told)
        children = []
        for child in made_up.children:
            readers = Readers(child.person, told, sent, known, self._agreement)
            harm = reach(readers, harm_of(self._rates.harm), told.end)
            patterns = {
                rule.id: whole
                for rule in self.rules
                if (whole := reach(readers, pattern_of(rule, readers), told.end))
            }
            children.append(
                OfChild(
                    made_up.kind,
                    child.ethnicity,
                    child.disabled,
                    replace(harm, noticed=notices_of_harm(readers)) if harm else None,
                    patterns,
                    frozenset(item.pattern for item in readers.sent if item.pattern),
                )
            )
        kinds: Counter[tuple[str, bool]] = Counter(
            (self._agreement.recipient(item.recipient).kind, bool(item.pattern)) for item in sent
        )
        return OfYear(tuple(children), kinds, len(told.told))


def begin_of(agreement: Agreement) -> dt.datetime:
    """When the year begins: on the first Monday on which the newest rules are in force."""
    starts = [agreement.terms[-1].valid_from, *(file.valid_from for file in agreement.patterns)]
    day = max(starts)
    monday = day + dt.timedelta(days=-day.weekday() % 7)
    return dt.datetime.combine(monday, dt.time(), dt.UTC)


def rules_of(agreement: Agreement) -> Sequence[PatternRule]:
    """The pattern rules that are in force when the year begins."""
    return in_force(agreement.patterns, begin_of(agreement).astimezone(LONDON).date())
