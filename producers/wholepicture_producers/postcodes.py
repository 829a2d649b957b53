"""Postcodes of the United Kingdom as exports write them.

Source: Royal Mail, PAF Programmers' Guide, postcode formats; BS 7666. The letters C, I, K, M, O and
V do not stand in the last two places. No library that is kept well reads them.
"""

import re

from wholepicture_producers.cell_text import plain_value
from wholepicture_producers.unclear import Unclear

_DISTRICT = r"[A-Z]{1,2}[0-9][A-Z0-9]?"
_WHOLE = re.compile(rf"({_DISTRICT}|GIR)([0-9][ABD-HJLNP-UW-Z]{{2}})")
_SECTOR = re.compile(rf"({_DISTRICT}) ?([0-9])")
_IN_FULL_OR_IN_PART = re.compile(_DISTRICT)
_PSEUDO = "ZZ99"
"""What the NHS writes for no fixed abode, for a place abroad, and for not known."""
_NO_PLACE = frozenset(
    {"nfa", "no fixed abode", "no fixed address", "of no fixed abode", "homeless"}
)
_WITHOUT = re.compile(r"[^A-Z0-9]")
_AT_THE_END = re.compile(
    rf"[\s,]*\b({_DISTRICT}[ .-]*[0-9][ABD-HJLNP-UW-Z]{{2}})[\s.,]*$", re.IGNORECASE
)


def postcode(text: str) -> str | None:
    """The postcode, BS1 5TR; the district where only that is known; None for one that is no place.

    Raises:
        Unclear: where it is no postcode.
    """
    plain = plain_value(text).upper()
    if plain.lower() in _NO_PLACE:
        return None
    letters = _WITHOUT.sub("", plain)
    whole = _WHOLE.fullmatch(letters)
    if letters.startswith(_PSEUDO):
        return None
    if whole:
        return f"{whole[1]} {whole[2]}"
    sector = _SECTOR.fullmatch(" ".join(_WITHOUT.sub(" ", plain).split()))
    if _IN_FULL_OR_IN_PART.fullmatch(letters):
        return letters if sector is None or " " not in sector[0] else f"{sector[1]} {sector[2]}"
    if sector:
        return f"{sector[1]} {sector[2]}"
    raise Unclear(
        "is not a postcode", "Write it as BS1 5TR, or its district BS1; not known, leave it empty."
    )


def ends_in_postcode(address: str) -> tuple[str, str | None]:
    """An address without the postcode at its end, and the postcode."""
    found = _AT_THE_END.search(address)
    return (address[: found.start()], postcode(found[1])) if found else (address, None)
