"""The situation of an event: what is known of its children when the agreement is asked."""

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from pydantic import AwareDatetime
from wholepicture_agreement import Agreement, EventVersion, KnownChild, OpenEpisode, Situation
from wholepicture_engine.stage import Key, Work
from wholepicture_schemas.children import Kin, Link
from wholepicture_schemas.codes import Confidence
from wholepicture_schemas.core import Core
from wholepicture_schemas.envelope import Event, Told
from wholepicture_schemas.identifiers import ChildRef, RecipientId

from wholepicture_consumers.facts.chronology import children_of
from wholepicture_consumers.facts.documents import ChronologyEntry, KnownEpisode, Picture
from wholepicture_consumers.facts.episodes import open_now
from wholepicture_consumers.facts.event import EventState, links_about
from wholepicture_consumers.facts.protection import (
    NOTHING_ELSEWHERE,
    KeptBackElsewhere,
    KnownPicture,
    kept_back_elsewhere,
    stands_alone,
)
from wholepicture_consumers.facts.withholding import kept_back_of


class Known(NamedTuple):
    """An event and what is known of its children now."""

    situation: Situation
    elsewhere: KeptBackElsewhere


def known_of(
    state: EventState,
    event: Event[Told[Core]],
    received: AwareDatetime,
    agreement: Agreement,
    work: Work,
    *,
    earlier_held: bool = False,
    others: tuple[EventVersion, ...] | None = None,
) -> Known:
    """An event as it stands, and what the pictures say of its children.

    ``received`` is when what is decided now came: the event, or a correction of it. ``others`` are
    the states in which it was before, where they are known.
    """
    links = links_about(state, event)
    pictures = tuple(pictures_of(links, state.kin, work))
    kept_back = NOTHING_ELSEWHERE
    if not stands_alone(state, pictures):
        terms = agreement.in_force(received)
        kept_back = kept_back_elsewhere(pictures, state.attributes, terms, agreement)
    situation = Situation(
        event=event,
        received=received,
        missing=state.missing,
        children=tuple(_known(link, state, work) for link in links),
        earlier_held=earlier_held,
        others=state.earlier() if others is None else others,
        elsewhere=kept_back.what,
    )
    return Known(situation, kept_back)


def pictures_of(links: Iterable[Link], kin: Collection[Kin], work: Work) -> Iterator[KnownPicture]:
    """The pictures of the children of these links, of those whom they probably are, and of kin."""
    known_as: dict[ChildRef, dict[ChildRef, None]] = {}
    links = tuple(links)
    for link in links:
        for child in children_of(link):
            known_as.setdefault(child, {}).update(dict.fromkeys(children_of(link)))
    strangers = [one for one in kin if one.child not in known_as]
    if strangers:
        work.further([Key(Picture, one.child, only_read=True) for one in strangers])
    of_person = {link.person: children_of(link) for link in links}
    for one in strangers:
        known_as[one.child] = dict.fromkeys(of_person.get(one.person, ()) if one.person else ())
    for child, those in known_as.items():
        if picture := work.get(Picture, child):
            yield KnownPicture(child, tuple(those), picture)


def _known(link: Link, state: EventState, work: Work) -> KnownChild:
    """A child of the event, with the teams that work with the child and the areas named last.

    Where every open episode is only probably of this child, the child counts as probable: the teams
    are asked, and the front door too.
    """
    name = state.name
    confidence = _sure_now(link, name, work)
    picture = work.get(Picture, link.child) if confidence == "confirmed" else None
    where = (
        next((place for place in picture.whereabouts if place.event != name), None)
        if picture
        else None
    )
    episodes, certain = _episodes(link, work)
    if confidence == "confirmed" and episodes and not certain:
        confidence = "probable"
    pictures = (known.picture for known in pictures_of([link], (), work))
    return KnownChild(
        person=link.person,
        ref=link.child,
        confidence=confidence,
        involvements=tuple(
            OpenEpisode(
                team=episode.team, kind=episode.kind, worker=episode.worker, manager=episode.manager
            )
            for episode in episodes
        ),
        areas=where.areas if where else (),
        areas_since=where.happened if where else None,
        kept_back=kept_back_of(pictures, state.agency, state.received),
    )


def _episodes(link: Link, work: Work) -> tuple[Collection[KnownEpisode], bool]:
    """The open episodes of the child and of the one that it probably is, one for each team.

    And whether any of them is for certain about this child.
    """
    by_team: dict[RecipientId, KnownEpisode] = {}
    certain = False
    for child in children_of(link):
        picture = work.get(Picture, child) or Picture()
        for episode in open_now(picture.involvements):
            by_team.setdefault(episode.team, episode)
            certain = certain or not (episode.doubtful or child != link.child)
    return by_team.values(), certain


def _sure_now(link: Link, name: str, work: Work) -> Confidence:
    """How sure it is by now who a child of an event is.

    A child's first record agreed with nothing when it came. It is as sure as what has been found to
    be of the same child since, so that no order of arrival makes one record less certain.
    """
    if link.confidence == "confirmed":
        return "confirmed"
    picture = work.get(Picture, link.child)
    if picture is None:
        return link.confidence
    sure = dict(picture.sure)
    own = work.row(ChronologyEntry, link.child, name)
    if own is not None and own.holds:
        sure[own.confidence] = sure.get(own.confidence, 0) - 1
    if sure.get("confirmed", 0) > 0:
        return "confirmed"
    return "probable" if sure.get("probable", 0) > 0 else link.confidence
