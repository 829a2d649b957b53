"""What follows from the answer to a question: who is told on yes, and what stands on the ledger.

On yes, the event as it stands is decided anew, by the rules in force then, for those who waited.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from wholepicture_agreement import (
    Agreement,
    Elsewhere,
    Item,
    agreed_to,
    decide,
)
from wholepicture_bus.records import Outgoing, Record
from wholepicture_engine.stage import Key, Work
from wholepicture_schemas.children import ChildConcernedData, links_now
from wholepicture_schemas.deliveries import Delivery
from wholepicture_schemas.feedback import State
from wholepicture_schemas.identifiers import EventId, RecipientId, derived
from wholepicture_schemas.reading import event_of
from wholepicture_schemas.replies import Answer

from wholepicture_consumers.documents import AsksAbout, Sent
from wholepicture_consumers.feedback import feedback
from wholepicture_consumers.picture.chronology import children_of
from wholepicture_consumers.picture.documents import Given, Picture, Told
from wholepicture_consumers.picture.entries import by_reason, children_in, led_to
from wholepicture_consumers.picture.questions import ask, families
from wholepicture_consumers.picture.reading import Concerned, Replied
from wholepicture_consumers.picture.replacing import newest
from wholepicture_consumers.picture.situations import situation_of
from wholepicture_consumers.picture.states import states
from wholepicture_consumers.picture.telling import (
    delivery_of,
    given_of,
    on_the_ledger,
    refs_of,
    send,
)


class Answering:
    """The work of one answer to the question of a delivery.

    A no can become a yes later, since nobody was told. What was told cannot become untold, so what
    comes after a yes changes nothing.
    """

    def __init__(
        self,
        reply: Answer,
        replied: Replied,
        sent: Sent,
        record: Record,
        agreement: Agreement,
        work: Work,
    ) -> None:
        self._reply, self._replied, self._sent = reply, replied, sent
        self._record, self._agreement, self._work = record, agreement, work

    def outputs(self) -> list[Outgoing]:
        """Everything that follows; the answer is kept with its question."""
        sent, asks = self._sent, self._sent.asks
        told = self._work.get(Told, sent.event)
        if asks is None or told is None or not sent.open or self._is_settled(told):
            return []
        self._work.further(
            Key(Picture, child) for link in told.links for child in children_of(link)
        )  # a correction may have brought children since it was asked
        content = _as_it_stands(told, sent)
        yes = self._reply.answer == "yes"
        if asks.kind == "phone":
            yes = yes and self._reply.taken_by is not None
            self._keep(is_open=not yes)
            return self._telephoned(asks, content) if yes else self._not_reached()
        self._keep(is_open=not yes)
        if told.retracted:
            return []
        if yes:
            return self._agreed(asks, self._with_yes(told), content)
        return self._refused(asks, told.given, content)

    def _is_settled(self, told: Told) -> bool:
        """Whether the question was settled without an answer."""
        name = self._replied.data.delivery
        return any(one.newest for one in told.asked if one.delivery == name)

    def _with_yes(self, told: Told) -> Told:
        """The event, with the question as answered."""
        name = self._replied.data.delivery
        asked = tuple(
            one.model_copy(update={"agreed": True}) if one.delivery == name else one
            for one in told.asked
        )
        return told.model_copy(update={"asked": asked})

    def _keep(self, *, is_open: bool) -> None:
        self._work.put(self._replied.data.delivery, self._sent.model_copy(update={"open": is_open}))

    def _agreed(self, asks: AsksAbout, told: Told, content: Concerned) -> list[Outgoing]:
        """Those who waited are told, as far as the rules in force now tell them."""
        record, agreement, work = self._record, self._agreement, self._work
        more_agreed = (
            agreed_to(one, asks.kind, child)
            for one in asks.whom
            for child in asks.children or (None,)
        )
        agreed = {*told.agreed, *more_agreed}
        situation = replace(
            situation_of(content, agreement, work, earlier_held=False),
            others=states(told.attributes, told.before),
            agreed=frozenset(agreed),
            answered_at=record.appended,
        )
        decision = decide(situation, agreement)
        had = {one.data.recipient: one for one in told.given}
        outputs: list[Outgoing] = []
        ids: dict[RecipientId, EventId] = {}
        for item in decision.items:
            before = had.get(item.recipient)
            if item.recipient in asks.whom and _is_more(item, before):
                delivery, one = self._whole(item, before, content, situation.elsewhere)
                had[item.recipient] = one
                ids[item.recipient] = delivery.id
                outputs += send(delivery, one, refs_of(item), content, work)
        more = ask(decision.questions, told.asked, content, record, agreement, work)
        changes: dict[str, Any] = {
            "given": tuple(had.values()),
            "asked": more.known,
            "agreed": tuple(sorted(agreed)),
        }
        work.put(self._sent.event, told.model_copy(update=changes))
        entries = [
            replace(entry, because=f"{self._who} was asked and said yes. {entry.because}")
            for entry in decision.entries
            if entry.decision == "give" and entry.recipient in ids
        ]
        entries += more.entries(decision.entries)
        ledger = on_the_ledger(led_to(entries, ids, more.now), content, record, work)
        return [*outputs, *more.outputs, *ledger]

    def _whole(
        self,
        item: Item,
        before: Given | None,
        content: Concerned,
        kept_back: Elsewhere | None,
    ) -> tuple[Delivery, Given]:
        """The event as the recipient may have it now, in the place of what it had of it."""
        agreement, record, work = self._agreement, self._record, self._work
        delivery = delivery_of(item, content, record, agreement, work, kept_back)
        name = derived("delivery", delivery.id, self._replied.data.attributes.id)
        data = delivery.data.model_copy(update={"replaces": newest(before) if before else None})
        delivery = delivery.model_copy(update={"id": name, "data": data})
        given = given_of(delivery, item, agreement)
        if before is not None:
            given = given.model_copy(update={"delivery": before.delivery, "newest": name})
        return delivery, given

    def _refused(
        self, asks: AsksAbout, given: Sequence[Given], content: Concerned
    ) -> list[Outgoing]:
        because = f"{self._who} was asked and said no; its reason stands in its answer."
        told = {one.data.recipient for one in given if not one.kept_back}
        waiting = [one for one in asks.whom if one not in told]
        if not waiting:
            return []
        about = children_in(content.data.links)
        entries = [
            (by_reason(reason, "withhold", one, about, because), None)
            for one, reason in zip(asks.whom, asks.by, strict=True)
            if one in waiting
        ]
        kinds = families(waiting, self._agreement)
        return [
            self._word("not-delivered", f"{self._sent.to} answered no: nothing goes to {kinds}."),
            *on_the_ledger(entries, content, self._record, self._work),
        ]

    def _telephoned(self, asks: AsksAbout, content: Concerned) -> list[Outgoing]:
        """An area that is not connected was told, and a person says who took it."""
        reply = self._replied.data.attributes.id
        because = f"Told by telephone. Who took it stands in the answer {reply}."
        about = children_in(content.data.links)
        entry = by_reason(asks.reason, "give", self._sent.recipient, about, because)
        return [
            self._word("delivered", "The area that is not connected was told by telephone."),
            *on_the_ledger([(entry, None)], content, self._record, self._work),
        ]

    def _not_reached(self) -> list[Outgoing]:
        says = f"{self._sent.to} has not recorded yet who took it in the area not connected."
        return [self._word("not-delivered", says)]

    @property
    def _who(self) -> str:
        one = self._agreement.recipients.get(self._sent.recipient)
        return one.name if one else "A recipient that has left"

    def _word(self, state: State, says: str) -> Outgoing:
        return feedback(
            self._sent.agency,
            self._sent.event.rpartition(":")[2],
            self._record.appended,
            state,
            says[0].upper() + says[1:],
            cause=self._replied.data.attributes.id,
        )


def _is_more(item: Item, before: Given | None) -> bool:
    """Whether a recipient gets something that it has not had, or not any more."""
    if before is None or before.kept_back:
        return True
    had = {child.person for child in before.data.children}
    return bool({child.person for child in item.children} - had)


def _as_it_stands(told: Told, sent: Sent) -> Concerned:
    """The event that a question is about, as every correction left it."""
    event = event_of(told.attributes, told.content)
    about = {child.person for child in event.data.core.children}
    data = ChildConcernedData(
        lead=True,
        links=tuple(link for link in links_now(told.links) if link.person in about),
        missing=told.missing,
        received=told.received,
        digest="",
        attributes=told.attributes,
        content=told.content,
    )
    return Concerned(data, event, sent.correlation)
