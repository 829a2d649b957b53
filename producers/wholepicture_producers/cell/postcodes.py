"""Postcodes as exports write them; words for no fixed abode are no place."""

from pydantic_core import PydanticCustomError
from wholepicture_schemas import postcodes

from wholepicture_producers.cell.cell_text import plain_value
from wholepicture_producers.cell.unclear import Unclear

_NO_PLACE = {"nfa", "no fixed abode", "no fixed address", "of no fixed abode", "homeless"}
_PSEUDO = "ZZ99"
"""What the NHS writes for no fixed abode, for a place abroad, and for not known."""


def postcode(text: str) -> str | None:
    """The postcode, as far as it is known; None for a text that says that there is no place.

    Raises:
        Unclear: where it is no postcode.
    """
    plain = plain_value(text)
    if plain.casefold() in _NO_PLACE or plain.upper().startswith(_PSEUDO):
        return None
    try:
        return postcodes.postcode(plain)
    except PydanticCustomError as error:
        raise Unclear("is not a postcode", error.message()) from None
