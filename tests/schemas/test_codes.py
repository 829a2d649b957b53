"""Every code has words, for whoever reads it."""

from collections.abc import Mapping
from typing import Any, Literal, get_args, get_origin

import pytest
from wholepicture_schemas import codes

CODE_SETS = {
    name: set(get_args(of)) for name, of in vars(codes).items() if get_origin(of) is Literal
}
LABELS: list[Mapping[str, Any]] = [
    of for name, of in vars(codes).items() if isinstance(of, dict) and name.isupper()
]


@pytest.mark.parametrize("name", CODE_SETS)
def test_every_code_has_a_label(name: str) -> None:
    """Beside each code set stands a mapping with a label for each of its codes, and no other."""
    assert [labels for labels in LABELS if labels.keys() == CODE_SETS[name]]


@pytest.mark.parametrize("name", CODE_SETS)
def test_a_label_is_not_the_code(name: str) -> None:
    """No abbreviation, number or underscore of a code is left to whoever reads it."""
    (labels,) = [labels for labels in LABELS if labels.keys() == CODE_SETS[name]]

    assert not [code for code, said in labels.items() if said == code and not code.islower()]
    assert not [said for said in labels.values() if "_" in said or not said.strip()]
