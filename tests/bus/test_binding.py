"""CloudEvents on Kafka, as another implementation of the same standard writes and reads it."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from cloudevents.core.bindings.kafka import (
    KafkaMessage,
    from_binary_event,
    to_binary_event,
)
from cloudevents.core.v1.event import CloudEvent
from wholepicture_bus.binding import attributes_of, headers_of, outgoing, value_of
from wholepicture_bus.records import Headers
from wholepicture_schemas.reading import read_closed, read_open

EXAMPLES = sorted((Path(__file__).parents[2] / "schemas" / "examples").glob("*.json"))


@pytest.fixture(params=EXAMPLES, ids=lambda path: path.stem)
def document(request: pytest.FixtureRequest) -> dict[str, Any]:
    """Each example of the language in turn."""
    told: dict[str, Any] = json.loads(request.param.read_text("utf-8"))
    return told


def moment_of(text: str) -> dt.datetime:
    """The moment that a time of an example is."""
    return dt.datetime.fromisoformat(text)


def without_null(part: Any) -> Any:
    """A JSON value without fields that are null, except the value of a correction."""
    if isinstance(part, list):
        return [without_null(item) for item in part]
    if isinstance(part, dict):
        return {
            name: without_null(item)
            for name, item in part.items()
            if item is not None or name == "value"
        }
    return part


def test_the_oracle_reads_what_we_write(document: dict[str, Any]) -> None:
    """The same attributes and the same data come out."""
    event = read_closed(document)
    record = outgoing(event, "events.avon-and-somerset-police", event.partitionkey)
    assert record.value is not None

    headers = {name: value for name, value in record.headers if value is not None}
    read = from_binary_event(KafkaMessage(headers=headers, key=record.key, value=record.value))

    told = {name: text for name, text in document.items() if name != "data"}
    for name in ("time", "recordedtime"):
        if name in told:
            found = read.get_attributes()[name]
            moment = moment_of(found) if isinstance(found, str) else found
            assert moment == moment_of(told.pop(name))
    assert {name: read.get_attributes()[name] for name in told} == told
    assert set(read.get_attributes()) - {"time", "recordedtime"} == set(told)
    data = read.get_data()
    assert isinstance(data, dict)
    assert read_open(attributes_of(record.headers), json.dumps(data).encode()).event == event


def test_we_read_what_the_oracle_writes(document: dict[str, Any]) -> None:
    """An event of another CloudEvents library is the event that it was."""
    told = {name: text for name, text in document.items() if name != "data"}
    written = CloudEvent({**told, "time": moment_of(told["time"])}, document["data"])

    message = to_binary_event(written)

    headers: Headers = tuple(message.headers.items())
    found = read_open(attributes_of(headers), message.value)
    assert found.problems == ()
    assert found.event == read_closed(document)


def test_absent_fields_are_left_out_of_the_value(document: dict[str, Any]) -> None:
    """No field is written that was not told, and none that was told is missing."""
    event = read_closed(document)

    value = json.loads(value_of(event.data))

    assert value == without_null(value)
    assert read_open(attributes_of(headers_of(event)), json.dumps(value).encode()).event == event


def test_a_correction_that_takes_a_field_away_does_so_on_the_wire() -> None:
    """Its null is a value, and is written."""
    (path,) = (path for path in EXAMPLES if path.stem == "correction")
    event = read_closed(json.loads(path.read_text("utf-8")))

    changes = json.loads(value_of(event.data))["detail"]["changes"]

    assert {"field": "detail.disposal", "value": None} in changes


def test_headers_that_are_no_text_are_dropped() -> None:
    """Bytes of another client's own headers are none of ours."""
    headers: Headers = (
        ("ce_id", b"1"),
        ("ce_source", b"\xff"),
        ("ce_keyref", None),
        ("trace", b"x"),
        ("content-type", b"application/json; charset=utf-8"),
    )

    assert attributes_of(headers) == {"id": "1", "datacontenttype": "application/json"}


def test_nothing_personal_stands_beside_the_value(document: dict[str, Any]) -> None:
    """Topic, key and headers hold identifiers and times only."""
    event = read_closed(document)

    record = outgoing(event, "events.avon-and-somerset-police", event.partitionkey)

    beside = f"{record.topic} {record.key!r} {record.headers!r}"
    assert not any(word in beside for word in ("Rowan", "Tamblyn", "9990000018", "Sampler"))
