"""What a sender keeps back: by the event, or by a decision that names it or the child."""

from typing import Any

import pytest

from tests.consumers.both_stages import Followed, Stages
from tests.journeys.stories import (
    CONCERN,
    COUNCIL,
    FRONT_DOOR,
    POLICE,
    adult,
    child,
    core,
    correction,
    family,
    incident,
    retraction,
)

NUMBER = {"nhs_number": "9990000018"}
SCHOOL = "setting-100001"
HEALTH = "public-health-nursing"
UNIT = "safeguarding-police"
REVIEW = "2027-03-01"
SCHOOLS = {"from_kinds": ["setting"], "because": "Her sister teaches there.", "review_on": REVIEW}


def _pupil(**more: Any) -> dict[str, Any]:
    return child(family(), "Iva", "2014-03-09", school={"urn": "100001"}, **NUMBER, **more)


def _parents() -> list[dict[str, Any]]:
    return [adult(family(), "Dee", "a1", "mother"), adult(family(), "Kit", "a2", "father")]


def _incident(**more: Any) -> dict[str, Any]:
    return incident([_pupil()], _parents(), urgency="routine", **more)


def _decision(*events: str, **more: Any) -> dict[str, Any]:
    detail = {**SCHOOLS, "decided_by": "detective inspector", **more}
    detail |= {"events": list(events)} if events else {}
    return {
        "type": "uk.wholepicture.any.withheld.v1",
        "data": {"core": core(POLICE, [_pupil()]), "detail": detail},
    }


def _told(followed: Followed) -> set[str]:
    return {item["recipient"] for item in followed.items if not item.get("question")}


def test_not_to_keeps_an_event_from_a_school_and_from_nobody_who_acts() -> None:
    """The ledger says so with the day of review, and the school's item is no item."""
    handling = {
        "not_to": [{"kinds": ["setting", "front-door"], "because": "x", "review_on": REVIEW}]
    }

    told = Stages().publish(_incident(handling=handling), "e1")

    assert _told(told) == {FRONT_DOOR, HEALTH}
    (kept,) = [entry for entry in told.ledger if entry["decision"] == "withhold"]
    assert kept["recipient"] == SCHOOL
    assert "looked at again on 1 March 2027" in kept["because"]


def test_a_decision_binds_the_event_that_it_names_whichever_comes_first() -> None:
    """Published before the incident: the school never hears of it."""
    stages = Stages()
    before = stages.publish(_decision("e1"), "w1")

    told = stages.publish(_incident(), "e1")

    assert before.items == []
    assert [one["field"] for one in before.problems] == ["detail.events.0"]
    assert _told(told) == {FRONT_DOOR, HEALTH}


def test_a_decision_after_the_event_is_told_as_a_correction_is() -> None:
    """The school that has it learns that it is kept back now, and not from whom or why."""
    stages = Stages()
    first = stages.publish(_incident(), "e1")

    after = stages.publish(_decision("e1"), "w1")

    assert SCHOOL in _told(first)
    (kept,) = [item for item in after.items if item["recipient"] == SCHOOL]
    assert kept["told"] == {}
    assert "sister" not in str(kept)

    changed = [{"field": "core.summary", "value": "He shouted."}]
    corrected = stages.publish(correction(POLICE, "e1", changed), "e2")
    assert _told(corrected) == {FRONT_DOOR}


def test_a_decision_that_names_no_event_is_asked_about() -> None:
    """What is told later of the child waits for the sender's answer; the front door does not."""
    stages = Stages()
    stages.publish(_decision(), "w1")

    told = stages.publish(_incident(), "e1")

    assert _told(told) == {FRONT_DOOR, HEALTH}
    (asked,) = [item for item in told.items if item.get("question")]
    assert asked["recipient"] == UNIT
    assert any("decided before" in line for line in asked["instructions"])
    yes = {"delivery": str(stages.questions("e1")[0]), "answer": "yes", "reason": "She left."}
    answered = stages.answer(UNIT, "answered", "r1", **yes)
    assert _told(answered) == {SCHOOL}


@pytest.mark.parametrize("end", ["taken-back", "review", "another-agency", "before"])
def test_it_binds_nothing_else(end: str) -> None:
    """Taken back, to be looked at again by now, of another agency, or later than the event."""
    stages = Stages()
    decision = _decision(**({"review_on": "2026-01-01"} if end == "review" else {}))
    if end == "before":
        stages.publish(_incident(), "e0")
    of = COUNCIL if end == "another-agency" else POLICE
    stages.publish(decision, "w1", of=of)
    if end == "taken-back":
        stages.publish(retraction(POLICE, "w1"), "w2")
    changed = [{"field": "core.for_school", "value": "It was loud; they were there."}]
    later = correction(POLICE, "e0", changed) if end == "before" else _incident()

    told = stages.publish(later, "e1")

    assert SCHOOL in _told(told)


def test_the_excluded_get_the_same_bytes_as_without_the_event() -> None:
    """What the school gets later of the child shows nothing of what was kept from it."""
    handling = {"not_to": [{"kinds": ["setting"], "because": "x", "review_on": REVIEW}]}
    concern = {
        "type": CONCERN,
        "data": {
            "core": core(POLICE, [_pupil()]) | {"urgency": "routine"},
            "detail": {"concern": "Home alone."},
        },
    }
    with_it, without = Stages(), Stages()
    with_it.publish(_incident(handling=handling), "e1")
    without.pass_minutes()

    later = [stages.publish(concern, "e2") for stages in (with_it, without)]

    items = [[item for item in one.items if item["recipient"] == SCHOOL] for one in later]
    assert len(items[0]) == 1
    for item in (items[0][0], items[1][0]):
        for named in item["children"]:
            named.pop("child_reference")
        item.pop("group", None)
    assert items[0] == items[1]


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_not_to_asks_the_front_door_about_the_designated_officer(answer: str) -> None:
    """A person keeps it from whoever acts for other children, and nobody else does."""
    stages, officer = Stages(), "quality-assurance-bristol"
    parent = {**adult(family(), "Dee", "a1", "mother"), "works_for": "bristol-education"}
    alleged = {"alleged": "a1", "victims": ["c1"]}
    kept = {"not_to": [{"recipients": [officer], "because": "x", "review_on": REVIEW}]}
    told = incident([_pupil()], [parent], urgency="routine", allegations=[alleged], handling=kept)

    first = stages.publish(told, "e1")
    (question,) = [item for item in first.items if item.get("question")]
    said = {"delivery": stages.questions("e1")[0], "reason": "As it is.", "by": "duty manager"}
    then = stages.answer(FRONT_DOOR, "answered", "r1", answer=answer, **said)

    assert question["recipient"] == FRONT_DOOR
    assert officer not in _told(first)
    assert _told(then) == ({officer} if answer == "yes" else set())
