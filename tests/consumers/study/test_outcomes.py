"""Families go through the real stages: what is shared is had no later than what one has alone."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache

import pytest
from wholepicture_agreement import Agreement
from wholepicture_consumers.study.outcomes import OfChild, OfYear, Study
from wholepicture_consumers.study.rates import rates, with_number
from wholepicture_consumers.study.report import Report, report
from wholepicture_consumers.study.saying import as_data
from wholepicture_consumers.study.whole import Reach

from tests.consumers.both_stages import WITH_PATTERNS

SEED, FAMILIES = 1, 20
ROTATED = {"White": "Mixed", "Mixed": "Asian", "Asian": "White"}
"""Groups of as many codes each."""


@cache
def _study() -> Study:
    return Study(SEED, with_number(rates(), 0.8), WITH_PATTERNS)


@cache
def _years() -> tuple[OfYear, ...]:
    return tuple(_study().of(number) for number in range(FAMILIES))


def _children(years: tuple[OfYear, ...]) -> Iterator[OfChild]:
    return (child for made in years for child in made.children)


def _report(years: tuple[OfYear, ...]) -> Report:
    study = _study()
    return report(years, study.rules, rates(), SEED, study.begin)


def _reaches() -> Iterator[Reach]:
    for child in _children(_years()):
        yield from child.patterns.values()
        if child.harm:
            yield child.harm


@pytest.mark.finding("F11")
def test_nobody_has_it_alone_before_somebody_has_it_shared() -> None:
    """Of every pattern of every child; and nobody has it before it is there."""
    reaches = list(_reaches())

    assert len(reaches) > 10
    for reach in reaches:
        if reach.alone:
            assert reach.shared
            assert reach.shared <= reach.alone
        for moment in filter(None, (reach.shared, reach.alone, reach.side_by_side)):
            assert moment >= reach.made


def test_sharing_reaches_somebody_whom_nobody_alone_had() -> None:
    """The comparison can tell a difference at all."""
    assert any(reach.shared and not reach.alone for reach in _reaches())


def test_a_seed_gives_the_same_outcome() -> None:
    """The whole way through the stages."""
    again = Study(SEED, with_number(rates(), 0.8), WITH_PATTERNS)

    assert [again.of(number) for number in range(6)] == list(_years()[:6])


@pytest.mark.finding("I2")
def test_permuting_ethnicities_permutes_the_rows_alone() -> None:
    """Everything that a group has, another has instead: the stages read no ethnicity."""
    groups = rates().groups
    swapped: Mapping[str, str] = {
        code: other
        for name, to in ROTATED.items()
        for code, other in zip(groups[name].codes, groups[to].codes, strict=True)
    }

    as_they_are = _report(_years())
    permuted = _report(tuple(_study().of(number, swapped) for number in range(FAMILIES)))

    before = {row.name: row for row in as_they_are.ethnicities}
    after = {row.name: row for row in permuted.ethnicities}
    for name, row in before.items():
        assert _of(after[ROTATED.get(name, name)]) == _of(row)
    assert [_of(row) for row in permuted.disabilities] == [
        _of(row) for row in as_they_are.disabilities
    ]
    for said in ("rules", "ways", "desks"):
        assert as_data(permuted)[said] == as_data(as_they_are)[said]


def test_a_rule_left_out_changes_no_other_rule() -> None:
    """What the report says of a rule left out is what comes where it is left out."""
    rule = "care-missed-and-harm"
    without = Study(SEED, with_number(rates(), 0.8), _without(WITH_PATTERNS, rule))
    harmed = [number for number, made in enumerate(_years()) if made.children[0].harmed]

    for number in harmed:
        for child, again in zip(
            _years()[number].children, without.of(number).children, strict=True
        ):
            assert again.noticed == child.noticed - {rule}
            if child.harm and again.harm:
                left = {name: at for name, at in child.harm.noticed.items() if name != rule}
                assert again.harm.noticed == left


def test_the_sums_are_exact() -> None:
    """Each child stands once in each division, and each item once."""
    made = _report(_years())
    children = list(_children(_years()))

    for rows in (made.ethnicities, made.disabilities):
        assert sum(row.children for row in rows) == len(children) == sum(made.children.values())
        assert sum(row.harms for row in rows) == made.harms
        assert sum(row.noticed.children for row in rows) == made.noticed.children
        assert sum(row.shared.came for row in rows) == sum(
            bool(child.harm and child.harm.shared) for child in children
        )
    items = sum(count for year in _years() for count in year.items.values())
    assert sum(desk.patterns + desk.others for desk in made.desks) == items
    assert made.named - sum(row.only for row in made.rules) == sum(
        len(child.harm.noticed) > 1 for child in children if child.harm
    )
    assert {row.without.came + row.only for row in made.rules} == {made.named}


def _of(row: object) -> dict[str, object]:
    """A row without its name."""
    said = {name: getattr(row, name) for name in ("children", "harms", "noticed")}
    curves = {name: getattr(row, name).followed for name in ("shared", "noticed_harm")}
    return {**said, **curves}


def _without(agreement: Agreement, rule: str) -> Agreement:
    files = (
        file.model_copy(update={"pattern": tuple(p for p in file.pattern if p.id != rule)})
        for file in agreement.patterns
    )
    return replace(agreement, patterns=tuple(files))
