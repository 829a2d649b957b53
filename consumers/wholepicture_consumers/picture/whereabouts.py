"""Where a child was last said to live, to be and to be looked after, by whichever agency."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from wholepicture_schemas.identifiers import AuthorityCode

from wholepicture_consumers.picture.documents import ChronologyEntry, Picture
from wholepicture_consumers.picture.reading import Concerned

_NOWHERE: tuple[tuple[AuthorityCode, ...], datetime | None] = ((), None)


def last_areas(
    picture: Picture, content: Concerned
) -> tuple[tuple[AuthorityCode, ...], datetime | None]:
    """The areas that the newest event with any names, and when it happened.

    It only decides which front door is told, and a front door may know of every event: nothing of
    the event that named the area goes along.
    """
    own = {content.identity, content.data.amends}
    holding = (
        entry
        for entry in picture.entries
        if not entry.retracted and entry.confidence != "probable" and entry.event not in own
    )
    for entry in sorted(holding, key=lambda entry: entry.attributes.time, reverse=True):
        areas = _areas(entry)
        if areas:
            return areas, entry.attributes.time
    return _NOWHERE


def _areas(entry: ChronologyEntry) -> tuple[AuthorityCode, ...]:
    core: Any = entry.content.get("core")
    children = core.get("children") if isinstance(core, Mapping) else None
    for child in children if isinstance(children, list) else ():
        if isinstance(child, Mapping) and child.get("person") == entry.person:
            places = (child.get("lives_at"), child.get("staying_at"))
            found = [place.get("authority") for place in places if isinstance(place, Mapping)]
            found.append(child.get("responsible_authority"))
            return tuple(dict.fromkeys(AuthorityCode(str(code)) for code in found if code))
    return ()
