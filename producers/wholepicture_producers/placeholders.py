"""What stands in the place of a number and numbers nothing."""

import re

_WORDS = (
    "na nan nk nkn nr ns nil none null no n unknown unk unkn undefined missing blank empty "
    "tba tbc tbd tobeconfirmed tobeadvised tobeallocated tobeassigned "
    "notknown notyetknown notapplicable notavailable notrecorded notprovided notgiven notsupplied "
    "notallocated notyetallocated notassigned notset unallocated unassigned nonegiven dontknow "
    "noref noreference nonumber norefno norefgiven refnotknown refunknown "
    "pending awaiting awaited awaitingref awaitingreference awaitingnumber "
    "asabove asbefore ditto same seeabove seenotes seetext various multiple anon"
)
"""As they are compared: small letters alone."""
_ERRORS = "ref value name num div0 spill calc gettingdata err502 err504 err508 err522"
"""What a spreadsheet writes where a formula fails."""
_NOTHING = frozenset([*_WORDS.split(), *_ERRORS.split()])
_ROUNDED = re.compile(r"\d+(?:[.,]\d+e\+?\d+|e\+\d+)", re.IGNORECASE)


def numbers_nothing(text: str) -> bool:
    """Whether a text is a placeholder: blank, signs or noughts alone, or a word such as TBC."""
    letters = "".join(filter(str.isalnum, text.casefold()))
    return not letters.strip("0") or not letters.strip("x") or letters in _NOTHING


def is_rounded(text: str) -> bool:
    """Whether a spreadsheet has rounded a number, as in 5.22E+12: others have the same then."""
    return _ROUNDED.fullmatch(text.strip()) is not None
