"""Objects of a content that are there and say nothing: present is not given.

An object says nothing where none of the fields that are known at its path says something. What is
known at a path is worked out once, when an object first stands there.
"""

from dataclasses import dataclass, field
from typing import Any

from wholepicture_schemas.fields import AS_WRITTEN, EACH, own_fields
from wholepicture_schemas.problems import Problem, path_of
from wholepicture_schemas.told_fields import field_at

_HANDLING = "handling"
"""Handling that is there and cannot be read is read at its strictest, so it is never left out."""
_LEAVES = frozenset({str, bool, int, float, type(None)})
_NOT_SEARCHED = frozenset({AS_WRITTEN, _HANDLING})
_SAYS_BY_BEING_THERE = frozenset({"objects_to_sharing", "safe_contact"})
"""The objects that say something though nothing stands in them."""
_EMPTY = "holds nothing"
_FIX_OF_EMPTY = "Write in its fields what is known of it, or leave it out."

_Location = tuple[int | str, ...]


def empty_parts(content: Any) -> list[_Location]:
    """Where in an event with this content an object is there and says nothing, innermost first."""
    found: list[_Location] = []
    if isinstance(content, dict):
        for place in _WHOLE:
            _search(content.get(place.path), place, ("data", place.path), found)
    return found


def problem_of_empty(part: _Location) -> Problem:
    """What its sender is asked about an object that says nothing."""
    return Problem(path_of(part), _EMPTY, _FIX_OF_EMPTY)


@dataclass(slots=True)
class _Place:
    """A path at which objects may stand, a star for each place in a list."""

    path: str
    known: frozenset[str]
    """The fields without which an object there says nothing; none where it is never left out."""
    inside: dict[str, "_Place"] = field(default_factory=dict)
    """The places of what stands in it, by its names; each is made when it is first asked for."""
    entries: "_Place | None" = None
    """The place of its entries, where it is a list; such an entry is never left out."""


def _known(path: str) -> frozenset[str]:
    place = field_at(path)
    if place is None or place.stars or len(place.models) != 1 or place.required:
        return frozenset()
    fields = tuple(own_fields(place.models[0]))
    if place.name in _SAYS_BY_BEING_THERE or any(field.needed for field in fields):
        return frozenset()
    return frozenset((*(field.name for field in fields), AS_WRITTEN))


_WHOLE = tuple(_Place(part, frozenset()) for part in ("core", "detail"))
_NOWHERE = _Place("", frozenset())
"""Where no object is known: nothing in it is left out, whatever it says."""


def _inside(place: _Place, name: str) -> _Place:
    """The place of what stands under a name in an object."""
    path = f"{place.path}.{EACH if name.isdigit() else name}"
    told = field_at(path)
    if told is None:
        return _NOWHERE
    found = _Place(path, _known(path)) if told.models else _NOWHERE
    if name.isidentifier():  # fields are remembered, and not every name that a sender makes up
        place.inside[name] = found
    return found


def _entries(place: _Place) -> _Place:
    """The place of the entries of a list."""
    if place.entries is None:
        place.entries = _Place(f"{place.path}.{EACH}", frozenset())
    return place.entries


def _search(part: Any, place: _Place, location: _Location, found: list[_Location]) -> None:
    """Search an object or a list for the objects in it that say nothing, and judge an object."""
    if isinstance(part, dict):
        inside, known = place.inside, place.known
        says = not known
        for name, value in part.items():
            if type(value) not in _LEAVES and value != [] and name not in _NOT_SEARCHED:
                inner = inside[name] if name in inside else _inside(place, name)
                if inner is not _NOWHERE:
                    _search(value, inner, (*location, name), found)
            if not says and name in known:
                says = value.strip() != "" if type(value) is str else _says(value)
        if not says:
            found.append(location)
    elif isinstance(part, list):
        entries = place.entries or _entries(place)
        for at, entry in enumerate(part):
            if type(entry) not in _LEAVES:
                _search(entry, entries, (*location, at), found)


def _says(value: Any) -> bool:
    if isinstance(value, str):
        return bool(value.strip())
    if isinstance(value, dict):
        return any(map(_says, value.values()))
    if isinstance(value, list):
        return any(map(_says, value))
    return value is not None
