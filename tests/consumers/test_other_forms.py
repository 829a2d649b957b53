"""Intake takes in what other systems send: other forms of the standard, and fields of no event."""

import json
from collections import deque
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from wholepicture_bus.records import Headers, Outgoing, Place, Record
from wholepicture_consumers.intake import Intake
from wholepicture_engine.stage import Message
from wholepicture_engine.store import Memory
from wholepicture_schemas.identifiers import AgencyId, RecipientId

from tests.journeys.stories import INCIDENT, POLICE, child, correction, family, incident

TOPIC = f"events.{POLICE}"
STRUCTURED: Headers = (("content-type", b"application/cloudevents+json"),)
BATCH: Headers = (("content-type", b"application/cloudevents-batch+json"),)


class Taken:
    """Intake with what it remembers; what it puts on its own topics it takes in, too."""

    def __init__(self) -> None:
        self.stage = Intake({AgencyId(POLICE): "police"}, [RecipientId("front-door-bristol")])
        self._memory = Memory()
        self._offset = 0
        self.made: list[Outgoing] = []

    def take(
        self, value: Any, headers: Headers, key: bytes | None = b"k", *, topic: str = TOPIC
    ) -> list[Outgoing]:
        """Everything that follows from a record."""
        data = value if isinstance(value, bytes) else json.dumps(value).encode()
        waiting = deque([Outgoing(topic, key, data, headers)])
        made: list[Outgoing] = []
        while waiting:
            outputs = self._through(waiting.popleft())
            waiting += [one for one in outputs if one.topic in self.stage.inputs]
            made += [one for one in outputs if one.topic not in self.stage.inputs]
        self.made += made
        return made

    def _through(self, one: Outgoing) -> list[Outgoing]:
        self._offset += 1
        record = Record(
            Place(one.topic, "id", 0, self._offset),
            one.key,
            one.value,
            one.headers,
            datetime(2026, 3, 4, 22, tzinfo=UTC),
        )
        content = self.stage.parse(record)
        work = self._memory.work(self.stage.reads(content, record))
        outputs = list(self.stage.handle(Message(record, content), work))
        self._memory.keep(work)
        return outputs


def _event(event: str, **more: Any) -> dict[str, Any]:
    """A whole event."""
    told = incident([child(family(), "Ada", "2014-01-01", **more)])
    return {
        "specversion": "1.0",
        "id": event,
        "source": f"/agencies/{POLICE}",
        "type": INCIDENT,
        "time": "2026-03-04T21:40:00Z",
        "partitionkey": f"family-{event}",
        "data": told["data"],
    }


def _binary(event: dict[str, Any]) -> Headers:
    return tuple(
        (f"ce_{name}", str(part).encode()) for name, part in event.items() if name != "data"
    )


def _delivered(made: list[Outgoing]) -> list[str]:
    """The ids of the events that went on, in their order."""
    concerned = [json.loads(one.value or b"") for one in made if one.topic == "children"]
    return [one["attributes"]["id"] for one in concerned if one["lead"]]


def _asked(made: list[Outgoing]) -> list[dict[str, Any]]:
    """The fix requests."""
    told = [json.loads(one.value or b"") for one in made if one.topic.startswith("feedback.")]
    return [one for one in told if "problems" in one]


def _fields(made: list[Outgoing]) -> list[str]:
    return [problem["field"] for one in _asked(made) for problem in one["problems"]]


def _invalid(made: list[Outgoing]) -> list[bytes | None]:
    return [one.value for one in made if one.topic.startswith("invalid.")]


def test_an_event_is_the_same_in_every_form() -> None:
    """Sent in structured mode, in binary mode, in a batch and in another order: taken in once."""
    taken, event = Taken(), _event("e-1")
    turned = json.dumps(dict(reversed(event.items())), indent=2).encode()
    nulls = json.loads(json.dumps(event["data"]))
    nulls["core"]["children"][0]["nhs_number"] = None

    first = taken.take(event, STRUCTURED)
    again = [
        *taken.take(event["data"], _binary(event)),
        *taken.take(nulls, _binary(event)),
        *taken.take(turned, STRUCTURED),
        *taken.take([event], BATCH),
        *taken.take(event, ()),
    ]

    assert _delivered(first) == ["e-1"]
    assert again == []


def test_another_content_under_the_same_id_is_set_aside_in_every_form() -> None:
    """Which of two is right is for the agency to say."""
    taken, event = Taken(), _event("e-1")
    taken.take(event["data"], _binary(event))

    made = taken.take({**event, "data": _event("e-1")["data"]}, STRUCTURED)

    assert len(_invalid(made)) == 1
    assert _fields(made) == ["id"]


def test_each_event_of_a_batch_is_one_event() -> None:
    """An invalid one is kept and asked about by its id; the others go, in their order."""
    wrong = {**_event("e-2"), "source": "/agencies/bristol-city-council"}
    batch = [_event("e-1"), wrong, _event("e-3")]

    taken = Taken()
    made = taken.take(batch, BATCH)

    assert _delivered(made) == ["e-1", "e-3"]
    assert _invalid(made) == [json.dumps(wrong).encode()]
    assert [one["event"] for one in _asked(made)] == ["e-2"]
    assert taken.take(batch[:1], BATCH) == []


def test_a_correction_in_the_batch_of_its_event_is_applied() -> None:
    """They stand in their order."""
    event = _event("e-1")
    told = correction(POLICE, "e-1", [{"field": "core.urgency", "value": "immediate"}])
    behind = {**event, "id": "e-2", "type": told["type"], "data": told["data"]}

    made = Taken().take([event, behind], BATCH)

    assert _delivered(made) == ["e-1", "e-2"]
    assert _asked(made) == []


def test_a_broken_batch_loses_only_what_is_broken() -> None:
    """The rest is kept, and asked about by the first id in it."""
    text = json.dumps([_event("e-1"), _event("e-2")]).encode()

    made = Taken().take(text[:-40], BATCH)

    assert _delivered(made) == ["e-1"]
    assert [one["event"] for one in _asked(made)] == ["e-2"]
    assert len(_invalid(made)) == 1


def test_a_batch_that_is_no_list_is_kept() -> None:
    """Of an agency it is asked about; of a recipient it is kept."""
    taken = Taken()

    assert _invalid(taken.take(b"no list", BATCH)) == [b"no list"]
    (kept,) = taken.take(b"no list", BATCH, topic="replies.front-door-bristol")
    assert kept.topic == "invalid.front-door-bristol"


@pytest.mark.parametrize(
    ("value", "headers"),
    [
        (b"{", (("ce_id", b"e_1.a"),)),
        (b'{"id": "e_1.a", "data": {"core": ', STRUCTURED),
        ({"id": "e_1.a", "data": {}}, STRUCTURED),
        ({"id": "e_1.a"}, ()),
    ],
)
def test_a_fix_request_names_the_event_wherever_its_id_stands(value: Any, headers: Headers) -> None:
    """In a header or in the value, of a record that is no event."""
    (asked,) = _asked(Taken().take(value, headers))

    assert asked["event"] == "e_1.a"
    assert asked["delivered"] is False


def test_in_structured_mode_no_header_is_asked_for() -> None:
    """What is missing is a field of the event."""
    event = _event("e-1")
    del event["time"]

    (asked,) = _asked(Taken().take(event, STRUCTURED))

    assert asked["problems"] == [{"field": "time", "what": "is missing", "fix": "Add this field."}]


def test_a_form_between_the_two_is_said_once() -> None:
    """The sender hears where it was read, with the first event alone, and no recipient hears it."""
    taken, first, second = Taken(), _event("e-1"), _event("e-2")

    made = taken.take(first, _binary(first))
    later = taken.take(second, _binary(second))

    assert (_delivered(made), _delivered(later)) == (["e-1"], ["e-2"])
    assert (_fields(made), _fields(later)) == (["data"], [])
    concerned = json.loads(next(one.value for one in made if one.topic == "children") or b"")
    assert concerned["missing"] == []


def test_what_is_no_number_is_left_out_and_asked_about_each_time() -> None:
    """The child is told of all the same."""
    text = json.dumps(_event("e-1", nhs_number=float("nan"))).encode()

    made = Taken().take(text, STRUCTURED)

    assert _delivered(made) == ["e-1"]
    assert _fields(made) == ["core.children.0.nhs_number"]


def test_a_field_that_no_event_has_is_named_once() -> None:
    """The child is told of; its sender hears which was meant, with the first event that has it."""
    taken = Taken()

    made = taken.take(_event("e-1", birthDate="2014-01-01", shoeSize=3), STRUCTURED)
    again = taken.take(_event("e-2", birthDate="2014-01-01"), STRUCTURED)
    other = taken.take(_event("e-3", birthDate="2014-01-01", colour="red"), STRUCTURED)

    (asked,) = _asked(made)
    assert asked["delivered"] is True
    assert [(one["field"], one["fix"]) for one in asked["problems"]] == [
        ("core.children.0.birthDate", "Did you mean birth_date?"),
        ("core.children.0.shoeSize", "Remove it, or use another field."),
    ]
    assert _asked(again) == []
    assert _fields(other) == ["core.children.0.colour"]


def test_another_feed_of_the_agency_is_told_by_itself() -> None:
    """Another system writes its own fields."""
    taken = Taken()
    taken.take(_event("e-1", birthDate="2014-01-01"), STRUCTURED)
    other = {**_event("e-2", birthDate="2014-01-01"), "source": f"/agencies/{POLICE}/records"}

    assert _fields(taken.take(other, STRUCTURED)) == ["core.children.0.birthDate"]


@pytest.mark.parametrize(
    ("core", "protected"),
    [
        ({"handling": {"addressProtected": ["c1"]}}, True),
        ({"handling": {"not_to_be_shown": True}}, True),
        ({"Handling": {"address_protected": ["c1"]}}, True),
        ({"handling": {"notVisibleOnline": False, "note": None}}, False),
    ],
)
def test_a_protection_that_cannot_be_read_is_read_at_its_strictest(
    core: dict[str, Any], *, protected: bool
) -> None:
    """Somebody asked for something: it is asked about each time, and all is protected."""
    taken, event = Taken(), _event("e-1")
    event["data"]["core"].pop("handling", None)
    event["data"]["core"] |= core

    made = [*taken.take(event, STRUCTURED), *taken.take({**event, "id": "e-2"}, STRUCTURED)]

    told = [json.loads(one.value or b"") for one in made if one.topic == "children"]
    handling = [one["content"]["core"].get("handling", {}) for one in told]
    assert len(told) == 2
    assert all(("c1" in one.get("address_protected", ())) is protected for one in handling)
    assert all(one.get("originator_control", False) is protected for one in handling)
    assert len(_asked(made)) == (2 if protected else 1)


def test_a_held_record_is_known_by_the_id_in_its_value() -> None:
    """What corrects it waits for it, and its agency hears that it is held."""
    stage = Taken().stage
    place, at = Place(TOPIC, "id", 0, 0), datetime(2026, 3, 4, tzinfo=UTC)
    record = Record(place, b"k", json.dumps(_event("e-1")).encode(), STRUCTURED, at)

    assert stage.identity(record) == f"/agencies/{POLICE}:e-1"
    assert [json.loads(one.value or b"")["event"] for one in stage.held(record, "x")] == ["e-1"]
    assert stage.identity(replace(record, value=b"{")) is None
