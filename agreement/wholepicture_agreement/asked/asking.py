"""Asking: when a person decides whether somebody is told, who that person is, and by when.

A question never delays a recipient that acts for a child's safety. A high risk opens nothing to
anybody else: it makes the question urgent. Example: the sender keeps control over an incident. The
front door is told at once, and the sender's own unit is asked whether the school may be told.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from wholepicture_schemas.answers import QuestionMatter
from wholepicture_schemas.codes import RecipientKind, Urgency
from wholepicture_schemas.deliveries import Question
from wholepicture_schemas.identifiers import ChildRef, PersonRef, RecipientId
from wholepicture_schemas.words import listed

from wholepicture_agreement.asked.question_content import fields_of, what_it_needs
from wholepicture_agreement.asked.question_item import question_item, who_reads
from wholepicture_agreement.by_when.due_times import Limit, due_by
from wholepicture_agreement.by_when.working_time import LONDON
from wholepicture_agreement.item.due_items import DueItem
from wholepicture_agreement.item.items import what_it_is
from wholepicture_agreement.item.orders import stands
from wholepicture_agreement.item.people_told import PeopleTold
from wholepicture_agreement.seen.view import told_by
from wholepicture_agreement.situation import Item, KnownChild, Permission
from wholepicture_agreement.told.facts import EventFacts, Subject
from wholepicture_agreement.whom.kept_from import (
    asks_others,
    asks_the_sender,
    kept_from,
    may_be_asked,
)
from wholepicture_agreement.whom.recipients import Target
from wholepicture_agreement.whom.schools import opening, school_days
from wholepicture_agreement.whom.target import passing_on
from wholepicture_agreement.written.files import CHILDRENS_SERVICES, Recipient
from wholepicture_agreement.written.model import ActiveRule, Terms

_NOT_NAMED: Mapping[RecipientKind, str] = {
    "setting": "the child's school",
    "social-work-team": "whoever works with the child",
}
ASKS = "A person decides whether somebody else is told."
"""Why whoever is asked gets what the question needs."""
_WITHIN = "1 working day"


@dataclass(frozen=True, slots=True)
class PendingRule:
    """A rule that gives a recipient these children once a person has said yes."""

    kind: QuestionMatter
    active: ActiveRule
    recipient: RecipientId
    subjects: Sequence[Subject]
    meant: RecipientId
    """Whom the rule means; another reads in its place where the two differ."""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """Who is asked about pending rules, and the item that asks; none where nobody can be asked."""

    waiting: tuple[PendingRule, ...]
    owner: RecipientId | None
    item: Item | None


def must_ask(
    target: Target, subject: Subject | None, facts: EventFacts, meant: Target | None = None
) -> QuestionMatter | None:
    """What a person must be asked before this recipient is told; none where it is told at once.

    Whoever reads in place of somebody else, or is on duty for one, waits as that one, who is
    ``meant``, does.
    """
    if not may_be_asked(facts):
        return None
    recipient = facts.agreement.recipient((meant or target).recipient)
    reasons: list[QuestionMatter] = []
    if any(True for _ in _why_asked(recipient, subject, facts)):
        reasons.append("originator-control")
    told = subject.told if subject else None
    if recipient.kind not in CHILDRENS_SERVICES and facts.objects(told):
        reasons.append("objection")
    agreed, child = facts.situation.agreed, subject.known.ref if subject else None
    return next(
        (reason for reason in reasons if agreed_to(target.recipient, reason, child) not in agreed),
        None,
    )


def agreed_to(recipient: RecipientId, kind: QuestionMatter, child: ChildRef | None) -> Permission:
    """The key under which a yes is kept; only the sender's own yes is not tied to a child."""
    return recipient, kind, "" if kind == "originator-control" else child or ""


def questions(
    waiting: Iterable[PendingRule], items: Collection[DueItem], facts: EventFacts, terms: Terms
) -> Iterator[Inquiry]:
    """One inquiry for each owner and kind of question, about all rules pending on it."""
    groups: dict[tuple[QuestionMatter, RecipientId | None], list[PendingRule]] = {}
    for pending in waiting:
        owner = next(_owners(pending, items, facts), None)
        groups.setdefault((pending.kind, owner), []).append(pending)
    for (kind, owner), group in groups.items():
        item = _item(kind, owner, group, items, facts, terms) if owner else None
        yield Inquiry(tuple(group), owner, item)


def why_pending(waiting: PendingRule, who: str, facts: EventFacts) -> str:
    """The reason why a rule is pending, for the ledger."""
    if waiting.kind == "objection":
        return f"A young person of 16 or 17 objects: {who} is asked."
    if waiting.kind == "same-child":
        return f"It is only probable who the child is: {who} is asked whether it is theirs."
    return f"{' '.join(_reasons([waiting], facts))} {who} is asked."


def why_telephoned(whom: str) -> str:
    """The reason why an area is told by telephone, for the ledger."""
    return f"It belongs to {whom}, which is not connected: it is told by telephone."


def _reasons(waiting: Iterable[PendingRule], facts: EventFacts) -> tuple[str, ...]:
    """Why the sender is asked about these rules, each reason once."""
    return tuple(
        dict.fromkeys(
            reason
            for pending in waiting
            for subject in (*pending.subjects, *(() if pending.subjects else (None,)))
            for reason in _why_asked(facts.agreement.recipient(pending.meant), subject, facts)
        )
    )


def _why_asked(recipient: Recipient, subject: Subject | None, facts: EventFacts) -> Iterator[str]:
    """Why the sender, or the front door in its place, is asked; empty where nobody is."""
    kept = asks_others(recipient.id, subject, facts)
    yield from (kept,) if kept else ()
    yield from asks_the_sender(recipient, subject, facts)


def _owners(
    waiting: PendingRule, items: Collection[DueItem], facts: EventFacts
) -> Iterator[RecipientId]:
    """Who may be asked, in order: whom the sender names, or who was told of the child."""
    agreement, agency = facts.agreement, facts.agency
    meant: list[RecipientId] = []
    if waiting.kind == "originator-control":
        asked = agency.questions_to if agency and not _for_the_front_door(waiting, facts) else None
        meant += [asked] if asked else []
    else:
        persons = {subject.known.person for subject in waiting.subjects}
        meant += [
            item.recipient
            for item in items
            if agreement.recipient(item.recipient).kind in CHILDRENS_SERVICES
            and persons & item.persons
        ]
    door = agreement.front_door(facts.home_authority)
    for candidate in (*meant, *([door.id] if door else ())):
        reader = who_reads(candidate, _urgency([waiting], facts), facts)
        if reader is not None and not kept_from(reader.id, None, facts):
            yield reader.id


def _for_the_front_door(waiting: PendingRule, facts: EventFacts) -> bool:
    """Whether the sender alone may not decide it."""
    subjects = waiting.subjects or (None,)
    return any(asks_others(waiting.meant, subject, facts) for subject in subjects)


def _item(
    kind: QuestionMatter,
    owner: RecipientId,
    waiting: Sequence[PendingRule],
    items: Collection[DueItem],
    facts: EventFacts,
    terms: Terms,
) -> Item:
    """The item that asks; it tells no more of the event than its recipient is told anyway."""
    situation, agreement = facts.situation, facts.agreement
    rules = [pending.active.rule for pending in waiting]
    about = tuple(dict.fromkeys(pending.recipient for pending in waiting))
    names = listed(_called(agreement.recipient(recipient)) for recipient in about)
    own = next((due.item for due in items if due.recipient == owner), None)
    told = what_it_needs(facts, own)
    moment = situation.moment
    urgency = _urgency(waiting, facts)
    limits = [
        Limit(within, school_days(agreement, pending.recipient))
        for pending in waiting
        for within in (pending.active.rule.respond_within, _WITHIN)
    ]
    due = due_by(limits, urgency, moment, opening(agreement, owner, moment))
    by = due.in_words if due else ""
    sender = facts.agency.name if facts.agency else "an agency that has left"
    asks = f"May {names} be told of {what_it_is(situation.event.type)} that {sender} sent?"
    lead = waiting[0].active
    reasons = {
        pending.recipient: terms.reasons[pending.active.rule.id] for pending in reversed(waiting)
    }
    return question_item(
        owner,
        Question(
            kind="objection" if kind == "objection" else "originator-control",
            asks=asks,
            whom=names,
        ),
        _children(waiting),
        facts,
        headline=f"A question to you: {asks} Answer yes or no {by}.",
        instructions=(*passing_on(owner, agreement), *_instructions(kind, names, waiting, facts)),
        urgency=urgency,
        due=due,
        told=told,
        fields=fields_of(told),
        told_by=told_by(facts, PeopleTold(told)),
        reason=terms.reasons[lead.rule.id].model_copy(update={"purpose": ASKS}),
        rules=tuple(dict.fromkeys(rule.id for rule in rules)),
        on_yes={recipient: reasons[recipient] for recipient in about},
    )


def _called(recipient: Recipient) -> str:
    """A recipient's name; not that of a school or a team: which has the child may be masked."""
    return _NOT_NAMED.get(recipient.kind, recipient.name)


def _instructions(
    kind: QuestionMatter, names: str, waiting: Sequence[PendingRule], facts: EventFacts
) -> Iterator[str]:
    if kind == "originator-control":
        yield from _who_decides(waiting, facts)
        yield from _reasons(waiting, facts)
        if facts.employer_not_known:
            yield (
                "Say who is meant: correct the event to name the recipient, agency or school where "
                "that person works, or answer yes where no colleague of theirs would be told."
            )
    else:
        yield "A young person of 16 or 17 objects to sharing."
        risks = {_risk(subject) for pending in waiting for subject in pending.subjects}
        if "yes" in risks or facts.core.urgency == "immediate":
            yield "The sender sees a risk of significant harm: answer at once."
        elif risks == {"no"}:
            yield "The sender sees no risk of significant harm."
        else:
            yield "The sender does not say whether there is a risk of significant harm: ask."
        yield "Weigh that, and speak to the young person where it is safe."
    if _orders(facts):
        yield (
            "It tells of an order or a bail condition: whoever looks after the child today may "
            "need to know of it."
        )
    yield f"Until you answer yes, nothing of it goes to {names}. Children's social care has it."


def _who_decides(waiting: Sequence[PendingRule], facts: EventFacts) -> Iterator[str]:
    """Why whoever is asked is."""
    if not any(_for_the_front_door(pending, facts) for pending in waiting):
        yield "Your agency decides whether this is passed on. It is your own record."
        return
    yield (
        "Whoever may be a danger to children must not go on working with them unseen, so that it "
        "is not for the sender alone whether this is passed on. Call the sender before you answer."
    )


def _urgency(waiting: Iterable[PendingRule], facts: EventFacts) -> Urgency:
    """How urgent the question about these rules is; an order may matter before the day is over."""
    urgency = facts.urgency_of(subject for pending in waiting for subject in pending.subjects)
    return "same-day" if urgency == "routine" and _orders(facts) else urgency


def _risk(subject: Subject) -> str | None:
    return subject.told.risk_of_significant_harm if subject.told else None


def _orders(facts: EventFacts) -> bool:
    """Whether an order or a bail condition stands, which may be about collecting a child."""
    today = facts.situation.moment.astimezone(LONDON).date()
    told = getattr(facts.detail, "orders", ())
    return stands([order.model_dump(mode="json", exclude_none=True) for order in told], today)


def _children(waiting: Iterable[PendingRule]) -> Iterator[KnownChild]:
    """The children of these rules, each once, in the order of their references."""
    seen: dict[PersonRef, KnownChild] = {}
    for pending in waiting:
        for subject in pending.subjects:
            seen.setdefault(subject.known.person, subject.known)
    yield from (seen[person] for person in sorted(seen))
