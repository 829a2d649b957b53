"""Items: what each recipient is sent, joined from all rules that give it something."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from wholepicture_schemas.catalogue import DECIDED, short_name
from wholepicture_schemas.codes import Arrival, Confidence, RecipientKind
from wholepicture_schemas.deliveries import Addressee
from wholepicture_schemas.identifiers import PersonRef, RecipientId
from wholepicture_schemas.model import unchecked
from wholepicture_schemas.reading import UnknownType
from wholepicture_schemas.who import child_in_words

from wholepicture_agreement.by_when.due_times import Due
from wholepicture_agreement.by_when.numbers import Number, call_back_told, sender_answers
from wholepicture_agreement.by_when.when_due import when_due
from wholepicture_agreement.by_when.working_time import LONDON
from wholepicture_agreement.item.incomplete import incomplete
from wholepicture_agreement.item.instructions import instructions
from wholepicture_agreement.item.people_told import PeopleTold
from wholepicture_agreement.seen.view import Look, Viewing
from wholepicture_agreement.situation import Item, ItemChild
from wholepicture_agreement.told.facts import EventFacts, Subject
from wholepicture_agreement.whom.also_told import Acting, WhoActs, sentence
from wholepicture_agreement.whom.recipients import Target, by_telephone
from wholepicture_agreement.written.files import CHILDRENS_SERVICES, Rule
from wholepicture_agreement.written.model import ActiveRule

UNKNOWN = "unknown-type"
"""The ``on`` of a rule that takes events of unknown types."""

MOST_NAMED = 3
"""How many children a headline names."""

_WEIGHT: Mapping[Arrival, int] = {
    "news-on-open-case": 0,
    "contact": 1,
    "possible-linked-children": 2,
    "for-your-information": 3,
}
_QUESTIONS: Mapping[Confidence, str] = {
    "probable": "This is probably a child who is known already. Is it the same child?",
    "not-confirmed": "It is not confirmed who this child is. Do you know the child?",
}
_OF_UNBORN = "It is not confirmed whose unborn child this is. Do you know the mother?"

_addressee = unchecked(Addressee)


class Giving(NamedTuple):
    """One rule gives one recipient something about these children."""

    active: ActiveRule
    targets: tuple[Target, ...]
    subjects: tuple[Subject, ...]
    look: Look

    @property
    def weight(self) -> tuple[bool, int]:
        """The sort key of a giving: a referral before a notice, an open case before a contact."""
        return self.active.rule.kind == "notice", _WEIGHT[self.active.rule.arrival]


def type_name(event_type: str) -> str:
    """What a rule calls a type of event."""
    return short_name(event_type) if event_type in DECIDED else UNKNOWN


def what_it_is(event_type: str) -> str:
    """What an event tells of, in words."""
    return DECIDED.get(event_type, UnknownType).CALLED


def item(
    recipient: RecipientId,
    givings: Sequence[Giving],
    facts: EventFacts,
    viewing: Viewing,
    acting: WhoActs,
) -> Item:
    """The one item of a recipient about one event, by these givings, the weightiest first."""
    rules = [giving.active for giving in givings]
    lead = rules[0].rule
    view = viewing.view([giving.look for giving in givings])
    targets = [target for giving in givings for target in giving.targets]
    kind = facts.agreement.recipient(recipient).kind
    situation = facts.situation
    children = _children(givings, kind)
    subjects = list({s.known.person: s for giving in givings for s in giving.subjects}.values())
    urgency = facts.urgency_of(subjects)
    limits = [
        (giving.active.rule.respond_within, target.stands_in_for or target.recipient)
        for giving in givings
        for target in giving.targets
    ]
    due = when_due(recipient, limits, view.shown.orders, urgency, situation.moment, facts.agreement)
    call = phone_first(facts, targets, view.shown)
    phone = next((target.phone_first for target in targets if target.phone_first), None)
    also = acting.beside(acting.of(recipient), view.shown)
    return Item(
        recipient=recipient,
        carrier=facts.agreement.carrier(recipient),
        kind=lead.kind,
        arrival=lead.arrival,
        addressed_to=addressee(targets, subjects, facts),
        headline=_headline(facts, view.shown, lead, children, due),
        instructions=instructions(
            facts,
            view.shown,
            rules,
            targets,
            subjects,
            also=sentence(also),
            call=call,
            acts=due.at if due else None,
        ),
        phone_first=phone or (call.phone if call else None),
        urgency=urgency,
        respond_by=due.at if due else None,
        respond_by_words=due.in_words if due else None,
        incomplete=incomplete(
            facts,
            [(giving.active, giving.look.sight) for giving in givings],
            viewing.projection,
            view.leaves,
        ),
        earlier_item_held=situation.earlier_held,
        children=children,
        told_by=view.told_by,
        event_type=situation.event.type,
        happened=situation.event.time,
        received=situation.received,
        told=view.told,
        reason=viewing.terms.reasons[lead.id],
        exercise=facts.exercise,
        rules=tuple(dict.fromkeys([active.rule.id for active in rules])),
        fields=view.fields,
        masked=view.masked,
        question=by_telephone(targets),
        also_told=also,
        stands_in_for=stands_in_for(targets),
        digest=situation.made_for.digest if situation.made_for else None,
    )


def who_acts(given: Mapping[RecipientId, Iterable[Giving]], facts: EventFacts) -> WhoActs:
    """Everybody who is given something of an event."""
    return WhoActs(facts, [acts(recipient, givings, facts) for recipient, givings in given.items()])


def acts(recipient: RecipientId, givings: Iterable[Giving], facts: EventFacts) -> Acting:
    """One recipient, and what it is given by these rules."""
    givings = tuple(givings)
    of = [
        (giving.active, subject.known.person) for giving in givings for subject in giving.subjects
    ]
    return Acting(
        recipient=facts.agreement.recipient(recipient),
        persons=frozenset([person for _, person in of]),
        near=frozenset([person for active, person in of if "child-whereabouts" in active.needs]),
        arrivals=frozenset([giving.active.rule.arrival for giving in givings]),
        targets=tuple([target for giving in givings for target in giving.targets]),
        may_know_where=not facts.restricted_place
        or any("restricted-place" in giving.active.needs for giving in givings),
    )


def stands_in_for(targets: Iterable[Target]) -> tuple[RecipientId, ...]:
    """Whom a recipient is on duty for; none where it is meant for itself as well."""
    meant = dict.fromkeys(target.stands_in_for for target in targets)
    return () if None in meant else tuple(closed for closed in meant if closed is not None)


def sureness(known: Confidence, kind: RecipientKind) -> Confidence:
    """The confidence of a child's identity, as a kind of recipient may know it.

    "confirmed" reveals that there was an earlier event, perhaps of a restricted kind. So only
    children's services get it. Everybody else gets "not-confirmed" for every child.
    """
    return known if kind in CHILDRENS_SERVICES else "not-confirmed"


def _children(givings: Iterable[Giving], kind: RecipientKind) -> tuple[ItemChild, ...]:
    """Each child once, as the weightiest rule about the child gives it."""
    asks = kind in CHILDRENS_SERVICES
    children: dict[PersonRef, ItemChild] = {}
    for giving in givings:
        rule = giving.active.rule
        for subject in giving.subjects:
            known = subject.known
            before = children.get(known.person)
            if before is not None:
                children[known.person] = before._replace(rules=(*before.rules, rule.id))
                continue
            children[known.person] = ItemChild(
                person=known.person,
                ref=known.ref,
                confidence=sureness(known.confidence, kind),
                question=_question(subject) if asks else None,
                arrival=rule.arrival,
                rules=(rule.id,),
            )
    return tuple([children[person] for person in sorted(children)])


def _question(subject: Subject) -> str | None:
    """The question about a child's identity; none where that is certain."""
    told, confidence = subject.told, subject.known.confidence
    unborn = told is not None and told.unborn
    return _OF_UNBORN if unborn and confidence == "not-confirmed" else _QUESTIONS.get(confidence)


def addressee(
    targets: Collection[Target], subjects: Iterable[Subject], facts: EventFacts
) -> Addressee:
    """The team with the first child's worker and manager, and the school, where there are any.

    No worker or manager is named of a team that must not see the item, as it names their colleague.
    """
    team: RecipientId | None = None
    worker = manager = None
    setting = next((target.setting for target in targets if target.setting), None)
    teams = {target.team for target in targets}
    for subject in subjects:
        for episode in subject.known.involvements:
            if team is None and episode.team in teams:
                team, worker, manager = episode.team, episode.worker, episode.manager
                recipient = facts.agreement.recipients.get(team)
                if recipient is not None and facts.names_staff_of(recipient):
                    worker = manager = None
    return _addressee(team=team, setting=setting, worker=worker, manager=manager)


def _headline(
    facts: EventFacts,
    shown: PeopleTold,
    lead: Rule,
    children: Collection[ItemChild],
    due: Due | None,
) -> str:
    """What was reported, of which children as far as the recipient is told, and by when to act.

    A notice asks for no answer: it is for information, on an open case too.

    Example: "Police report of domestic abuse: Tia Marlow, 11. Decide by 5pm Thursday 19 November."
    """
    what = reported(facts)
    when = f" {due.in_words}" if due else ""
    who = _who(shown, children, facts.situation.event.time)
    about = f": {who}" if who else ""
    open_case = "Open case. " if lead.arrival == "news-on-open-case" else ""
    if lead.kind == "referral":
        if open_case:
            return f"{open_case}{what}{about}. Say what you do{when}."
        if lead.arrival == "contact":
            return f"{what}{about}. Decide{when}."
    if lead.arrival == "possible-linked-children":
        return f"{what}, children not named. Find out whose children{when}."
    act = f" Act on it{when}." if when else ""
    return f"{open_case}{what}, for your information{about}.{act}"


def reported(facts: EventFacts) -> str:
    """What was reported and by whom, as practitioners say it: Police report of domestic abuse."""
    words = DECIDED.get(facts.situation.event.type, UnknownType).REPORTED
    return words or f"Report by {facts.agency.name if facts.agency else 'an agency'}"


def _who(shown: PeopleTold, children: Collection[ItemChild], happened: dt.datetime) -> str:
    """An item's children by name and age, the first of many; who is not named is "a child"."""
    on = happened.astimezone(LONDON).date()
    said = [child_in_words(shown.person(child.person), on) for child in children]
    if len(said) > MOST_NAMED:
        said = [*said[: MOST_NAMED - 1], f"{len(said) - MOST_NAMED + 1} more children"]
    return "; ".join(said)


def phone_first(facts: EventFacts, targets: Iterable[Target], shown: PeopleTold) -> Number | None:
    """Whom of the sender to telephone before reading on; none where nothing is immediate.

    Where an area that is not connected has to be telephoned, that comes first.
    """
    if facts.core.urgency != "immediate" or any(target.phone_first for target in targets):
        return None
    call_back = call_back_told(facts, shown.core.get("call_back", {}))
    return sender_answers(facts, call_back, facts.situation.hour)
