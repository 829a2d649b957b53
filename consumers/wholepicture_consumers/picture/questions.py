"""Questions: what persons are asked before somebody else is told, and what becomes of that."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from wholepicture_agreement import Agreement, Item
from wholepicture_schemas.answers import QuestionMatter
from wholepicture_schemas.children import links_now
from wholepicture_schemas.deliveries import Amends
from wholepicture_schemas.identifiers import EventId, RecipientId, derived
from wholepicture_schemas.words import listed

from wholepicture_consumers.documents import AsksAbout
from wholepicture_consumers.facts.chronology import children_of
from wholepicture_consumers.facts.event import links_about
from wholepicture_consumers.feedback import family_of, feedback
from wholepicture_consumers.picture import voice
from wholepicture_consumers.picture.causes import Cause, Entered, Facts, House
from wholepicture_consumers.picture.coverage import with_coverage
from wholepicture_consumers.picture.delivery import amending, whole
from wholepicture_consumers.picture.holdings import Holding
from wholepicture_consumers.picture.ledger import (
    WAS_ASKED,
    Question,
    by_reason,
    children_in,
    question_of,
)
from wholepicture_consumers.picture.sending import Sending
from wholepicture_consumers.picture.taking_on import remember_closed, remember_open


@dataclass
class Asked:
    """What is asked about an event."""

    known: tuple[EventId, ...] = ()
    """Every question of the event, asked now or before."""
    now: dict[Question, EventId] = field(default_factory=dict)
    """What is asked now, each with the delivery that asks."""
    ledger: list[Entered] = field(default_factory=list)


class Questions:
    """The questions of one event: those that are due and were not asked, and the reverse.

    Whoever is on duty when it is first asked stays asked. A question that was settled without an
    answer can be asked again.
    """

    def __init__(self, facts: Facts, cause: Cause, house: House, asked: Sequence[Holding]) -> None:
        self._facts, self._cause, self._house = facts, cause, house
        self._asked = {holding.name: holding for holding in asked}

    def reconcile(self, due: Iterable[Item], sending: Sending) -> Asked:
        """What is asked now, and settled; a yes that was said stands."""
        asked = Asked()
        still = {name for name, holding in self._asked.items() if holding.held.agreed}
        fresh: dict[EventId, None] = {}
        for item in due:
            if item.question is None:
                continue
            name = self._name(item, item.question.matter)
            if name not in self._asked and name not in fresh:
                self._ask(name, item, sending)
                persons = (child.person for child in item.children)
                asked.now[question_of(item.recipient, item.question.matter, persons)] = name
                fresh[name] = None
            still.add(name)
        for name, holding in self._asked.items():
            if name not in still and not holding.held.newest:
                self._settle(holding, sending, asked)
        asked.known = (*self._asked, *fresh)
        return asked

    def _name(self, item: Item, kind: QuestionMatter) -> EventId:
        """The question's id: the same for the same question, until it was settled."""
        about: list[str] = [*item.asks_about, "of"]
        if kind in {"not-taken-on", "same-child"}:  # several may be asked, each for itself
            about.append(item.recipient)
        if kind == "not-taken-on" and item.question is not None:
            about.append(item.question.asks)
        if kind != "originator-control":  # the sender's yes is to its event, others to each child's
            about += [child.person for child in item.children]
        name = derived("question", self._facts.name, kind, *about)
        while (holding := self._asked.get(name)) and holding.held.newest:
            name = derived("question", holding.held.newest)
        return name

    def _ask(self, name: EventId, item: Item, sending: Sending) -> None:
        """A question to whoever answers it, and the word to the agency that it waits."""
        facts, house = self._facts, self._house
        delivery = whole(item, facts, self._cause, house, None, name=name)
        links = links_about(facts.now, facts.event)
        refs = tuple(dict.fromkeys(child for link in links for child in children_of(link)))
        sent = sending.first(delivery, item, refs, _asks_about(item))
        matter = item.question.matter if item.question else None
        if matter == "same-child":
            return  # who is probably whose child is not for the sender to know
        says = f"Nobody who was told acts on it: {sent.to} is asked to find out who does."
        if matter == "not-taken-on":
            remember_open(name, sent, facts, house)
        else:
            kinds = families(item.asks_about, house.agreement)
            says = f"Nothing goes to {kinds} until {sent.to} has answered yes."
        sending.outputs.append(
            feedback(
                facts.now.agency,
                facts.event.id,
                delivery.time,
                "not-delivered",
                says,
                cause=delivery.id,
            )
        )

    def _settle(self, holding: Holding, sending: Sending, asked: Asked) -> None:
        """Whoever is asked what needs no answer any more hears that it is settled, and why.

        Who has answered no hears it too: what that kept back may be told now.
        """
        facts, cause = self._facts, self._cause
        why = voice.why_settled(cause.how, holding.sent.asks)
        name = derived("question-settled", cause.name, holding.name)
        changes: dict[str, Any] = {
            "headline": voice.SETTLED_HEADLINE.format(why=why),
            "instructions": (voice.NOTHING_TO_DO,),
            "respond_by": None,
            "respond_by_words": None,
            "told": {},
            "children": holding.unasked,
            "amends": Amends(
                delivery=holding.name, how="retraction", because=f"{why[0].upper()}{why[1:]}."
            ),
        }
        delivery = with_coverage(amending(holding, changes, facts, cause, name=name), self._house)
        sending.amendment(delivery, holding, ())
        persons = holding.persons
        about = children_in(link for link in links_now(facts.now.links) if link.person in persons)
        reason = holding.held.data.reason
        entry = by_reason(reason, "give", holding.recipient, about, WAS_ASKED)
        asked.ledger.append((entry, name))
        settled = holding.held.model_copy(update={"newest": name})
        self._house.work.put(holding.name, holding.sent.model_copy(update={"held": settled}))
        remember_closed(holding.name, holding.sent, self._house)


def _asks_about(item: Item) -> AsksAbout | None:
    """What the recipient of an item is asked, as its delivery is remembered; none where nothing."""
    if item.question is None:
        return None
    return AsksAbout(
        kind=item.question.matter,
        whom=item.asks_about,
        children=tuple(child.ref for child in item.children if child.ref is not None),
        by=item.asks_by,
        reason=item.reason,
    )


def families(recipients: Iterable[RecipientId], agreement: Agreement) -> str:
    """The families of recipients, in the words that an agency may hear."""
    known = [agreement.recipients[name] for name in recipients if name in agreement.recipients]
    return listed(
        family_of(recipient.kind, agreement.agencies[recipient.agency].kind) for recipient in known
    )
