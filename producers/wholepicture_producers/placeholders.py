"""What stands in the place of a number and numbers nothing."""

import re

from wholepicture_producers.not_known import NOT_KNOWN, NOTHING

_WORDS = (
    "nkn nr ns no n unkn missing tobeadvised notset nonegiven asabove asbefore ditto same seeabove "
    "seenotes seetext various multiple anon duplicate dup"
)
"""As they are compared: small letters alone. So are the words for not known and for nothing."""
_WAITING = frozenset({
    "awaited", "awaiting", "follow", "needed", "none", "not", "pending", "required", "requested",
    "tba", "tbc", "tbd", "unallocated", "unassigned", "unknown", "without",
})  # fmt: skip
"""A text without a digit that has one of these words says that there is no number so far."""
_ERRORS = "ref value name num div0 spill calc gettingdata err502 err504 err508 err522"
"""What a spreadsheet writes where a formula fails."""
_ROUNDED = re.compile(r"\d+(?:[.,]\d+e\+?\d+|e\+\d+)", re.IGNORECASE)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


_NOTHING = frozenset([*_WORDS.split(), *_ERRORS.split(), *map(_letters, NOT_KNOWN | NOTHING)])


def numbers_nothing(text: str) -> bool:
    """Whether a text is a placeholder: blank, signs or noughts alone, or words such as ref TBC."""
    letters = _letters(text)
    if not letters.strip("0") or not letters.strip("x") or letters in _NOTHING:
        return True
    words = re.findall(r"[^\W\d_]+", text.casefold())
    return not any(map(str.isdigit, letters)) and not _WAITING.isdisjoint(words)


def is_rounded(text: str) -> bool:
    """Whether a spreadsheet has rounded a number, as in 5.22E+12: others have the same then."""
    return _ROUNDED.fullmatch(text.strip()) is not None
