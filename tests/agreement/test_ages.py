"""What dates say of a child's age, and that a date which cannot be right steers nobody."""

import datetime as dt

import pytest
from wholepicture_agreement.told import ages
from wholepicture_schemas.persons import Child

TODAY = dt.date(2026, 3, 4)
SCHOOL, UNDER_FIVE = ages.in_school_years(TODAY, TODAY), ages.between(TODAY, 0, 5)


def child(**told: str) -> Child:
    """A child of whom these are told."""
    return Child.model_validate({"person": "c1", **told})


@pytest.mark.parametrize(
    "told",
    [{}, {"birth_date": "1900-01-01"}, {"birth_date": "1970-01-01"}, {"birth_date": "2062-05-01"},
     {"expected_birth_date": "1900-01-01"}, {"expected_birth_date": "2099-12-31"}],
)  # fmt: skip
def test_a_date_that_systems_fill_in_is_no_age(told: dict[str, str]) -> None:
    """The child may be of any age, so that whoever hears of children of one hears of this one."""
    assert ages.may_be(child(**told), TODAY, SCHOOL)
    assert ages.may_be(child(**told), TODAY, UNDER_FIVE)
    assert not ages.not_born(child(**told), TODAY)


@pytest.mark.parametrize(
    "told", [{"expected_birth_date": "2026-07"}, {"exposure": "UNBORN"},
             {"exposure": "UNBORN", "expected_birth_date": "1900-01-01"}],
)  # fmt: skip
def test_a_child_who_is_said_to_be_unborn_is(told: dict[str, str]) -> None:
    """With a date or without; no school is told of them."""
    assert ages.not_born(child(**told), TODAY)
    assert not ages.may_be(child(**told), TODAY, SCHOOL)


def test_a_birth_date_counts_before_what_else_is_said() -> None:
    """A child with one is born."""
    born = child(exposure="UNBORN", birth_date="2016-05-02")

    assert not ages.not_born(born, TODAY)
    assert ages.may_be(born, TODAY, SCHOOL)
