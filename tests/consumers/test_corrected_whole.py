"""A corrected item takes the place of the first whole: nothing of that is lost with it."""

from typing import Any

import pytest

from tests.consumers.both_stages import Followed, Stages
from tests.journeys.stories import (
    COUNCIL,
    EDUCATION,
    FRONT_DOOR,
    POLICE,
    TEAM,
    Family,
    child,
    correction,
    family,
    incident,
    involvement,
)

BATH, SOUTH_GLOUCESTERSHIRE = "E06000022", "E06000025"
ADA = {"nhs_number": "9990000018"}
BEA = {"nhs_number": "9990000026", "person": "c2"}


def _at(one: dict[str, Any], authority: str) -> dict[str, Any]:
    return {**one, "lives_at": {**one["lives_at"], "authority": authority}}


def _corrects(stages: Stages, *changes: tuple[str, Any], event: str = "e2") -> Followed:
    made = [{"field": field, "value": value} for field, value in changes]
    return stages.publish(correction(POLICE, "e1", made), event)


def _asked(followed: Followed) -> list[str]:
    items = [one for one in followed.items if one["recipient"] == FRONT_DOOR]
    return [one["question"]["asks"] for one in items if one.get("question")]


@pytest.mark.parametrize("turned", [True, False])
def test_an_area_that_is_to_be_telephoned_stays_so(turned: bool) -> None:
    """Beside a child of the front door's own, whichever of the two is named first."""
    stages, of = Stages(), family()
    children = [
        child(of, "Ada", "2015-03-09", **ADA),
        _at(child(of, "Bea", "2013-03-09", **BEA), BATH),
    ]
    first = stages.publish(incident(children[::-1] if turned else children), "e1")
    item = _corrects(stages, ("core.urgency", "immediate")).deliveries[FRONT_DOOR]

    assert item["phone_first"] == first.deliveries[FRONT_DOOR]["phone_first"]
    assert any("phone its front door" in one for one in item["instructions"])


def test_what_was_telephoned_is_not_asked_again() -> None:
    """A correction that brings a child of the front door's own does not ask who took the other."""
    stages, of = Stages(), family()
    there = _at(child(of, "Ada", "2015-03-09", **ADA), BATH)
    first = stages.publish(incident([there]), "e1")
    ((name, _),) = first.sent(FRONT_DOOR)
    said = {"answer": "yes", "reason": "Told.", "taken_by": "duty manager"}
    stages.answer(FRONT_DOOR, "answered", "r1", delivery=name, **said)

    made = _corrects(stages, ("core.children.1", child(of, "Bea", "2013-03-09", **BEA)))

    assert _asked(first)
    assert not _asked(made)


def test_it_is_addressed_to_the_school_that_is_right() -> None:
    """The education team passes it on to that one, and not to the one that was wrong."""
    stages = Stages()
    old = {"name": "Oldgate School", "urn": "999998"}
    stages.publish(incident([child(family(), "Ada", "2015-03-09", school=old)]), "e1")

    made = _corrects(
        stages, ("core.children.0.school", {"name": "Newgate School", "urn": "999999"})
    )

    assert made.deliveries[EDUCATION]["addressed_to"]["setting"] == "Newgate School"


def test_it_says_what_is_still_missing() -> None:
    """An item that lacks something says so until it is there."""
    stages = Stages()
    document = incident([child(family(), "Ada", "2015-03-09")])
    del document["data"]["core"]["sharing"]
    del document["data"]["core"]["children"][0]["exposure"]
    first = stages.publish(document, "e1")

    made = _corrects(stages, ("core.children.0.exposure", "PRESENT_SAW"))

    fields = [
        {one["field"] for one in followed.deliveries[FRONT_DOOR]["incomplete"]}
        for followed in (first, made)
    ]
    assert fields[0] - fields[1] == {"core.children.0.exposure"}
    assert "core.sharing" in fields[1]


def test_the_ledger_names_every_child_and_field_of_an_item_about_more_children() -> None:
    """Of those that the recipient had before, by the rule that gave them, and of the new."""
    stages, of = Stages(), family()
    ada = child(of, "Ada", "2015-03-09", disability=["LD"])
    stages.publish(incident([ada]), "e1")
    away = _at(ada, SOUTH_GLOUCESTERSHIRE)["lives_at"]
    bea = child(of, "Bea", "2013-03-09", person="c2")

    made = _corrects(stages, ("core.children.0.lives_at", away), ("core.children.1", bea))

    entered = [one for one in made.ledger if one["recipient"] == FRONT_DOOR]
    links = {link.person: link.child for link in stages.event("e1").links}
    assert {one for entry in entered for one in entry["children"]} == set(links.values())
    assert "core.children.*.disability" in {one for entry in entered for one in entry["fields"]}


def test_the_sender_does_not_hear_by_a_correction_that_somebody_else_told_of_the_child() -> None:
    """It hears the same of it whether or not a team works with one of the children."""
    heard = []
    for known in (True, False):
        stages, of = Stages(), Family("Quill", "BS9 1ZZ", "1 Quill Row")
        if known:
            stages.publish(involvement(of, "Ada", "2015-03-09", **ADA), "i1", of=COUNCIL)
        else:
            stages.pass_minutes()
        children = [child(of, "Ada", "2015-03-09", **ADA), child(of, "Bea", "2013-03-09", **BEA)]
        stages.publish(incident(children), "e1")
        more = child(of, "Cai", "2012-03-09", person="c3", nhs_number="9990000034")
        heard.append(_corrects(stages, ("core.children.2", more)).feedback)

    assert heard[0] == heard[1]
    says = "Delivered to: children's social care, education and health."
    assert ("delivered", says) in heard[0]


def test_a_child_whom_a_correction_brings_before_its_event_is_who_it_is_when_that_comes() -> None:
    """A case that was opened between the two counts, and the child is known afterwards."""
    stages, of = Stages(), family()
    bea = child(of, "Bea", "2013-03-09", **BEA)
    _corrects(stages, ("core.children.1", bea))
    stages.publish(
        involvement(of, "Bea", "2013-03-09", nhs_number=BEA["nhs_number"]), "i1", of=COUNCIL
    )

    made = stages.publish(incident([child(of, "Ada", "2015-03-09", **ADA)]), "e1")
    later = stages.publish(incident([{**bea, "person": "c1"}]), "e3")

    assert TEAM in {one["recipient"] for one in made.items}
    assert {one["confidence"] for one in later.children[0]["links"]} == {"confirmed"}
    assert len(later.deliveries[TEAM]["earlier"]) == 2
