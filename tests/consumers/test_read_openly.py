"""The open schema of a delivery: whatever the agreement can make is valid by it, and more."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from wholepicture_agreement.cases.building import document
from wholepicture_agreement.cases.files import Case
from wholepicture_schemas.contract.read_openly import READ, value_schema_of
from wholepicture_schemas.deliveries import Delivery
from wholepicture_schemas.generate import VALUES, stale, values
from wholepicture_subscribers.conformance.stream import stream

from tests.consumers.both_stages import Stages
from tests.journeys.stories import POLICE, correction, retraction
from tests.support.shipped import shipped_cases

OPEN = Draft202012Validator(value_schema_of(Delivery))
TABLE = shipped_cases().file
CASES = [case for heading in TABLE.heading for case in heading.case]


def _items(cases: Sequence[Case]) -> Iterator[tuple[str, dict[str, Any]]]:
    """What follows from each case: it is told, corrected and taken back, and questions answered."""
    for case in cases:
        stages = Stages()
        event = document(case)
        yield from _of(case.name, stages.publish(event, "e1", happened=case.at).items)
        for at, asked in enumerate(stages.questions("e1")):
            sent = next(item for item in stages.held("e1")) if stages.held("e1") else ""
            answered = stages.answer(
                sent or "front-door-bristol", "answered", f"r{at}", delivery=str(asked),
                answer="yes", reason="They are ours.", taken_by="duty manager",
            )  # fmt: skip
            yield from _of(case.name, answered.items)
        change = {"field": "core.summary", "value": "It was put right."}
        yield from _of(case.name, stages.publish(correction(POLICE, "e1", [change]), "e2").items)
        yield from _of(case.name, stages.publish(retraction(POLICE, "e1"), "e3").items)


def _of(name: str, items: list[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    for item in items:
        yield name, item


def _kind(value: Any) -> Any:
    """What a value is made of: its fields and the JSON types of its leaves, without its values."""
    if isinstance(value, dict):
        return tuple(sorted((name, _kind(part)) for name, part in value.items()))
    if isinstance(value, list):
        return tuple(sorted({repr(_kind(part)) for part in value}))
    return type(value).__name__


def _wrong(value: Any) -> list[str]:
    return [f"{error.json_path}: {error.validator}" for error in OPEN.iter_errors(value)]


def test_the_files_are_what_the_models_say() -> None:
    """Where this fails: `make schemas`, and commit what it wrote."""
    assert stale(VALUES, values()) == []


@pytest.mark.parametrize("every", [6, pytest.param(1, marks=pytest.mark.long)])
def test_every_kind_of_item_that_the_agreement_makes_is_valid(every: int) -> None:
    """Cases of the table, told, corrected and taken back; all of them in a long run."""
    kinds: dict[Any, tuple[str, dict[str, Any]]] = {}
    for name, item in _items(CASES[::every]):
        kinds.setdefault(_kind(item), (name, item))

    assert len(kinds) > 45
    for name, item in kinds.values():
        assert _wrong(item) == [], name


def test_what_suppliers_are_tried_with_is_valid() -> None:
    """The item of a newer version too, which is why the schema is open."""
    for step in stream().steps:
        if step.is_readable:
            assert _wrong(step.data) == [], step.shows


def _delivered() -> dict[str, Any]:
    return json.loads(json.dumps(stream().steps[0].data))  # type: ignore[no-any-return] # an object


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("arrival", "of-a-kind-to-come"),
        ("urgency", "within-the-hour"),
        ("kind", "telegram"),
        ("children.0.confidence", "by-their-own-word"),
        ("told.core.children.0.exposure", "HEARD_FROM_A_FRIEND"),
        ("told.core.children.0.of_a_newer_version", [1]),
        ("told_by.call_back.phone", "0117 496 0001 ext 4, ask for the desk"),
        ("told.detail.risk_grade", "A grade to come"),
        ("event_type", "uk.wholepicture.police.of-a-newer-version.v1"),
        ("of_a_newer_version", {"a": 1}),
    ],
)
def test_a_later_version_is_valid(path: str, value: Any) -> None:
    """A code, a field, a type or a form of text that is not known yet stops no reader."""
    delivered = _delivered()
    *parts, last = path.split(".")
    place: Any = delivered
    for part in parts:
        place = place[int(part)] if isinstance(place, list) else place[part]
    place[last] = value

    assert _wrong(delivered) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [("children", "none"), ("headline", 7), ("told", []), ("instructions", [1]), ("exercise", "y")],
)
def test_what_no_version_says_is_not_valid(path: str, value: Any) -> None:
    """It still says what is a text, a list and an object."""
    assert _wrong({**_delivered(), path: value})


@pytest.mark.parametrize("name", ["headline", "children", "told", "event_type", "exercise"])
def test_what_a_reader_may_count_on_is_always_there(name: str) -> None:
    """The bus's own fields are needed, what an agency told is not."""
    delivered = _delivered()
    del delivered[name]

    assert _wrong(delivered)


@pytest.mark.parametrize("kind", READ, ids=lambda kind: kind.TYPE)
def test_nothing_in_it_is_closed(kind: Any) -> None:
    """No part forbids a field or lists the only codes."""
    schema = value_schema_of(kind)

    Draft202012Validator.check_schema(schema)
    assert not {"additionalProperties", "enum", "pattern", "maxLength", "oneOf"} & _keywords(schema)


def _keywords(schema: Any) -> set[str]:
    """Every keyword of a schema; the names of fields are none."""
    if isinstance(schema, list):
        return set().union(*map(_keywords, schema))
    if not isinstance(schema, dict):
        return set()
    found = set(schema)
    for keyword, inner in schema.items():
        named = keyword in {"properties", "$defs"} and isinstance(inner, dict)
        for part in inner.values() if named else (inner,):
            found |= _keywords(part)
    return found
