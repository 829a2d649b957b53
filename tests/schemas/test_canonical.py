"""The digest of what an event says."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wholepicture_schemas.canonical import digest_of_content

SAID: dict[str, Any] = {
    "core": {"children": [{"person": "c1", "name": {"given": "Zo\xeb"}}], "count": 2},
    "detail": {"changes": [{"field": "detail.disposal", "value": None}]},
}
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=6
)


@given(st.dictionaries(st.text(), JSON))
def test_the_order_of_names_makes_no_difference(content: dict[str, Any]) -> None:
    """Another system writes the same event by its own habits."""
    turned = dict(reversed(content.items()))

    assert digest_of_content(turned) == digest_of_content(content)


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(SAID, indent=4, sort_keys=True),
        json.dumps(SAID, ensure_ascii=False),
        json.dumps({**SAID, "more": None}),
    ],
)
def test_what_is_written_in_another_way_is_the_same(text: str) -> None:
    """Blanks, escapes and a null for an absent field say nothing else."""
    assert digest_of_content(json.loads(text)) == digest_of_content(SAID)


@pytest.mark.parametrize(
    "said",
    [
        {**SAID, "core": {**SAID["core"], "count": 3}},
        {**SAID, "core": {**SAID["core"], "children": []}},
        {**SAID, "detail": {"changes": [{"field": "detail.disposal"}]}},
        {**SAID, "core": {**SAID["core"], "count": "2"}},
        {**SAID, "core": {**SAID["core"], "count": True}},
    ],
)
def test_what_says_something_else_differs(said: dict[str, Any]) -> None:
    """The null of a change takes a field away, so it counts."""
    assert digest_of_content(said) != digest_of_content(SAID)
