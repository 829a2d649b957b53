"""Who was shown an event as something told earlier, and what changes for them in that.

It is kept as rows of the child's picture: a correction or a retraction reads who was shown its own
event, and not the later events whose deliveries carried it along.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pydantic import JsonValue
from wholepicture_agreement import EventVersion, Item, seen_before
from wholepicture_engine.stage import Key, Work
from wholepicture_schemas.core import Core
from wholepicture_schemas.deliveries import Delivery
from wholepicture_schemas.envelope import Event, Told
from wholepicture_schemas.identifiers import ChildRef, EventId, PersonRef, RecipientId

from wholepicture_consumers.documents import Sent, Showed, Showing
from wholepicture_consumers.facts.chronology import children_of
from wholepicture_consumers.facts.event import links_about
from wholepicture_consumers.facts.protection import KeptBackElsewhere, kept_back_elsewhere
from wholepicture_consumers.facts.situations import pictures_of
from wholepicture_consumers.picture.causes import Facts, House
from wholepicture_consumers.picture.context import EarlierEvent
from wholepicture_consumers.picture.difference import difference, not_repeating
from wholepicture_consumers.picture.documents import Shown, shown_to
from wholepicture_consumers.picture.holdings import Holding


@dataclass(frozen=True, slots=True)
class ChangeShown:
    """What changes for a recipient in what it was shown of one child."""

    ref: ChildRef
    delivery: EventId
    """The delivery that showed it."""
    sent: Sent
    showing: Showing
    showed: Showed
    """The child, as the delivery showed it."""
    gone: bool
    """Whether it no longer holds for the child."""
    before: dict[str, JsonValue]
    after: dict[str, JsonValue]
    told: dict[str, JsonValue]
    """What it may see of the event now."""
    protect: bool
    """Whether something that it was shown is protected now."""


def remember(delivery: Delivery, refs: dict[PersonRef, ChildRef], work: Work) -> None:
    """Each earlier event that a delivery shows, as shown to its recipient in this delivery."""
    for told in delivery.data.earlier:
        ref = refs.get(told.person)
        if ref is None or not isinstance(told, EarlierEvent):
            continue
        row = Shown(recipient=delivery.data.recipient, delivery=delivery.id, person=told.person)
        work.put_row(ref, shown_to(told.event, row.recipient), delivery.time, row)


def were_shown(event: str, item: Item, work: Work) -> bool:
    """Whether a recipient was shown an event, as told earlier, about each child of an item.

    What it holds counts, and not what it was told to put aside since.
    """
    refs = [child.ref for child in item.children]
    return bool(refs) and all(ref and _holds(ref, event, item.recipient, work) for ref in refs)


def _holds(ref: ChildRef, event: str, recipient: RecipientId, work: Work) -> bool:
    row = work.row(Shown, ref, shown_to(event, recipient))
    sent = _first(row.delivery, work) if row else None
    return sent is not None and not (sent.held and sent.held.taken_back)


def _first(delivery: EventId, work: Work) -> Sent | None:
    """The first delivery that showed it: this one, or the one that this one amends."""
    work.further([Key(Sent, delivery)])
    sent = work.get(Sent, delivery)
    if sent is None or sent.held is not None or sent.amends is None:
        return sent
    work.further([Key(Sent, sent.amends)])
    return work.get(Sent, sent.amends)


def changes_shown(
    facts: Facts, own: Iterable[Holding], house: House
) -> Iterator[tuple[ChangeShown, ...]]:
    """The changes in each delivery that showed the event, one for each child of it."""
    shown = [
        (ref, persons, row)
        for ref, persons in _persons(facts).items()
        for _, row in house.work.rows(Shown, ref, prefix=shown_to(facts.name))
    ]
    if not shown:
        return
    comparing = _Comparing(facts, own, house)
    by_delivery: dict[tuple[RecipientId, EventId], dict[PersonRef, ChangeShown]] = {}
    for ref, persons, row in shown:
        change = comparing.change(ref, persons, row)
        if change is not None:
            of_delivery = by_delivery.setdefault((row.recipient, row.delivery), {})
            of_delivery.setdefault(change.showed.child.person, change)
    for changes in by_delivery.values():
        yield tuple(changes.values())


class _Comparing:
    def __init__(self, facts: Facts, own: Iterable[Holding], house: House) -> None:
        self._facts, self._house = facts, house
        self._own = {(held.recipient, person) for held in own for person in held.persons}
        was = facts.was or facts.now
        self._was = was
        self._was_holding = () if was.retracted else links_about(was, facts.was_event)
        self._now_holding = () if facts.now.retracted else links_about(facts.now, facts.event)
        pictures = pictures_of(facts.now.links, facts.now.kin, house.work)
        terms = house.agreement.in_force(facts.now.received)
        self._kept_back = kept_back_elsewhere(
            pictures, facts.now.attributes, terms, house.agreement
        )

    def change(self, ref: ChildRef, persons: Sequence[PersonRef], row: Shown) -> ChangeShown | None:
        """What changes for a recipient; none where nothing does, or its own amendment says it."""
        house, facts = self._house, self._facts
        sent = _sent(row.delivery, house.work)
        showing = sent.showing if sent else None
        showed = showing.of(row.person) if showing else None
        if sent is None or showing is None or showed is None:
            return None
        about = {link.person for link in self._now_holding if ref in children_of(link)}
        held = {link.person for link in self._was_holding if ref in children_of(link)}
        person = next((person for person in persons if person in about), None)
        stood = next((person for person in persons if person in held), None)
        if (row.recipient, stood or persons[0]) in self._own or (person is None and stood is None):
            return None
        if person is None:
            return ChangeShown(
                ref, row.delivery, sent, showing, showed,
                gone=True, before={}, after={}, told={}, protect=False,
            )  # fmt: skip
        others = (*self._was.earlier(), EventVersion(facts.was_event))
        had = self._seen(facts.was_event, sent, showed, stood, ref, elsewhere=facts.elsewhere)
        told = self._seen(facts.event, sent, showed, person, ref, others=others)
        before, after = difference(had, told)
        may_see = self._seen(
            facts.event, sent, showed, person, ref, was=facts.was_event, others=others
        )
        safe = not_repeating(before, may_see, told)
        left = row.recipient not in house.agreement.recipients
        changed = facts.was is not None and facts.was.content != facts.now.content
        if not (before or after or (left and changed)):
            return None  # whoever has left is told that something changed, and nothing of it
        return ChangeShown(
            ref, row.delivery, sent, showing, showed,
            gone=False, before=safe, after=after, told=told, protect=safe != before,
        )  # fmt: skip

    def _seen(
        self,
        event: Event[Told[Core]],
        sent: Sent,
        showed: Showed,
        person: PersonRef | None,
        ref: ChildRef,
        was: Event[Told[Core]] | None = None,
        others: tuple[EventVersion, ...] = (),
        elsewhere: KeptBackElsewhere | None = None,
    ) -> dict[str, JsonValue]:
        """What the delivery would show of the event; nothing to a recipient that has left."""
        agreement = self._house.agreement
        if person is None or sent.recipient not in agreement.recipients:
            return {}
        return seen_before(
            event,
            {person: ref},
            recipient=sent.recipient,
            rules=showed.rules,
            at=sent.at,
            agreement=agreement,
            was=was,
            others=others,
            elsewhere=(elsewhere or self._kept_back).what,
        )


def _sent(delivery: EventId, work: Work) -> Sent | None:
    work.further([Key(Sent, delivery)])
    return work.get(Sent, delivery)


def _persons(facts: Facts) -> dict[ChildRef, list[PersonRef]]:
    """The children by their references on the bus, each with those inside the event."""
    by_child: dict[ChildRef, list[PersonRef]] = {}
    for link in facts.now.links:
        for child in children_of(link):
            by_child.setdefault(child, []).append(link.person)
    return by_child
