"""The situation of an event: what is known of its children when the agreement is asked."""

from collections.abc import Collection, Iterator

from wholepicture_agreement import Agreement, KnownChild, OpenEpisode, Situation
from wholepicture_engine.stage import Work
from wholepicture_schemas.children import Link
from wholepicture_schemas.codes import Confidence
from wholepicture_schemas.identifiers import RecipientId

from wholepicture_consumers.picture.chronology import children_of
from wholepicture_consumers.picture.documents import Involvement, Picture
from wholepicture_consumers.picture.episodes import open_now
from wholepicture_consumers.picture.reading import Concerned
from wholepicture_consumers.picture.states import protected_elsewhere
from wholepicture_consumers.picture.whereabouts import last_areas


def situation_of(
    content: Concerned, agreement: Agreement, work: Work, *, earlier_held: bool
) -> Situation:
    """The event and what the pictures say of its children."""
    return Situation(
        event=content.event,
        received=content.data.received,
        missing=content.data.missing,
        children=tuple(_known(link, content, work) for link in content.data.links),
        earlier_held=earlier_held or content.data.earlier_held,
        elsewhere=protected_elsewhere(pictures_of(content, work), content.data.received, agreement),
    )


def pictures_of(content: Concerned, work: Work) -> Iterator[Picture]:
    """The pictures of the children of an event, and of those whom they probably are."""
    for ref in dict.fromkeys(one for link in content.data.links for one in children_of(link)):
        if picture := work.get(Picture, ref):
            yield picture


def _known(link: Link, content: Concerned, work: Work) -> KnownChild:
    """A child of the event, with what its picture says of who works with it and where it is.

    Where it is only probably this child whom any team works with, that team is asked: so it is
    probable who the child is, and the front door is asked too.
    """
    confidence = _sure_now(link, content, work)
    picture = work.get(Picture, link.child) if confidence == "confirmed" else None
    areas, since = last_areas(picture, content) if picture else ((), None)
    episodes, certain = _episodes(link, work)
    if confidence == "confirmed" and episodes and not certain:
        confidence = "probable"
    return KnownChild(
        person=link.person,
        ref=link.child,
        confidence=confidence,
        involvements=tuple(
            OpenEpisode(team=one.team, kind=one.kind, worker=one.worker, manager=one.manager)
            for one in episodes
        ),
        areas=areas,
        areas_since=since,
    )


def _episodes(link: Link, work: Work) -> tuple[Collection[Involvement], bool]:
    """The open episodes of the child and of the one that it probably is, one for each team.

    And whether any of them is for certain about this child.
    """
    found: dict[RecipientId, Involvement] = {}
    certain = False
    for child in children_of(link):
        picture = work.get(Picture, child) or Picture()
        for one in open_now(picture.involvements):
            found.setdefault(one.team, one)
            certain = certain or not (one.doubtful or child != link.child)
    return found.values(), certain


def _sure_now(link: Link, content: Concerned, work: Work) -> Confidence:
    """How sure it is by now who a child of an event is.

    A child's first record agreed with nothing when it came. It is as sure as what has been found to
    be of the same child since, so that no order of arrival makes one record less certain.
    """
    if link.confidence == "confirmed":
        return "confirmed"
    own = {content.identity, content.data.amends}
    entries = (work.get(Picture, link.child) or Picture()).entries
    since = {one.confidence for one in entries if not one.retracted and one.event not in own}
    if "confirmed" in since:
        return "confirmed"
    return "probable" if "probable" in since else link.confidence
