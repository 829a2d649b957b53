"""The identifiers of the field: what is one, what only looks like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError
from stdnum.gb import upn
from wholepicture_schemas.identifiers import (
    AgencyId,
    RecipientId,
    agency_source,
    derived,
    nhs_number,
    owner_of,
    recipient_source,
    unique_property_reference,
    unique_pupil_number,
)

NINE_DIGITS = st.text("0123456789", min_size=9, max_size=9)
UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"


def check_digit(nine: str) -> int:
    """The NHS check digit as the data dictionary defines it; 10 where there is none."""
    total = sum(int(digit) * weight for digit, weight in zip(nine, range(10, 1, -1), strict=True))
    return (11 - total % 11) % 11


@given(NINE_DIGITS)
def test_a_number_with_its_check_digit_is_an_nhs_number(nine: str) -> None:
    """Modulus 11 decides; a check digit of 10 means that the number is never given out."""
    digit = check_digit(nine)
    accepted = {last for last in range(10) if _is_nhs_number(f"{nine}{last}")}

    assert accepted == ({digit} if digit < 10 and len(set(f"{nine}{digit}")) > 1 else set())


@given(NINE_DIGITS.filter(lambda nine: check_digit(nine) < 10 and len(set(nine)) > 1))
def test_spaces_and_hyphens_are_no_part_of_an_nhs_number(nine: str) -> None:
    """An NHS number is the same however it is grouped."""
    number = f"{nine}{check_digit(nine)}"

    assert nhs_number(f"{number[:3]} {number[3:6]} {number[6:]}") == number
    assert nhs_number(f"{number[:3]}-{number[3:6]}-{number[6:]}") == number


@given(NINE_DIGITS, st.integers(0, 8))
def test_two_neighbours_changed_over_are_found(nine: str, at: int) -> None:
    """An NHS number with two different neighbouring digits changed over is none."""
    number = f"{nine}{check_digit(nine)}"
    swapped = f"{number[:at]}{number[at + 1]}{number[at]}{number[at + 2 :]}"

    assert swapped == number or not (_is_nhs_number(number) and _is_nhs_number(swapped))


@pytest.mark.parametrize("digit", "0123456789")
def test_ten_equal_digits_are_no_nhs_number(digit: str) -> None:
    """What systems fill in where there is none is refused, though the check digit may fit."""
    assert not _is_nhs_number(digit * 10)


@pytest.mark.parametrize("text", ["", "999000001", "99900000189", "٩٩٩٠٠٠٠٠١٨", "999000001X"])
def test_what_is_not_ten_digits_is_no_nhs_number(text: str) -> None:
    """Only ten digits of ASCII make an NHS number."""
    assert not _is_nhs_number(text)


@given(st.text("0123456789", min_size=11, max_size=11), st.sampled_from("0123456789" + UPN_LETTERS))
def test_a_upn_of_any_area_with_its_letter_is_one(digits: str, last: str) -> None:
    """The check letter alone decides: areas formed since 2009 are valid too."""
    number = digits + last
    letter = upn.calc_check_digit(number)

    assert unique_pupil_number(f" {letter.lower()}{number} ") == letter + number
    for other in set(UPN_LETTERS) - {letter}:
        assert not _is_upn(other + number)


@pytest.mark.parametrize("area", ["801", "838", "839", "840", "940", "941", "942", "943"])
def test_areas_formed_lately_have_upns(area: str) -> None:
    """Dorset, Bournemouth, Northamptonshire and Cumbria's new areas are areas."""
    number = f"{area}200012345"

    assert unique_pupil_number(upn.calc_check_digit(number) + number)


@pytest.mark.parametrize(
    "text", ["", "Y80120001234", "Y80120001234²", "Y8012000123I5", "1801200012345"]
)
def test_what_has_another_shape_is_no_upn(text: str) -> None:
    """A letter, eleven digits, and a digit or letter."""
    assert not _is_upn(text)


@given(st.integers(1, 10**12 - 1), st.integers(0, 4))
def test_a_uprn_is_up_to_twelve_digits(number: int, zeros: int) -> None:
    """Leading zeros are no part of a UPRN."""
    assert unique_property_reference("0" * zeros + str(number)) == str(number)


@pytest.mark.parametrize("text", ["", "0", "1234567890123", "12 34", "12a", "²"])
def test_what_is_not_twelve_digits_at_most_is_no_uprn(text: str) -> None:
    """Anything else is refused."""
    with pytest.raises(PydanticCustomError):
        unique_property_reference(text)


@given(st.lists(st.text(), max_size=4), st.lists(st.text(), max_size=4))
def test_derived_ids_are_equal_exactly_where_their_parts_are(
    first: list[str], second: list[str]
) -> None:
    """No two lists of parts run together into one identifier."""
    assert (derived(*first) == derived(*second)) == (first == second)


def test_a_source_tells_whose_it_is() -> None:
    """The agency or recipient can be read off a source, with or without a system."""
    agency, recipient = AgencyId("avon-and-somerset-police"), RecipientId("front-door-bristol")

    assert owner_of(agency_source(agency)) == agency
    assert owner_of(recipient_source(recipient)) == recipient


def _is_nhs_number(text: str) -> bool:
    try:
        nhs_number(text)
    except PydanticCustomError:
        return False
    return True


def _is_upn(text: str) -> bool:
    try:
        unique_pupil_number(text)
    except PydanticCustomError:
        return False
    return True
