"""The stage ``picture``: adds to the chronology, asks the agreement, and tells the recipients."""

from collections.abc import Hashable, Iterable, Sequence
from datetime import datetime

from wholepicture_bus import topics
from wholepicture_bus.binding import attributes_of
from wholepicture_bus.records import Outgoing, Record
from wholepicture_bus.stage import Key, Message, Work
from wholepicture_schemas.any_agency import Correction, Retraction
from wholepicture_schemas.children import ChildConcernedData, Link
from wholepicture_schemas.identifiers import AgencyId, ChildRef, Source, owner_of
from wholepicture_schemas.social_care import InvolvementChanged

from wholepicture_consumers.agreement import Agreement
from wholepicture_consumers.feedback import feedback
from wholepicture_consumers.picture.amendments import amend
from wholepicture_consumers.picture.answers import answered
from wholepicture_consumers.picture.documents import (
    Chain,
    ChronologyEntry,
    Episode,
    Picture,
    Sent,
    Told,
)
from wholepicture_consumers.picture.reading import Concerned, Replied, read
from wholepicture_consumers.picture.telling import tell

Content = Concerned | Replied


class Picturing:
    """Keeps each child's picture, and applies the agreement to what is new."""

    name = "picture"
    inputs = (topics.CHILDREN,)

    def __init__(self, agreement: Agreement) -> None:
        self._agreement = agreement
        self.outputs = [
            topics.DISCLOSURES,
            *(topics.feedback(agency) for agency in agreement.agencies),
            *(topics.referrals(subscriber) for subscriber in agreement.subscribers),
            *(topics.notices(subscriber) for subscriber in agreement.subscribers),
        ]

    def parse(self, record: Record) -> Content:
        """What the record says."""
        return read(record)

    def amends(self, content: Content) -> Hashable | None:
        """The event that a correction or retraction is about."""
        return content.data.amends if isinstance(content, Concerned) else None

    def identity(self, record: Record) -> str | None:
        """The agency's event, as intake wrote it into the headers."""
        return attributes_of(record.headers).get("causationid")

    def reads(self, content: Content, record: Record) -> Iterable[Key]:
        """The event, what it amends, the chain, and the pictures of all its children."""
        yield Key(Chain, str(record.place.partition))
        if isinstance(content, Replied):
            yield Key(Sent, content.data.delivery)
            yield Key(Told, content.data.event)
            for child in content.data.children:
                yield Key(Picture, child)
            return
        yield Key(Told, content.identity)
        if content.data.amends:
            yield Key(Told, content.data.amends)
        for link in content.data.links:
            for child in _pictures_of(link):
                yield Key(Picture, child)

    def handle(self, message: Message[Content], work: Work) -> Sequence[Outgoing]:
        """What follows from the record."""
        content, record = message.content, message.record
        if isinstance(content, Replied):
            return answered(content, record, work)
        if isinstance(content.event, Correction | Retraction):
            return amend(content, record, self._agreement, work) if content.data.lead else ()
        _add_to_pictures(content, work)
        history = content.event.data.core.history
        if history or not content.data.lead or work.get(Told, content.identity) is not None:
            return ()
        return tell(content, record, self._agreement, work, earlier_held=message.earlier_held)

    def held(self, record: Record, reason: str) -> Sequence[Outgoing]:  # noqa: ARG002
        """The agency hears that its event waits for a person, and is not delivered yet."""
        source, _, event = (self.identity(record) or "").rpartition(":")
        if not source.startswith("/agencies/"):
            return ()
        agency = AgencyId(owner_of(Source(source)))
        if agency not in self._agreement.agencies:
            return ()
        says = "Your event could not be passed on yet. Call those who must know; people look at it."
        return [feedback(agency, event, record.appended, "held", says, cause=str(record.place))]


def _pictures_of(link: Link) -> list[ChildRef]:
    """The child, and the one that it probably is."""
    return [link.child] if link.possibly is None else [link.child, link.possibly]


def _add_to_pictures(content: Concerned, work: Work) -> None:
    """The event in the chronology of each child that it concerns, once.

    Each record of an incident adds it for all children of the incident: whichever is handled first,
    none of the children's pictures lacks it afterwards.
    """
    for link in content.data.links:
        for child in _pictures_of(link):
            picture = work.get(Picture, child) or Picture()
            if any(entry.event == content.identity for entry in picture.entries):
                continue
            entries = (*picture.entries, _entry(content, link))
            changed = picture.model_copy(update={"entries": entries})
            if isinstance(content.event, InvolvementChanged):
                changed = _with_episode(changed, content.event, content.data.received)
            work.put(child, changed)


def _entry(content: Concerned, link: Link) -> ChronologyEntry:
    data: ChildConcernedData = content.data
    return ChronologyEntry(
        event=content.identity,
        link=link.id,
        person=link.person,
        confidence=link.confidence,
        received=data.received,
        attributes=data.attributes,
        content=data.content,
    )


def _with_episode(picture: Picture, event: InvolvementChanged, received: datetime) -> Picture:
    """The picture with the episode as it is now; an event that happened earlier changes nothing."""
    happened = min(event.time, received)  # a slip into the future must not outlast the truth
    if picture.episode_at is not None and happened < picture.episode_at:
        return picture
    detail = event.data.detail
    episode = (
        Episode(team=detail.team, kind=detail.kind, worker=detail.worker, manager=detail.manager)
        if detail.state == "open"
        else None
    )
    return picture.model_copy(update={"episode": episode, "episode_at": happened})
