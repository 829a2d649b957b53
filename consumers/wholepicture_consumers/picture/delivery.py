"""Deliveries: what an item becomes, and what amends one that was delivered."""

from collections.abc import Mapping
from typing import Any

from wholepicture_agreement import Item
from wholepicture_schemas.deliveries import AboutChild, Delivery, DeliveryData
from wholepicture_schemas.identifiers import ChildRef, EventId, RecipientId, derived
from wholepicture_schemas.model import unchecked

from wholepicture_consumers.facts.documents import Picture
from wholepicture_consumers.facts.protection import KeptBackElsewhere
from wholepicture_consumers.feedback import BUS
from wholepicture_consumers.picture.around import around_each
from wholepicture_consumers.picture.causes import Cause, Facts, House
from wholepicture_consumers.picture.context import earlier
from wholepicture_consumers.picture.coverage import coverage
from wholepicture_consumers.picture.holdings import Holding, with_earlier_references
from wholepicture_consumers.picture.naming import (
    cause_of,
    child_reference,
    group_of,
    key_of,
    matter,
)

_delivery, _delivery_data = unchecked(Delivery), unchecked(DeliveryData)
_about_child = unchecked(AboutChild)


def whole(
    item: Item,
    facts: Facts,
    cause: Cause,
    house: House,
    elsewhere: KeptBackElsewhere | None,
    *,
    name: EventId,
) -> Delivery:
    """The event as a whole for one recipient, with what was told before and the coverage.

    ``elsewhere`` is what other events of its children keep back; none where nothing that was told
    before goes along.
    """
    before, cut = earlier(item, facts, cause, house, elsewhere) if elsewhere else ((), None)
    kind = house.agreement.recipient(item.recipient).kind
    return _delivery(
        id=name,
        source=BUS,
        type=Delivery.TYPE,
        time=cause.at,
        partitionkey=key_of(item.carrier, facts.event),
        correlationid=matter(item.carrier, facts.telling.correlation),
        causationid=cause_of(facts.event.id),
        data=_delivery_data(
            kind=item.kind,
            arrival=item.arrival,
            recipient=item.recipient,
            addressed_to=item.addressed_to,
            headline=item.headline,
            instructions=item.instructions,
            phone_first=item.phone_first,
            urgency=item.urgency,
            respond_by=item.respond_by,
            respond_by_words=item.respond_by_words,
            digest=item.digest,
            incomplete=item.incomplete,
            earlier_item_held=item.earlier_item_held,
            children=tuple(
                _about_child(
                    person=child.person,
                    child_reference=child_reference(
                        item.carrier, kind, child.ref, facts.own_reference(child.person)
                    ),
                    confidence=child.confidence,
                    question=child.question,
                    arrival=child.arrival,
                    your_reference=_your_reference(item.carrier, child.ref, house),
                )
                for child in item.children
            ),
            told_by=item.told_by,
            event_type=item.event_type,
            happened=item.happened,
            received=item.received,
            told=item.told,
            earlier=before,
            earlier_cut=cut,
            around=around_each(item, before, facts.now.agency, cause, house, cut=cut is not None)
            if elsewhere
            else (),
            coverage=coverage(item, before, cause.at, house),
            also_told=item.also_told,
            question=item.question,
            group=group_of(item.carrier, facts.event),
            reason=item.reason,
            exercise=item.exercise,
        ),
    )


def amending(
    holding: Holding, changes: Mapping[str, Any], facts: Facts, cause: Cause, *, name: EventId
) -> Delivery:
    """The delivery that amends what a recipient holds, with these changes to that.

    A due time that has passed is not said again.
    """
    sent, data = holding.sent, holding.held.data
    passed = data.respond_by is not None and data.respond_by <= cause.at
    always: dict[str, Any] = {
        "incomplete": (),
        "question": None,
        "received": cause.received,
        "replaces": None,
    }
    if passed:
        always |= {"respond_by": None, "respond_by_words": None}
    return _delivery(
        id=name,
        source=BUS,
        type=Delivery.TYPE,
        time=cause.at,
        partitionkey=sent.key,
        correlationid=matter(sent.subscriber, facts.telling.correlation),
        causationid=cause_of(cause.event),
        data=data.model_copy(update={**always, **changes}),
    )


def in_place_of(delivery: Delivery, holding: Holding, earlier_one: EventId | None) -> Delivery:
    """A delivery of an event as a whole, to a recipient that had the event before.

    ``earlier_one`` is the delivery whose content it takes the place of; none where that was taken
    back.
    """
    children = with_earlier_references(delivery.data.children, holding.held)
    changes = {"replaces": earlier_one, "children": children}
    return delivery.model_copy(update={"data": delivery.data.model_copy(update=changes)})


def name_of(cause: Cause, recipient: RecipientId, *more: str) -> EventId:
    """The id of what follows from a cause for a recipient."""
    return derived("delivery", cause.name, recipient, *more)


def _your_reference(carrier: RecipientId, child: ChildRef | None, house: House) -> str | None:
    picture = house.work.get(Picture, child) if child else None
    return picture.your_references.get(carrier) if picture else None
