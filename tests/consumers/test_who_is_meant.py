"""Slips that would hide a child or tell somebody of themselves: they err on the safe side."""

from typing import Any

import pytest

from tests.consumers.both_stages import Stages
from tests.journeys.stories import (
    COUNCIL,
    FRONT_DOOR,
    NEIGHBOUR,
    TEAM,
    adult,
    child,
    family,
    incident,
    involvement,
)

UNIT = "safeguarding-police"
NUMBER = {"nhs_number": "9990000018"}
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


def test_who_is_on_duty_hands_over_to_the_second_reader_alone() -> None:
    """At night, of what names somebody who works at the closed team: it must not see it."""
    stages = Stages()
    stages.pass_minutes(12 * 60)
    there = child(family(), "Ada", "2014-03-09")
    there["lives_at"]["authority"] = "E06000025"

    made = stages.publish(
        incident(
            [there],
            [adult(family(), "Ann", "a1", "mother", works_for=NEIGHBOUR)],
            urgency="immediate",
        ),
        "e1",
    )

    notes = {one["recipient"]: " ".join(one["instructions"]) for one in made.items}
    assert "front-door-south-gloucestershire" not in notes
    duty = notes["emergency-duty-bristol"]
    assert "hand over to it when it opens" not in duty
    assert "alone, which has been sent this too" in duty
    assert "You read this in place of" in notes["second-reader-south-gloucestershire"]


def test_the_second_reader_is_not_sent_to_the_worker_whom_it_may_be_about() -> None:
    """Of a team that must not see it, no worker and no manager is named."""
    stages, of = Stages(), family()
    stages.publish(involvement(of, "Ada", "2014-03-09", **NUMBER), "e1", of=COUNCIL)

    made = stages.publish(
        incident(
            [child(of, "Ada", "2014-03-09", **NUMBER)],
            [adult(of, "Ann", "a1", "mother", works_for=COUNCIL)],
        ),
        "e2",
    )

    (item,) = [one for one in made.items if one["recipient"].startswith("second-reader")]
    assert item["addressed_to"]["team"] == TEAM
    assert item["addressed_to"].get("worker") is None
    assert item["addressed_to"].get("manager") is None


def test_each_area_of_a_child_has_its_teams_told() -> None:
    """Where it lives and where it is now: the teams of both areas, as both front doors."""
    of = family()
    there = {"lines": ["2 Other Row"], "postcode": "BS99 2ZZ", "authority": "E06000025"}

    made = Stages().publish(incident([child(of, "Ada", "2014-03-09", staying_at=there)]), "e1")

    told = {one["recipient"] for one in made.items}
    assert {"education-bristol", "education-south-gloucestershire"} <= told
    assert {FRONT_DOOR, "front-door-south-gloucestershire"} <= told


def test_without_a_fixed_address_it_counts_where_it_happened() -> None:
    """Beside the authority that is responsible for the child."""
    of = family()
    nowhere = {"no_fixed_address": True}
    one = child(of, "Ada", "2014-03-09", lives_at=nowhere, responsible_authority="E06000025")

    made = Stages().publish(incident([one]), "e1")

    assert {FRONT_DOOR, "front-door-south-gloucestershire"} <= {
        one["recipient"] for one in made.items
    }
