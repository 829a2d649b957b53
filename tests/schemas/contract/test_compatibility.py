"""Which edits of a schema break somebody."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from wholepicture_schemas.catalogue import EVENT_TYPES
from wholepicture_schemas.contract.closed import schema_of
from wholepicture_schemas.contract.compatibility import incompatible_edits, unreadable_edits

TEXT: dict[str, Any] = {"type": "string"}


def model(required: list[str] | None = None, **properties: Any) -> dict[str, Any]:
    """The schema of a closed object."""
    return {
        "type": "object",
        "properties": properties,
        "required": required or [],
        "additionalProperties": False,
    }


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (model(a=TEXT, b=TEXT), model(a=TEXT), "b is no longer a field."),
        (model(a=TEXT), model(["a"], a=TEXT), "a must now be given."),
        (
            {"enum": ["x", "y"]},
            {"enum": ["x"]},
            'the event can no longer be "y".',
        ),
        (
            model(a={"const": "x"}),
            model(a={"const": "y"}),
            'a can no longer be "x".',
        ),
        (
            model(a=TEXT),
            model(a={"type": "string", "enum": ["x"]}),
            'a can now only be one of "x".',
        ),
        (
            model(a=TEXT),
            model(a={"type": "integer"}),
            "a can no longer be of the type string.",
        ),
        (
            model(a={"type": "number"}),
            model(a={"type": "integer"}),
            "a can no longer be of the type number.",
        ),
        (
            model(a=TEXT),
            model(a={"type": "string", "maxLength": 9}),
            "a has maxLength 9 now, and had no such limit.",
        ),
        (
            model(a={"type": "string", "minLength": 1}),
            model(a={"type": "string", "minLength": 2}),
            "a has minLength 2 now, and had 1.",
        ),
        (
            model(a={"type": "integer", "minimum": 0}),
            model(a={"type": "integer", "minimum": 1}),
            "a has minimum 1 now, and had 0.",
        ),
        (
            model(a={"type": "string", "pattern": "^a$"}),
            model(a={"type": "string", "pattern": "^b$"}),
            "a has pattern ^b$ now, and had ^a$.",
        ),
        (
            model(a=TEXT),
            model(a={"type": "string", "format": "date"}),
            "a has format date now, and had no such limit.",
        ),
        (
            model(a={"anyOf": [TEXT, {"type": "null"}]}),
            model(a=TEXT),
            "a can no longer be null.",
        ),
        (
            model(a={"anyOf": [TEXT, {"type": "integer"}, {"type": "null"}]}),
            model(a={"anyOf": [TEXT, {"type": "null"}]}),
            "a can no longer be integer.",
        ),
        (
            model(a={"anyOf": [{"type": "string", "maxLength": 9}, {"type": "null"}]}),
            model(a={"anyOf": [{"type": "string", "maxLength": 8}, {"type": "null"}]}),
            "a has maxLength 8 now, and had 9.",
        ),
        (
            model(a={"type": "array", "items": model(b=TEXT)}),
            model(a={"type": "array", "items": model(["b"], b=TEXT)}),
            "a.#.b must now be given.",
        ),
        (
            model(a={"type": "object"}),
            model(a={"type": "object", "additionalProperties": False}),
            "a can no longer have fields of any name.",
        ),
        (
            model(a=TEXT),
            model(a={"type": "string", "not": {"const": "x"}}),
            "a has another not, which is not compared.",
        ),
    ],
)
def test_an_edit_that_refuses_an_older_document_is_told(
    old: dict[str, Any], new: dict[str, Any], sentence: str
) -> None:
    """One rule each, as a sentence with the path."""
    assert sentence in incompatible_edits(old, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (model(a=TEXT), model(a=TEXT, b=TEXT)),
        (model(["a"], a=TEXT), model(a=TEXT)),
        (model(a={"enum": ["x"]}), model(a={"enum": ["x", "y"]})),
        (model(a={"enum": ["x"]}), model(a=TEXT)),
        (model(a={"type": "integer"}), model(a={"type": "number"})),
        (model(a={"type": "string", "maxLength": 9}), model(a={"type": "string", "maxLength": 10})),
        (model(a={"type": "string", "pattern": "^a$"}), model(a=TEXT)),
        (model(a=TEXT), model(a={"anyOf": [TEXT, {"type": "null"}]})),
        (model(a=TEXT), model(a={"type": "string", "title": "A", "description": "x"})),
        (model(a=TEXT), model(a={"$ref": "#/$defs/T"}) | {"$defs": {"T": TEXT}}),
        (model(a=TEXT), {}),
    ],
)
def test_an_edit_that_takes_every_older_document_is_compatible(
    old: dict[str, Any], new: dict[str, Any]
) -> None:
    """More may be said; nothing that was said before is refused."""
    assert incompatible_edits(old, new) == []


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (model(["a"], a=TEXT), model(a=TEXT), "a must now be given."),
        (model(a={"enum": ["x"]}), model(a={"enum": ["x", "y"]}), 'a can no longer be "y".'),
    ],
)
def test_what_an_older_kit_could_not_read_is_told(
    old: dict[str, Any], new: dict[str, Any], sentence: str
) -> None:
    """A delivery must stay readable to those who know the released schema only."""
    assert incompatible_edits(old, new) == []
    assert [edit.endswith(sentence) for edit in unreadable_edits(old, new)] == [True]


def test_a_new_field_is_passed_over_by_an_older_kit() -> None:
    """Consumers read open."""
    assert unreadable_edits(model(a=TEXT), model(["b"], a=TEXT, b=TEXT)) == []


@pytest.mark.parametrize("name", sorted(EVENT_TYPES))
def test_a_schema_is_compatible_with_itself(name: str) -> None:
    """Every part that our models produce is understood."""
    schema = schema_of(EVENT_TYPES[name])

    assert incompatible_edits(schema, schema) == []
    assert unreadable_edits(schema, schema) == []


def test_a_definition_that_holds_itself_is_compared_once() -> None:
    """The comparison ends, and finds what differs inside."""
    node = model(next={"$ref": "#/$defs/Node"}, a=TEXT)
    other = model(next={"$ref": "#/$defs/Node"})
    old, new = ({"$ref": "#/$defs/Node", "$defs": {"Node": part}} for part in (node, other))

    assert incompatible_edits(old, old) == []
    assert incompatible_edits(old, new) == ["a is no longer a field."]


SCALARS = st.sampled_from([None, True, False, 0, 1, 2, 3, 1.5, "", "a", "b", "ab", "abc"])
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3)
    ),
    max_leaves=5,
)


def schemas(depth: int = 2) -> st.SearchStrategy[dict[str, Any]]:
    """Small schemas of the kind that our models produce."""
    least, most = st.integers(0, 2), st.integers(1, 3)
    simple = st.one_of(
        st.sampled_from([{"type": "boolean"}, {"type": "null"}, {"type": "number"}, {}]),
        st.fixed_dictionaries({"type": st.just("string")}, optional={
            "minLength": least, "maxLength": most, "pattern": st.sampled_from(["^a", "b$"])}),
        st.fixed_dictionaries({"type": st.just("integer")}, optional={
            "minimum": least, "maximum": most}),
        st.fixed_dictionaries({"enum": st.lists(SCALARS, max_size=3)}),
        st.fixed_dictionaries({"const": SCALARS}),
    )  # fmt: skip
    if depth == 0:
        return simple
    inner = schemas(depth - 1)
    return st.one_of(
        simple,
        st.fixed_dictionaries({"anyOf": st.lists(inner, min_size=1, max_size=3)}),
        st.fixed_dictionaries({"type": st.just("array")}, optional={
            "items": inner, "minItems": least, "maxItems": most}),
        st.fixed_dictionaries({"type": st.just("object")}, optional={
            "properties": st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
            "required": st.lists(st.sampled_from("abc"), max_size=2, unique=True),
            "additionalProperties": st.booleans() | inner}),
    )  # fmt: skip


@given(schemas(), schemas(), st.lists(VALUES, min_size=1, max_size=6))
def test_what_is_called_compatible_refuses_no_older_document(
    old: dict[str, Any], new: dict[str, Any], values: list[Any]
) -> None:
    """An independent validator finds no document that the old schema takes and the new refuses."""
    if incompatible_edits(old, new):
        return
    before, after = Draft202012Validator(old), Draft202012Validator(new)

    assert [value for value in values if before.is_valid(value) and not after.is_valid(value)] == []


@given(schemas())
def test_any_schema_is_compatible_with_itself(schema: dict[str, Any]) -> None:
    """No part of a schema is called an edit of itself."""
    assert incompatible_edits(schema, schema) == []
