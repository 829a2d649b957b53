"""A doubtful match: the team that probably works with a child is asked, and is told on its yes.

It reads the child's name and birth date, whom to call, and the question; not what happened, nor
what kind of event it is. The front door has the event whole meanwhile, by a rule of its own.

Example: an incident names an Ada born on the day of a child whom the team works with, at the same
postcode and without a number. The team answers yes, and the incident comes to it as news on its
open case. It answers no, and nothing more comes.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from wholepicture_schemas.deliveries import WHAT_IT_IS_IS_NOT_TOLD, Question
from wholepicture_schemas.identifiers import RecipientId

from wholepicture_agreement.asked.asking import Inquiry, PendingRule, agreed_to
from wholepicture_agreement.asked.question_item import question_item
from wholepicture_agreement.by_when.due_times import question_due
from wholepicture_agreement.by_when.working_time import day_in_words
from wholepicture_agreement.item.items import addressee
from wholepicture_agreement.seen.sights import reader
from wholepicture_agreement.seen.view import View, Viewing
from wholepicture_agreement.situation import Item
from wholepicture_agreement.told.facts import EventFacts, Subject
from wholepicture_agreement.whom.recipients import Target, alternate
from wholepicture_agreement.whom.schools import opening
from wholepicture_agreement.written.model import ActiveRule, Terms

MATTER: Final = "same-child"
_WITHIN = "1 working day"
_ON_YES = (
    "Until you answer yes you are told nothing more. On yes it comes to you as news on your open "
    "case; on no nothing more comes."
)
_WHO_ACTS = "The front door of the child's area has it all, and acts on it meanwhile."


@dataclass(frozen=True, slots=True)
class Doubt:
    """A rule that asks a recipient about one child, with everybody who is asked for it."""

    active: ActiveRule
    recipient: RecipientId
    """Who is told on yes."""
    subject: Subject
    asked: list[Target]
    """The recipient itself, and who is on duty for it where it is closed."""


def told_on_yes(target: Target, facts: EventFacts) -> RecipientId:
    """Who is told where the answer is yes: of whoever is on duty, the one that it stands in for."""
    if target.stands_in_for is None:
        return target.recipient
    reader = alternate(Target(target.stands_in_for), facts)
    return reader.recipient if reader else target.recipient


def is_the_same(recipient: RecipientId, subject: Subject, facts: EventFacts) -> bool:
    """Whether somebody said yes: this is the child whom the recipient works with."""
    return agreed_to(recipient, MATTER, subject.known.ref) in facts.situation.agreed


def confirmed(subject: Subject) -> Subject:
    """The child as whoever said yes knows it: for certain."""
    return replace(subject, known=replace(subject.known, confidence="confirmed"))


def inquiries(
    doubts: Iterable[Doubt], facts: EventFacts, terms: Terms, viewing: Viewing
) -> Iterator[Inquiry]:
    """One inquiry for each child and for each who is asked: a yes is about one child alone."""
    for doubt in doubts:
        pending = PendingRule(
            MATTER, doubt.active, doubt.recipient, (doubt.subject,), doubt.recipient
        )
        for target in doubt.asked:
            item = _item(doubt, target, facts, terms, viewing)
            yield Inquiry((pending,), target.recipient, item)


def _item(doubt: Doubt, target: Target, facts: EventFacts, terms: Terms, viewing: Viewing) -> Item:
    agreement, rule = facts.agreement, doubt.active.rule
    recipient, known = agreement.recipient(target.recipient), doubt.subject.known
    look = viewing.look(doubt.active, reader(facts, recipient.id, recipient.kind), [known.person])
    view = viewing.view([look])
    moment, urgency = facts.situation.moment, facts.urgency_of([doubt.subject])
    there = opening(agreement, target.recipient, moment)
    due = question_due(rule.respond_within or _WITHIN, urgency, moment, there)
    asks = f"Is {_called(doubt.subject, view)} the child you work with?"
    return question_item(
        target.recipient,
        Question(
            kind="originator-control",
            about=MATTER,
            asks=asks,
            whom=agreement.recipient(doubt.recipient).name,
        ),
        [known],
        facts,
        headline=f"A question to you: {asks} Answer yes or no {due.in_words}.",
        instructions=tuple(
            said
            for said in (target.urgent, target.note, *rule.instructions, _ON_YES, _WHO_ACTS)
            if said
        ),
        urgency=urgency,
        due=due,
        told=view.told,
        fields=view.fields,
        masked=view.masked,
        told_by=view.told_by,
        reason=terms.reasons[rule.id],
        rules=(rule.id,),
        addressed_to=addressee([target], [doubt.subject], facts),
        event_type=WHAT_IT_IS_IS_NOT_TOLD,
        on_yes={doubt.recipient: terms.reasons[rule.on_yes or rule.id]},
    )


def _called(subject: Subject, view: View) -> str:
    """The child by name and birth date, as far as the rule gives them."""
    name = view.shown.called(subject.known.person) or "this child"
    born = view.shown.person(subject.known.person).get("birth_date")
    return f"{name}, born {_day(str(born))}," if born else name


def _day(date: str) -> str:
    try:
        day = dt.date.fromisoformat(date)
    except ValueError:
        return date
    return day_in_words(day)
