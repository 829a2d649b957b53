"""The evolution gate, and documents of the released schemas that cross-check what it says."""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from wholepicture_schemas.catalogue import EVENT_TYPES, TOLD
from wholepicture_schemas.contract.closed import schema_of
from wholepicture_schemas.contract.definitions import SUFFIX, Schema, bundled
from wholepicture_schemas.contract.gate import edits_of_events, edits_of_values
from wholepicture_schemas.contract.read_openly import value_files
from wholepicture_schemas.fields import AS_WRITTEN
from wholepicture_schemas.generate import RELEASED, read
from wholepicture_schemas.reading import UnknownType, read_document

from tests.schemas.contract.made_by_schema import documents

OLD, OLD_VALUES = read(RELEASED), read(RELEASED / "values")
VALUES = sorted(name for name in EVENT_TYPES if f"{name}{SUFFIX}" in value_files())
LARGE = settings(
    max_examples=max(30, settings().max_examples // 3),  # the long profile plays more
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@cache
def _released(name: str) -> st.SearchStrategy[dict[str, Any]]:
    """Events by the released schema of a type, as an agency that was not upgraded sends them."""
    return documents(bundled(f"{name}{SUFFIX}", OLD))


@cache
def _values(name: str) -> st.SearchStrategy[Any]:
    """Values by the closed schema of today."""
    whole = schema_of(EVENT_TYPES[name])
    return documents({**whole["properties"]["data"], "$defs": whole["$defs"]})


@cache
def _validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(schema_of(EVENT_TYPES[name]))


@cache
def _reader(name: str) -> Draft202012Validator:
    """A reader that holds a value to the released open schema."""
    return Draft202012Validator(bundled(f"{name}{SUFFIX}", OLD_VALUES))


def test_every_value_has_a_released_schema() -> None:
    """What readers hold a value to is released with the rest."""
    assert {path for path in OLD_VALUES if "/" not in path} == {f"{at}{SUFFIX}" for at in VALUES}


@LARGE
@given(st.data())
def test_what_the_released_schema_allows_is_taken_and_read(data: st.DataObject) -> None:
    """An independent validator takes it by the new schema, and the bus reads it as its type."""
    name = data.draw(st.sampled_from(sorted(EVENT_TYPES)))
    document = data.draw(_released(name))

    assert [error.json_path for error in _validator(name).iter_errors(document)] == []
    if name in TOLD:
        found = read_document(document)
        assert not isinstance(found.event, UnknownType)
        unknown = {field.location for field in found.unknown if AS_WRITTEN not in field.location}
        assert unknown == set()  # of what is kept as written, only that of real fields is read


@LARGE
@given(st.data())
def test_what_is_sent_today_is_valid_by_the_released_schema_of_values(data: st.DataObject) -> None:
    """A reader that was not upgraded goes on."""
    name = data.draw(st.sampled_from(VALUES))
    value = data.draw(_values(name))

    assert [error.json_path for error in _reader(name).iter_errors(value)] == []


def _with(files: Mapping[str, Schema], path: str, **fields: Schema) -> dict[str, Schema]:
    """Released files of which one has more fields."""
    schema = json.loads(json.dumps(files[path]))
    schema["properties"] |= fields
    return {**files, path: schema}


def test_an_edit_of_a_shared_definition_is_named_for_each_type_that_uses_it() -> None:
    """A field of a child that is gone is gone from every type."""
    told = _with(OLD, f"definitions/CallBack{SUFFIX}", pager={"type": "string"})

    edits = edits_of_events(told)

    assert {edit.partition(":")[0] for edit in edits} >= TOLD.keys()
    assert all(edit.endswith("call_back.pager is no longer a field.") for edit in edits)


def test_a_field_of_another_form_is_named_for_readers_of_values() -> None:
    """Of a delivery, and of what agencies tell in it."""
    delivery = f"uk.wholepicture.bus.delivery.v1{SUFFIX}"
    of_delivery = {
        path: part for path, part in OLD_VALUES.items() if "/" in path or path == delivery
    }
    told = _with(of_delivery, delivery, headline={"type": "integer"})
    (edit,) = edits_of_values(told)

    assert edit == (
        "uk.wholepicture.bus.delivery.v1: For readers of values: "
        "headline can no longer be of the type string."
    )


@pytest.mark.parametrize("compare", [edits_of_events, edits_of_values])
def test_a_type_that_is_gone_is_named(compare: Any) -> None:
    """Whoever sends or reads it is told by nobody else."""
    assert compare({f"uk.wholepicture.police.gone.v1{SUFFIX}": {}}) == [
        "uk.wholepicture.police.gone.v1: the type is gone."
    ]


def test_what_is_open_today_is_read_by_itself() -> None:
    """The gate knows every part of the open schemas."""
    assert edits_of_values(value_files()) == []
