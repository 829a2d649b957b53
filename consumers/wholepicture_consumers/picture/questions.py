"""Questions: what a person is asked before somebody else is told."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from wholepicture_agreement import Agreement, Entry, Item
from wholepicture_bus.binding import outgoing
from wholepicture_bus.records import Outgoing, Record
from wholepicture_engine.stage import Work
from wholepicture_schemas.deliveries import Delivery
from wholepicture_schemas.identifiers import EventId, RecipientId, derived
from wholepicture_schemas.words import listed

from wholepicture_consumers.documents import AsksAbout
from wholepicture_consumers.feedback import family_of, feedback
from wholepicture_consumers.picture.chronology import children_of
from wholepicture_consumers.picture.documents import Given
from wholepicture_consumers.picture.entries import Question
from wholepicture_consumers.picture.reading import Concerned
from wholepicture_consumers.picture.telling import (
    agency_of,
    delivery_of,
    expect_replies,
    given_of,
    refs_of,
)


@dataclass
class Asked:
    """What is asked about an event."""

    known: tuple[Given, ...]
    """Every question of the event, asked now or before."""
    outputs: list[Outgoing] = field(default_factory=list)
    """What is sent to whoever is asked now."""
    now: dict[Question, EventId] = field(default_factory=dict)
    """What is asked now, each with the delivery that asks."""
    waiting: set[RecipientId] = field(default_factory=set)
    """Who waits for an answer to that."""
    still: set[EventId] = field(default_factory=set)
    """The questions that stand, by the delivery that asks: to be answered, or answered with yes."""

    def entries(self, entries: Iterable[Entry]) -> list[Entry]:
        """Of a decision's entries those that this adds: who is asked, and who waits for that."""
        return [
            one
            for one in entries
            if (one.question and (one.recipient, one.question) in self.now)
            or (one.decision == "ask" and one.recipient in self.waiting)
        ]


def ask(
    questions: Iterable[Item],
    known: Sequence[Given],
    content: Concerned,
    record: Record,
    agreement: Agreement,
    work: Work,
) -> Asked:
    """What is asked now, of what was not ``known`` to be asked.

    Whoever is on duty when it is first asked stays asked. A question that was settled without an
    answer can be asked again.
    """
    found = Asked(tuple(known), still={one.delivery for one in known if one.agreed})
    asked = {one.delivery: one for one in known}
    for item in questions:
        if item.question is None:
            continue
        kind = item.question.kind
        event = content.data.amends or content.identity
        about = [*item.asks_about, "of"]
        if kind == "objection":  # the sender's yes is to its event, this one to each child's
            about += [child.person for child in item.children]
        name = derived("question", event, kind, *about)
        while name in asked and (settled := asked[name].newest):
            name = derived("question", settled)
        if name not in asked:
            delivery = delivery_of(item, content, record, agreement, work, None)
            delivery = delivery.model_copy(update={"id": name})
            asked[name] = given_of(delivery, item, agreement)
            found.outputs += _put(delivery, asked[name], item, content, agreement, work)
            found.now[item.recipient, kind] = name
            found.waiting.update(item.asks_about)
        found.still.add(name)
    found.known = tuple(asked.values())
    return found


def _put(
    delivery: Delivery,
    given: Given,
    item: Item,
    content: Concerned,
    agreement: Agreement,
    work: Work,
) -> list[Outgoing]:
    """A question on the topic of whoever answers it, and the word to the agency that it waits."""
    refs = [child for link in content.data.links for child in children_of(link)]
    expect_replies(delivery, given, tuple(dict.fromkeys(refs)), asks_about(item), content, work)
    kinds = families(item.asks_about, agreement)
    says = f"Nothing goes to {kinds} until {given.to} has answered yes."
    word = feedback(
        agency_of(content),
        content.event.id,
        delivery.time,
        "not-delivered",
        says,
        cause=delivery.id,
    )
    return [outgoing(delivery, given.topic, given.key), word]


def asks_about(item: Item) -> AsksAbout | None:
    """What the recipient of an item is asked, as its delivery is remembered; none where nothing."""
    if item.question is None:
        return None
    return AsksAbout(
        kind=item.question.kind,
        whom=item.asks_about,
        children=tuple(refs_of(item)),
        by=item.asks_by,
        reason=item.reason,
    )


def families(recipients: Iterable[RecipientId], agreement: Agreement) -> str:
    """The families of recipients, in the words that an agency may hear."""
    known = [agreement.recipients[one] for one in recipients if one in agreement.recipients]
    return listed(family_of(one.kind, agreement.agencies[one.agency].kind) for one in known)
