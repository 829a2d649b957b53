"""A decision which child a person of an event is, and its undoing, end to end."""

from typing import Any

import pytest
from wholepicture_schemas.children import Link, links_now
from wholepicture_schemas.identifiers import ChildRef, EventId, PersonRef

from tests.consumers.both_stages import Followed, Stages
from tests.journeys.stories import (
    COUNCIL,
    FRONT_DOOR,
    TEAM,
    child,
    family,
    incident,
    involvement,
    nhs_number,
)

OF = family()
NUMBER = nhs_number()
SCHOOL = "st-brendans-primary"
PERSON = PersonRef("c1")


def _to(made: Followed, recipient: str) -> list[dict[str, Any]]:
    return [item for item in made.items if item["recipient"] == recipient]


def _link(to: str, name: str) -> Link:
    return Link(
        id=EventId(name),
        person=PERSON,
        child=ChildRef(to),
        confidence="confirmed",
        basis="first-record",
        model="person",
    )


@pytest.fixture
def stages() -> Stages:
    """Bo's case is open with a team; an event tells of a child of the same name, unconfirmed."""
    stages = Stages()
    opened = involvement(OF, "Bo", "2018-01-01", nhs_number=NUMBER)
    stages.bo = stages.publish(opened, "I1", of=COUNCIL).children[0]["child"]  # type: ignore[attr-defined]
    told = child(OF, "Robert", "2018-01-02", school={"urn": "100001"})
    stages.first = stages.publish(incident([told]), "E1")  # type: ignore[attr-defined]
    return stages


def test_a_link_tells_whoever_works_with_the_child(stages: Any) -> None:
    """The team that never had it gets the event whole; the front door hears who the child is."""
    made = stages.linked("E1", _link(stages.bo, "link-1"), version=1)

    (team,) = _to(made, TEAM)
    assert team["arrival"] == "news-on-open-case"
    assert team.get("amends") is None
    (door,) = _to(made, FRONT_DOOR)
    assert "who this child is" in door["headline"]
    assert door["children"][0]["confidence"] == "confirmed"
    assert (
        door["children"][0]["replaces"]
        == _to(stages.first, FRONT_DOOR)[0]["children"][0]["child_reference"]
    )
    assert door["told"] == _to(stages.first, FRONT_DOOR)[0]["told"]


def test_whoever_may_not_know_who_the_child_is_hears_nothing_of_a_link(stages: Any) -> None:
    """Present or absent, the school has the same item under the same reference."""
    made = stages.linked("E1", _link(stages.bo, "link-1"), version=1)

    told = {item["recipient"] for item in made.items}
    assert told <= {TEAM, FRONT_DOOR}


def test_undoing_a_link_takes_the_event_back_from_the_team_and_restores_the_child(
    stages: Any,
) -> None:
    """The team hears that it was not about its child; the child's chronology is as it was."""
    (own,) = links_now(stages.event("E1").links)
    before = stages.picture(stages.bo)
    stages.linked("E1", _link(stages.bo, "link-1"), version=1)

    made = stages.linked("E1", _link(own.child, "link-2"), version=2)

    (team,) = _to(made, TEAM)
    assert team["amends"]["how"] == "retraction"
    assert team["amends"]["no_longer_about"] == ["c1"]
    assert "decided" in team["instructions"][0]
    assert not team["told"]
    assert not [
        name for name, entry in stages.entries(stages.bo).items() if entry.holds and "E1" in name
    ]
    assert stages.picture(stages.bo).involvements == before.involvements
    assert TEAM not in stages.holders("E1")


def test_a_link_that_is_not_newer_changes_nothing(stages: Any) -> None:
    """The record of the other child's key says the same, and an older decision comes late."""
    link = _link(stages.bo, "link-1")
    stages.linked("E1", link, version=2)

    again = stages.linked("E1", link, version=2)
    older = stages.linked("E1", _link("somebody", "link-0"), version=1)

    assert not again.made
    assert not older.made


def test_what_is_linked_is_told_as_earlier_from_then_on(stages: Any) -> None:
    """The next event about the child shows the linked one to the team."""
    stages.linked("E1", _link(stages.bo, "link-1"), version=1)

    later = stages.publish(incident([child(OF, "Bo", "2018-01-01", nhs_number=NUMBER)]), "E2")

    (item,) = _to(later, TEAM)
    assert "domestic abuse incident" in [one["about"] for one in item["earlier"]]
