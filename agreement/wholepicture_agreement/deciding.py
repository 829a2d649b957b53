"""Deciding: who is told what of an event, who is not, and why. This module alone decides it."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from wholepicture_schemas.identifiers import PersonRef, RecipientId

from wholepicture_agreement.asked.asking import Inquiry, PendingRule, must_ask, questions
from wholepicture_agreement.asked.raising import raised
from wholepicture_agreement.asked.same_child import (
    Doubt,
    confirmed,
    inquiries,
    is_the_same,
    told_on_yes,
)
from wholepicture_agreement.candidates import Candidate, Key
from wholepicture_agreement.due import Due
from wholepicture_agreement.entries import entries_of_questions, keeps_back
from wholepicture_agreement.item.due_items import DueItem
from wholepicture_agreement.item.items import Giving, type_name, who_acts
from wholepicture_agreement.seen.sights import reader
from wholepicture_agreement.seen.view import viewing_of
from wholepicture_agreement.situation import Decision, NotApplied, Situation
from wholepicture_agreement.told.conditions import WAITS, Unmet
from wholepicture_agreement.told.facts import EventFacts, Subject
from wholepicture_agreement.whom.kept_from import kept_from
from wholepicture_agreement.whom.recipients import Target, alternate, on_duty, targets
from wholepicture_agreement.written.files import CHILDRENS_SERVICES
from wholepicture_agreement.written.model import ActiveRule, Agreement, Terms

_FOR_CHILDRENS_SERVICES = frozenset({"front-door", "allocated-team"})
"""The roles that act for a child's safety; a second reader in a school's place does not."""


def decide(situation: Situation, agreement: Agreement, *, explaining: bool = False) -> Decision:
    """Who is given what of an event, with an entry for each decision of a rule that applied.

    ``explaining`` also names the rules that did not apply. The decision is pure: it reads no clock
    and changes nothing. It is empty in two cases:

    - the event is history: its agency held it before it was connected;
    - the event amends another: a correction or retraction goes to whoever had the original.

    The police tell of a child alone at home, and nobody has linked the child yet. The front door
    gets everything that its rule grants. Of the child the education team gets the birth date only:

    >>> import datetime as dt
    >>> import json
    >>> from wholepicture_agreement import Situation, decide, load
    >>> from wholepicture_schemas.reading import read_open
    >>> attributes = {
    ...     "specversion": "1.0",
    ...     "id": "018f2e6a-0000-7000-8000-000000000001",
    ...     "source": "/agencies/avon-and-somerset-police",
    ...     "type": "uk.wholepicture.police.child-concern.v1",
    ...     "time": "2026-11-18T10:00:00Z",
    ... }
    >>> child = {
    ...     "person": "c1",
    ...     "birth_date": "2018-05-01",
    ...     "lives_at": {"authority": "E06000023"},
    ... }
    >>> content = {
    ...     "core": {"asks": "information", "exercise": True, "children": [child]},
    ...     "detail": {"concern": "The child was alone at home."},
    ... }
    >>> event = read_open(attributes, json.dumps(content).encode()).event
    >>> received = dt.datetime(2026, 11, 18, 10, tzinfo=dt.UTC)
    >>> decision = decide(Situation(event, received), load("partnership"))
    >>> for item in decision.items:
    ...     print(item.recipient, item.arrival, item.respond_by_words)
    front-door-bristol contact by 5pm Thursday 19 November
    education-bristol for-your-information by 2:45pm Wednesday 18 November
    public-health-nursing for-your-information by 5pm Thursday 19 November
    >>> decision.items[0].told["detail"]
    {'concern': 'The child was alone at home.'}
    >>> decision.items[1].told["core"]
    {'children': [{'person': 'c1', 'birth_date': '2018-05-01'}]}
    >>> [entry.rule for entry in decision.entries]
    ['contact-child-not-certain', 'concern-education-team', 'school-age-health']
    """
    if _is_told_to_nobody(situation):
        return Decision()
    deciding = _Deciding(EventFacts(situation, agreement), explaining=explaining)
    return deciding.due().decision(deciding.not_applied)


def items_due(situation: Situation, agreement: Agreement) -> Due:
    """The same decision, with each item still to be made."""
    nobody = _is_told_to_nobody(situation)
    return Due() if nobody else _Deciding(EventFacts(situation, agreement)).due()


def _is_told_to_nobody(situation: Situation) -> bool:
    return situation.event.AMENDS or bool(situation.event.data.core.history)


class _Deciding:
    """The work of one decision."""

    def __init__(self, facts: EventFacts, *, explaining: bool = False) -> None:
        self._explaining = explaining
        self.facts = facts
        self.agreement = facts.agreement
        teller = facts.agency.kind if facts.agency else ""
        self.terms: Terms = self.agreement.in_force(facts.situation.moment).told_by(teller)
        self.viewing = viewing_of(facts, self.terms)
        self.candidates: dict[Key, Candidate] = {}
        self.doubts: dict[tuple[str, RecipientId, PersonRef], Doubt] = {}
        self.not_applied: list[NotApplied] = []

    def due(self) -> Due:
        the_event, each_child = self._whom()
        for active in self._rules():
            for met in each_child if active.rule.about == "each-child" else the_event:
                condition = met[active.rule.when]
                if condition is None and active.waits and self._childrens_services_told(met.child):
                    condition = WAITS
                if condition is None:
                    self._consider(active, met.child)
                elif self._explaining:
                    self.not_applied.append(NotApplied(active.rule.id, met.person, condition))
        givings: dict[RecipientId, list[Giving]] = {}
        for candidate in self.candidates.values():
            if candidate.withheld is None and candidate.ask is None:
                givings.setdefault(candidate.recipient, []).append(self._giving(candidate))
        acting = who_acts(givings, self.facts)
        items = {
            recipient: DueItem(recipient, given, self.facts, self.viewing, acting)
            for recipient, given in givings.items()
        }
        asked = tuple(self._asked(tuple(items.values())))
        nobody_acts = tuple(raised(items.values(), self.facts))
        return Due(
            items,
            (
                *(question.item for question in asked if question.item),
                *(question.item for question in nobody_acts),
            ),
            self.candidates,
            (
                *entries_of_questions(self.candidates, asked, self.facts, self.terms),
                *(entry for question in nobody_acts for entry in question.entries()),
            ),
            self.terms,
        )

    def _rules(self) -> Iterable[ActiveRule]:
        """The rules on the event; of what the bus itself tells, those of them that tell it."""
        made_for = self.facts.situation.made_for
        rules = self.terms.rules_on(type_name(self.facts.situation.event.type))
        return rules if made_for is None else (r for r in rules if r.rule.id in made_for.rules)

    def _whom(self) -> tuple[Sequence[Unmet], Sequence[Unmet]]:
        """The subjects of rules about the event, and those of rules about each child."""
        children = [Unmet(self.facts, child) for child in self.facts.subjects]
        return (Unmet(self.facts, None),), children

    def _consider(self, active: ActiveRule, subject: Subject | None) -> None:
        meant = [target for role in active.rule.to for target in targets(role, self.facts, subject)]
        for intended in self._kept_from(meant) if active.rule.effect == "withhold" else meant:
            for target in on_duty(intended, active, self.facts, subject):
                if not self._concerns(target):
                    continue
                if active.rule.on_yes is not None and subject is not None:
                    self._doubt(active, intended, target, subject)
                else:
                    self._add(active, intended, target, subject)

    def _concerns(self, target: Target) -> bool:
        """Whether a target is decided about: what the bus tells is made for one at a time."""
        made_for = self.facts.situation.made_for
        return made_for is None or made_for.concerns(target.recipient)

    def _doubt(self, active: ActiveRule, intended: Target, meant: Target, subject: Subject) -> None:
        """A rule that asks its recipient whether this is the child whom it works with."""
        target = alternate(meant, self.facts)
        if (
            target is None
            or self._withheld(active, meant, target)
            or must_ask(target, subject, self.facts, intended)
        ):
            self._add(active, intended, meant, subject)
            return
        recipient = told_on_yes(target, self.facts)
        if is_the_same(recipient, subject, self.facts):
            if meant.stands_in_for is None:
                rule = self._rule(active.rule.on_yes)
                self._add(rule, intended, meant, confirmed(subject))
            return
        candidate = self.candidates.setdefault(
            Key(active.rule.id, recipient, "same-child"),
            Candidate(active, recipient, intended.recipient, ask="same-child"),
        )
        if subject not in candidate.subjects:
            candidate.subjects.append(subject)
        doubt = self.doubts.setdefault(
            (active.rule.id, recipient, subject.known.person),
            Doubt(active, recipient, subject, asked=[]),
        )
        if target not in doubt.asked:
            doubt.asked.append(target)

    def _rule(self, name: str | None) -> ActiveRule:
        return next(active for active in self.terms.rules if active.rule.id == name)

    def _kept_from(self, meant: Sequence[Target]) -> Sequence[Target]:
        """The targets that a withheld event is kept from, else the first of all."""
        keeps = keeps_back(self.facts.situation.event)
        if keeps is None or not (keeps.kinds or keeps.recipients):
            return meant
        schools = self.facts.schools
        kept = [
            target
            for target in meant
            if keeps.names(self.agreement.recipient(target.recipient), self.agreement, schools)
        ]
        return kept or meant[:1]

    def _add(
        self, active: ActiveRule, intended: Target, meant: Target, subject: Subject | None
    ) -> None:
        """``intended`` is whom the rule means, ``meant`` the same or whoever is on duty for it."""
        target = alternate(meant, self.facts)
        withheld = self._withheld(active, meant, target)
        kept = None if withheld else kept_from(intended.recipient, subject, self.facts)
        withheld, kept_back = withheld or kept, bool(kept)
        if active.rule.effect == "withhold":
            kept_back = keeps_back(self.facts.situation.event) is not None
        target = target or meant
        ask = None if withheld else must_ask(target, subject, self.facts, intended)
        candidate = self.candidates.setdefault(
            Key(active.rule.id, target.recipient, ask, withheld),
            Candidate(active, target.recipient, intended.recipient, withheld, ask, kept_back),
        )
        if target not in candidate.targets:
            candidate.targets.append(target)
        if subject is not None and subject not in candidate.subjects:
            candidate.subjects.append(subject)

    def _withheld(self, active: ActiveRule, meant: Target, target: Target | None) -> str | None:
        """The reason why a rule that applies gives nothing; none where it gives."""
        rule, recipient = active.rule, self.agreement.recipient(meant.recipient)
        if rule.effect == "withhold":
            keeps = keeps_back(self.facts.situation.event)
            if keeps is None:
                return rule.safeguarding
            whom = keeps.from_whom(self.agreement)
            return f"{rule.safeguarding} Kept from: {whom}. {keeps.until()}"
        if self.agreement.is_exercise(recipient) != self.facts.exercise:
            return (
                "It is practice data, and this recipient takes part live."
                if self.facts.exercise
                else "It is live, and this recipient takes part for practice only."
            )
        made_for = self.facts.situation.made_for
        if made_for is not None and recipient.id in made_for.not_for:
            return made_for.not_for[recipient.id]
        if self.terms.closes(active, self.facts.restricted_kinds):
            return "It is of a restricted kind that this rule does not name."
        if target is None:
            return "It names somebody who works there, and nobody else may read in their place."
        return None

    def _childrens_services_told(self, subject: Subject | None) -> bool:
        """Whether a rule decided so far gives this child to children's services."""
        return any(
            subject in candidate.subjects
            for candidate in self.candidates.values()
            if candidate.withheld is None
            and candidate.ask is None
            and self.agreement.recipient(candidate.recipient).kind in CHILDRENS_SERVICES
            and _FOR_CHILDRENS_SERVICES.intersection(candidate.active.rule.to)
        )

    def _giving(self, candidate: Candidate) -> Giving:
        kind = self.agreement.recipient(candidate.recipient).kind
        persons = frozenset(subject.known.person for subject in candidate.subjects)
        looks = reader(self.facts, candidate.recipient, kind)
        look = self.viewing.look(candidate.active, looks, persons)
        return Giving(candidate.active, tuple(candidate.targets), tuple(candidate.subjects), look)

    def _asked(self, items: Collection[DueItem]) -> Iterator[Inquiry]:
        waiting = [
            PendingRule(
                candidate.ask,
                candidate.active,
                candidate.recipient,
                candidate.subjects,
                candidate.meant,
            )
            for candidate in self.candidates.values()
            if candidate.ask not in {None, "same-child"}
        ]
        if waiting:
            yield from questions(waiting, items, self.facts, self.terms)
        yield from inquiries(self.doubts.values(), self.facts, self.terms, self.viewing)
