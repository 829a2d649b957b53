"""Every path that events of a type can have, so that two grants are compared field by field."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from functools import cache
from typing import Any

from wholepicture_schemas.catalogue import AMENDING, TOLD, by_name, short_name
from wholepicture_schemas.envelope import Event
from wholepicture_schemas.fields import content_type, leaves_of, places
from wholepicture_schemas.meaning import DataClass
from wholepicture_schemas.reading import UnknownType

from wholepicture_agreement.items import UNKNOWN


def type_of(name: str) -> type[Event[Any]] | None:
    """The type that a rule is on by this name; none where there is no such type."""
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


def of_class(kind: type[Event[Any]], wanted: AbstractSet[DataClass]) -> Iterator[str]:
    """The paths of a type that hold a class of data: of what holds nothing else, the whole."""
    whole = ""
    for place in places(content_type(kind)):
        if place.means.kind in wanted and not (whole and place.path.startswith(f"{whole}.")):
            whole = place.path
            yield place.path
