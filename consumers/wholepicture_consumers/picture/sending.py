"""Sending: a delivery on its recipient's topic, remembered for its whole life, and a word back.

The agency hears in one word to which families it went because of a record; of each family once of
each event, however many of that family had it.
"""

from collections.abc import Iterator, Sequence

from wholepicture_agreement import Item
from wholepicture_bus import topics
from wholepicture_bus.binding import outgoing
from wholepicture_bus.records import Outgoing, Record
from wholepicture_schemas.deliveries import Delivery
from wholepicture_schemas.identifiers import ChildRef, EventId, PersonRef
from wholepicture_schemas.model import unchecked
from wholepicture_schemas.words import listed

from wholepicture_consumers.documents import AsksAbout, Held, Sent, Showed, Showing
from wholepicture_consumers.feedback import feedback
from wholepicture_consumers.picture.causes import Cause, Facts, House
from wholepicture_consumers.picture.holdings import Holding, as_held
from wholepicture_consumers.picture.kinds_of_change import (
    rules_of,
)
from wholepicture_consumers.picture.shown import remember

_sent, _held = unchecked(Sent), unchecked(Held)

Rules = dict[str, tuple[PersonRef, ...]]


class Sending:
    """What goes out because of one cause, in its order."""

    def __init__(self, facts: Facts, cause: Cause, house: House, had: Sequence[Holding]) -> None:
        self._facts, self._cause, self._house = facts, cause, house
        self._families = {holding.sent.to for holding in had}
        """Those who had the event before."""
        self.outputs: list[Outgoing] = []

    def first(
        self,
        delivery: Delivery,
        item: Item,
        children: Sequence[ChildRef],
        asks: AsksAbout | None = None,
    ) -> Sent:
        """A first delivery of the event, or a question about it: its recipient holds it from now.

        ``asks`` is what a question asks; none where the item itself asks something besides.
        """
        data = delivery.data
        rules = rules_of(item)
        held = _held(rules=rules, data=as_held(data))
        topic = topics.referrals if data.kind == "referral" else topics.notices
        sent = self._sent(
            delivery, item, topic(item.carrier), children, held, asks or _asks(delivery)
        )
        self._out(delivery, sent)
        if asks is None and sent.to not in self._families:
            self._went_to(sent.to, self._facts.event.id)
        return sent

    def amendment(self, delivery: Delivery, holding: Holding, children: Sequence[ChildRef]) -> None:
        """What amends a delivery that a recipient holds."""
        old = holding.sent
        sent = old.model_copy(
            update={
                "about": self._cause.name if self._cause.is_amendment else self._facts.name,
                "children": tuple(children),
                "at": delivery.time,
                "respond_by": delivery.data.respond_by,
                "acknowledged": None,
                "decided": None,
                "amends": delivery.data.amends.delivery if delivery.data.amends else None,
                "asks": _asks(delivery),
                "open": True,
                "held": None,
                "showing": _showing(delivery, holding.held.rules),
            }
        )
        self._out(delivery, sent)
        if self._cause.is_amendment and old.to in self._families:
            self._went_to(old.to, self._cause.event)

    def _sent(
        self,
        delivery: Delivery,
        item: Item,
        topic: str,
        children: Sequence[ChildRef],
        held: Held,
        asks: AsksAbout | None,
    ) -> Sent:
        agreement, data = self._house.agreement, delivery.data
        recipient = agreement.recipient(item.recipient)
        return _sent(
            recipient=item.recipient,
            subscriber=item.carrier,
            topic=topic,
            key=delivery.partitionkey or delivery.id,
            kind=recipient.kind,
            agency_kind=agreement.agencies[recipient.agency].kind,
            event=self._facts.name,
            about=self._facts.name,
            agency=self._facts.now.agency,
            correlation=self._facts.telling.correlation,
            children=tuple(children),
            at=delivery.time,
            respond_by=data.respond_by,
            asks=asks,
            held=held,
            showing=_showing(delivery, held.rules),
        )

    def _out(self, delivery: Delivery, sent: Sent) -> None:
        self._house.work.add(delivery.id, sent)
        remember(delivery, self._facts.refs, self._house.work)
        self.outputs.append(outgoing(delivery, sent.topic, sent.key))

    def _went_to(self, family: str, event: EventId) -> None:
        """The agency is to hear that it went to a family."""
        self._house.told.setdefault((self._facts.now.agency, event), set()).add(family)


def delivered(house: House, record: Record) -> Iterator[Outgoing]:
    """The word to each agency whose event was delivered because of a record: to which families.

    They have an order of their own: who was told first could tell who has a case open.
    """
    for (agency, event), told in house.told.items():
        families = tuple(sorted(told))
        says = f"Delivered to: {listed(families)}."
        yield feedback(
            agency,
            event,
            record.appended,
            "delivered",
            says,
            cause="|".join(families),
            to=families,
        )


def _asks(delivery: Delivery) -> AsksAbout | None:
    """What the recipient of an item is asked besides; none where nothing."""
    question = delivery.data.question
    return AsksAbout(kind=question.matter, reason=delivery.data.reason) if question else None


def _showing(delivery: Delivery, rules: Rules) -> Showing | None:
    """What a delivery shows as told earlier, where it does."""
    data = delivery.data
    if not data.earlier:
        return None
    return Showing(
        kind=data.kind,
        addressed_to=data.addressed_to,
        urgency=data.urgency,
        group=data.group,
        reason=data.reason,
        exercise=data.exercise,
        children=tuple(
            Showed(
                child=child,
                rules=tuple(rule for rule, persons in rules.items() if child.person in persons),
            )
            for child in data.children
        ),
    )
