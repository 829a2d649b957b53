"""History fills the chronology: nobody is sent it, and who is told later sees it for what it is."""

from wholepicture_schemas.deliveries import DeliveryData
from wholepicture_subscribers.subscription.behind import earlier_in_short
from wholepicture_subscribers.subscription.parts import Fact

from tests.consumers.both_stages import Stages
from tests.journeys.stories import (
    FRONT_DOOR,
    POLICE,
    child,
    correction,
    family,
    incident,
    retraction,
)
from tests.journeys.stories import nhs_number as number


def _told(house: Stages) -> dict[str, object]:
    """Ivy's history, and the item of the front door about what comes later."""
    ivy = child(family(), "Ivy", "2016-05-04", nhs_number=number())
    assert not house.publish(incident([ivy], history=True, urgency="immediate"), "E1").deliveries
    items = house.publish(incident([ivy]), "E2").items
    return next(item for item in items if item["recipient"] == FRONT_DOOR)


def test_history_is_sent_to_nobody_and_stands_beside_what_comes_later() -> None:
    """The page says on which day it was told, as nobody was told when it happened."""
    item = DeliveryData.model_validate(_told(Stages()))

    (line,) = [part for part in earlier_in_short(item) if isinstance(part, Fact)]

    assert line.text.endswith(", told as history on 18 November 2026")


def test_a_correction_of_history_reaches_who_was_shown_it() -> None:
    """Nobody else hears of it."""
    house = Stages()
    _told(house)

    changes = [{"field": "detail.what_happened", "value": "She was hit."}]
    corrected = house.publish(correction(POLICE, "E1", changes), "C1")
    taken_back = house.publish(retraction(POLICE, "E1"), "R1")

    assert {item["recipient"] for item in corrected.items} == {FRONT_DOOR}
    assert FRONT_DOOR in {item["recipient"] for item in taken_back.items}
