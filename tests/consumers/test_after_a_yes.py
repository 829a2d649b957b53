"""A no that comes after a yes: nothing is taken back, and whoever was told hears of it."""

from typing import Any

from tests.consumers.both_stages import Stages
from tests.journeys.stories import FRONT_DOOR, POLICE, child, correction, family, incident

SENDER = "safeguarding-police"
SCHOOL = "setting-100001"
ROUTINE: dict[str, Any] = {"urgency": "routine"}
CONTROLLED: dict[str, Any] = {"handling": {"originator_control": True}, **ROUTINE}


def pupil(born: str = "2012-03-09", **more: Any) -> dict[str, Any]:
    """A child of a school on the bus."""
    return child(family(), "Ada", born, school={"urn": "100001"}, **more)


def question_of(stages: Stages, event: str = "e1") -> str:
    """The first question about an event."""
    return str(stages.questions(event)[0])


def yes_to(delivery: str) -> dict[str, Any]:
    """The answer yes."""
    return {"delivery": delivery, "answer": "yes", "reason": "The school must know."}


def test_a_no_after_a_yes_is_said_to_whoever_was_told() -> None:
    """Nothing is taken back: the school is asked to call, and the ledger and the sender know."""
    stages = Stages()
    stages.publish(incident([pupil()], **CONTROLLED), "e1")
    stages.answer(SENDER, "answered", "r1", **yes_to(question_of(stages)))
    no = {"delivery": question_of(stages), "answer": "no", "reason": "The father works there."}

    followed = stages.answer(SENDER, "answered", "r2", **no)
    again = stages.answer(SENDER, "answered", "r3", **no)

    (item,) = [one for one in followed.items if one["recipient"] == SCHOOL]
    assert item["headline"].startswith("Call before you do anything more with this")
    assert "says no now" in item["instructions"][0]
    assert item["told"] == stages.held("e1")[SCHOOL].held.data.told  # type: ignore[union-attr]
    assert item["amends"]["delivery"] == stages.holders("e1")[SCHOOL]
    assert "father works" not in str([item, *followed.ledger, *followed.words_back])
    assert {one["decision"] for one in followed.ledger if one["recipient"] == SCHOOL} == {
        "give", "withhold",
    }  # fmt: skip
    assert len(followed.item_ids) == len(set(followed.item_ids))
    assert [state for state, _ in followed.feedback] == ["not-delivered"]
    assert not again.items
    assert not again.ledger
    assert not again.feedback


def test_it_stays_said_until_the_answer_is_yes_again() -> None:
    """A correction between the two keeps it at the head; the yes takes it away."""
    stages = Stages()
    stages.publish(incident([pupil()], **CONTROLLED), "e1")
    question = question_of(stages)
    for reply, answer in (("r1", "yes"), ("r2", "no")):
        said = {"delivery": question, "answer": answer, "reason": "So it is."}
        stages.answer(SENDER, "answered", reply, **said)

    changes = [{"field": "core.children.0.name.given", "value": "Ida"}]
    corrected = stages.publish(correction(POLICE, "e1", changes), "c1")
    agreed = stages.answer(SENDER, "answered", "r3", **yes_to(question))

    (of_the_school,) = [one for one in corrected.items if one["recipient"] == SCHOOL]
    assert any("says no now" in said for said in of_the_school["instructions"])
    (item,) = [one for one in agreed.items if one["recipient"] == SCHOOL]
    assert item["headline"].startswith("You may go on with this")
    assert not [said for said in item["instructions"] if "says no now" in said]


def test_a_no_after_a_yes_to_an_objection_reaches_whoever_was_told() -> None:
    """The young person's own no counts late too: the school hears it from children's services."""
    stages = Stages()
    objects = pupil("2009-11-18", objects_to_sharing={}, risk_of_significant_harm="no")
    stages.publish(incident([objects], **ROUTINE), "e1")
    question = question_of(stages)
    stages.answer(FRONT_DOOR, "answered", "r1", **yes_to(question))

    no = {"delivery": question, "answer": "no", "reason": "Nobody asked him."}
    followed = stages.answer(FRONT_DOOR, "answered", "r2", **no)

    assert SCHOOL in {one["recipient"] for one in followed.items}


def test_a_call_that_was_not_taken_after_all_is_asked_for_again() -> None:
    """The area that is not connected does not have it: the question is open again."""
    stages = Stages()
    elsewhere = pupil(lives_at={"lines": ["1 Row"], "authority": "E06000022"})
    stages.publish(incident([elsewhere], **ROUTINE), "e1")
    question = stages.holders("e1")[FRONT_DOOR]
    stages.answer(FRONT_DOOR, "answered", "r1", **yes_to(question), taken_by="duty desk, Bath")

    no = {"delivery": question, "answer": "no", "reason": "That was another child."}
    followed = stages.answer(FRONT_DOOR, "answered", "r2", **no)

    assert [state for state, _ in followed.feedback] == ["not-delivered"]
    assert [one["decision"] for one in followed.ledger] == ["ask"]
    assert stages.held("e1")[FRONT_DOOR].open
