"""The fields of what agencies tell, by path, whichever type of event they stand in.

A path means the same in every type: what class of data it holds does not depend on the type.
"""

from collections.abc import Mapping
from functools import cache, lru_cache

from wholepicture_schemas.catalogue import TOLD
from wholepicture_schemas.fields import EACH, ModelField, content_type, places
from wholepicture_schemas.meaning import Means

_NOTHING = Means()
_MOST_PATHS = 4096
"""How many paths are remembered: of a correction's values there may be any number."""


@cache
def told_fields() -> Mapping[str, ModelField]:
    """Every field of every type that agencies tell, by its path."""
    found: dict[str, ModelField] = {}
    for kind in TOLD.values():
        for place in places(content_type(kind)):
            found.setdefault(place.path, place)
    return found


@lru_cache(_MOST_PATHS)
def field_at(path: str) -> ModelField | None:
    """The field that a path leads to, or into whose list; numbers and stars are places there."""
    parts = [EACH if part.isdigit() else part for part in path.split(".")]
    while parts and parts[-1] == EACH:
        parts.pop()
    return told_fields().get(".".join(parts))


@lru_cache(_MOST_PATHS)
def means_at(path: str) -> Means:
    """What the field at a path means, or the nearest field around it; of a strange path nothing."""
    while path:
        if place := field_at(path):
            return place.means
        path = path.rpartition(".")[0]
    return _NOTHING
