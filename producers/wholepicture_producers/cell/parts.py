"""A name or an address that stands in one cell, taken apart as the mapping says.

Where the text is not as the mapping says, all of it is told, in the part that a person reads first,
and it is asked about: a child is not lost for a comma.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from wholepicture_schemas.postcodes import ends_in_postcode

from wholepicture_producers.cell.cell_text import name_in, written
from wholepicture_producers.cell.unclear import Unclear

_BETWEEN_LINES = re.compile(r"\s*[,;\r\n]+\s*")
_TWO = 2


@dataclass(frozen=True, slots=True)
class Apart:
    """The parts of a text, by the names of their fields, and what is asked about them."""

    parts: Mapping[str, str | list[str]]
    asked: Unclear | None = None


def apart(text: str, how: str) -> Apart:
    """The parts of a text, taken apart in one of the ways of ``WAYS``."""
    return WAYS[how][1](text)


def _by_comma(text: str) -> Apart:
    family, comma, given = name_in(text).partition(",")
    if not comma or "," in given or not family.strip() or not given.strip():
        one_word = " " not in name_in(text) and not comma
        return Apart({"family": name_in(text)}, None if one_word else _not_so("family, given"))
    return Apart({"family": family.strip(), "given": given.strip()})


def _given_first(text: str) -> Apart:
    return _by_blank(name_in(text), family_last=True)


def _family_first(text: str) -> Apart:
    return _by_blank(name_in(text), family_last=False)


def _by_blank(name: str, *, family_last: bool) -> Apart:
    how = "given family" if family_last else "family given"
    words = name.split()
    if "," in name:
        return Apart({"family": name}, _not_so(how))
    if len(words) < _TWO:
        return Apart({"given" if family_last else "family": name})
    if family_last:
        parts = {"given": " ".join(words[:-1]), "family": words[-1]}
    else:
        parts = {"family": words[0], "given": " ".join(words[1:])}
    if len(words) == _TWO:
        return Apart(parts)
    fix = "Check which words are the family name, and give it a column of its own."
    return Apart(parts, Unclear("has more than two words", fix))


def _not_so(how: str) -> Unclear:
    return Unclear(f"is not written as {how}", "Write it so, or give each part a column.")


def _address(text: str) -> Apart:
    lines, postcode = ends_in_postcode(written(text))
    parts: dict[str, str | list[str]] = {"lines": [*filter(None, _BETWEEN_LINES.split(lines))]}
    return Apart(parts | ({"postcode": postcode} if postcode else {}))


WAYS: Mapping[str, tuple[tuple[str, ...], Callable[[str], Apart]]] = {
    "family, given": (("family", "given"), _by_comma),
    "given family": (("given", "family"), _given_first),
    "family given": (("family", "given"), _family_first),
    "lines, postcode": (("lines", "postcode"), _address),
}
"""The ways in which a mapping may take a text apart, with the fields that each fills."""
