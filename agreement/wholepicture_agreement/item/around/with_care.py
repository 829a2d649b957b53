"""Who is not asked, nor called about the child: whoever is alleged, or must not learn of it.

Somebody who works with a child may be the one who is alleged to have harmed somebody, a parent may
be the officer whom an agency names. Names alone tell it, as a professional has no reference.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from wholepicture_schemas.in_texts.traces import squashed

from wholepicture_agreement.item.around.shown import Entry, Shown, entry, texts

_BETWEEN = re.compile(r"[\s,.()]+")


class NamedWithCare(NamedTuple):
    """The names of everybody in some events whom nobody approaches unasked."""

    names: frozenset[tuple[str, str]]
    """Given and family name, squashed; one of them may be empty."""
    whole: frozenset[str]
    """Other names by which they are known, squashed."""

    @classmethod
    def of(cls, events: Sequence[Shown]) -> "NamedWithCare":
        """Whoever is alleged in any of these events, or is to be approached with care."""
        said = {repr(name): name for shown in events for name in _with_care(shown)}
        found = [entry(name) for name in said.values()]  # each once, however often it was told
        names = {(_plain(name, "given"), _plain(name, "family")) for name in found}
        also = {squashed(known) for name in found for known in texts(name.get("also_known_as"))}
        return cls(frozenset(names) - {("", "")}, frozenset(also) - {""})

    def may_be(self, name: object) -> bool:
        """Whether a name may be one of theirs: the family name, and the first letter beside it.

        >>> them = NamedWithCare(frozenset({("tom", "reed")}), frozenset())
        >>> [them.may_be(name) for name in ("Mr T. Reed", "Reed", "Tom Reed", "A. Reed", "Tom Day")]
        [True, True, True, False, False]
        """
        if not isinstance(name, str) or not name:
            return False
        parts = [part for part in map(squashed, _BETWEEN.split(name)) if part]
        parts = [part for part in parts if part not in _TITLES]
        return squashed(name) in self.whole or any(
            _fits(parts, given, family) for given, family in self.names
        )


_TITLES = frozenset(
    {"mr", "mrs", "ms", "miss", "dr", "prof", "sir", "rev", "pc", "sgt", "ds", "dc"}
)


def _fits(parts: Sequence[str], given: str, family: str) -> bool:
    whole = "".join(parts)
    if not family:
        return given in parts
    if family in parts:
        others = [part for part in parts if part != family]
    elif whole.endswith(family):
        others = [whole.removesuffix(family)]
    else:
        return False
    return not (given and others) or any(part[0] == given[0] for part in others)


def _with_care(shown: Shown) -> Iterator[object]:
    if shown.careful_with:
        for one in (*shown.adults, *shown.children):
            if one.get("person") in shown.careful_with:
                yield one.get("name")


def _plain(name: Entry, part: str) -> str:
    return squashed(str(name.get(part) or ""))
