"""The paths that events of a type can have, to compare two grants field by field."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from functools import cache
from typing import Any

from wholepicture_schemas.catalogue import AMENDING, TOLD, by_name, short_name
from wholepicture_schemas.envelope import Event
from wholepicture_schemas.fields import content_type, leaves_of, places
from wholepicture_schemas.meaning import DataClass
from wholepicture_schemas.reading import UnknownType

from wholepicture_agreement.item.items import UNKNOWN


def type_of(name: str) -> type[Event[Any]] | None:
    """The type of event of this short name; none where there is none."""
    return UnknownType if name == UNKNOWN else by_name(name)


@cache
def fields_of_type(name: str) -> tuple[str, ...]:
    """The paths of a type's values, by its short name, a star for each place in a list."""
    kind = type_of(name)
    return tuple(leaf.starred for leaf in leaves_of(content_type(kind))) if kind else ()


@cache
def fields_of_any() -> tuple[str, ...]:
    """The paths of every type that an agency tells: what an earlier event can have.

    A correction or a retraction changes another event, and is not shown as one itself.
    """
    names = (*(short_name(kind) for kind in TOLD if kind not in AMENDING), UNKNOWN)
    return tuple(dict.fromkeys(path for name in names for path in fields_of_type(name)))


@cache
def of_class(kind: type[Event[Any]], wanted: frozenset[DataClass]) -> tuple[str, ...]:
    """The paths of a type that hold a class of data; one path for a branch that holds only that."""
    return tuple(_of_class(kind, wanted))


def _of_class(kind: type[Event[Any]], wanted: AbstractSet[DataClass]) -> Iterator[str]:
    told = places(content_type(kind))
    others = [place.path for place in told if not place.models and place.means.kind not in wanted]
    whole = ""
    for place in told:
        if place.means.kind not in wanted or (whole and place.path.startswith(f"{whole}.")):
            continue
        if not any(other.startswith(f"{place.path}.") for other in others):
            whole = place.path
            yield place.path
