"""The fields of what agencies tell, by path, whichever type of event they stand in.

A path means the same in every type: its class of data does not depend on the type.
"""

from collections.abc import Mapping
from functools import cache, lru_cache

from wholepicture_schemas.catalogue import DECIDED
from wholepicture_schemas.fields import EACH, FieldPlace, content_type, places
from wholepicture_schemas.meaning import Means

_NOTHING = Means()
_MOST_PATHS = 4096
"""How many paths are cached; a correction may hold any number of them."""


@cache
def told_fields() -> Mapping[str, FieldPlace]:
    """Every field of every type that recipients are told of, by its path."""
    found: dict[str, FieldPlace] = {}
    for kind in DECIDED.values():
        for place in places(content_type(kind)):
            found.setdefault(place.path, place)
    return found


@lru_cache(_MOST_PATHS)
def field_at(path: str) -> FieldPlace | None:
    """The field that a path leads to, or in whose list it ends; None where there is none."""
    parts = [EACH if part.isdigit() else part for part in path.split(".")]
    while parts and parts[-1] == EACH:
        parts.pop()
    return told_fields().get(".".join(parts))


@lru_cache(_MOST_PATHS)
def means_at(path: str) -> Means:
    """The mark of the field at a path, or of the nearest field around it; empty where unknown."""
    while path:
        if place := field_at(path):
            return place.means
        path = path.rpartition(".")[0]
    return _NOTHING
