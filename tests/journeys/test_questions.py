"""A question goes to whoever is asked, and on yes those who waited are told, in a running house."""

from pathlib import Path

import pytest
from wholepicture_subscribers.subscription import Subscription

from tests.journeys.house import Found, House
from tests.journeys.stories import FRONT_DOOR, POLICE, child, family, incident

pytestmark = pytest.mark.broker
UNIT, SCHOOL = "safeguarding-police", "setting-100001"


def test_the_school_is_told_once_the_sender_has_said_yes(house: House, tmp_path: Path) -> None:
    """Whoever is asked answers with the kit; the school then has its item, and the ledger both."""
    pupil = child(family(), "Ola", "2014-04-04", school={"urn": "100001"})
    told = incident([pupil], handling={"originator_control": True}, urgency="routine")
    event = house.publish(POLICE, told)
    house.settled(POLICE, event)
    first = {one.data["recipient"] for one in house.wait(lambda: house.deliveries(event))}

    with Subscription(UNIT, bootstrap=house.bootstrap, record=tmp_path / "record.db") as unit:
        unit.take_in()
        asked = [
            unit.referral(kept.id)
            for kept in unit.recorded()
            if unit.referral(kept.id).delivery.causationid == f"/bus/wholepicture:{event}"
        ]
        (question,) = [one for one in asked if one.data.question]
        question.answer_question("yes", "The school must meet her with understanding.")
        assert unit.send_answers()

    def to_the_school() -> list[Found]:
        return [one for one in house.deliveries(event) if one.data["recipient"] == SCHOOL]

    (item,) = house.wait(to_the_school)
    assert first == {FRONT_DOOR, UNIT}
    assert item.data["arrival"] == "for-your-information"
    decisions = [
        one.decision
        for one in house.wait(lambda: house.ledger(event), enough=4)
        if one.recipient == SCHOOL
    ]
    assert sorted(decisions) == ["ask", "give"]  # each stands in the chain of its own record
