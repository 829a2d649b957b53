"""Faults that the histories found, each as the shortest history that shows it."""

from datetime import datetime

from tests.consumers.both_stages import Stages
from tests.consumers.histories.acts import MONTHS, NIGHT
from tests.journeys.stories import (
    FRONT_DOOR,
    POLICE,
    adult,
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


def test_a_corrected_item_lacks_what_the_event_lacks_now() -> None:
    """A summary that could not be read is taken away: nobody is left to wait for it."""
    stages = Stages()
    event = incident([child(OF, "Ivy", "2016-05-04")], [adult(OF, "Mum", "a1", "mother")], summary=7)
    told = stages.publish(event, "E1").deliveries[FRONT_DOOR]

    change = {"field": "core.summary", "value": None}
    items = stages.publish(correction(POLICE, "E1", [change]), "C1").deliveries

    assert [one["field"] for one in told["incomplete"]] == ["core.summary"]
    assert items[FRONT_DOOR].get("incomplete", []) == []
