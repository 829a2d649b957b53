"""Personal data stays in the payload: never in a topic's name, a key, a header or a log line."""

import pytest

from tests.journeys.house import House
from tests.journeys.stories import POLICE, adult, child, family, incident, nhs_number

pytestmark = pytest.mark.broker


def test_no_word_of_a_child_leaves_the_payload(house: House) -> None:
    """The words of a made-up family stand in values only, whatever went well or wrong with them."""
    people, number = family(), nhs_number()
    said = child(people, "Zebedee", "2014-01-31", nhs_number=number)
    event = house.publish(
        POLICE, incident([said], [adult(people, "Persephone", "a1", "mother", phone=people.street)])
    )
    house.wait(lambda: house.deliveries(event))
    house.raw(f"events.{POLICE}", f'{{"core": "{people.surname}"'.encode(), (), b"broken")
    house.raw("children", people.surname.encode(), (), b"broken")
    house.held("picture")
    words = (*people.words, "Zebedee", "Persephone", number, "2014-01-31")

    names = house.topics()
    outside = [*names]
    for found in house.read(names):
        outside.append(repr(found.key))
        outside += [f"{name} {value!r}" for name, value in found.headers]
    for log in sorted((house.folder / "logs").glob("*.log")):
        outside.append(log.read_text(encoding="utf-8"))

    for word in words:
        assert not [text for text in outside if word.lower() in text.lower()], "a word leaked"
