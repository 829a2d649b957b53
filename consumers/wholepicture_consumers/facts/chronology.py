"""The chronology of each child: an entry for each event that is about the child, as it stands.

Nothing is re-keyed: an entry keeps the child reference and the link that it came under.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from wholepicture_agreement.patterns.asked_fields import says
from wholepicture_engine.stage import Key, Work
from wholepicture_schemas.catalogue import TOLD
from wholepicture_schemas.children import ChildConcernedData, Link
from wholepicture_schemas.codes import Confidence
from wholepicture_schemas.envelope import Event, Told
from wholepicture_schemas.identifiers import ChildRef, EventId
from wholepicture_schemas.model import unchecked

from wholepicture_consumers.facts.against_news import (
    employers_in,
    objects_in,
    with_what_keeps_news,
)
from wholepicture_consumers.facts.documents import ChronologyEntry, Picture
from wholepicture_consumers.facts.episodes import with_involvement
from wholepicture_consumers.facts.event import EventState, links_about
from wholepicture_consumers.facts.occurrences import with_counts
from wholepicture_consumers.facts.protection import with_protection, without_protection
from wholepicture_consumers.facts.tellers import with_teller
from wholepicture_consumers.facts.whereabouts import areas_of, with_whereabouts
from wholepicture_consumers.facts.withholding import with_decision

_PORTION = 16
"""How many entries are read at first: as many as most readers want, and a few more."""

_entry = unchecked(ChronologyEntry)


def children_of(link: Link) -> list[ChildRef]:
    """The child, and each that it probably is."""
    return [link.child, *link.others]


def keys_of(links: Iterable[Link]) -> list[Key]:
    """The pictures of every child that these links lead to."""
    return [Key(Picture, child) for link in links for child in children_of(link)]


def links_of(data: ChildConcernedData) -> Sequence[Link]:
    """The children that a record of an event is about.

    The lead tells of all of them, since what it leads to shows what is known of each. The others
    come behind it in the same partition and are about their own child alone: what 50 children cost
    would else be multiplied by 50.
    """
    if data.lead:
        return data.links
    return [link for link in data.links if link.child == data.child]


def settle(
    state: EventState,
    event: Event[Told],
    work: Work,
    *,
    only: Collection[ChildRef] | None = None,
) -> None:
    """The event as it is now, in the chronology of every child that it was ever about.

    A child whom it is no longer about has no entry that holds, and one whom it is newly about has.
    ``event`` is what the state holds, read already; ``only`` are the children to look at.
    """
    now = () if state.retracted else links_about(state, event)
    holding = {link.id for link in now}
    links: dict[ChildRef, list[Link]] = {}
    for link in state.links:
        for child in children_of(link):
            if only is None or child in only:
                links.setdefault(child, []).append(link)
    for child, its_links in links.items():
        link, holds = _standing(its_links, holding)
        _put(child, link, state, event if holds else None, work)


def entries_of(
    child: ChildRef, work: Work, looked_at: Callable[[int], None] | None = None
) -> Iterator[tuple[str, ChronologyEntry]]:
    """The entries of a child by their events, newest first, read in portions as they are wanted.

    ``looked_at`` is told how many of the newest are read, before each portion.
    """
    wanted, read = _PORTION, 0
    while True:
        if looked_at is not None:
            looked_at(wanted)
        rows = work.rows(ChronologyEntry, child, most=wanted)
        yield from rows[read:]
        if len(rows) < wanted:
            return
        read, wanted = len(rows), 2 * wanted


def _standing(links: Sequence[Link], now: Collection[EventId]) -> tuple[Link, bool]:
    """Of the links that lead to one child: the first that holds, else the first."""
    for link in links:
        if link.id in now:
            return link, True
    return links[0], False


def _put(
    child: ChildRef, link: Link, state: EventState, event: Event[Told] | None, work: Work
) -> None:
    """The entry of an event with one child; ``event`` is none where it does not hold."""
    name, doubtful = state.name, child != link.child
    before = work.row(ChronologyEntry, child, name)
    if before is None and event is None:
        return
    sure: Confidence = "confirmed" if link.confidence == "confirmed" else "not-confirmed"
    entry = _entry(
        link=link.id,
        person=link.person,
        confidence="probable" if doubtful else sure,
        happened=state.attributes.time,
        received=state.received,
        agency=state.agency,
        type=state.attributes.type,
        holds=event is not None,
        areas=areas_of(state.attributes.type, state.content, link.person),
        matter=state.attributes.correlationid or "",
        says=says(state.attributes.type, state.content, link.person),
        history=_is_history(state),
        restricted=_is_restricted(state),
        employers=employers_in(state.content, state.missing),
        objects=objects_in(state.content, link.person),
        version=before.version + 1 if before else 0,
    )
    picture = _with(child, name, before, entry, event, work)
    work.put(child, with_protection(picture, state, link.person))
    work.put_row(child, name, entry.happened, entry)


def taken_out(child: ChildRef, name: str, work: Work) -> Picture:
    """The picture of a child as if the event of this name had never been told."""
    entry = work.row(ChronologyEntry, child, name)
    picture = work.get(Picture, child) or Picture()
    if entry is not None:
        gone = entry.model_copy(update={"holds": False})
        picture = _with(child, name, entry, gone, None, work)
    state = work.get(EventState, name)
    if state is None:
        return picture
    return without_protection(picture, state, _others(child, name, work))


def _others(child: ChildRef, name: str, work: Work) -> Iterator[EventState]:
    """The other events of a child as they stand, the newest first; each is read when wanted."""
    for other, _ in entries_of(child, work):
        if other != name:
            work.further([Key(EventState, other, only_read=True)])
            if (state := work.get(EventState, other)) is not None:
                yield state


def _with(
    child: ChildRef,
    name: str,
    before: ChronologyEntry | None,
    entry: ChronologyEntry,
    event: Event[Told] | None,
    work: Work,
) -> Picture:
    """The picture with an entry in the place of ``before``; ``event`` is none if it holds not."""
    doubtful = entry.confidence == "probable"
    picture = work.get(Picture, child) or Picture()
    picture = _with_sureness(picture, before, entry)
    picture = with_counts(picture, before, entry)
    picture = with_what_keeps_news(picture, before, entry)
    picture = with_teller(picture, name, entry, lambda: entries_of(child, work))
    picture = with_involvement(picture, name, event, entry.received, doubtful=doubtful)
    picture = with_decision(picture, name, event, entry.received)
    return with_whereabouts(picture, name, entry, lambda: entries_of(child, work))


def _is_history(state: EventState) -> bool:
    core = state.content.get("core")
    return isinstance(core, Mapping) and core.get("history") is True


def _is_restricted(state: EventState) -> bool:
    """Whether an event is said to be of a restricted kind, of whichever the agreement lists."""
    core: Any = state.content.get("core")
    handling = core.get("handling") if isinstance(core, Mapping) else None
    said = isinstance(handling, Mapping) and handling.get("restricted_kinds")
    kind = TOLD.get(state.attributes.type)
    return bool(said or (kind and kind.RESTRICTED))


def _with_sureness(
    picture: Picture, before: ChronologyEntry | None, entry: ChronologyEntry
) -> Picture:
    sure = dict(picture.sure)
    for counted, more in ((before, -1), (entry, 1)):
        if counted is not None and counted.holds:
            sure[counted.confidence] = sure.get(counted.confidence, 0) + more
    kept = {confidence: count for confidence, count in sure.items() if count}
    return picture if kept == picture.sure else picture.model_copy(update={"sure": kept})
