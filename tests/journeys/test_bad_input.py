"""What arrives broken: kept whole, told to its sender, and in nobody's way."""

import json
from dataclasses import replace
from typing import Any

import pytest
from wholepicture_schemas.envelope import new_id

from tests.journeys.house import Found, House
from tests.journeys.stories import (
    COUNCIL,
    FRONT_DOOR,
    INCIDENT,
    POLICE,
    child,
    family,
    incident,
)
from tests.support import foreign
from tests.support.foreign import Foreign

pytestmark = pytest.mark.broker

_TOPIC = f"events.{POLICE}"
_GOOD = (
    ("ce_specversion", b"1.0"),
    ("ce_source", f"/agencies/{POLICE}".encode()),
    ("ce_type", INCIDENT.encode()),
    ("ce_time", b"2026-03-03T21:40:00Z"),
)


def _invalid(house: House, mark: str) -> list[Found]:
    """The records kept as unreadable under a key."""
    return [one for one in house.read([f"invalid.{POLICE}"]) if one.key == mark.encode()]


def _good_one_after(house: House) -> str:
    """An event that comes behind the broken one, on the same partition, and must not wait."""
    event = house.publish(POLICE, incident([child(family(), "Sam", "2014-03-02")]))
    house.wait(lambda: house.deliveries(event))
    return event


@pytest.mark.parametrize(
    ("name", "value", "headers"),
    [
        ("malformed", b'{"core": ', _GOOD),
        ("no-utf-8", b'{"core": "\xff\xfe"}', _GOOD),
        ("null", None, _GOOD),
        ("no-object", b"[1, 2]", _GOOD),
        ("no-core", b"{}", _GOOD),
        ("core-no-object", b'{"core": 7, "detail": {}}', _GOOD),
        ("no-headers", b'{"core": {}, "detail": {}}', ()),
        ("no-id", b'{"core": {}, "detail": {}}', _GOOD),
        ("other-source", b'{"core": {}, "detail": {}}',
         (*_GOOD[:1], ("ce_source", f"/agencies/{COUNCIL}".encode()), *_GOOD[2:])),
        ("bus-type", b'{"core": {}, "detail": {}}',
         (*_GOOD[:2], ("ce_type", b"uk.wholepicture.bus.delivery.v1"), *_GOOD[3:])),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_kept_byte_for_byte(
    house: House, name: str, value: bytes | None, headers: tuple[tuple[str, bytes], ...]
) -> None:
    """The bytes lie on invalid.<agency> as they came, with the reason, and the next one goes on."""
    mark = f"broken-{name}"
    own = headers if name in {"no-id", "no-headers"} else (*headers, ("ce_id", mark.encode()))
    house.raw(_TOPIC, value, own, mark.encode())

    (kept,) = house.wait(lambda: _invalid(house, mark))

    assert kept.value == value
    assert kept.headers[: len(own)] == own
    assert dict(kept.headers)["wp_reason"]
    _good_one_after(house)


@pytest.mark.parametrize("name", foreign.RECORDS)
def test_what_a_foreign_client_sends_is_kept_and_delays_nobody(house: House, name: str) -> None:
    """Whatever Kafka itself takes is kept as it came, and asked about; the next one goes on."""
    odd = foreign.RECORDS[name]
    mark = name.encode() + b"." * 500  # so much that the batch is worth compressing
    sent = replace(odd, headers=((b"mark", mark), *odd.headers))
    foreign.send(house.bootstrap, _TOPIC, [sent])

    def kept() -> list[Found]:
        found = house.read([f"invalid.{POLICE}"])
        return [one for one in found if one.headers[:1] == (("mark", mark),)]

    (found,) = house.wait(kept)

    told = foreign.in_bytes(found)
    assert replace(told, headers=told.headers[: len(sent.headers)]) == sent
    assert dict(found.headers)["wp_reason"]
    _good_one_after(house)


@pytest.mark.parametrize("name", [name for name, odd in foreign.RECORDS.items() if odd.headers])
def test_an_event_with_a_header_that_is_odd_is_delivered_all_the_same(
    house: House, name: str
) -> None:
    """A header that is nobody's business loses no child: what can be read is read."""
    told = incident([child(family(), "Ivy", "2013-06-01")])
    event = str(new_id())
    own = (*_GOOD, ("ce_id", event.encode()))
    headers = tuple((header.encode(), value) for header, value in own)
    odd = foreign.RECORDS[name].headers
    value = json.dumps(told["data"]).encode()
    foreign.send(house.bootstrap, _TOPIC, [Foreign(b"odd", value, (*headers, *odd))])

    found = house.wait(lambda: house.deliveries(event))

    assert FRONT_DOOR in {one.data["recipient"] for one in found}


def test_its_sender_is_asked_to_put_it_right(house: House) -> None:
    """The agency hears where the record stands and what to do, and that it was not delivered."""
    mark = "asked-about"
    house.raw(_TOPIC, b"{", (*_GOOD, ("ce_id", mark.encode())), mark.encode())

    (asked,) = house.wait(lambda: house.feedback(POLICE, mark))

    assert asked.attributes["type"] == "uk.wholepicture.bus.fix-request.v1"
    assert asked.data["delivered"] is False
    assert asked.data["problems"][0]["fix"]
    assert asked.data["topic"] == _TOPIC


@pytest.mark.finding("F4b")
def test_a_missing_vulnerability_is_asked_for_and_never_loses_the_child(house: House) -> None:
    """An incident without a child's vulnerability is delivered, marked, and police are asked."""
    of = family()
    said = child(of, "Noor", "2012-09-09")
    del said["vulnerability_considered"]
    event = house.publish(POLICE, incident([said]))

    found = house.wait(lambda: house.deliveries(event))

    item = next(one.data for one in found if one.data["recipient"] == FRONT_DOOR)
    assert [one["field"] for one in item["incomplete"]] == [
        "core.children.0.vulnerability_considered"
    ]
    assert item["told"]["core"]["children"][0]["name"]["given"] == "Noor"
    asked = [one.data for one in house.feedback(POLICE, event) if "problems" in one.data]
    assert asked[0]["delivered"] is True
    assert "vulnerability" in asked[0]["problems"][0]["fix"]


def test_a_field_of_a_wrong_form_is_left_out_and_the_rest_goes_on(house: House) -> None:
    """A wrong type in one field costs that field only."""
    said = child(family(), "Lee", "2011-01-01", sex=["F"])
    event = house.publish(POLICE, incident([said]))

    found = house.wait(lambda: house.deliveries(event))

    item = next(one.data for one in found if one.data["recipient"] == FRONT_DOOR)
    assert "sex" not in item["told"]["core"]["children"][0]
    assert item["told"]["core"]["children"][0]["name"]["given"] == "Lee"


@pytest.mark.finding("F4")
def test_an_unknown_type_with_a_readable_core_reaches_the_front_door(house: House) -> None:
    """An event of a type that the bus does not know yet is not lost: its core goes on."""
    told = incident([child(family(), "Kit", "2015-05-05")])
    told["type"] = "uk.wholepicture.police.something-new.v1"
    event = house.publish(POLICE, told)

    found = house.wait(lambda: house.deliveries(event))

    assert FRONT_DOOR in {one.data["recipient"] for one in found}


@pytest.mark.finding("F4")
def test_children_not_asked_about_is_a_task_and_no_childs_record(house: House) -> None:
    """children_check unknown makes a task for police's unit and the front door, for no child."""
    event = house.publish(POLICE, incident([], answer="unknown"))

    found = house.wait(lambda: house.deliveries(event), 2)

    recipients = {one.data["recipient"] for one in found}
    assert {"safeguarding-police", FRONT_DOOR} <= recipients
    assert all(one.data["arrival"] == "possible-linked-children" for one in found)
    assert all(not one.data["children"] for one in found)


def test_a_repeat_is_dropped(house: House) -> None:
    """The same source and id with the same content again changes nothing."""
    document = incident([child(family(), "Ada", "2010-10-10")])
    event = house.publish(POLICE, document)
    first = house.wait(lambda: house.deliveries(event))

    house.publish(POLICE, {**document, "id": event, "partitionkey": f"family-{event}"})
    _good_one_after(house)

    assert len(house.deliveries(event)) == len(first)


def test_the_same_id_with_other_content_is_set_aside_and_asked_about(house: House) -> None:
    """Which of two contents under one id is right is for the agency to say."""
    of = family()
    event = house.publish(POLICE, incident([child(of, "Eli", "2010-10-10")]))
    house.wait(lambda: house.deliveries(event))
    other: dict[str, Any] = incident([child(of, "Max", "2010-10-10")])

    house.publish(POLICE, {**other, "id": event})
    kept = house.wait(lambda: _invalid(house, f"family-{event}"))

    assert json.loads(kept[0].value or b"")["core"]["children"][0]["name"]["given"] == "Max"
    assert any(one["field"] == "id" for found in house.feedback(POLICE, event)
               for one in found.data.get("problems", []))  # fmt: skip
