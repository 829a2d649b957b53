"""The forms in which an event lies in a record."""

import base64
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from cloudevents.core.bindings.kafka import to_structured_event
from cloudevents.core.v1.event import CloudEvent
from wholepicture_bus.batches import CAME_IN, is_batch, split
from wholepicture_bus.forms import Carried, carried, id_in
from wholepicture_bus.records import Headers, Place, Record
from wholepicture_schemas.problems import Unreadable

CONTENT: dict[str, Any] = {"core": {"producer": "p"}, "detail": {"concern": "x"}}
ATTRIBUTES = {
    "id": "e-1",
    "source": "/agencies/p",
    "type": "uk.wholepicture.any.correction.v1",
    "time": "2026-03-04T21:15:00Z",
    "partitionkey": "f-1",
}
WHOLE = {"specversion": "1.0", **ATTRIBUTES, "data": CONTENT}
BINARY: Headers = tuple((f"ce_{name}", text.encode()) for name, text in ATTRIBUTES.items())
STRUCTURED: Headers = (("content-type", b"application/cloudevents+json"),)


def _record(value: Any, headers: Headers = (), key: bytes | None = b"k") -> Record:
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    place = Place("events.p", "id", 0, 7)
    return Record(place, key, data, headers, datetime(2026, 3, 4, tzinfo=UTC))


def _is_the_event(found: Carried) -> bool:
    told = {name: found.attributes.get(name) for name in ATTRIBUTES}
    return told == ATTRIBUTES and found.content == CONTENT and found.problems == ()


@pytest.mark.parametrize(
    "headers",
    [
        STRUCTURED,
        (("Content-Type", b"application/cloudevents+json; charset=utf-8"),),
        (("CONTENT-TYPE", b"Application/CloudEvents+JSON;charset=UTF-8"),),
        (("content_type", b"application/cloudevents"),),
        (*STRUCTURED, *BINARY),
        (*STRUCTURED, ("ce_traceparent", b"00-x")),
    ],
)
def test_structured_mode_is_read(headers: Headers) -> None:
    """The whole event is the value, however its content type is written."""
    found = carried(_record(WHOLE, headers))

    assert _is_the_event(found)
    assert found.structured
    assert found.remarks == ()


def test_structured_mode_of_the_standards_own_library_is_read() -> None:
    """Another implementation writes it."""
    moment = datetime(2026, 3, 4, 21, 15, tzinfo=UTC)
    message = to_structured_event(CloudEvent({**ATTRIBUTES, "time": moment}, CONTENT))

    found = carried(_record(message.value, tuple(message.headers.items())))

    assert _is_the_event(found)
    assert found.remarks == ()


@pytest.mark.parametrize("rename", [str.upper, str.title, lambda name: name.replace("_", "-")])
def test_headers_are_read_in_any_case_and_with_a_hyphen(rename: Any) -> None:
    """Clients of HTTP and of other languages write them so."""
    headers = tuple((rename(name), value) for name, value in BINARY)

    found = carried(_record(CONTENT, headers))

    assert _is_the_event(found)
    assert found.remarks == ()


@pytest.mark.parametrize(
    ("value", "about"),
    [
        (WHOLE, "data"),
        ({"data": CONTENT}, "data"),
        ({"schema": {"type": "struct"}, "payload": CONTENT}, "payload"),
        ({"schema": None, "payload": json.dumps(CONTENT)}, "payload"),
        ({"payload": WHOLE}, "payload.data"),
        ({"payload": json.dumps(WHOLE)}, "payload.data"),
        ({"data": json.dumps(CONTENT)}, "data"),
        ({"data_base64": base64.b64encode(json.dumps(CONTENT).encode()).decode()}, "data_base64"),
    ],
)
def test_a_content_one_step_down_is_read_and_its_sender_told(value: Any, about: str) -> None:
    """Connectors wrap what they carry."""
    found = carried(_record(value, BINARY))

    assert _is_the_event(found)
    assert not found.structured
    assert [remark.field for remark in found.remarks] == [about]


def test_a_whole_event_under_no_header_is_read() -> None:
    """Its sender is told which content type says so."""
    found = carried(_record(WHOLE, (("content-type", b"application/json"),)))

    assert _is_the_event(found)
    assert [remark.field for remark in found.remarks] == ["content-type"]


def test_a_flat_event_is_read() -> None:
    """Attributes beside the core fill in what no header says; another name stays to be named."""
    found = carried(_record({**ATTRIBUTES, **CONTENT, "kore": {}}, BINARY[:1]))

    assert {name: found.attributes[name] for name in ATTRIBUTES} == ATTRIBUTES
    assert found.content == {**CONTENT, "kore": {}}


def test_data_in_base64_is_read() -> None:
    """The standard has it beside data."""
    told = {name: part for name, part in WHOLE.items() if name != "data"}
    encoded = base64.b64encode(json.dumps(CONTENT).encode()).decode()

    assert _is_the_event(carried(_record({**told, "data_base64": encoded}, STRUCTURED)))


@pytest.mark.parametrize(("headers", "counts"), [(BINARY, "e-1"), ((*STRUCTURED, *BINARY), "e-2")])
def test_where_headers_and_value_differ_the_form_decides(headers: Headers, counts: str) -> None:
    """Its sender is told; the same moment in another way is no difference."""
    value = {**WHOLE, "id": "e-2", "time": "2026-03-04T21:15:00+00:00"}

    found = carried(_record(value, headers))

    assert found.attributes["id"] == counts
    assert "id" in [remark.field for remark in found.remarks]
    assert "time" not in [remark.field for remark in found.remarks]


@pytest.mark.parametrize("form", ["avro", "protobuf", "xml"])
def test_another_format_is_refused_by_its_name(form: str) -> None:
    """It is kept, and its sender is told which form is read."""
    record = _record(WHOLE, (("content-type", f"application/cloudevents+{form}".encode()),))

    with pytest.raises(Unreadable) as caught:
        carried(record)

    assert "application/cloudevents+json" in caught.value.problems[0].fix


@pytest.mark.parametrize(
    ("value", "headers", "found"),
    [
        (b"{", BINARY, "e-1"),
        (b"{", (("CE-ID", b"e-1"),), "e-1"),
        (WHOLE, STRUCTURED, "e-1"),
        ({"id": "e-1"}, (), "e-1"),
        (b'{"id": "e-1", "data": {"core": ', STRUCTURED, "e-1"),
        (b'{"data": {"id": "e-2"', STRUCTURED, None),
        (b"\xff\xfe", (), None),
        (b"", (), None),
    ],
)
def test_the_id_is_found_wherever_one_is_legible(
    value: Any, headers: Headers, found: str | None
) -> None:
    """What is asked about is named, though it cannot be delivered."""
    assert id_in(_record(value, headers)) == found


BATCH: Headers = (("content-type", b"application/cloudevents-batch+json; charset=utf-8"),)


def test_a_batch_becomes_a_record_for_each_event() -> None:
    """Each is cut out byte for byte, in order, and kept in order by its own partition key."""
    texts = [
        '{"id": "e-1" , "partitionkey": "f-1", "data": {"core": {"a": "Zoë, ]}"}}}',
        '{"id":"e-2","data":{"core":{"n":NaN}}}',
    ]
    record = _record(f" [ {texts[0]}\n, {texts[1]} ] ".encode(), (*BATCH, ("trace", b"t")))

    found = split(record)

    assert is_batch(record)
    assert found.rest is None
    assert [member.value for member in found.members] == [text.encode() for text in texts]
    assert [member.key for member in found.members] == [b"f-1", b"k"]
    assert [dict(member.headers)[CAME_IN] for member in found.members] == [
        b"events.p/0@7#1",
        b"events.p/0@7#2",
    ]
    assert all(dict(member.headers)["trace"] == b"t" for member in found.members)
    assert all(member.topic == "events.p" for member in found.members)


def test_what_is_legible_of_a_broken_batch_is_taken() -> None:
    """The rest is kept from its first broken event on."""
    found = split(_record(b'[{"id": "e-1"}, {"id": "e-2", "data": {, {"id": "e-3"}]', BATCH))

    assert [member.value for member in found.members] == [b'{"id": "e-1"}']
    assert found.rest is not None
    assert found.rest.value == b'{"id": "e-2", "data": {, {"id": "e-3"}]'
    assert id_in(found.rest) == "e-2"


@pytest.mark.parametrize(
    ("value", "headers", "count"),
    [
        (b"[]", BATCH, 0),
        (b'{"id": "e-1"}', BATCH, 1),
        (b'[{"id": "e-1"},]', BATCH, 1),
        (b'[{"id": "e-1"}]', STRUCTURED, 1),
        (b' [{"id": "e-1"}, {"id": "e-2"}]', (), 2),
        ('[{"id": "e-1"}]'.encode("utf-16"), BATCH, 1),
    ],
)
def test_a_list_of_events_is_a_batch(value: bytes, headers: Headers, count: int) -> None:
    """However many it has, and where no header says what it is."""
    record = _record(value, headers)

    assert is_batch(record)
    assert len(split(record).members) == count


@pytest.mark.parametrize("value", [b"text", b"", b"\xff"])
def test_what_is_called_a_batch_and_is_no_list_is_unreadable(value: bytes) -> None:
    """It is kept as it came."""
    with pytest.raises(Unreadable):
        split(_record(value, BATCH))


def test_a_list_under_the_headers_of_an_event_is_no_batch() -> None:
    """They say which event it is, and it is none."""
    assert not is_batch(_record(b'[{"id": "e-1"}]', BINARY))
    assert not is_batch(_record(CONTENT, BINARY))
