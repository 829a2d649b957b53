"""A person is named as far as the person is told, by the same words everywhere."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wholepicture_schemas.who import age_at, child_in_words, initials_and_age, initials_of

DAY = dt.date(2026, 3, 4)


@pytest.mark.parametrize(
    ("born", "age"),
    [
        ("2015-03-04", "11"), ("2015-03-05", "10"), ("2015-03", "10 or 11"), ("2015", "10 or 11"),
        ("2016-02-29", "10"), ("2026-02-10", "0 months"), ("2026-02-04", "1 month"),
        ("2024-05-04", "22 months"), ("2024", "1 or 2"), ("2026", "0"), ("2026-03-04", "0 months"),
        ("2027-01-01", ""), ("soon", ""), (None, ""), ("2015-13", ""),
    ],
)  # fmt: skip
def test_an_age_is_as_certain_as_the_birth_date(born: str | None, age: str) -> None:
    """A date known in part gives two ages, a small child has months, nobody is born later."""
    assert age_at(born, DAY) == age


@given(st.dates(dt.date(1900, 1, 1), dt.date(2030, 1, 1)), st.dates(dt.date(1990, 1, 1), DAY))
def test_a_month_or_a_year_never_rules_the_true_age_out(born: dt.date, on: dt.date) -> None:
    """Whoever knows less says less, and nothing else."""
    true = age_at(born.isoformat(), on)

    for less in (born.isoformat()[:7], born.isoformat()[:4]):
        said = age_at(less, on)
        if true and "month" not in true + said:
            assert true in said.split(" or ")


@pytest.mark.parametrize(
    ("child", "words", "short"),
    [
        ({"name": {"given": "Tia", "family": "Example"}, "birth_date": "2015-01-09"},
         "Tia Example, 11", "T.E. 11"),
        ({"name": {"given": "Tia"}}, "Tia", "T."),
        ({"birth_date": "2015-01-09"}, "a child of 11", "child 11"),
        ({"birth_date": "2025-06-04"}, "a child of 9 months", "child 9m"),
        ({"expected_birth_date": "2026-08"}, "an unborn child", "unborn"),
        ({}, "a child", "child"),
    ],
)  # fmt: skip
def test_a_child_is_called_by_what_is_told(child: dict[str, Any], words: str, short: str) -> None:
    """Neither a name nor an age is made up."""
    assert child_in_words(child, DAY) == words
    assert initials_and_age(child, DAY) == short


def test_a_name_in_any_script_has_initials() -> None:
    """A blank part gives none; a name that came as one text gives those of its words."""
    assert initials_of({"name": {"given": "\u0130lkay", "family": " "}}) == "\u0130."
    assert initials_of({"as_written": {"name": "Tia Marlow"}}) == "T.M."
    assert initials_of({"name": {"as_written": {"given": "Tia/Tea"}, "family": "Marlow"}}) == "T.M."
    assert initials_of({"name": None}) == ""
