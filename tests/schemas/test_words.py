"""Words in a sentence."""

import pytest
from wholepicture_schemas.words import listed


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ([], ""),
        (["the school"], "the school"),
        (["the school", "the nursery", "the school"], "the school and the nursery"),
        (["a", "b", "c"], "a, b and c"),
    ],
)
def test_names_are_listed_once_each_with_and_before_the_last(names: list[str], said: str) -> None:
    """As in a sentence."""
    assert listed(names) == said
