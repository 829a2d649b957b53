"""The areas that an event tells of a child."""

from wholepicture_schemas.identifiers import AuthorityCode
from wholepicture_schemas.persons import Child


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
