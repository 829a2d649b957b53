"""Words for "not known" and for nothing: what systems and people write where no value is.

They are read in numbers, dates, codes, postcodes, telephone numbers and, with more care, in names:
"Null", "None" and "Na" are names. In any other text they are what its author wrote, except for the
mark of a spreadsheet that looked something up in vain.
"""

import re

NOT_KNOWN = frozenset({
    "not known", "unknown", "unk", "nk", "n/k", "n.k.", "not yet known", "dont know", "don't know",
    "not recorded", "not stated", "not given", "not provided", "not obtained", "not disclosed",
    "not supplied", "not available", "tbc", "tba", "tbd", "to be confirmed", "?", "??", "???",
})  # fmt: skip
"""Somebody did not know it."""

NOTHING = frozenset({
    "n/a", "n.a.", "na", "n/r", "not applicable", "none", "nil", "null", "(null)", "<null>", "nan",
    "nat", "undefined", "blank", "(blank)", "empty", "-", "--", "---", ".", "..", "...",
})  # fmt: skip
"""Nothing stands there."""

_LOOKED_UP_IN_VAIN = "#n/a"
_NO_NAME = (
    NOT_KNOWN | {"n/a", "n.a.", "n/r", "not applicable", "-", "--", "---", "(null)", "(blank)"}
) - {"unk", "nk"}
_ONLY_ZEROS = re.compile(r"[0\s/.:-]*0[0\s/.:T-]*")


def lower(text: str) -> str:
    """A text as words are compared: without case, with single blanks."""
    return " ".join(text.casefold().replace("\u2019", "'").split())


def means_not_known(text: str) -> bool:
    """Whether a value says that it is not known."""
    return lower(text) in NOT_KNOWN


def means_nothing(text: str) -> bool:
    """Whether nothing stands there: not known, or not at all."""
    plain = lower(text)
    return plain in NOT_KNOWN or plain in NOTHING or plain == _LOOKED_UP_IN_VAIN


def is_no_name(text: str) -> bool:
    """Whether a name is none that a person could have."""
    return lower(text) in _NO_NAME or is_nothing_in_a_text(text)


def is_nothing_in_a_text(text: str) -> bool:
    """Whether a spreadsheet wrote it in place of a text that it did not find."""
    return lower(text) == _LOOKED_UP_IN_VAIN


def is_zeros(text: str) -> bool:
    """Whether a date or an identifier is filled with zeros."""
    return _ONLY_ZEROS.fullmatch(text) is not None
