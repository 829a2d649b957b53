"""A name that holds more than a name is remarked on, and told as it stands."""

import pytest
from wholepicture_producers.name_remarks import remarks_on_names


def fields(name: object) -> list[str]:
    """The fields that are remarked on of a child and an adult of this name."""
    document = {"data": {"core": {"children": [{"name": name}], "adults": [{"name": name}, {}]}}}
    return [field for field, _ in remarks_on_names(document)]


@pytest.mark.parametrize("family", ["Practice, Rowan", "Practice (was Lee)", "Practice2", "A/B"])
def test_a_name_with_more_than_a_name_is_remarked_on(family: str) -> None:
    """Two names in one field find nobody."""
    assert fields({"family": family}) == [
        "core.children.0.name.family",
        "core.adults.0.name.family",
    ]


@pytest.mark.parametrize(
    "family", ["O'Mara-Lee", "de la Cruz", "N\u2019Diaye", "Nguy\u1ec5n", "St. John"]
)
def test_a_name_of_any_alphabet_with_its_signs_is_a_name(family: str) -> None:
    """Hyphens, apostrophes, dots and accents are parts of names."""
    assert fields({"family": family, "given": "Zo\u00eb"}) == []


@pytest.mark.parametrize("given", ["Zo\u00c3\u00ab", "Se\ufffdn", "Se&aacute;n", "Se?n"])
def test_a_name_whose_letters_an_export_has_spoilt_is_remarked_on(given: str) -> None:
    """Nobody is found by it."""
    assert fields({"given": given})[0] == "core.children.0.name.given"


def test_a_name_of_another_form_is_passed_over() -> None:
    """Its form is somebody else's remark."""
    assert fields("Rowan Practice") == []
    assert fields(None) == []
