"""Faults that the histories found, each as the shortest history that shows it."""

from datetime import datetime

from tests.consumers.both_stages import Stages
from tests.consumers.histories.acts import MONTHS, NIGHT
from tests.consumers.histories.stage_documents import written
from tests.consumers.histories.world import World
from tests.journeys.stories import (
    FRONT_DOOR,
    POLICE,
    child,
    correction,
    family,
    incident,
)

ON_DUTY = "emergency-duty-bristol"
OF = family()


def put_right_three_months_later(stages: Stages) -> None:
    """A same-day incident of a Wednesday morning, and the night in which it is corrected."""
    stages.publish(incident([child(OF, "Ivy", "2016-05-04")]), "E1")
    stages.pass_minutes(MONTHS + NIGHT)


def test_a_typing_error_put_right_at_night_calls_nobody_who_is_on_duty() -> None:
    """A stand-in is due only what is new to whom it stands in for, and this is new to nobody."""
    stages = Stages()
    put_right_three_months_later(stages)

    change = {"field": "core.summary", "value": "A typing error, put right."}
    items = stages.publish(correction(POLICE, "E1", [change]), "C1").deliveries

    assert FRONT_DOOR in items
    assert ON_DUTY not in items


def test_a_correction_is_not_due_at_a_time_that_has_passed() -> None:
    """Three months later the front door is not asked to act by an afternoon in November."""
    stages = Stages()
    put_right_three_months_later(stages)

    change = {"field": "core.summary", "value": "A typing error, put right."}
    items = stages.publish(correction(POLICE, "E1", [change]), "C1").deliveries

    due = items[FRONT_DOOR].get("respond_by")
    assert due is None or datetime.fromisoformat(due) > stages.moment
    assert "19 November" not in str(items[FRONT_DOOR].get("respond_by_words"))


def test_nobody_waits_for_what_the_event_lacks_no_more() -> None:
    """A birth date that could not be read is taken away: no item says any longer that it lacks."""
    stages = Stages()
    told = stages.publish(incident([child(OF, "Ivy", "2016-13-45")]), "E1").deliveries[FRONT_DOOR]

    change = {"field": "core.children.0.birth_date", "value": None}
    items = stages.publish(correction(POLICE, "E1", [change]), "C1").deliveries

    assert [missing["field"] for missing in told["incomplete"]] == ["core.children.0.birth_date"]
    assert items.get(FRONT_DOOR, told).get("incomplete", []) == []


def test_a_correction_that_changes_nothing_is_heard_of_by_its_sender_alone() -> None:
    """Nobody is sent anything, nothing is entered, and what is remembered of it is as it was."""
    world = World()
    world.publish(incident([child(OF, "Ivy", "2016-05-04")]), "E1")

    change = {"field": "core.children.0.birth_date", "value": "2016-05-04"}
    act = world.publish(correction(POLICE, "E1", [change]), "C1", about="E1", does="corrects")

    assert [made.topic for made in act.made if made.topic != "children"] == [f"feedback.{POLICE}"]
    assert not written(act)


def test_a_correction_that_waited_for_its_event_is_due_from_when_that_came() -> None:
    """It came a day before its event: whoever is told by it has the time that all others have."""
    stages = Stages()
    change = {"field": "core.children.0.lives_at.authority", "value": "E06000025"}
    stages.publish(correction(POLICE, "L1", [change]), "C1")
    stages.pass_minutes(24 * 60)

    items = stages.publish(incident([child(OF, "Ivy", "2016-05-04")]), "L1").items

    dues = [datetime.fromisoformat(item["respond_by"]) for item in items if item.get("respond_by")]
    assert dues
    assert min(dues) > stages.moment


def test_a_delivery_is_entered_once_for_each_rule_and_its_children() -> None:
    """A child is named twice: the item that brings the second has one entry for each decision."""
    world = World()
    known = child(OF, "Zed", "2009-11-18", nhs_number="9990000034")
    world.publish(incident([known]), "E1")

    twin = {**known, "person": "c2", "birth_date": None}
    change = {"field": "core.children.1", "value": twin}
    act = world.publish(correction(POLICE, "E1", [change]), "C1", about="E1", does="corrects")

    entered = [
        (entry["delivery"], entry["rule"], tuple(entry["children"]))
        for entry in act.ledger
        if entry["delivery"]
    ]
    assert len(entered) == len(set(entered))
