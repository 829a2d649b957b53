"""Numbers as spreadsheets write them: NHS numbers, pupil, property and school numbers, telephones.

A spreadsheet takes a number for a quantity: it adds ``.0``, writes 9.99E+09, and drops a zero at
the front. The first is undone. Digits that are lost are not made up: the cell is asked about.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping

from pydantic_core import PydanticCustomError
from wholepicture_schemas.identifiers import (
    nhs_number,
    unique_property_reference,
    unique_pupil_number,
)

from wholepicture_producers.cell.cell_text import plain_value
from wholepicture_producers.cell.unclear import LostDigits, Unclear

_AS_A_QUANTITY = re.compile(r"\+?(\d+)\.0*")
_DECIMAL = re.compile(r"[-+]?\d+(\.\d*)?|[-+]?\.\d+")
_SCIENTIFIC = re.compile(r"\d([.,]\d+)?E\+?\d+", re.IGNORECASE)
_WITHOUT_ITS_ZERO = re.compile(r"[123789]\d{8,9}")
"""A telephone number of the United Kingdom without the zero that it begins with."""
_URN_DIGITS, _NHS_DIGITS = 6, 10
_UNKNOWN_UPN = re.compile(r"UN\d{1,2}")
"""The children in need census writes a reason in place of a pupil number: UN1 to UN10."""


def identifier(text: str, named: str) -> str | None:
    """An identifier of this type in its own form; None where the text says that there is none.

    Raises:
        Unclear: where it is none, with a hint at what a spreadsheet did to it.
    """
    read = _IDENTIFIERS.get(named)
    return read(text) if read else plain_value(text)


def telephone(text: str) -> tuple[str, Unclear | None]:
    """A telephone number as a person can dial it, and what is asked about it.

    Raises:
        Unclear: where its digits are lost.
    """
    number = without_zeros_behind(plain_value(text))
    if _WITHOUT_ITS_ZERO.fullmatch(number.replace(" ", "")):
        fix = "Write it with its 0, and format its column as text in the spreadsheet."
        return number, Unclear("may have lost the 0 that it begins with", fix)
    return number, None


def without_zeros_behind(text: str) -> str:
    """A number without the .0 of a quantity.

    Raises:
        LostDigits: where a spreadsheet has written 9.99E+09, so that its digits are lost.
    """
    if _SCIENTIFIC.fullmatch(text):
        fix = "Format its column as text in the spreadsheet, and export it again."
        raise LostDigits("has lost its digits in a spreadsheet", fix)
    quantity = _AS_A_QUANTITY.fullmatch(text)
    return quantity[1] if quantity else text


def whole_number(text: str) -> int:
    """A whole number, with commas or blanks between its thousands or without.

    Raises:
        Unclear: where it is none.
    """
    number = without_zeros_behind(plain_value(text).replace(",", "").replace(" ", ""))
    try:
        return int(number)
    except ValueError:
        raise Unclear("is not a whole number", "Write digits only.") from None


def decimal_number(text: str) -> float:
    """A number with a decimal point or comma, or a percentage: 12.5, 12,5 and 12.5% are one.

    Raises:
        Unclear: where it is none.
    """
    number = plain_value(text).replace(" ", "").removesuffix("%")
    if _SCIENTIFIC.fullmatch(number):
        return float(number.replace(",", "."))
    number = re.sub(r",(?=\d{3}(\D|$))", "", number).replace(",", ".")
    if not _DECIMAL.fullmatch(number):
        raise Unclear("is not a number", "Write digits, with a point before parts of one.")
    return float(number)


def _alphanumeric(text: str) -> str:
    """The letters and digits of an identifier, without the signs between them.

    A question mark stands where an encoding lost a blank.
    """
    plain = without_zeros_behind(plain_value(text))
    return "".join(char for char in plain if unicodedata.category(char)[0] in "LN").upper()


def _nhs(text: str) -> str | None:
    digits = _alphanumeric(text)
    if digits and not digits.strip("0"):
        return None
    if len(digits) == _NHS_DIGITS - 1 and _fits(nhs_number, f"0{digits}"):
        fix = "Write it with its 0, and format its column as text in the spreadsheet."
        raise Unclear("has nine digits: the 0 that it begins with may be lost", fix)
    if len(digits) != _NHS_DIGITS or not digits.isdigit():
        fix = "Write the NHS number in its ten digits; not known, leave it empty."
        raise Unclear("is not an NHS number", fix)
    return _checked(nhs_number, digits)


def _upn(text: str) -> str | None:
    plain = _alphanumeric(text)
    return None if _UNKNOWN_UPN.fullmatch(plain) else _checked(unique_pupil_number, plain)


def _uprn(text: str) -> str | None:
    digits = _alphanumeric(text)
    return _checked(unique_property_reference, digits) if digits.strip("0") else None


def _urn(text: str) -> str | None:
    digits = _alphanumeric(text)
    if digits and not digits.strip("0"):
        return None
    if len(digits) != _URN_DIGITS or not digits.isdigit():
        raise Unclear("is not a school's number (URN)", "Write its six digits.")
    return digits


def _fits(check: Callable[[str], str], text: str) -> bool:
    try:
        check(text)
    except PydanticCustomError:
        return False
    return True


def _checked(check: Callable[[str], str], text: str) -> str:
    try:
        return check(text)
    except PydanticCustomError as error:
        raise Unclear("cannot be right", error.message()) from None


_IDENTIFIERS: Mapping[str, Callable[[str], str | None]] = {
    "NhsNumber": _nhs,
    "Upn": _upn,
    "Uprn": _uprn,
    "Urn": _urn,
    "AuthorityCode": _alphanumeric,
}
