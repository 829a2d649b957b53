"""Postcodes in every spelling that people and systems have."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError
from wholepicture_schemas.postcodes import ends_in_postcode, is_whole, postcode

BLANK = "\u00a0"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("BS1 5TR", "BS1 5TR"),
        ("bs15tr", "BS1 5TR"),
        ("BS1  5TR", "BS1 5TR"),
        (f"BS1{BLANK}5TR", "BS1 5TR"),
        ("BS1-5TR", "BS1 5TR"),
        (" BS1 5TR.", "BS1 5TR"),
        ("ec1a1bb", "EC1A 1BB"),
        ("M1 1AE", "M1 1AE"),
        ("gir 0aa", "GIR 0AA"),
        ("BS1 5KC", "BS1 5KC"),
        ("BS1", "BS1"),
        ("ec1a", "EC1A"),
        ("BS1 5", "BS1 5"),
    ],
)
def test_a_postcode_is_read_in_any_spelling_as_far_as_it_is_known(text: str, told: str) -> None:
    """Case, blanks and signs are nobody's reason to leave a child's home out."""
    assert postcode(text) == told


@pytest.mark.parametrize(
    "text", ["Unknown", "12345", "BS1 5T", "BS", "ZZ99 3VZ", "Bristol", "", "BS1 5TRX"]
)
def test_what_is_no_postcode_is_said(text: str) -> None:
    """It would count as the same home of every child who has it."""
    with pytest.raises(PydanticCustomError, match="Write the postcode as BS1 5TR"):
        postcode(text)


def test_only_a_whole_postcode_says_where_somebody_lives() -> None:
    """A district has ten thousand homes."""
    assert is_whole("bs15tr")
    assert not is_whole("BS1")
    assert not is_whole("BS1 5")


@given(
    area=st.from_regex("[A-Z]{1,2}[1-9][0-9]?", fullmatch=True).filter(lambda a: a != "ZZ99"),
    last=st.from_regex("[0-9][A-Z]{2}", fullmatch=True),
    between=st.sampled_from(["", " ", "  ", "-", BLANK]),
    lower=st.booleans(),
)
def test_every_spelling_of_a_postcode_is_one_postcode(
    area: str, last: str, between: str, lower: bool
) -> None:
    """Written anew it is itself."""
    text = f"{area}{between}{last}"

    told = postcode(text.lower() if lower else text)

    assert told == f"{area} {last}"
    assert postcode(told) == told


def test_an_address_is_told_without_the_postcode_at_its_end() -> None:
    """The rest is its lines."""
    assert ends_in_postcode("14 Example Row, Bristol bs1 5tr") == (
        "14 Example Row, Bristol ",
        "BS1 5TR",
    )
    assert ends_in_postcode("14 Example Row") == ("14 Example Row", None)
