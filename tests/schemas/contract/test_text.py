"""The text of a schema's file."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from wholepicture_schemas.contract.text import text_of

NAMES = st.text(max_size=20)
DOCUMENTS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=40),
    lambda part: st.lists(part, max_size=5) | st.dictionaries(NAMES, part, max_size=5),
    max_leaves=12,
)


@given(DOCUMENTS)
def test_it_says_what_the_document_says(document: Any) -> None:
    """However it is laid out, with a line's end at the end."""
    text = text_of(document)

    assert json.loads(text) == document
    assert text.endswith("\n")


def test_what_fits_stands_on_one_line() -> None:
    """And what does not has a line for each part of it."""
    short, long = {"type": "string"}, {"enum": ["x" * 25, "y" * 25, "z" * 25]}

    assert text_of({"a": short, "b": long}).splitlines() == [
        "{",
        '  "a": {"type": "string"},',
        '  "b": {',
        f'    "enum": ["{"x" * 25}", "{"y" * 25}", "{"z" * 25}"]',
        "  }",
        "}",
    ]
