"""A file of the agreement without the values that are wrong, so that all else in it is looked at.

What is found then of the entry that has lost a value, or of another that names it, may only come of
the loss: it is not told.
"""

import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from wholepicture_agreement.written.slips import NAMED_BY, Finding

Place = tuple[int | str, ...]


@dataclass(frozen=True, slots=True)
class Without:
    """The places of the values that a file lost, and the names of the entries that had them."""

    places: frozenset[Place] = field(default_factory=frozenset)
    names: frozenset[str] = field(default_factory=frozenset)

    def explains(self, finding: Finding) -> bool:
        """Whether what is found may come of what is left out."""
        entry, key = _entry(finding.where), _key_at(finding.where)
        if any(_entry(place) == entry for place in self.places):
            return key == entry or key in self.places
        return bool(set(re.findall(r"[A-Za-z0-9_-]+", finding.sentence)) & self.names)


def without_slips(document: Mapping[str, Any], error: ValidationError) -> tuple[Any, Without]:
    """The document without each value that is wrong, and the entries that had one."""
    rest = deepcopy(dict(document))
    places = frozenset(_key_at(detail["loc"]) for detail in error.errors(include_url=False))
    for place in places:
        _take_out(rest, place)
    names = frozenset(name for place in places for name in _names(document, _entry(place)))
    return rest, Without(places, names)


def _entry(place: Sequence[int | str]) -> Place:
    """The entry that a place is in: one of a list, or a table by itself."""
    is_listed = len(place) > 1 and isinstance(place[1], int)
    return tuple(place[: 2 if is_listed else 1])


def _key_at(place: Sequence[int | str]) -> Place:
    """The key of an entry that a place is at or in; the entry, where it is of no key."""
    return tuple(place[: len(_entry(place)) + 1])


def _take_out(document: Any, place: Place) -> None:
    """Take a key out of its entry; where it is not there, nothing."""
    node = _at(document, place[:-1])
    if isinstance(node, dict) and place != _entry(place):
        node.pop(place[-1], None)


def _names(document: Any, entry: Place) -> list[str]:
    node = _at(document, entry)
    return [str(node[key]) for key in NAMED_BY if key in node] if isinstance(node, dict) else []


def _at(document: Any, place: Place) -> Any:
    for part in place:
        try:
            document = document[part]
        except (KeyError, IndexError, TypeError):
            return None
    return document
