"""Answers to questions: who is told on yes, and what stands on the ledger.

On yes, the event as it stands is decided anew, by the rules in force then.
"""

from collections.abc import Sequence

from wholepicture_agreement import agreed_to
from wholepicture_bus.records import Outgoing, Record
from wholepicture_engine.stage import Key
from wholepicture_schemas.feedback import State
from wholepicture_schemas.identifiers import EventId
from wholepicture_schemas.replies import Answer

from wholepicture_consumers.documents import AsksAbout, Sent
from wholepicture_consumers.facts.chronology import keys_of
from wholepicture_consumers.facts.event import EventState, links_about
from wholepicture_consumers.facts.moving import Moved
from wholepicture_consumers.feedback import feedback
from wholepicture_consumers.picture.causes import Cause, Facts, House
from wholepicture_consumers.picture.documents import Telling
from wholepicture_consumers.picture.holdings import holdings_of
from wholepicture_consumers.picture.ledger import Entered, by_reason, children_in, on_the_ledger
from wholepicture_consumers.picture.questions import families
from wholepicture_consumers.picture.reading import Replied
from wholepicture_consumers.picture.reconcile import reconcile


class Answering:
    """The work of one answer to the question of a delivery.

    A no can become a yes later, since nobody was told. What was told cannot become untold, so what
    comes after a yes changes nothing.
    """

    def __init__(
        self, reply: Answer, replied: Replied, sent: Sent, record: Record, house: House
    ) -> None:
        self._reply, self._replied, self._sent = reply, replied, sent
        self._record, self._house = record, house

    def outputs(self) -> Sequence[Outgoing]:
        """Everything that follows; the answer is kept with its question."""
        sent, asks, work = self._sent, self._sent.asks, self._house.work
        work.further([Key(EventState, sent.event)])
        state, telling = work.get(EventState, sent.event), work.get(Telling, sent.event)
        if asks is None or state is None or telling is None or not sent.open:
            return []
        if sent.held is not None and asks.whom and sent.held.newest:
            return []  # it was settled without an answer
        work.further(keys_of(state.links))  # a correction may have brought children since
        yes = self._reply.answer == "yes"
        if asks.kind == "phone":
            yes = yes and self._reply.taken_by is not None
            self._keep(is_open=not yes)
            facts = self._facts(state, telling)
            return self._telephoned(asks, facts) if yes else self._not_reached()
        self._keep(is_open=not yes, agreed=yes)
        if state.retracted:
            return []
        if yes:
            return self._agreed(asks, state, telling)
        return self._refused(asks, self._facts(state, telling))

    def _facts(self, state: EventState, telling: Telling) -> Facts:
        event = state.event()
        return Facts(state, state, event, event, Moved(), telling)

    def _cause(self) -> Cause:
        attributes = self._replied.data.attributes
        event = EventId(self._sent.event.rpartition(":")[2])
        return Cause(
            "answered", f"{attributes.source}:{attributes.id}", event, attributes.type,
            self._record, self._record.appended, said=f"{self._who} was asked and said yes.",
        )  # fmt: skip

    def _keep(self, *, is_open: bool, agreed: bool = False) -> None:
        sent = self._sent.model_copy(update={"open": is_open})
        if agreed and sent.held is not None:
            held = sent.held.model_copy(update={"agreed": True})
            sent = sent.model_copy(update={"held": held})
        self._house.work.put(self._replied.data.delivery, sent)

    def _agreed(self, asks: AsksAbout, state: EventState, telling: Telling) -> Sequence[Outgoing]:
        """Those who waited are told, as far as the rules in force now tell them."""
        more_agreed = (
            agreed_to(recipient, asks.kind, child)
            for recipient in asks.whom
            for child in asks.children or (None,)
        )
        agreed = tuple(sorted({*telling.agreed, *more_agreed}))
        facts = self._facts(state, telling.model_copy(update={"agreed": agreed}))
        return reconcile(facts, self._cause(), self._house).outputs

    def _refused(self, asks: AsksAbout, facts: Facts) -> Sequence[Outgoing]:
        because = f"{self._who} was asked and said no; its reason stands in its answer."
        own = holdings_of(facts.telling, self._house.work).own
        told = {holding.recipient for holding in own if not holding.held.kept_back}
        waiting = [recipient for recipient in asks.whom if recipient not in told]
        if not waiting:
            return []
        about = children_in(links_about(facts.now, facts.event))
        entries: list[Entered] = [
            (by_reason(reason, "withhold", recipient, about, because), None)
            for recipient, reason in zip(asks.whom, asks.by, strict=True)
            if recipient in waiting
        ]
        kinds = families(waiting, self._house.agreement)
        return [
            self._word("not-delivered", f"{self._sent.to} answered no: nothing goes to {kinds}."),
            *on_the_ledger(entries, facts, self._cause(), self._house.work),
        ]

    def _telephoned(self, asks: AsksAbout, facts: Facts) -> Sequence[Outgoing]:
        """An area that is not connected was told, and a person says who took it."""
        reply = self._replied.data.attributes.id
        because = f"Told by telephone. Who took it stands in the answer {reply}."
        about = children_in(links_about(facts.now, facts.event))
        entry = by_reason(asks.reason, "give", self._sent.recipient, about, because)
        return [
            self._word("delivered", "The area that is not connected was told by telephone."),
            *on_the_ledger([(entry, None)], facts, self._cause(), self._house.work),
        ]

    def _not_reached(self) -> Sequence[Outgoing]:
        says = f"{self._sent.to} has not recorded yet who took it in the area not connected."
        return [self._word("not-delivered", says)]

    @property
    def _who(self) -> str:
        recipient = self._house.agreement.recipients.get(self._sent.recipient)
        return recipient.name if recipient else "A recipient that has left"

    def _word(self, state: State, says: str) -> Outgoing:
        return feedback(
            self._sent.agency,
            self._sent.event.rpartition(":")[2],
            self._record.appended,
            state,
            says[0].upper() + says[1:],
            cause=self._replied.data.attributes.id,
        )
