"""Who was shown an event as something told earlier, so that it can hear what becomes of it.

It is kept with the entry in the child's picture: a correction or a retraction reads the pictures of
all its children, and not the later events whose deliveries carried the entry along. The newest
showing of each recipient stands for its older ones.
"""

from collections.abc import Iterable

from pydantic import AwareDatetime, Field
from wholepicture_agreement import Item
from wholepicture_engine.stage import Work
from wholepicture_schemas.deliveries import AboutChild, Delivery, Earlier
from wholepicture_schemas.identifiers import ChildRef, PersonRef, RecipientId

from wholepicture_consumers.picture.documents import ChronologyEntry, Given, Picture, Showing
from wholepicture_consumers.picture.reading import Concerned
from wholepicture_consumers.picture.replacing import newest


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

    What it holds counts, and not what it was told to put aside since.
    """
    pictures = [work.get(Picture, one.ref) if one.ref else None for one in item.children]
    return bool(pictures) and all(
        picture is not None and _holds(picture, event, item.recipient) for picture in pictures
    )


def _holds(picture: Picture, event: str, recipient: RecipientId) -> bool:
    names = [one.shown.get(recipient) for one in picture.entries if one.event == event]
    showings = [picture.showings.get(name) for name in names if name]
    return any(showing is not None and not showing.taken_back for showing in showings)


def put_aside(given: Iterable[Given], children: Iterable[ChildRef], work: Work) -> None:
    """What deliveries showed of these children, as taken back with their event."""
    names = {name for one in given for name in (one.delivery, newest(one))}
    for child in children:
        picture = work.get(Picture, child)
        found = names.intersection(picture.showings) if picture else ()
        if picture and found:
            back = {
                name: picture.showings[name].model_copy(update={"taken_back": True})
                for name in found
            }
            showings = {**picture.showings, **back}
            work.put(child, picture.model_copy(update={"showings": showings}))


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
