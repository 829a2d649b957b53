"""The text of a cell without what a spreadsheet or a database put around it.

A spreadsheet marks a number as text by ``="0117"`` or by an apostrophe before it. Texts that were
copied hold marks that nobody sees: a byte order mark, zero-width and directional characters,
blanks that do not break. Within a text that a person wrote all of them stay.
"""

import re
import unicodedata

_AS_TEXT = re.compile(r'="((?:[^"]|"")*)"', re.DOTALL)
_DIRECTIONS = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_MARKS = "\ufeff\u200b\u200c\u200d\u2060" + _DIRECTIONS
_QUOTES = "'\"`\u2018\u2019\u201c\u201d"
_DASHES = re.compile(r"[\u2010-\u2015\u2212\ufe63\uff0d]")
_JOINS = "\u200c\u200d"
"""Characters that nobody sees and that some scripts need within a word."""


def written(text: str) -> str:
    """A text as its author wrote it, without a spreadsheet's marks and blanks around it."""
    bare = _bare(text)
    as_text = _AS_TEXT.fullmatch(bare)
    return _bare(as_text[1].replace('""', '"')) if as_text else bare


def name_in(text: str) -> str:
    """A name, with plain blanks and without invisible characters that no script needs."""
    seen = (char for char in written(text) if char in _JOINS or unicodedata.category(char) != "Cf")
    return " ".join("".join(seen).split())


def plain_value(text: str) -> str:
    """A number, a date or a code in plain characters: digits, hyphens and blanks are ASCII."""
    seen = "".join(char for char in written(text) if unicodedata.category(char) != "Cf")
    plain = _DASHES.sub("-", unicodedata.normalize("NFKC", seen))
    return " ".join(plain.strip(_QUOTES).split())


def _bare(text: str) -> str:
    earlier = ""
    while text != earlier:
        earlier, text = text, text.strip().strip(_MARKS)
    return text
