"""The areas that an event tells of a child."""

from functools import reduce
from typing import Any

from wholepicture_schemas.envelope import Event
from wholepicture_schemas.identifiers import AuthorityCode
from wholepicture_schemas.persons import Child
from wholepicture_schemas.told_fields import area_paths


def places_of(child: Child) -> tuple[AuthorityCode, ...]:
    """The areas where a child is said to live and to be now, each once."""
    home = child.lives_at.authority if child.lives_at else None
    stay = child.staying_at.authority if child.staying_at else None
    if stay is None or stay == home:
        return () if home is None else (home,)
    return (stay,) if home is None else (home, stay)


def areas_of(child: Child) -> tuple[AuthorityCode, ...]:
    """The areas where a child is said to live, to be now and to be looked after, each once."""
    places, responsible = places_of(child), child.responsible_authority
    return places if responsible is None or responsible in places else (*places, responsible)


def areas_of_detail(event: Event[Any]) -> tuple[AuthorityCode, ...]:
    """The areas in which its detail says that the children are, were, may be or will be.

    Example: police protection names where the child is now (``detail.protected_where``).
    """
    found = [_at(event.data, path) for path in area_paths(event.type)]
    return tuple(dict.fromkeys([code for code in found if code is not None]))


def _at(data: Any, path: str) -> AuthorityCode | None:
    code: AuthorityCode | None = reduce(
        lambda node, name: getattr(node, name, None), path.split("."), data
    )
    return code
