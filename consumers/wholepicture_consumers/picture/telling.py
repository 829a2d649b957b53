"""Telling: an item as a delivery, sent and remembered, the ledger, and a word to the agency."""

from collections.abc import Sequence

from wholepicture_agreement import (
    Agreement,
    Elsewhere,
    Item,
)
from wholepicture_bus import topics
from wholepicture_bus.binding import outgoing
from wholepicture_bus.records import Outgoing, Record
from wholepicture_engine.stage import Work
from wholepicture_schemas.deliveries import AboutChild, Delivery, DeliveryData
from wholepicture_schemas.identifiers import (
    AgencyId,
    ChildRef,
    RecipientId,
    derived,
    owner_of,
)

from wholepicture_consumers.documents import AsksAbout, Sent
from wholepicture_consumers.feedback import BUS
from wholepicture_consumers.picture.context import earlier
from wholepicture_consumers.picture.coverage import coverage
from wholepicture_consumers.picture.documents import Given, Picture, Told
from wholepicture_consumers.picture.ledger import Entered, entered
from wholepicture_consumers.picture.reading import Concerned
from wholepicture_consumers.picture.replacing import as_held
from wholepicture_consumers.picture.shown import remember
from wholepicture_consumers.picture.words_back import delivered


def delivery_of(
    item: Item,
    content: Concerned,
    record: Record,
    agreement: Agreement,
    work: Work,
    kept_back: Elsewhere | None,
) -> Delivery:
    """The delivery that an item becomes, with what was told before and by whom nothing was.

    ``kept_back`` is what the events of its children keep back, as its situation has it.
    """
    before, cut = earlier(item, content, record.appended, agreement, work, kept_back)
    return Delivery(
        id=derived("delivery", content.identity, item.recipient),
        source=BUS,
        type=Delivery.TYPE,
        time=record.appended,
        partitionkey=_key(item.carrier, content),
        correlationid=matter(item.carrier, content.correlation),
        causationid=cause(content),
        data=DeliveryData(
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
            incomplete=item.incomplete,
            earlier_item_held=item.earlier_item_held,
            children=tuple(
                AboutChild(
                    person=child.person,
                    child_reference=child_reference(
                        item.carrier, child.ref or f"{content.identity}#{child.person}"
                    ),
                    confidence=child.confidence,
                    question=child.question,
                    arrival=child.arrival,
                    your_reference=_your_reference(item.carrier, child.ref, work),
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
            coverage=coverage(item, before, record.appended, agreement, work),
            question=item.question,
            group=_group(item.carrier, content),
            reason=item.reason,
            exercise=item.exercise,
        ),
    )


def send(
    delivery: Delivery,
    given: Given,
    children: Sequence[ChildRef],
    content: Concerned,
    work: Work,
) -> list[Outgoing]:
    """A delivery on its recipient's topic, remembered; and a word to the agency, if one is due."""
    expect_replies(delivery, given, children, _asks(delivery), content, work)
    remember(delivery, given, content, work)
    return [outgoing(delivery, given.topic, given.key), *delivered(delivery, given, content, work)]


def expect_replies(
    delivery: Delivery,
    given: Given,
    children: Sequence[ChildRef],
    asks: AsksAbout | None,
    content: Concerned,
    work: Work,
) -> None:
    """Remember what a reply to a delivery is about."""
    amends = delivery.data.amends
    work.add(
        delivery.id,
        Sent(
            recipient=delivery.data.recipient,
            subscriber=given.subscriber,
            key=given.key,
            event=content.data.amends or content.identity,
            about=content.identity,
            agency=agency_of(content),
            correlation=content.correlation,
            children=tuple(children),
            to=given.to,
            amends=amends.delivery if amends else None,
            asks=asks,
        ),
    )


def told_of(content: Concerned) -> Told:
    """An event as it is remembered, before anybody is given anything of it."""
    data = content.data
    return Told(
        agency=agency_of(content),
        attributes=data.attributes,
        content=data.content,
        links=data.links,
        missing=data.missing,
        received=data.received,
    )


def on_the_ledger(
    entries: Sequence[Entered], content: Concerned, record: Record, work: Work
) -> list[Outgoing]:
    """Every decision of every rule that was considered, on the ledger."""
    return entered(
        entries,
        chain=record.place.partition,
        event_source=content.event.source,
        event_id=content.event.id,
        event_type=content.event.type,
        at=record.appended,
        work=work,
    )


def cause(content: Concerned) -> str:
    """What a delivery names as its cause: the event's id, without the source that it came from.

    A header is read by whoever reaches the topic, and a source may name a restricted service.
    """
    return f"{BUS}:{content.event.id}"


def matter(carrier: RecipientId, correlation: str) -> str:
    """The matter that a delivery belongs to, as this recipient alone knows it."""
    return derived("matter", carrier, correlation)


def agency_of(content: Concerned) -> AgencyId:
    """The agency that told it, by the source that its topic vouches for."""
    return AgencyId(owner_of(content.event.source))


def refs_of(item: Item) -> list[ChildRef]:
    """The children of an item, by their references on the bus."""
    return [child.ref for child in item.children if child.ref is not None]


def given_of(delivery: Delivery, item: Item, agreement: Agreement) -> Given:
    """What a recipient is given by a first delivery, less what it was shown of earlier events."""
    data = delivery.data
    to_topic = topics.referrals if data.kind == "referral" else topics.notices
    return Given(
        delivery=delivery.id,
        subscriber=item.carrier,
        topic=to_topic(item.carrier),
        key=delivery.partitionkey or delivery.id,
        kind=agreement.recipient(item.recipient).kind,
        agency_kind=agreement.agencies[agreement.recipient(item.recipient).agency].kind,
        rules={
            rule: tuple(child.person for child in item.children if rule in child.rules)
            for rule in item.rules
        },
        data=as_held(data, earlier=(), coverage=()),
    )


def _asks(delivery: Delivery) -> AsksAbout | None:
    """What the recipient of an item is asked besides; none where nothing."""
    question = delivery.data.question
    return AsksAbout(kind=question.kind, reason=delivery.data.reason) if question else None


def _key(carrier: RecipientId, content: Concerned) -> str:
    """A key of this recipient's own: it keeps one family's items in order, and no other has it."""
    family = content.event.partitionkey or content.event.source
    return derived("delivery-key", carrier, family)


def _group(carrier: RecipientId, content: Concerned) -> str | None:
    """What this recipient alone knows the family's items by; none where no family is told.

    A sender that names none sends everything under its own source: that is no family.
    """
    family = content.event.partitionkey
    if family is None or family == content.event.source:
        return None
    return derived("group", carrier, family)


def child_reference(carrier: RecipientId, child: str) -> str:
    """The recipient's own reference to a child."""
    return derived("child-reference", carrier, child)


def _your_reference(carrier: RecipientId, child: ChildRef | None, work: Work) -> str | None:
    picture = work.get(Picture, child) if child else None
    return picture.your_references.get(carrier) if picture else None
