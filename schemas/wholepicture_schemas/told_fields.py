"""The fields of what agencies tell, by path, whichever type of event they stand in.

A path means the same in every type: its class of data does not depend on the type.
"""

from collections.abc import Mapping
from functools import cache, lru_cache

from wholepicture_schemas.catalogue import DECIDED
from wholepicture_schemas.fields import EACH, FieldPlace, content_type, places
from wholepicture_schemas.meaning import Means

_NOTHING = Means()
MOST_PATHS = 4096
"""How many paths are cached; a correction may hold any number of them."""


@cache
def told_fields() -> Mapping[str, FieldPlace]:
    """Every field of every type that recipients are told of, by its path."""
    return {
        path: place for name in reversed(list(DECIDED)) for path, place in _fields_of(name).items()
    }


@lru_cache(MOST_PATHS)
def field_at(path: str) -> FieldPlace | None:
    """The field that a path leads to, or in whose list it ends; None where there is none."""
    parts = [EACH if part.isdigit() else part for part in path.split(".")]
    while parts and parts[-1] == EACH:
        parts.pop()
    told = ".".join(parts)
    return next((place for name in DECIDED if (place := _fields_of(name).get(told))), None)


@lru_cache(MOST_PATHS)
def means_at(path: str) -> Means:
    """The mark of the field at a path, or of the nearest field around it; empty where unknown."""
    while path:
        if place := field_at(path):
            return place.means
        path = path.rpartition(".")[0]
    return _NOTHING


@cache
def area_paths(type_name: str) -> tuple[str, ...]:
    """Where the detail of a type names an authority whose children's services are told of it.

    It stands there by itself, or in an address. Empty of a type that no agency tells.
    """
    fields = _fields_of(type_name) if type_name in DECIDED else {}
    named = [place for place in fields.values() if place.means.area]
    return tuple(f"{one.path}.authority" if one.models else one.path for one in named)


@cache
def _fields_of(type_name: str) -> Mapping[str, FieldPlace]:
    """The fields of one type by path; the class of a type is made when it is first asked for."""
    return {place.path: place for place in places(content_type(DECIDED[type_name]))}
