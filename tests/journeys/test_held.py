"""A held item holds back only what amends it: everything else of the same child goes on at once."""

import time

import pytest
from wholepicture_engine import holding
from wholepicture_engine.releasing import ask_release
from wholepicture_engine.store import Database

from tests.journeys.house import House
from tests.journeys.stories import FRONT_DOOR, POLICE, child, family, incident, nhs_number

pytestmark = pytest.mark.broker

SECONDS = 10.0


def test_an_urgent_event_behind_a_held_one_arrives_in_seconds(house: House) -> None:
    """An urgent event of a child with a held item is delivered at once, and says so."""
    people, number = family(), nhs_number()
    first = house.publish(POLICE, incident([child(people, "Jo", "2015-06-07", nhs_number=number)]))
    house.wait(lambda: house.deliveries(first))
    (concerned, *_) = [
        one
        for one in house.read(["children"])
        if one.attributes.get("causationid", "").endswith(f":{first}")
    ]
    house.raw("children", b"not what intake writes", concerned.headers, concerned.key)
    held = house.held("picture")

    began = time.monotonic()
    urgent = house.publish(
        POLICE,
        incident([child(people, "Jo", "2015-06-07", nhs_number=number)], urgency="immediate"),
    )
    found = house.wait(lambda: house.deliveries(urgent))

    assert time.monotonic() - began < SECONDS
    item = next(one.data for one in found if one.data["recipient"] == FRONT_DOOR)
    assert item["earlier_item_held"] is True
    assert item["phone_first"]
    ask_release(house.bootstrap, "picture", held.id, "on-call engineer")
    database = Database(house.database_url)
    assert held.id in {one.id for one in holding.waiting(database)}
    database.close()
