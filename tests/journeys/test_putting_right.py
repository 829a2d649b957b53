"""What was wrong is put right with everybody who was told, and stays open until they say so."""

import json
from typing import Any

import pytest
from wholepicture_consumers.documents import Sent
from wholepicture_engine.stage import Key
from wholepicture_engine.store import Database
from wholepicture_schemas.envelope import new_id

from tests.journeys.house import Found, House
from tests.journeys.stories import (
    COUNCIL,
    EDUCATION,
    FRONT_DOOR,
    NEIGHBOUR,
    POLICE,
    TEAM,
    adult,
    child,
    correction,
    family,
    incident,
    involvement,
    nhs_number,
    retraction,
)

pytestmark = pytest.mark.broker


def _delivered(house: House, event: str) -> dict[str, Found]:
    """The deliveries of an event by recipient; a notice of a pattern that it makes is another's."""
    house.settled(POLICE, event)
    found = house.wait(
        lambda: [
            one
            for one in house.deliveries(event)
            if one.data["event_type"] != "uk.wholepicture.bus.pattern-found.v1"
        ]
    )
    return {one.data["recipient"]: one for one in found}


def _reply(house: House, delivery: Found, kind: str, **said: Any) -> str:
    """A recipient's answer, sent with nothing but the schema and the headers."""
    recipient = delivery.topic.partition(".")[2]
    event = str(new_id())
    attributes = {
        "specversion": "1.0",
        "id": event,
        "source": f"/recipients/{recipient}",
        "type": f"uk.wholepicture.recipient.{kind}.v1",
        "time": "2026-03-04T09:00:00Z",
    }
    headers = tuple((f"ce_{name}", text.encode()) for name, text in attributes.items())
    value = json.dumps({"delivery": delivery.attributes["id"], **said}).encode()
    house.raw(f"replies.{recipient}", value, headers, delivery.key)
    return event


def _open(house: House, delivery: Found) -> bool:
    """Whether a delivery still waits for its recipient's answer."""
    database = Database(house.database_url)
    name = delivery.attributes["id"]
    with database.transaction() as transaction:
        kept = transaction.work([Key(Sent, name)]).get(Sent, name)
    database.close()
    assert kept is not None
    return kept.open


def test_a_retraction_reaches_everyone_and_stays_open_until_applied(house: House) -> None:
    """Each recipient of the original hears that it was taken back, and it is open till applied."""
    event = house.publish(POLICE, incident([child(family(), "Una", "2014-04-04")]))
    first = _delivered(house, event)

    taken_back = house.publish(POLICE, retraction(POLICE, event))
    second = _delivered(house, taken_back)

    assert set(second) == set(first)
    for recipient, found in second.items():
        assert found.data["amends"]["how"] == "retraction"
        assert found.data["amends"]["delivery"] == first[recipient].attributes["id"]
        assert (found.topic, found.key) == (first[recipient].topic, first[recipient].key)
        assert not found.data["told"]
        assert _open(house, found)

    amended = second[FRONT_DOOR]
    _reply(house, amended, "correction-applied")
    house.wait(
        lambda: [
            one
            for one in house.feedback(POLICE, event) + house.feedback(POLICE, taken_back)
            if one.data.get("state") == "correction-applied"
        ]
    )
    assert not _open(house, amended)
    assert _open(house, second[EDUCATION])


def test_a_retraction_reaches_who_was_shown_it_as_told_earlier(house: House) -> None:
    """The team saw it only beside its own item; it hears of it, and it is open till applied."""
    of, in_order = family(), {"partitionkey": f"family-{new_id()}"}
    number = nhs_number()
    told = incident([child(of, "Una", "2014-04-04", nhs_number=number)])
    first = house.publish(POLICE, {**told, **in_order})
    assert TEAM not in _delivered(house, first)
    opened = involvement(of, "Una", "2014-04-04", nhs_number=number)
    known = house.publish(COUNCIL, {**opened, **in_order})
    house.wait(lambda: house.feedback(COUNCIL, known))
    concern = {"core": told["data"]["core"], "detail": {"concern": "She was alone at home."}}
    later = {"type": "uk.wholepicture.police.child-concern.v1", "data": concern}  # makes no pattern
    second = house.publish(POLICE, {**later, **in_order})
    shown = _delivered(house, second)[TEAM]
    assert "domestic abuse incident" in {one["about"] for one in shown.data["earlier"]}

    taken_back = house.publish(POLICE, {**retraction(POLICE, first), **in_order})
    amended = _delivered(house, taken_back)[TEAM]

    assert amended.data["amends"]["delivery"] == shown.attributes["id"]
    assert (amended.topic, amended.key) == (shown.topic, shown.key)
    assert _open(house, amended)
    _reply(house, amended, "correction-applied")
    house.wait(
        lambda: [
            one
            for one in house.feedback(POLICE, first) + house.feedback(POLICE, taken_back)
            if one.data.get("state") == "correction-applied"
        ]
    )
    assert not _open(house, amended)


def test_a_correction_shows_before_and_after_within_the_grant(house: House) -> None:
    """The front door sees both birth dates; what only it may see is not shown to education."""
    event = house.publish(POLICE, incident([child(family(), "Ola", "2014-04-05")]))
    first = _delivered(house, event)

    put_right = house.publish(
        POLICE,
        correction(
            POLICE,
            event,
            [
                {"field": "core.children.0.birth_date", "value": "2014-04-06"},
                {"field": "detail.what_happened", "value": "She shouted and broke a door."},
            ],
        ),
    )
    second = _delivered(house, put_right)

    assert set(second) == set(first)
    front_door = second[FRONT_DOOR].data["amends"]
    assert front_door["before"]["core.children.0.birth_date"] == "2014-04-05"
    assert front_door["after"]["core.children.0.birth_date"] == "2014-04-06"
    assert front_door["after"]["detail.what_happened"] == "She shouted and broke a door."
    education = json.dumps(second[EDUCATION].data)
    assert "2014-04-06" in education
    assert "broke a door" not in education


def test_a_correction_before_its_original_waits_for_it(house: House) -> None:
    """A retraction that overtook its original is applied when the original arrives."""
    event = str(new_id())
    house.publish(POLICE, retraction(POLICE, event))
    told = incident([child(family(), "Abe", "2013-03-03")])

    house.publish(POLICE, {**told, "id": event})
    first = {one.attributes["id"] for one in house.wait(lambda: house.deliveries(event))}
    found = house.wait(
        lambda: [
            one
            for one in house.read([f"referrals.{FRONT_DOOR}"])
            if one.data.get("amends", {}).get("delivery") in first
        ]
    )

    assert found[0].data["amends"]["how"] == "retraction"


def test_an_answer_comes_back_to_the_sender_in_plain_words(house: House) -> None:
    """Acknowledged and decided reach police with the outcome, and the number comes back later."""
    people = family()
    event = house.publish(POLICE, incident([child(people, "Bea", "2012-12-12")]))
    delivery = _delivered(house, event)[FRONT_DOOR]

    _reply(house, delivery, "acknowledged", by="duty social worker")
    _reply(house, delivery, "decided", outcome="early-help", reason="Known to the hub.")
    heard = house.wait(
        lambda: [
            one
            for one in house.feedback(POLICE, event)
            if one.data.get("state") in {"acknowledged", "decided"}
        ],
        2,
    )

    assert [one.data["state"] for one in heard] == ["acknowledged", "decided"]
    assert heard[1].data["outcome"] == "early-help"
    assert "Known to the hub" not in json.dumps(heard[1].data)


def test_a_reply_about_anothers_delivery_is_not_taken(house: House) -> None:
    """A recipient can only answer what it was sent: anything else waits for a person."""
    event = house.publish(POLICE, incident([child(family(), "Cai", "2012-12-13")]))
    delivery = _delivered(house, event)[FRONT_DOOR]
    foreign = Found("notices." + EDUCATION, 0, 0, delivery.key, delivery.headers, delivery.value)

    _reply(house, foreign, "decided", outcome="nfa", reason="Not ours.")
    house.wait(
        lambda: [one for one in house.read([f"invalid.{EDUCATION}"]) if one.key == delivery.key]
    )

    assert not [one for one in house.feedback(POLICE, event) if one.data.get("state") == "decided"]


def test_a_child_added_by_a_correction_reaches_the_front_door(house: House) -> None:
    """Police asked again and name a child: the front door gets the whole, with the child."""
    event = house.publish(POLICE, incident([], answer="not-asked"))
    first = _delivered(house, event)
    named = child(family(), "Ned", "2015-05-06")

    put_right = house.publish(
        POLICE,
        correction(
            POLICE,
            event,
            [
                {"field": "core.children", "value": [named]},
                {"field": "detail.children_check", "value": {"answer": "named"}},
            ],
        ),
    )
    house.settled(POLICE, put_right)
    known = {one.attributes["id"] for one in first.values()}
    found = house.wait(
        lambda: [one for one in house.deliveries(event) if one.attributes["id"] not in known], 2
    )
    second = {one.data["recipient"]: one for one in found}

    assert FRONT_DOOR in first
    item = second[FRONT_DOOR]
    assert item.data["told"]["core"]["children"][0]["name"]["given"] == "Ned"
    assert EDUCATION in second


def test_handling_added_by_a_correction_reaches_whoever_has_it(house: House) -> None:
    """A handling instruction that comes later is told to everybody who was told before."""
    told = incident([child(family(), "Lou", "2014-04-07")])
    told["data"]["core"]["handling"] = {"not_visible_online": False}
    event = house.publish(POLICE, told)
    first = _delivered(house, event)

    put_right = house.publish(
        POLICE,
        correction(
            POLICE, event, [{"field": "core.handling", "value": {"not_visible_online": True}}]
        ),
    )
    second = _delivered(house, put_right)

    assert set(second) == set(first)
    for found in second.values():
        assert any("website" in one for one in found.data["instructions"])


def test_a_child_added_by_a_correction_has_it_in_what_was_told_before(house: House) -> None:
    """The next event about the child comes with the corrected one, though it named another."""
    people, number = family(), nhs_number()
    event = house.publish(POLICE, incident([child(people, "Una", "2014-04-08")]))
    _delivered(house, event)
    brother = child(people, "Ned", "2015-05-07", "c2", nhs_number=number)
    put_right = house.publish(
        POLICE, correction(POLICE, event, [{"field": "core.children.1", "value": brother}])
    )
    house.settled(POLICE, put_right)

    later = house.publish(POLICE, incident([child(people, "Ned", "2015-05-07", nhs_number=number)]))
    item = _delivered(house, later)[FRONT_DOOR]

    (earlier,) = item.data["earlier"]
    assert "Ned" in {one["name"]["given"] for one in earlier["told"]["core"]["children"]}


def test_a_child_removed_by_a_correction_is_told_of_to_whoever_had_it(house: House) -> None:
    """It was a neighbour's child: everyone who was told of it hears that, and it stays open."""
    people = family()
    both = [child(people, "Una", "2014-04-09"), child(people, "Ida", "2015-04-09", "c2")]
    event = house.publish(POLICE, incident(both))
    first = _delivered(house, event)

    put_right = house.publish(
        POLICE, correction(POLICE, event, [{"field": "core.children.1", "value": None}])
    )
    second = _delivered(house, put_right)

    assert set(second) == set(first)
    for found in second.values():
        assert found.data["amends"]["no_longer_about"] == ["c2"]
        assert "not about this child" in found.data["instructions"][0]
        assert _open(house, found)


def test_a_correction_may_say_that_it_was_another_child(house: House) -> None:
    """Police named Bo for Zed: the one's team hears that it was not Bo, the other's gets it."""
    teams = {"Bo": TEAM, "Zed": "social-work-bristol-1"}
    born = {"Bo": "2018-01-09", "Zed": "2010-01-09"}
    known = {
        name: child(family(), name, born[name], nhs_number=nhs_number(), person="c1")
        for name in teams
    }
    opened = []
    for name, team in teams.items():
        document = involvement(family(), name, born[name])
        document["data"]["detail"]["team"] = team
        document["data"]["core"]["children"] = [known[name]]
        opened.append(house.publish(COUNCIL, document))
    house.wait(lambda: [one for event in opened for one in house.feedback(COUNCIL, event)], 2)
    event = house.publish(POLICE, incident([known["Bo"]]))
    first = _delivered(house, event)

    marks = ("nhs_number", "name", "birth_date")
    changes = [{"field": f"core.children.0.{one}", "value": known["Zed"][one]} for one in marks]
    put_right = house.publish(POLICE, correction(POLICE, event, changes))
    second = _delivered(house, put_right)
    had = {one.attributes["id"] for one in first.values()}
    anew = {
        one.data["recipient"]: one
        for one in [*house.deliveries(event), *house.deliveries(put_right)]
        if one.attributes["id"] not in had and not one.data.get("amends")
    }

    assert TEAM in first
    assert teams["Zed"] not in first
    assert second[TEAM].data["amends"]["no_longer_about"] == ["c1"]
    assert known["Zed"]["nhs_number"] not in json.dumps(second[TEAM].data)
    assert anew[teams["Zed"]].data["told"]["core"]["children"][0]["name"]["given"] == "Zed"


def test_the_worker_is_told_though_another_authority_has_closed(house: House) -> None:
    """Two authorities work with a child; one ends, takes it back: each open team hears."""
    people, number = family(), nhs_number()
    said = {"nhs_number": number}
    in_order = {"partitionkey": f"family-{new_id()}"}

    def told(agency: str, team: str, state: str) -> str:
        document = involvement(people, "Ivy", "2016-05-09", agency=agency, **said)
        document["data"]["detail"] |= {"team": team, "state": state}
        event = house.publish(agency, {**document, **in_order})
        house.wait(lambda: house.feedback(agency, event))
        return event

    def teams() -> set[str]:
        told = incident([child(people, "Ivy", "2016-05-09", **said)])
        found = _delivered(house, house.publish(POLICE, {**told, **in_order}))
        return {name for name in found if name.startswith("social-work-")}

    told(COUNCIL, TEAM, "open")
    told(NEIGHBOUR, "social-work-bristol-1", "open")
    assert teams() == {TEAM, "social-work-bristol-1"}
    closed = told(NEIGHBOUR, "social-work-bristol-1", "closed")
    assert teams() == {TEAM}
    taken_back = house.publish(NEIGHBOUR, retraction(NEIGHBOUR, closed))
    house.wait(lambda: house.feedback(NEIGHBOUR, taken_back))
    assert teams() == {TEAM, "social-work-bristol-1"}


def test_what_leads_nowhere_in_a_correction_is_asked_about(house: House) -> None:
    """The agency hears which change it was, and what is right in the correction is delivered."""
    event = house.publish(POLICE, incident([child(family(), "Ola", "2014-04-10")]))
    _delivered(house, event)

    put_right = house.publish(
        POLICE,
        correction(
            POLICE,
            event,
            [
                {"field": "core.children.5.birth_date", "value": "2014-04-12"},
                {"field": "core.children.0.birth_date", "value": "2014-04-11"},
            ],
        ),
    )
    second = _delivered(house, put_right)

    after = second[FRONT_DOOR].data["amends"]["after"]
    assert after == {"core.children.0.birth_date": "2014-04-11"}
    asked = [one for one in house.feedback(POLICE, put_right) if "problems" in one.data]
    (problem,) = asked[0].data["problems"]
    assert problem["field"] == "detail.changes.0.field"
    assert "core.children.5.birth_date" in problem["what"]
    assert "2014-04-12" not in json.dumps(asked[0].data)


def test_an_event_of_another_of_the_agencys_sources_is_put_right(house: House) -> None:
    """The correction names the source of its original, and reaches whoever had that."""
    told = incident([child(family(), "Ola", "2014-04-13")])
    event = house.publish(POLICE, {**told, "source": f"/agencies/{POLICE}/records"})
    first = _delivered(house, event)

    document = correction(
        POLICE, event, [{"field": "core.children.0.birth_date", "value": "2014-04-14"}]
    )
    document["data"]["detail"]["source"] = f"/agencies/{POLICE}/records"
    put_right = house.publish(POLICE, document)

    assert set(_delivered(house, put_right)) == set(first)


def test_an_address_that_became_protected_is_not_repeated(house: House) -> None:
    """Whoever has it is told which field to protect, and the correction does not say it again."""
    people = family()
    mother = adult(people, "Ada", "a2", "mother", related_to=[])
    summary = f"She called from {people.street.partition(' ')[2].upper()}."
    event = house.publish(POLICE, incident([], [mother], answer="not-asked", summary=summary))
    first = _delivered(house, event)
    protected = {"field": "core.handling", "value": {"address_protected": ["a2"]}}

    put_right = house.publish(POLICE, correction(POLICE, event, [protected]))
    second = _delivered(house, put_right)

    assert FRONT_DOOR in second
    for recipient, found in second.items():
        assert people.street in json.dumps(first[recipient].data["told"])
        before = found.data["amends"]["before"]
        assert before["core.adults.0.address.lines.0"] == "[kept back]"
        assert before["core.summary"] == "She called from [kept back]."
        assert "protected now" in found.data["instructions"][0]
        said = json.dumps(found.data).lower()
        assert people.street.lower() not in said
        assert people.postcode.lower() not in said
