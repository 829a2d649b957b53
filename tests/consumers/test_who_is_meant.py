"""Slips that would hide a child or tell somebody of themselves: they err on the safe side."""

from typing import Any

import pytest

from tests.consumers.both_stages import Stages
from tests.journeys.stories import COUNCIL, FRONT_DOOR, adult, child, family, incident

UNIT = "safeguarding-police"
NONE = {"children_check": {"answer": "none", "how_known": "Both live alone."}}


def _alleging(young: dict[str, Any]) -> dict[str, Any]:
    people = [adult(family(), "Ann", "a1", "mother"), young]
    made = [{"alleged": young["person"], "victims": ["a1"], "alleges": ["a1"]}]
    return incident([], people, answer="none", detail=NONE, allegations=made)


def test_somebody_under_18_among_the_adults_is_a_child_who_was_not_named() -> None:
    """Though the sender says that there are no children: a task is made of it, and it is asked."""
    young = {"person": "a2", "name": {"given": "Bo"}, "birth_date": "2010-05-01"}

    told = Stages().publish(_alleging(young), "e1")

    assert {FRONT_DOOR, UNIT} <= {one["recipient"] for one in told.items}
    assert {"core.adults.1"} == {one["field"] for one in told.problems if "under" in one["what"]}


def test_who_is_named_among_the_children_too_is_asked_about_no_more() -> None:
    """By the same birth date: the two entries have references of their own."""
    told = child(family(), "Bo", "2010-05-01")
    young = {"person": "a2", "name": {"given": "Bo"}, "birth_date": "2010-05-01"}

    made = Stages().publish(incident([told], [young]), "e1")

    assert not [one for one in made.problems if "under" in one["what"]]
    assert UNIT not in {one["recipient"] for one in made.items}


@pytest.mark.parametrize(("how_known", "tasks"), [(None, True), ("Both live alone.", False)])
def test_none_without_how_that_is_known_is_no_answer(how_known: str | None, tasks: bool) -> None:
    """It makes a task like an answer that was not given."""
    check = {"answer": "none", **({"how_known": how_known} if how_known else {})}

    told = Stages().publish(incident([], answer="none", detail={"children_check": check}), "e1")

    assert bool(told.items) is tasks


@pytest.mark.parametrize("employer", [COUNCIL, "bristol-city-counsil", "bristol-city"])
def test_a_misspelt_employer_protects_like_the_one_that_is_meant(employer: str) -> None:
    """Nobody there reads of a colleague, and the sender is asked who was meant."""
    told = Stages().publish(
        incident(
            [child(family(), "Ada", "2014-03-09")],
            [adult(family(), "Ann", "a1", "mother", works_for=employer)],
        ),
        "e1",
    )

    readers = {one["recipient"] for one in told.items}
    assert FRONT_DOOR not in readers
    assert any(one.startswith("second-reader") for one in readers)
    asked = [one for one in told.problems if one["field"] == "core.adults.0.works_for"]
    assert [f"Did you mean {COUNCIL}?" in one["fix"] for one in asked] == [True] * (
        employer != COUNCIL
    )
