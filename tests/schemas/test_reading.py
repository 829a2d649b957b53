"""Reading events closed, as a producer is checked, and open, as a consumer reads."""

import json
from typing import Any

import pytest
from wholepicture_schemas.catalogue import EVENT_TYPES
from wholepicture_schemas.problems import InvalidEvent, Unreadable
from wholepicture_schemas.reading import (
    UnknownType,
    content_of,
    read_attributes,
    read_closed,
    read_open,
)

from tests.schemas.documents import (
    ALL_NAMES,
    INCIDENT,
    TOLD_NAMES,
    example,
    fields_of,
    read,
    with_changes,
)

FUTURE_TYPE = "uk.wholepicture.ambulance.call-out.v1"


def refused(document: dict[str, Any]) -> dict[str, str]:
    """What reading closed refuses: each field with its fix."""
    with pytest.raises(InvalidEvent) as caught:
        read_closed(document)

    return {problem.field: problem.fix for problem in caught.value.problems}


def attributes(**changes: str | None) -> dict[str, str]:
    """The attributes of an incident with some changed, or taken away where None."""
    told = {name: text for name, text in example(INCIDENT).items() if name != "data"} | changes
    return {name: text for name, text in told.items() if text is not None}


@pytest.mark.parametrize("name", ALL_NAMES)
def test_what_is_valid_closed_is_read_open_without_a_problem(name: str) -> None:
    """A consumer reads exactly what the producer said."""
    document = example(name)

    found = read(document)

    assert found.problems == ()
    assert found.event == read_closed(document)


@pytest.mark.parametrize("name", ALL_NAMES)
def test_what_was_read_can_be_written_and_read_again(name: str) -> None:
    """Nothing is lost on the way through our models."""
    event = read_closed(example(name))

    again = read_open(event.attributes().model_dump(mode="json", exclude_none=True),
                      json.dumps(content_of(event)).encode())  # fmt: skip

    assert again.event == event


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("core__exercise", "true"),
        ("core__exercise", 1),
        ("core__children__0__seen", "yes"),
        ("core__children__0__exposure", 3),
        ("core__children__0__nhs_number", 9990000018),
        ("core__local_reference", 31877),
        ("core__children__1__languages", "English"),
        ("detail__indicators_counted", "9"),
        ("detail__indicators_counted", 9.5),
        ("detail__indicators_counted", -1),
        ("core__urgency", None),
        ("core__summary", ""),
        ("core__summary", "   "),
        ("core__handling__not_in_shared_records", "no"),
        ("core__children__1__person", "C2"),
        ("core__call_back__phone", "extension four"),
        ("core__children__0__lives_at__authority", "Bristol"),
        ("core__children__0__school__urn", "99900"),
        ("detail__orders__0__until", "2026-02-30"),
    ],
)
def test_a_value_of_another_form_is_refused_closed(path: str, value: Any) -> None:
    """The JSON type, the form and the codes of each field are held to."""
    problems = refused(with_changes(example(INCIDENT), **{path: value}))

    assert path.replace("__", ".") in problems


@pytest.mark.parametrize(
    ("path", "value", "kept"),
    [
        ("core__exercise", "true", True),
        ("core__exercise", "no", False),
        ("detail__indicators_counted", "9", 9),
        ("detail__indicators_counted", 9.0, 9),
    ],
)
def test_a_value_that_is_beyond_doubt_is_read_open(path: str, value: Any, kept: Any) -> None:
    """A consumer does not lose what it can understand."""
    content = read(with_changes(example(INCIDENT), **{path: value})).event.data

    part, field = path.split("__")
    assert getattr(getattr(content, part), field) == kept


@pytest.mark.parametrize("field", ["producer", "local_reference", "asks", "exercise", "call_back"])
@pytest.mark.parametrize("name", TOLD_NAMES)
def test_a_needed_field_is_refused_closed_and_asked_for_open(name: str, field: str) -> None:
    """The producer must give it; the consumer delivers the event without it and asks."""
    document = example(name)
    del document["data"]["core"][field]

    assert list(refused(document)) == [f"core.{field}"]
    assert fields_of(read(document).problems) == [f"core.{field}"]


def test_all_problems_are_told_at_once() -> None:
    """Wrong, unknown, missing and needed: a producer hears of all in one go."""
    document = with_changes(example(INCIDENT), core__children__0__sex="X", core__sumary="x")
    del document["data"]["core"]["children"][1]["exposure"]
    del document["data"]["detail"]["orders"][0]["condition"]
    del document["id"]
    document["data"]["core"]["adults"][0]["person"] = "c1"

    problems = refused(document)

    assert set(problems) >= {
        "id",
        "core.children.0.sex",
        "core.sumary",
        "core.children.1.exposure",
        "detail.orders.0.condition",
        "core.adults.0.person",
    }
    assert problems["core.sumary"] == "Did you mean summary?"
    assert problems["core.children.0.sex"] == "Use one of 'F', 'M' or 'U'."


@pytest.mark.parametrize("reason", ["wrong-childd", None, 7])
def test_what_is_given_is_not_called_missing(reason: Any) -> None:
    """One wrong field of a detail takes no other along: only what was not given is missing."""
    document = with_changes(example("retraction"), detail__reason=reason)
    assert list(refused(document)) == fields_of(read(document).problems) == ["detail.reason"]

    del document["data"]["detail"]["because"]
    both = ["detail.reason", "detail.because"]
    assert list(refused(document)) == fields_of(read(document).problems) == both


def test_unknown_fields_are_passed_over_open() -> None:
    """A newer producer's field is no problem of an older consumer."""
    document = with_changes(
        example(INCIDENT), core__newly_told="x", core__children__0__newly_told=[1], detail__new={}
    )

    assert read(document).problems == ()
    assert set(refused(document)) == {
        "core.newly_told",
        "core.children.0.newly_told",
        "detail.new",
    }


def test_a_type_that_is_not_known_here_is_read_by_its_core() -> None:
    """Children and call-back of a newer type reach people all the same."""
    content = json.dumps(example(INCIDENT)["data"]).encode()

    found = read_open(attributes(type=FUTURE_TYPE), content)

    assert isinstance(found.event, UnknownType)
    assert [child.person for child in found.event.data.core.children] == ["c1", "c2", "c3"]
    assert fields_of(found.problems) == ["type"]


@pytest.mark.parametrize("kind", ["bus", "recipient"])
def test_what_the_bus_or_a_recipient_says_is_known_or_unreadable(kind: str) -> None:
    """Only agencies' events have a core to act on."""
    content = json.dumps(example(INCIDENT)["data"]).encode()

    with pytest.raises(Unreadable, match="not known here"):
        read_open(attributes(type=f"uk.wholepicture.{kind}.something.v1"), content)


@pytest.mark.parametrize("core", ["Zebedee Marker", 7, [], None])
def test_without_a_core_an_event_is_unreadable_whatever_stands_beside(core: Any) -> None:
    """A field that may protect, and that no field can hold, is no reason to hold the record."""
    content = {"core": core, "adress_protected": True}

    with pytest.raises(Unreadable, match="its core cannot be read"):
        read_open(attributes(), json.dumps(content).encode())


def test_a_core_in_a_list_is_protected_as_one_that_is_not() -> None:
    """A field of an unknown name that may protect is read at its strictest in both."""
    core = example(INCIDENT)["data"]["core"] | {"adress_protected": True}

    alone, in_a_list = (
        read_open(attributes(), json.dumps({"core": told}).encode()).event.data.core
        for told in (core, [core])
    )

    assert in_a_list == alone
    assert alone.handling.originator_control


@pytest.mark.parametrize("name", ["id", "source", "type", "time"])
@pytest.mark.parametrize("text", [None, "", "Zebedee Marker"])
def test_without_an_identity_and_a_time_a_record_is_unreadable(name: str, text: str | None) -> None:
    """Which event, from whom, of what type and when: without one there is nothing to go by."""
    with pytest.raises(Unreadable, match=f"the envelope cannot be read: {name}") as caught:
        read_attributes(attributes(**{name: text}))

    assert "Zebedee" not in f"{caught.value} {caught.value.problems}"


@pytest.mark.parametrize(
    "name",
    ["recordedtime", "partitionkey", "correlationid", "causationid", "traceparent", "keyref",
     "specversion", "datacontenttype", "dataclassification"],
)  # fmt: skip
def test_a_wrong_optional_attribute_is_left_out_and_named(name: str) -> None:
    """It does not make the event unreadable."""
    content = json.dumps(example(INCIDENT)["data"]).encode()

    found = read_open(attributes(**{name: "Zebedee Marker!"}), content)

    assert fields_of(found.problems) == [name]
    assert found.event.id == example(INCIDENT)["id"]


@pytest.mark.parametrize("name", ["id", "source", "type", "time"])
def test_an_attribute_that_is_absent_is_named_as_the_header_that_it_is(name: str) -> None:
    """Whoever publishes without the kit writes headers, and no field of that name."""
    with pytest.raises(Unreadable) as caught:
        read_open(attributes(**{name: None}), b"{}")

    assert [str(one) for one in caught.value.problems] == [
        f"{name} is missing. Add the header ce_{name}."
    ]


def test_a_time_without_an_offset_is_read_as_utc_and_named() -> None:
    """An hour's doubt is no reason to lose a child."""
    content = json.dumps(example(INCIDENT)["data"]).encode()

    found = read_open(attributes(time="2026-03-03T21:24:00"), content)

    assert found.event.time.isoformat() == "2026-03-03T21:24:00+00:00"
    assert fields_of(found.problems) == ["time"]


def test_unknown_attributes_are_passed_over() -> None:
    """Another extension of CloudEvents is no problem."""
    assert read_attributes(attributes(sequence="7")).id == example(INCIDENT)["id"]


@pytest.mark.parametrize("kind", [None, "", 3, [], "uk.wholepicture.police.nothing.v1"])
def test_a_type_that_is_none_is_refused_closed(kind: Any) -> None:
    """A producer is told which types there are."""
    problems = refused({**example(INCIDENT), "type": kind})

    assert list(problems) == ["type"]
    assert "domestic-abuse-incident" in problems["type"]


@pytest.mark.parametrize("value", [{1, 2}, float("nan"), float("inf"), b"x", object()])
def test_what_is_no_json_is_refused_closed(value: Any) -> None:
    """A document holds what JSON can say."""
    assert list(refused(with_changes(example(INCIDENT), core__summary=value))) == ["event"]


def test_a_document_that_holds_itself_is_refused_closed() -> None:
    """It has no end as JSON."""
    document = example(INCIDENT)
    document["data"]["core"]["children"] = document

    assert list(refused(document)) == ["event"]


@pytest.mark.parametrize("data", [None, [], "x", 3])
def test_a_document_without_content_is_refused_closed(data: Any) -> None:
    """The content is an object."""
    assert list(refused({**example(INCIDENT), "data": data})) == ["event"]


@pytest.mark.parametrize("value", [None, {"a": [1, {"b": "c"}]}, ["x"], 1.5, "text", False])
def test_a_correction_may_put_any_value(value: Any) -> None:
    """What it should have said is any JSON value; null takes the field away."""
    document = with_changes(example("correction"), detail__changes__0__value=value)

    event = read_closed(document)

    assert event.data.detail.changes[0].value == value
    assert read(document).event == event


@pytest.mark.parametrize("field", ["core", "time", "core.Children", "source.x", "core..x"])
def test_a_correction_is_of_a_field_of_the_content(field: str) -> None:
    """The path begins with core or detail and names a field there."""
    document = with_changes(example("correction"), detail__changes__0__field=field)

    assert list(refused(document)) == ["detail.changes.0.field"]


def test_every_class_reads_its_own_type() -> None:
    """What is read is an event of the class that the catalogue names."""
    for name in ALL_NAMES:
        event = read_closed(example(name))

        assert type(event) is EVENT_TYPES[event.type]
