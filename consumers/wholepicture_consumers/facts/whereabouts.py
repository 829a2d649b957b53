"""Where a child was last said to live, to be and to be looked after, by whichever agency.

It only decides which front door is told, and a front door may know of every event: nothing of the
event that named the area goes along.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from wholepicture_schemas.identifiers import AuthorityCode, PersonRef
from wholepicture_schemas.model import JsonObject, unchecked
from wholepicture_schemas.told_fields import area_paths

from wholepicture_consumers.facts.documents import ChronologyEntry, Picture, Whereabouts
from wholepicture_consumers.facts.persons import child_of

_KEPT = 2
"""The newest, and the one before: an event is asked about what was known without itself."""

_whereabouts = unchecked(Whereabouts)


def areas_of(kind: str, content: JsonObject, person: PersonRef) -> tuple[AuthorityCode, ...]:
    """The areas that the content of a type of event names for one of its children."""
    return tuple(dict.fromkeys((*_of_child(content, person), *_of_detail(kind, content))))


def _of_detail(kind: str, content: JsonObject) -> tuple[AuthorityCode, ...]:
    """The areas in which its detail says that the children are, were, may be or will be."""
    found: list[AuthorityCode] = []
    for path in area_paths(kind):
        node: Any = content
        for name in path.split("."):
            node = node.get(name) if isinstance(node, Mapping) else None
        found += [AuthorityCode(node)] if isinstance(node, str) and node else []
    return tuple(found)


def _of_child(content: JsonObject, person: PersonRef) -> tuple[AuthorityCode, ...]:
    """The areas where a content says that one of its children lives, is and is looked after."""
    child = child_of(content, person)
    places = (child.get("lives_at"), child.get("staying_at"))
    areas = [place.get("authority") for place in places if isinstance(place, Mapping)]
    areas.append(child.get("responsible_authority"))
    return tuple(AuthorityCode(str(code)) for code in areas if code)


def with_whereabouts(
    picture: Picture,
    name: str,
    entry: ChronologyEntry,
    every: Callable[[], Iterable[tuple[str, ChronologyEntry]]],
) -> Picture:
    """The picture with what an event, of this name, says of where the child is.

    ``every`` entry of the child is read, newest first, only where an older event takes its place.
    """
    names = entry.holds and entry.confidence != "probable" and entry.areas
    says = _whereabouts(event=name, happened=entry.happened, areas=entry.areas) if names else None
    if says in picture.whereabouts:
        return picture
    places = [place for place in picture.whereabouts if place.event != name]
    if len(places) < len(picture.whereabouts):
        places = list(_newest(every(), name))
    if says:
        places.append(says)
    newest = tuple(sorted(places, key=lambda place: place.happened, reverse=True)[:_KEPT])
    if newest == picture.whereabouts:
        return picture
    return picture.model_copy(update={"whereabouts": newest})


def _newest(every: Iterable[tuple[str, ChronologyEntry]], without: str) -> Iterable[Whereabouts]:
    count = 0
    for name, entry in every:
        if name != without and entry.holds and entry.confidence != "probable" and entry.areas:
            yield _whereabouts(event=name, happened=entry.happened, areas=entry.areas)
            count += 1
            if count == _KEPT:
                return
