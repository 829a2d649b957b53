"""The journey of the review: what police held reaches whoever must act, and nobody else."""

import json
from pathlib import Path

import pytest
from wholepicture_schemas.disclosures import GENESIS
from wholepicture_schemas.ledger import EntryRead
from wholepicture_subscribers.subscription import Subscription

from tests.journeys.house import Found, House
from tests.journeys.stories import (
    COUNCIL,
    EDUCATION,
    FRONT_DOOR,
    POLICE,
    TEAM,
    adult,
    child,
    family,
    incident,
    involvement,
    nhs_number,
)

pytestmark = [pytest.mark.broker, pytest.mark.finding("F4")]


def _told(house: House) -> tuple[str, dict[str, dict[str, object]]]:
    """A STANDARD incident that names a child with an open episode and an unknown one, delivered."""
    people, number = family(), nhs_number()
    opened = house.publish(COUNCIL, involvement(people, "Ivy", "2016-05-04", nhs_number=number))
    house.wait(lambda: house.feedback(COUNCIL, opened))
    event = house.publish(
        POLICE,
        incident(
            [
                child(people, "Ivy", "2016-05-04", communication=["NON_VERBAL"], nhs_number=number,
                      voice={"observation": "Under the table, rocking.",
                             "for_school": "Hid under the table."}),
                child(people, "Rory", "2013-02-01", "c2"),
            ],
            [
                adult(people, "Dan", "a1", "father", offence_history="Known for assault."),
                adult(people, "Meg", "a2", "mother"),
            ],
            allegations=[
                {"alleged": "a1", "victims": ["a2"], "kinds": ["violent-or-threatening"]}
            ],
        ),
    )  # fmt: skip
    house.settled(POLICE, event)
    found = house.wait(lambda: house.deliveries(event), 3)
    return event, {one.data["recipient"]: one.data for one in found}


def test_the_worker_of_the_open_child_gets_it_whatever_its_grade(house: House) -> None:
    """The allocated worker and manager get the known child's item, graded STANDARD or not."""
    _, items = _told(house)

    item = items[TEAM]
    assert item["kind"] == "referral"
    assert item["arrival"] == "news-on-open-case"
    assert item["addressed_to"]["worker"]["name"] == "W. Example"  # type: ignore[index]
    assert item["addressed_to"]["manager"]["name"] == "M. Example"  # type: ignore[index]
    assert item["told"]["detail"]["risk_grade"] == "STANDARD"  # type: ignore[index]


def test_the_front_door_gets_the_unknown_child_with_a_working_day(house: House) -> None:
    """The front door gets the unknown child as a contact, with a question and a time."""
    _, items = _told(house)

    item = items[FRONT_DOOR]
    assert item["kind"] == "referral"
    assert item["respond_by_words"]
    unknown = next(one for one in item["children"] if one["person"] == "c2")  # type: ignore[attr-defined]
    assert unknown["arrival"] == "contact"
    assert unknown["confidence"] == "not-confirmed"
    assert unknown["question"]


def test_who_probably_works_with_the_child_is_asked_and_is_told_on_yes(
    house: House, tmp_path: Path
) -> None:
    """The front door has it whole meanwhile; the team reads a name, a birth date and a question."""
    people = family()
    opened = house.publish(COUNCIL, involvement(people, "Ivy", "2016-05-04"))
    house.wait(lambda: house.feedback(COUNCIL, opened))
    event = house.publish(POLICE, incident([child(people, "Ivy", "2016-05-04")]))
    found = house.wait(lambda: house.deliveries(event), 3)
    items = {one.data["recipient"]: one for one in found}

    asked = items[TEAM].data
    assert asked["question"]["about"] == "same-child"
    assert set(asked["told"]["core"]) == {"call_back", "children"}
    assert items[FRONT_DOOR].data["told"]["detail"]["what_happened"]
    assert items[FRONT_DOOR].data["children"][0]["question"]

    with Subscription(TEAM, bootstrap=house.bootstrap, record=tmp_path / "record.db") as team:
        team.take_in()
        team.referral(items[TEAM].attributes["id"]).answer_question(
            "yes", "Same mother, same address."
        )
        assert team.send_answers()

    def news() -> list[Found]:
        return [
            one for one in house.deliveries(event) if one.data["arrival"] == "news-on-open-case"
        ]

    (item,) = house.wait(news)
    assert item.data["recipient"] == TEAM
    assert item.data["told"]["detail"]["what_happened"]


def test_the_school_side_gets_the_minimum_and_nothing_of_the_alleged(house: House) -> None:
    """Education gets the child, the exposure and what it may know of the voice; nothing else."""
    _, items = _told(house)

    item = items[EDUCATION]
    text = json.dumps(item)
    assert item["kind"] == "notice"
    assert item["told"]["core"]["children"][0]["exposure"] == "PRESENT_HEARD"  # type: ignore[index]
    assert "Hid under the table." in text
    for kept_back in ("rocking", "Known for assault", "broke a door", "STANDARD", "0117 496 0999"):
        assert kept_back not in text


def test_nobody_else_is_told(house: House) -> None:
    """Nothing is sent to a recipient whom the agreement does not name for such an incident."""
    _, items = _told(house)

    allowed = {TEAM, FRONT_DOOR, EDUCATION, "emergency-duty-bristol", "public-health-nursing"}
    allowed |= {"community-health-2", "integrated-care-1"}  # for a child with a health need
    assert set(items) <= allowed


def test_what_children_services_knew_comes_with_it(house: House) -> None:
    """A child known for certain comes with what was told before, and with whose silence it is."""
    people, number = family(), nhs_number()
    opened = house.publish(COUNCIL, involvement(people, "Ivy", "2016-05-04", nhs_number=number))
    house.wait(lambda: house.feedback(COUNCIL, opened))
    first = house.publish(POLICE, incident([child(people, "Ivy", "2016-05-04", nhs_number=number)]))
    house.wait(lambda: house.deliveries(first))
    event = house.publish(POLICE, incident([child(people, "Ivy", "2016-05-04", nhs_number=number)]))

    found = house.wait(lambda: house.deliveries(event))

    item = next(one.data for one in found if one.data["recipient"] == TEAM)
    assert "domestic abuse incident" in {one["about"] for one in item["earlier"]}
    assert any("does not mean" in one["says"] for one in item["coverage"])


def test_each_disclosure_is_on_the_ledger_and_its_chain_holds(house: House) -> None:
    """Each delivery has its entry with rule, purpose and legal basis, and no link is missing."""
    event, items = _told(house)

    decided = house.ledger(event)
    assert {one.recipient for one in decided if one.decision == "give"} == set(items)
    assert all(one.purpose and one.legal_basis and one.rule for one in decided)
    assert len({(one.chain, one.sequence) for one in decided}) == 1
    chains: dict[int, list[EntryRead]] = {}
    for entry in house.entries():
        chains.setdefault(entry.chain, []).append(entry)
    for chain in chains.values():
        previous = GENESIS
        for number, entry in enumerate(chain):
            assert (entry.sequence, entry.previous) == (number, previous)
            assert entry.intact
            previous = entry.hash


@pytest.mark.finding("F1")
def test_police_hear_how_far_it_came_and_nothing_of_what_is_known(house: House) -> None:
    """Police hear: accepted, and in one word to which families it went. No name, no episode."""
    event, items = _told(house)

    accepted, delivered = (one.data for one in house.feedback(POLICE, event))
    assert {TEAM, FRONT_DOOR, EDUCATION} <= set(items)  # two of one family, told of once
    assert (accepted["state"], accepted.get("to")) == ("accepted", None)
    assert delivered["state"] == "delivered"
    assert sorted(delivered["to_each"]) == ["children's social care", "education", "health"]
    assert delivered["says"] == f"Delivered to: {delivered['to']}."
    assert "W. Example" not in json.dumps([one.data for one in house.feedback(POLICE, event)])
