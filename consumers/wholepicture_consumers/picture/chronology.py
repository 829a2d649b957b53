"""The chronology of each child: the entries of an event, as the event stands now."""

from collections.abc import Collection, Sequence

from wholepicture_engine.stage import Work
from wholepicture_schemas.children import ChildConcernedData, Link, links_now
from wholepicture_schemas.codes import Confidence
from wholepicture_schemas.envelope import Event
from wholepicture_schemas.envelope import Told as Content
from wholepicture_schemas.identifiers import ChildRef, EventId, PersonRef

from wholepicture_consumers.picture.documents import ChronologyEntry, Picture, Told
from wholepicture_consumers.picture.episodes import with_entry
from wholepicture_consumers.picture.reading import Concerned


def children_of(link: Link) -> list[ChildRef]:
    """The child, and each that it probably is."""
    return [link.child, *link.others]


def links_of(data: ChildConcernedData) -> Sequence[Link]:
    """The children that a record of an event is about.

    The lead tells of all of them, since what it leads to shows what is known of each. The others
    come behind it in the same partition and are about their own child alone: what 50 children cost
    would else be multiplied by 50.
    """
    if data.lead:
        return data.links
    return [link for link in data.links if link.child == data.child]


def add(content: Concerned, work: Work) -> None:
    """The event in the chronology of each child that its record is about, once."""
    data = content.data
    for link in links_of(data):
        for child in children_of(link):
            picture = work.get(Picture, child) or Picture()
            if any(entry.event == content.identity for entry in picture.entries):
                continue
            doubtful = child != link.child
            entry = _entry(content.identity, data, link, doubtful=doubtful)
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
    now = {link.id for link in links_now(told.links) if link.person in about}
    links: dict[ChildRef, list[Link]] = {}
    for link in told.links:
        for child in children_of(link):
            links.setdefault(child, []).append(link)
    for child, found in links.items():
        link, holds = _standing(found, now)
        picture = work.get(Picture, child) or Picture()
        if not holds and all(entry.event != name for entry in picture.entries):
            continue
        standing = {"retracted": not holds, "before": told.before}
        doubtful = child != link.child
        entry = _entry(name, told, link, doubtful=doubtful).model_copy(update=standing)
        work.put(child, with_entry(picture, entry, event, doubtful=doubtful))


def _standing(links: Sequence[Link], now: Collection[EventId]) -> tuple[Link, bool]:
    """Of the links that lead to one child: the first that holds, else the first."""
    for link in links:
        if link.id in now:
            return link, True
    return links[0], False


def _entry(
    name: str, told: ChildConcernedData | Told, link: Link, *, doubtful: bool
) -> ChronologyEntry:
    """The entry of an event, of this name, as it is told.

    A person who is probably a known child is for certain the child that it was given of its own.
    """
    sure: Confidence = "confirmed" if link.confidence == "confirmed" else "not-confirmed"
    return ChronologyEntry(
        event=name,
        link=link.id,
        person=link.person,
        confidence="probable" if doubtful else sure,
        received=told.received,
        attributes=told.attributes,
        content=told.content,
    )
