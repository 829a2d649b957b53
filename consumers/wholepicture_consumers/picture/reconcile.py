"""Reconciling: what follows for everybody who holds, or is due, something of an event.

Facts change. For each recipient the difference between what it holds and what is due to it is said
once, whatever the cause: a first telling, a correction, a retraction, a person's answer, a decision
who a child is.
"""

from collections.abc import Iterable, Mapping, Sequence

from wholepicture_agreement import Due, Entry, EventVersion, Situation, items_due
from wholepicture_bus.records import Outgoing
from wholepicture_schemas.children import Link, links_now
from wholepicture_schemas.deliveries import Delivery
from wholepicture_schemas.identifiers import ChildRef, EventId, RecipientId

from wholepicture_consumers.facts.situations import Known, known_of
from wholepicture_consumers.picture.causes import Cause, Entered, Facts, House
from wholepicture_consumers.picture.changes import Comparing
from wholepicture_consumers.picture.holdings import Holdings, holdings_of
from wholepicture_consumers.picture.kinds_of_change import (
    Change,
    Changed,
    KeptBack,
    More,
    New,
    TakenBack,
)
from wholepicture_consumers.picture.ledger import (
    HAD_IT,
    KEPT_BACK_NOW,
    PROTECTED_SINCE,
    Question,
    by_reason,
    children_in,
    led_to,
    on_the_ledger,
    question_of,
)
from wholepicture_consumers.picture.questions import Questions
from wholepicture_consumers.picture.saying import Said, Saying
from wholepicture_consumers.picture.sending import Sending
from wholepicture_consumers.picture.shown import changes_shown
from wholepicture_consumers.picture.shown_saying import said_of_shown
from wholepicture_consumers.picture.taking_on import taken_on, told_before


def reconcile(facts: Facts, cause: Cause, house: House) -> "Outcome":
    """Everything that follows for everybody; what is remembered is brought up to date.

    In this order: whoever was only shown the event, each change of a recipient, the questions, and
    the ledger.
    """
    return _Reconciling(facts, cause, house).outcome()


class Outcome:
    """What follows from a cause."""

    def __init__(
        self, outputs: Sequence[Outgoing], due: Due, situation: Situation, *, told: bool
    ) -> None:
        self.outputs = outputs
        self.due = due
        self.situation = situation
        """What was known of the event's children."""
        self.told = told
        """Whether anybody is told, or asked, anything."""


Amending = More | Changed | KeptBack | TakenBack


class _Reconciling:
    def __init__(self, facts: Facts, cause: Cause, house: House) -> None:
        self._facts, self._cause, self._house = facts, cause, house
        self._held = holdings_of(facts.telling, house.work)
        self._known: Known = _known(facts, self._held, cause, house)
        self._sending = Sending(facts, cause, house, self._held.own)
        self._holders = {holding.recipient: holding.name for holding in self._held.own}
        self._anew: dict[RecipientId, EventId] = {}
        """Who has the event as a whole now, by the delivery that brought it."""
        self._entered: list[Entered] = []

    def outcome(self) -> Outcome:
        facts, cause, house = self._facts, self._cause, self._house
        self._tell_the_shown()
        if cause.how == "protected":
            return self._asked_back()
        situation = self._known.situation
        due = Due() if facts.now.retracted else items_due(situation, house.agreement)
        comparing = Comparing(facts, situation, due, cause, house)
        saying = Saying(facts, cause, house, comparing, self._known.elsewhere)
        for _, changes in comparing.changes(self._held.own):
            for said in saying.said(changes):
                self._keep(said)
        questions = Questions(facts, cause, house, self._held.asked)
        asked = questions.reconcile(due.questions, self._sending)
        house.work.put(
            facts.name,
            facts.telling.model_copy(
                update={"holders": tuple(self._holders.values()), "asked": asked.known}
            ),
        )
        told = bool(self._sending.outputs)
        decided = self._decided(due, asked.now)
        on_the_ledger([*decided, *self._entered, *asked.ledger], facts, cause, house)
        return self._outcome(due, told=told)

    def _asked_back(self) -> Outcome:
        """Whoever has what is protected now is asked to take it out; nobody is told anything new.

        Nothing is decided: who works with the child by now does not get what was told before.
        """
        facts, cause, house = self._facts, self._cause, self._house
        comparing = Comparing(facts, self._known.situation, Due(), cause, house)
        saying = Saying(facts, cause, house, comparing, self._known.elsewhere)
        for _, changes in comparing.changes(self._held.own):
            for said in saying.said(tuple(filter(_protects, changes))):
                self._keep(said)
        on_the_ledger(self._entered, facts, cause, house)
        return self._outcome(Due(), told=bool(self._sending.outputs))

    def _outcome(self, due: Due, *, told: bool) -> Outcome:
        return Outcome(self._sending.outputs, due, self._known.situation, told=told)

    def _keep(self, said: Said) -> None:
        """Send a delivery, and remember what its recipient holds from now on."""
        recipient, change = said.delivery.data.recipient, said.change
        refs = self._refs(change, said.delivery)
        if isinstance(change, New | More):
            self._anew[recipient] = said.delivery.id
        if isinstance(change, New):
            self._sending.first(said.delivery, change.item, refs)
            self._holders[recipient] = said.delivery.id
            return
        self._sending.amendment(said.delivery, change.held, refs)
        self._enter(change, said)
        if said.held is not None:
            held = said.held
            self._house.work.put(held.name, held.sent.model_copy(update={"held": held.held}))
        elif not self._facts.now.retracted:
            self._holders.pop(recipient, None)

    def _tell_the_shown(self) -> None:
        if self._facts.was is None:
            return
        for changes in changes_shown(self._facts, self._held.own, self._house):
            amendment = said_of_shown(changes, self._facts, self._cause, self._house)
            self._sending.amendment(amendment.delivery, amendment.holding, amendment.refs)
            self._entered.append((amendment.entry, amendment.delivery.id))

    def _refs(self, change: Change, delivery: Delivery) -> list[ChildRef]:
        """The children of a delivery, by their references on the bus."""
        if isinstance(change, New):
            return [child.ref for child in change.item.children if child.ref is not None]
        persons = {child.person for child in delivery.data.children}
        if not isinstance(change, More):
            persons |= change.held.persons
        return [link.child for link in self._links_held() if link.person in persons]

    def _links_held(self) -> tuple[Link, ...]:
        """The link by which each person was given, and the new one of whoever is found now."""
        facts = self._facts
        return links_now((*(facts.was or facts.now).links, *facts.moved.found.values()))

    def _enter(self, change: Amending, said: Said) -> None:
        """The ledger's entry for an amendment, which follows from the first disclosure's rule.

        A child about whom the event as a whole is given now has an entry of the decision instead.
        """
        data, links = change.held.held.data, self._links_held()
        persons = {child.person for child in data.children}
        if isinstance(change, More):
            links = links_now(self._facts.now.links)
            persons -= {child.person for child in change.item.children}
            if not persons:
                return
        about = children_in(link for link in links if link.person in persons)
        why = KEPT_BACK_NOW if isinstance(change, KeptBack) else HAD_IT
        if self._cause.how == "protected":
            why = PROTECTED_SINCE
        entry = by_reason(data.reason, "give", data.recipient, about, why, said.seen)
        self._entered.append((entry, said.delivery.id))

    def _decided(self, due: Due, asked: Mapping[Question, EventId]) -> list[Entered]:
        """The decision's entries for the ledger; without what was given before and is not anew."""
        first = self._facts.was is None
        entries: Iterable[Entry] = due.entries(due.items if first else self._anew)
        if self._cause.said:
            entries = [
                entry._replace(because=f"{self._cause.said} {entry.because}")
                if entry.decision == "give" and entry.question != "not-taken-on"
                else entry
                for entry in entries
            ]
        entries = [entry for entry in entries if not _is_asked_already(entry, asked)]
        decided = led_to(entries, self._anew, asked)
        if first:
            return decided
        return [(entry, led) for entry, led in decided if entry.decision != "give" or led]


def _protects(change: Change) -> bool:
    """Whether a change is that something which a recipient has is protected now."""
    return isinstance(change, Changed) and change.difference.protects


def _is_asked_already(entry: Entry, asked: Mapping[Question, EventId]) -> bool:
    """Whether it is the entry of a question who acts that was asked before."""
    kind = entry.question
    return kind == "not-taken-on" and question_of(entry.recipient, kind, ()) not in asked


def _known(facts: Facts, held: Holdings, cause: Cause, house: House) -> Known:
    """The event and what is known of its children, as of the moment of the cause."""
    answered = cause.how in {"answered", "linked", "protected"}
    received = facts.now.received if answered else cause.received
    known = known_of(
        facts.now, facts.event, received, house.agreement, house.work,
        earlier_held=cause.earlier_held, others=_others(facts),
    )  # fmt: skip
    situation = known.situation._replace(
        agreed=frozenset(facts.telling.agreed),
        told_before=told_before(held, facts),
        taken_on=taken_on(held, facts),
        answered_at=cause.at if answered else None,
        made_for=facts.made_for,
    )
    return known._replace(situation=situation)


def _others(facts: Facts) -> tuple[EventVersion, ...]:
    """The states in which the event was before; the last of them as a whole."""
    was, now = facts.was, facts.now
    if was is None or (was.content == now.content and was.missing == now.missing):
        return now.earlier()
    return (*now.earlier(was), EventVersion(facts.was_event, was.missing))
