"""Postcodes of the United Kingdom, in full or as far as they are known.

They are read in any case, with any blanks or signs in them, and kept as Royal Mail writes them. A
district or a sector is kept as far as it is known; only a whole postcode says where somebody lives.

Letters that Royal Mail does not use in a place are read: a person sees what was meant.

Source: Royal Mail, PAF Programmers' Guide, postcode formats. NHS Data Model and Dictionary,
postcode: those of ZZ99 stand for no fixed abode, for a place abroad, and for not known.
"""

import re
from typing import Annotated

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from wholepicture_schemas.meaning import Means

_DISTRICT = "[A-Z]{1,2}[0-9][A-Z0-9]?"
_LAST_THREE = "[0-9][A-Z]{2}"
_WHOLE = re.compile(rf"({_DISTRICT}|GIR)({_LAST_THREE})")
_AS_WRITTEN = re.compile(rf"{_DISTRICT} {_LAST_THREE}")
_IN_PART = re.compile(rf"({_DISTRICT})(?: ([0-9]))?")
_SIGNS = re.compile(r"[^A-Z0-9]+")
_NO_PLACE = "ZZ99"
_AT_THE_END = re.compile(
    rf"(?<![A-Z0-9])({_DISTRICT}[ .-]*{_LAST_THREE})[^A-Z0-9]*$", re.IGNORECASE
)


def postcode(text: str) -> str:
    """A postcode as it is written: BS1 5TR; BS1 or BS1 5 where no more is known."""
    if _AS_WRITTEN.fullmatch(text) and not text.startswith(_NO_PLACE):
        return text
    parts = _SIGNS.sub(" ", text.upper()).strip()
    whole = _WHOLE.fullmatch(parts.replace(" ", ""))
    if whole and not parts.startswith(_NO_PLACE):
        return f"{whole[1]} {whole[2]}"
    in_part = _IN_PART.fullmatch(parts)
    if in_part and not parts.startswith(_NO_PLACE):
        return parts
    raise PydanticCustomError(
        "wholepicture.postcode",
        "Write the postcode as BS1 5TR, or its district as BS1; not known, leave it out.",
    )


def is_whole(text: str) -> bool:
    """Whether a postcode is known in full."""
    return _WHOLE.fullmatch(_SIGNS.sub("", text.upper())) is not None


def ends_in_postcode(address: str) -> tuple[str, str | None]:
    """An address without the postcode at its end, and the postcode."""
    found = _AT_THE_END.search(address)
    return (address[: found.start()], postcode(found[1])) if found else (address, None)


Postcode = Annotated[str, AfterValidator(postcode), Means("Postcode", "whereabouts", "number")]
