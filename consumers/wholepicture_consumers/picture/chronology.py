"""The chronology of each child: the entries of an event, as the event stands now."""

from collections.abc import Collection, Mapping, Sequence

from pydantic import JsonValue
from wholepicture_bus.stage import Work
from wholepicture_schemas.children import Link
from wholepicture_schemas.envelope import Event
from wholepicture_schemas.envelope import Told as Content
from wholepicture_schemas.identifiers import ChildRef, PersonRef

from wholepicture_consumers.picture.documents import ChronologyEntry, Picture, Told
from wholepicture_consumers.picture.episodes import with_entry
from wholepicture_consumers.picture.reading import Concerned


def children_of(link: Link) -> list[ChildRef]:
    """The child, and the one that it probably is."""
    return [link.child] if link.possibly is None else [link.child, link.possibly]


def add(content: Concerned, work: Work) -> None:
    """The event in the chronology of each child that it concerns, once.

    Each record of an incident adds it for all children of the incident: whichever is handled first,
    none of the children's pictures lacks it afterwards.
    """
    data = content.data
    for link in data.links:
        for child in children_of(link):
            picture = work.get(Picture, child) or Picture()
            if any(entry.event == content.identity for entry in picture.entries):
                continue
            entry = ChronologyEntry(
                event=content.identity,
                link=link.id,
                person=link.person,
                confidence=link.confidence,
                received=data.received,
                attributes=data.attributes,
                content=data.content,
            )
            doubtful = child != link.child
            work.put(child, with_entry(picture, entry, content.event, doubtful=doubtful))


def settle(
    name: str,
    told: Told,
    event: Event[Content],
    work: Work,
    *,
    about: Collection[PersonRef],
) -> None:
    """The event as it is now, in the chronology of every child that it was ever about.

    ``name`` is its source and id, ``about`` its children now, by their references inside it: a
    child that it is no longer about has no entry that holds, and one that it is newly about has.
    """
    links: dict[ChildRef, list[Link]] = {}
    for link in told.links:
        for child in children_of(link):
            links.setdefault(child, []).append(link)
    for child, found in links.items():
        link, holds = _standing(found, about)
        picture = work.get(Picture, child) or Picture()
        if not holds and all(entry.event != name for entry in picture.entries):
            continue
        entry = _entry(name, told, told.content, link, retracted=not holds)
        work.put(child, with_entry(picture, entry, event, doubtful=child != link.child))


def _standing(links: Sequence[Link], about: Collection[PersonRef]) -> tuple[Link, bool]:
    """Of the links that lead to one child: the first that holds, else the first."""
    for link in links:
        if link.person in about:
            return link, True
    return links[0], False


def _entry(
    name: str, told: Told, content: Mapping[str, JsonValue], link: Link, *, retracted: bool
) -> ChronologyEntry:
    return ChronologyEntry(
        event=name,
        link=link.id,
        person=link.person,
        confidence=link.confidence,
        received=told.received,
        attributes=told.attributes,
        content=dict(content),
        retracted=retracted,
        before=told.before,
    )
