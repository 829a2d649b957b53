"""Questions: what a person is asked before somebody else is told, and what follows from the answer.

On yes, the event as it stands is decided anew, by the rules in force then, for those who waited.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from wholepicture_bus.binding import outgoing
from wholepicture_bus.records import Outgoing, Record
from wholepicture_bus.stage import Key, Work
from wholepicture_schemas.children import ChildConcernedData, links_now
from wholepicture_schemas.deliveries import Amends, Delivery, Reason
from wholepicture_schemas.feedback import State
from wholepicture_schemas.identifiers import RecipientId, derived
from wholepicture_schemas.replies import Answer

from wholepicture_consumers.agreement import Agreement, Entry, Item, KnownChild, Verdict, decide
from wholepicture_consumers.feedback import family_of, feedback
from wholepicture_consumers.picture.amended import amended_delivery
from wholepicture_consumers.picture.chronology import children_of
from wholepicture_consumers.picture.coverage import with_coverage
from wholepicture_consumers.picture.documents import AsksAbout, Given, Picture, Sent, Told
from wholepicture_consumers.picture.reading import Concerned, Replied, event_of
from wholepicture_consumers.picture.states import states
from wholepicture_consumers.picture.telling import (
    agency_of,
    delivery_of,
    given_of,
    on_the_ledger,
    refs_of,
    send,
    situation_of,
)

_SETTLED = "The question is settled: the sender took it back, and nobody is told."


def ask(
    questions: Iterable[Item],
    known: Sequence[Given],
    content: Concerned,
    record: Record,
    agreement: Agreement,
    work: Work,
) -> tuple[list[Outgoing], tuple[Given, ...]]:
    """What is sent to whoever is asked, and every question of the event, asked now or before."""
    outputs: list[Outgoing] = []
    asked = {one.delivery: one for one in known}
    for item in questions:
        kind = item.question.kind if item.question else ""
        event = content.data.amends or content.identity
        name = derived("question", event, item.recipient, kind)
        if name not in asked:
            delivery = delivery_of(item, content, record, agreement, work)
            delivery = delivery.model_copy(update={"id": name})
            asked[name] = given_of(delivery, item, agreement)
            outputs += _put(delivery, asked[name], item, content, agreement, work)
    return outputs, tuple(asked.values())


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
    work.add(
        delivery.id,
        Sent(
            recipient=item.recipient,
            subscriber=given.subscriber,
            key=given.key,
            event=content.data.amends or content.identity,
            about=content.identity,
            agency=agency_of(content),
            correlation=content.correlation,
            children=tuple(dict.fromkeys(refs)),
            to=given.to,
            asks=asks_about(item),
        ),
    )
    kinds = _kinds(item.asks_about, agreement)
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
        kind=item.question.kind, whom=item.asks_about, by=item.asks_by, reason=item.reason
    )


def settled(
    asked: Iterable[Given], content: Concerned, record: Record, agreement: Agreement, work: Work
) -> list[Outgoing]:
    """Whoever is asked something still hears that it is settled: the event was taken back."""
    outputs: list[Outgoing] = []
    for given in asked:
        why = "The sender took back what the question is about."
        changes: dict[str, Any] = {
            "headline": _SETTLED,
            "instructions": (),
            "respond_by": None,
            "respond_by_words": None,
            "told": {},
            "amends": Amends(delivery=given.delivery, how="retraction", because=why),
        }
        delivery = amended_delivery(given, changes, content, record)
        name = derived("question-settled", content.identity, given.delivery)
        delivery = with_coverage(delivery.model_copy(update={"id": name}), agreement, work)
        outputs += send(delivery, given, (), content, work)
    return outputs


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
        if asks is None or told is None or not sent.open:
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
        return self._agreed(asks, told, content) if yes else self._refused(asks, content)

    def _keep(self, *, is_open: bool) -> None:
        self._work.put(self._replied.data.delivery, self._sent.model_copy(update={"open": is_open}))

    def _agreed(self, asks: AsksAbout, told: Told, content: Concerned) -> list[Outgoing]:
        """Those who waited are told, as far as the rules in force now tell them."""
        record, agreement, work = self._record, self._agreement, self._work
        agreed = {*told.agreed, *((one, asks.kind) for one in asks.whom)}
        situation = replace(
            situation_of(content, agreement, work, earlier_held=False),
            others=states(told.attributes, told.before),
            agreed=frozenset(agreed),
            answered_at=record.appended,
        )
        decision = decide(situation, agreement)
        had = {one.data.recipient for one in told.given}
        outputs: list[Outgoing] = []
        given: list[Given] = []
        for item in decision.items:
            if item.recipient in asks.whom and item.recipient not in had:
                delivery = delivery_of(item, content, record, agreement, work)
                one = given_of(delivery, item, agreement)
                given.append(one)
                outputs += send(delivery, one, refs_of(item), content, work)
        more, asked = ask(decision.questions, told.asked, content, record, agreement, work)
        changes: dict[str, Any] = {
            "given": (*told.given, *given),
            "asked": asked,
            "agreed": tuple(sorted(agreed)),
        }
        work.put(self._sent.event, told.model_copy(update=changes))
        ids = {one.data.recipient: one.delivery for one in given}
        entries = [
            replace(entry, because=f"{self._who} was asked and said yes. {entry.because}")
            for entry in decision.entries
            if entry.decision == "give" and entry.recipient in ids
        ]
        return [*outputs, *more, *on_the_ledger(entries, ids, content, record, work)]

    def _refused(self, asks: AsksAbout, content: Concerned) -> list[Outgoing]:
        because = f"{self._who} was asked and said no; its reason stands in its answer."
        entries = [
            self._entry("withhold", one, reason, because, content)
            for one, reason in zip(asks.whom, asks.by, strict=True)
        ]
        kinds = _kinds(asks.whom, self._agreement)
        return [
            self._word("not-delivered", f"{self._sent.to} answered no: nothing goes to {kinds}."),
            *on_the_ledger(entries, {}, content, self._record, self._work),
        ]

    def _telephoned(self, asks: AsksAbout, content: Concerned) -> list[Outgoing]:
        """An area that is not connected was told, and a person says who took it."""
        reply = self._replied.data.attributes.id
        because = f"Told by telephone. Who took it stands in the answer {reply}."
        entry = self._entry("give", self._sent.recipient, asks.reason, because, content)
        return [
            self._word("delivered", "The area that is not connected was told by telephone."),
            *on_the_ledger([entry], {}, content, self._record, self._work),
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

    def _entry(
        self,
        decision: Verdict,
        recipient: RecipientId,
        reason: Reason,
        because: str,
        content: Concerned,
    ) -> Entry:
        return Entry(
            decision=decision,
            recipient=recipient,
            rule=reason.rule,
            rule_version=reason.rule_version,
            agreement=reason.agreement,
            purpose=reason.purpose,
            legal_basis=reason.legal_basis,
            children=tuple(
                KnownChild(person=link.person, ref=link.child, confidence=link.confidence)
                for link in content.data.links
            ),
            fields=(),
            masked=(),
            because=because,
        )


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


def _kinds(recipients: Iterable[RecipientId], agreement: Agreement) -> str:
    """The families of recipients, in the words that an agency may hear."""
    known = [agreement.recipients[one] for one in recipients if one in agreement.recipients]
    families = [family_of(one.kind, agreement.agencies[one.agency].kind) for one in known]
    return " and ".join(dict.fromkeys(families))
