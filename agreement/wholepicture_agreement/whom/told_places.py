"""The areas that an event tells of a child."""

from functools import reduce
from typing import Any

from wholepicture_schemas.envelope import Event
from wholepicture_schemas.identifiers import AuthorityCode
from wholepicture_schemas.persons import Child
from wholepicture_schemas.told_fields import area_paths


def places_of(child: Child) -> tuple[AuthorityCode, ...]:
    """The areas where a child is said to live and to be now, each once."""
    places = (place.authority for place in (child.lives_at, child.staying_at) if place)
    return tuple(dict.fromkeys(code for code in places if code is not None))


def areas_of(child: Child) -> tuple[AuthorityCode, ...]:
    """The areas where a child is said to live, to be now and to be looked after, each once."""
    responsible = child.responsible_authority
    return tuple(
        dict.fromkeys((*places_of(child), *((responsible,) if responsible is not None else ())))
    )


def areas_of_detail(event: Event[Any]) -> tuple[AuthorityCode, ...]:
    """The areas in which its detail says that the children are, were, may be or will be.

    Example: police protection names where the child is now (``detail.protected_where``).
    """
    data = event.data
    found = (_at(data, path) for path in area_paths(event.type))
    return tuple(dict.fromkeys(code for code in found if code is not None))


def _at(data: Any, path: str) -> AuthorityCode | None:
    code: AuthorityCode | None = reduce(
        lambda node, name: getattr(node, name, None), path.split("."), data
    )
    return code
