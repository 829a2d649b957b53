"""Answers to questions: who is told on yes, and what stands on the ledger.

On yes, the event as it stands is decided anew, by the rules in force then.
"""

from collections.abc import Sequence

from wholepicture_agreement import KnownChild, Verdict, agreed_to
from wholepicture_bus.records import Outgoing, Record
from wholepicture_schemas.answers import SAYS_WHO
from wholepicture_schemas.feedback import State
from wholepicture_schemas.identifiers import EventId
from wholepicture_schemas.replies import Answer

from wholepicture_consumers.documents import AsksAbout, Sent
from wholepicture_consumers.facts.chronology import keys_of
from wholepicture_consumers.facts.event import EventState, links_about
from wholepicture_consumers.feedback import feedback
from wholepicture_consumers.picture.after_a_yes import thought_otherwise
from wholepicture_consumers.picture.causes import Cause, Entered, Facts, House, as_it_stands
from wholepicture_consumers.picture.documents import Telling, told_state
from wholepicture_consumers.picture.holdings import holdings_of
from wholepicture_consumers.picture.ledger import by_reason, children_in, on_the_ledger
from wholepicture_consumers.picture.questions import families
from wholepicture_consumers.picture.reading import Replied
from wholepicture_consumers.picture.reconcile import reconcile
from wholepicture_consumers.picture.taking_on import remember_closed
from wholepicture_consumers.picture.voice import WHO_TOOK_IT


class Answering:
    """The work of one answer to the question of a delivery.

    A no can become a yes later, since nobody was told. What was told cannot become untold, so a no
    that comes after a yes takes nothing back: whoever was told on the yes is asked to call.
    """

    def __init__(
        self, reply: Answer, replied: Replied, sent: Sent, record: Record, house: House
    ) -> None:
        self._reply, self._replied, self._sent = reply, replied, sent
        self._record, self._house = record, house

    def outputs(self) -> Sequence[Outgoing]:
        """Everything that follows; the answer is kept with its question."""
        sent, asks, work = self._sent, self._sent.asks, self._house.work
        state, telling = told_state(sent.event, work), work.get(Telling, sent.event)
        if asks is None or state is None or telling is None:
            return []
        if sent.held is not None and asks.kind != "phone" and sent.held.newest:
            return []  # it was settled without an answer
        work.further(keys_of(state.links))  # a correction may have brought children since
        yes = self._reply.answer == "yes"
        if asks.kind in SAYS_WHO:
            return self._who_took_it(asks, state, telling, yes=yes)
        if not sent.open:
            return [] if state.retracted else self._after_a_yes(asks, state, telling, yes=yes)
        self._keep(is_open=not yes, agreed=yes)
        if state.retracted:
            return []
        if yes:
            return self._agreed(asks, state, telling)
        return self._refused(asks, as_it_stands(state, telling))

    def _cause(self) -> Cause:
        attributes = self._replied.data.attributes
        event = EventId(self._sent.event.rpartition(":")[2])
        return Cause(
            "answered", f"{attributes.source}:{attributes.id}", event, attributes.type,
            self._record, self._record.appended,
            said=f"{self._who} was asked and said {self._reply.answer}.",
        )  # fmt: skip

    def _keep(self, *, is_open: bool, agreed: bool) -> None:
        sent = self._sent.model_copy(update={"open": is_open})
        if sent.held is not None and sent.held.agreed != agreed:
            held = sent.held.model_copy(update={"agreed": agreed})
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
        facts = as_it_stands(state, telling.model_copy(update={"agreed": agreed}))
        return reconcile(facts, self._cause(), self._house).outputs

    def _refused(self, asks: AsksAbout, facts: Facts) -> Sequence[Outgoing]:
        because = f"{self._who} was asked and said no; its reason stands in its answer."
        own = holdings_of(facts.telling, self._house.work).own
        told = {holding.recipient for holding in own if not holding.held.kept_back}
        waiting = [recipient for recipient in asks.whom if recipient not in told]
        if not waiting:
            return []
        about = self._about(facts)
        entries: list[Entered] = [
            (by_reason(reason, "withhold", recipient, about, because), None)
            for recipient, reason in zip(asks.whom, asks.by, strict=True)
            if recipient in waiting
        ]
        on_the_ledger(entries, facts, self._cause(), self._house)
        if asks.kind == "same-child":
            return []
        kinds = families(waiting, self._house.agreement)
        says = f"{self._sent.to} answered no: nothing goes to {kinds}."
        return [self._word("not-delivered", says)]

    def _after_a_yes(
        self, asks: AsksAbout, state: EventState, telling: Telling, *, yes: bool
    ) -> Sequence[Outgoing]:
        """Whoever was told on the yes hears what the answer is now, where that has changed."""
        held = self._sent.held
        if held is None or held.no_since is not yes:
            return []
        kept = held.model_copy(update={"no_since": not yes})
        self._house.work.put(
            self._replied.data.delivery, self._sent.model_copy(update={"held": kept})
        )
        facts = as_it_stands(state, telling)
        about, cause = self._about(facts), self._cause()
        made = thought_otherwise(asks, about, facts, cause, self._house, agrees=yes)
        if asks.kind == "same-child":
            return made
        kinds = families(asks.whom, self._house.agreement)
        says = f"{self._sent.to} answers no now. {kinds}: what was told is not taken back, and who "
        says += "has it is asked to call."
        if yes:
            says = f"{self._sent.to} answers yes again. {kinds}: who has it hears so."
        return [self._word("delivered" if yes else "not-delivered", says), *made]

    def _who_took_it(
        self, asks: AsksAbout, state: EventState, telling: Telling, *, yes: bool
    ) -> Sequence[Outgoing]:
        """A person says who took it. A no that comes after that opens the question again."""
        yes = yes and self._reply.taken_by is not None
        was_open = self._sent.open
        if yes and not was_open:
            return []
        self._keep(is_open=not yes, agreed=yes)
        facts = as_it_stands(state, telling)
        voiced = WHO_TOOK_IT[asks.kind]
        if not yes and was_open:
            return [self._word("not-delivered", voiced.not_yet.format(who=self._sent.to))]
        verdict: Verdict = "give" if yes else "ask"
        because = voiced.taken if yes else voiced.again
        because = f"{because} It stands in the answer {self._replied.data.attributes.id}."
        entry = by_reason(asks.reason, verdict, self._sent.recipient, self._about(facts), because)
        word = self._word("delivered" if yes else "not-delivered", because)
        on_the_ledger([(entry, None)], facts, self._cause(), self._house)
        if asks.kind == "phone" or state.retracted:
            return [word]
        remember_closed(self._replied.data.delivery, self._sent, self._house, is_open=not yes)
        return [word, *reconcile(facts, self._cause(), self._house).outputs]

    def _about(self, facts: Facts) -> list[KnownChild]:
        """The children that the question is about, or all of the event where it names none."""
        held, links = self._sent.held, links_about(facts.now, facts.event)
        persons = {child.person for child in held.data.children} if held else set()
        return children_in(link for link in links if not persons or link.person in persons)

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
