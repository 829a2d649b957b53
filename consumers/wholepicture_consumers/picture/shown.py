"""Who was shown an event as something told earlier, so that it can hear what becomes of it.

It is kept with the entry in the child's picture: a correction or a retraction reads the pictures of
all its children, and not the later events whose deliveries carried the entry along. The newest
showing of each recipient stands for its older ones.
"""

from pydantic import AwareDatetime, Field
from wholepicture_bus.stage import Work
from wholepicture_schemas.deliveries import AboutChild, Delivery, Earlier
from wholepicture_schemas.identifiers import PersonRef, RecipientId

from wholepicture_consumers.agreement import Item
from wholepicture_consumers.picture.documents import ChronologyEntry, Given, Picture, Showing
from wholepicture_consumers.picture.reading import Concerned


class EarlierEvent(Earlier, frozen=True):
    """Something told before, with the event that told it, which no recipient is sent."""

    event: str = Field(exclude=True)
    """Source and id of the event."""
    received: AwareDatetime = Field(exclude=True)
    """When it came, whenever it happened."""


def remember(delivery: Delivery, given: Given, content: Concerned, work: Work) -> None:
    """Each earlier event that a delivery shows, as shown to its recipient in this delivery."""
    shown: dict[PersonRef, set[str]] = {}
    for one in delivery.data.earlier:
        if isinstance(one, EarlierEvent):
            shown.setdefault(one.person, set()).add(one.event)
    refs = {link.person: link.child for link in content.data.links}
    for child in delivery.data.children:
        ref, events = refs.get(child.person), shown.get(child.person)
        picture = work.get(Picture, ref) if ref else None
        if ref and picture and events:
            work.put(ref, _with(picture, _showing(delivery, given, child), delivery, events))


def were_shown(event: str, item: Item, work: Work) -> bool:
    """Whether a recipient was shown an event, as told earlier, about each child of an item.

    What has changed for it comes as an amendment of that (shown_amended.py), once.
    """
    pictures = [work.get(Picture, one.ref) if one.ref else None for one in item.children]
    return bool(pictures) and all(
        picture is not None
        and any(one.event == event and item.recipient in one.shown for one in picture.entries)
        for picture in pictures
    )


def _showing(delivery: Delivery, given: Given, child: AboutChild) -> Showing:
    data = delivery.data
    return Showing(
        recipient=data.recipient,
        subscriber=given.subscriber,
        topic=given.topic,
        key=given.key,
        to=given.kind,
        agency_kind=given.agency_kind,
        kind=data.kind,
        addressed_to=data.addressed_to,
        child=child,
        rules=tuple(rule for rule, persons in given.rules.items() if child.person in persons),
        urgency=data.urgency,
        reason=data.reason,
        exercise=data.exercise,
        at=delivery.time,
        group=data.group,
    )


def _with(picture: Picture, showing: Showing, delivery: Delivery, events: set[str]) -> Picture:
    """The picture with a showing of these events, and without those that stand for nothing now."""
    entries = tuple(
        _shown_to(entry, showing.recipient, delivery) if entry.event in events else entry
        for entry in picture.entries
    )
    named = {name for entry in entries for name in entry.shown.values()}
    known = {**picture.showings, delivery.id: showing}
    showings = {name: one for name, one in known.items() if name in named}
    return picture.model_copy(update={"entries": entries, "showings": showings})


def _shown_to(
    entry: ChronologyEntry, recipient: RecipientId, delivery: Delivery
) -> ChronologyEntry:
    return entry.model_copy(update={"shown": {**entry.shown, recipient: delivery.id}})
