"""Deciding: who is told what of an event, who is not, and why. This module alone decides it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

from wholepicture_schemas.answers import QuestionMatter
from wholepicture_schemas.any_agency import Withheld
from wholepicture_schemas.identifiers import PersonRef, RecipientId

from wholepicture_agreement.asking import (
    Inquiry,
    PendingRule,
    must_ask,
    questions,
    why_pending,
    why_telephoned,
)
from wholepicture_agreement.conditions import WAITS, Unmet
from wholepicture_agreement.facts import EventFacts, Subject
from wholepicture_agreement.files import CHILDRENS_SERVICES
from wholepicture_agreement.items import Giving, item, type_name, who_acts
from wholepicture_agreement.keeping import KeepsBack, of_withheld
from wholepicture_agreement.kept_from import kept_from
from wholepicture_agreement.model import ActiveRule, Agreement, Terms
from wholepicture_agreement.raising import raised
from wholepicture_agreement.recipients import Target, alternate, by_telephone, on_duty, targets
from wholepicture_agreement.same_child import (
    Doubt,
    confirmed,
    inquiries,
    is_the_same,
    told_on_yes,
)
from wholepicture_agreement.sights import reader
from wholepicture_agreement.situation import (
    Decision,
    Entry,
    Item,
    NotApplied,
    Situation,
    Verdict,
)
from wholepicture_agreement.view import viewing_of

_FOR_CHILDRENS_SERVICES = frozenset({"front-door", "allocated-team"})
"""The roles that act for a child's safety; a second reader in a school's place does not."""
_WHICH_CHILD = (
    "It is only probable who the child is: it is asked with the item, by the time that this names. "
    "Until somebody says so, nothing that was told of the known one is shown."
)
_NOBODY_TO_ASK = "A person must be asked first, and there is nobody to ask."


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
    core = situation.event.data.core
    if core.history or situation.event.AMENDS:
        return Decision()
    return _Deciding(EventFacts(situation, agreement), explaining=explaining).decision()


class _Key(NamedTuple):
    """One rule about one recipient, with one answer; the answer may differ for another child."""

    rule: str
    recipient: RecipientId
    ask: QuestionMatter | None
    withheld: str | None = None


def _key(pending: PendingRule) -> _Key:
    return _Key(pending.active.rule.id, pending.recipient, pending.kind)


@dataclass
class _Candidate:
    """One rule about one recipient, with the children that it applies to."""

    active: ActiveRule
    recipient: RecipientId
    meant: RecipientId
    """Whom the rule means; another reads in its place where the two differ."""
    withheld: str | None = None
    ask: QuestionMatter | None = None
    kept: bool = False
    """Whether the sender keeps it back."""
    targets: list[Target] = field(default_factory=list)
    """How the rule means the recipient, which may stand for several areas at once."""
    subjects: list[Subject] = field(default_factory=list)


class _Deciding:
    """The work of one decision."""

    def __init__(self, facts: EventFacts, *, explaining: bool = False) -> None:
        self._explaining = explaining
        self.facts = facts
        self.agreement = facts.agreement
        self.terms: Terms = self.agreement.in_force(facts.situation.moment)
        self.viewing = viewing_of(facts, self.terms)
        self.candidates: dict[_Key, _Candidate] = {}
        self.doubts: dict[tuple[str, RecipientId, PersonRef], Doubt] = {}
        self.not_applied: list[NotApplied] = []

    def decision(self) -> Decision:
        the_event, each_child = self._whom()
        for active in self.terms.rules_on(type_name(self.facts.situation.event.type)):
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
                giving = self._giving(candidate)
                givings.setdefault(candidate.recipient, []).append(giving)
        acting = who_acts(givings, self.facts)
        items = tuple(
            item(recipient, given, self.facts, self.viewing, acting)
            for recipient, given in givings.items()
        )
        asked = tuple(self._asked(items))
        nobody_acts = tuple(raised(items, self.facts))
        return Decision(
            items=items,
            questions=(
                *(question.item for question in asked if question.item),
                *(question.item for question in nobody_acts),
            ),
            entries=(
                *self._entries(items),
                *self._entries_of_questions(asked),
                *(entry for question in nobody_acts for entry in question.entries()),
            ),
            not_applied=tuple(self.not_applied),
        )

    def _whom(self) -> tuple[Sequence[Unmet], Sequence[Unmet]]:
        """The subjects of rules about the event, and those of rules about each child."""
        children = [Unmet(self.facts, child) for child in self.facts.subjects]
        return (Unmet(self.facts, None),), children

    def _consider(self, active: ActiveRule, subject: Subject | None) -> None:
        meant = [target for role in active.rule.to for target in targets(role, self.facts, subject)]
        for intended in self._kept_from(meant) if active.rule.effect == "withhold" else meant:
            for target in on_duty(intended, active, self.facts, subject):
                if active.rule.on_yes is not None and subject is not None:
                    self._doubt(active, intended, target, subject)
                else:
                    self._add(active, intended, target, subject)

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
            _Key(active.rule.id, recipient, "same-child"),
            _Candidate(active, recipient, intended.recipient, ask="same-child"),
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
        keeps = self._keeps_back
        if keeps is None or not (keeps.kinds or keeps.recipients):
            return meant
        schools = self.facts.schools
        kept = [
            target
            for target in meant
            if keeps.names(self.agreement.recipient(target.recipient), self.agreement, schools)
        ]
        return kept or meant[:1]

    @cached_property
    def _keeps_back(self) -> KeepsBack | None:
        """From whom a decision not to tell keeps something back; none of any other event."""
        event = self.facts.situation.event
        return of_withheld(event.data.detail) if isinstance(event, Withheld) else None

    def _add(
        self, active: ActiveRule, intended: Target, meant: Target, subject: Subject | None
    ) -> None:
        """``intended`` is whom the rule means, ``meant`` the same or whoever is on duty for it."""
        target = alternate(meant, self.facts)
        withheld = self._withheld(active, meant, target)
        kept = None if withheld else kept_from(intended.recipient, subject, self.facts)
        withheld = withheld or kept
        target = target or meant
        ask = None if withheld else must_ask(target, subject, self.facts, intended)
        candidate = self.candidates.setdefault(
            _Key(active.rule.id, target.recipient, ask, withheld),
            _Candidate(active, target.recipient, intended.recipient, withheld, ask, bool(kept)),
        )
        if target not in candidate.targets:
            candidate.targets.append(target)
        if subject is not None and subject not in candidate.subjects:
            candidate.subjects.append(subject)

    def _withheld(self, active: ActiveRule, meant: Target, target: Target | None) -> str | None:
        """The reason why a rule that applies gives nothing; none where it gives."""
        rule, recipient = active.rule, self.agreement.recipient(meant.recipient)
        if rule.effect == "withhold":
            keeps = self._keeps_back
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

    def _giving(self, candidate: _Candidate) -> Giving:
        kind = self.agreement.recipient(candidate.recipient).kind
        persons = frozenset(subject.known.person for subject in candidate.subjects)
        looks = reader(self.facts, candidate.recipient, kind)
        look = self.viewing.look(candidate.active, looks, persons)
        return Giving(candidate.active, tuple(candidate.targets), tuple(candidate.subjects), look)

    def _asked(self, items: tuple[Item, ...]) -> Iterator[Inquiry]:
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

    def _entries(self, items: Iterable[Item]) -> Iterator[Entry]:
        by_recipient = {given.recipient: given for given in items}
        for candidate in self.candidates.values():
            if candidate.ask is not None:
                continue
            given = by_recipient[candidate.recipient] if candidate.withheld is None else None
            because = candidate.withheld or candidate.active.rule.safeguarding
            yield self._entry(candidate, "give" if given else "withhold", because, given)
            if given and (call := by_telephone(candidate.targets)):
                yield self._entry(candidate, "ask", why_telephoned(call.whom), None)
            if given and given.kind == "referral" and _is_doubtful(candidate):
                yield self._entry(candidate, "ask", _WHICH_CHILD, None)

    def _entries_of_questions(self, asked: Iterable[Inquiry]) -> Iterator[Entry]:
        """An entry for each pending rule, and one for each item that asks a question."""
        for question in asked:
            owner = question.owner and self.agreement.recipient(question.owner)
            for pending in question.waiting:
                waits = self.candidates[_key(pending)]
                reason = why_pending(pending, owner.name, self.facts) if owner else _NOBODY_TO_ASK
                entry = self._entry(waits, "ask" if owner else "withhold", reason, None)
                yield replace(entry, children=tuple(one.known for one in pending.subjects))
            if question.item is not None:
                waits = self.candidates[_key(question.waiting[0])]
                given = self._entry(waits, "give", question.item.headline, question.item)
                yield replace(
                    given,
                    recipient=question.item.recipient,
                    because=question.item.reason.purpose,
                    children=tuple(one.known for one in question.waiting[0].subjects),
                )

    def _entry(
        self, candidate: _Candidate, decision: Verdict, because: str, given: Item | None
    ) -> Entry:
        rule = candidate.active.rule
        kept = candidate.kept or (rule.effect == "withhold" and self._keeps_back is not None)
        return Entry(
            decision=decision,
            recipient=candidate.recipient,
            rule=rule.id,
            rule_version=rule.version,
            agreement=self.terms.version,
            purpose=rule.purpose,
            legal_basis=(kept and self.terms.keeping_back) or candidate.active.legal_basis,
            children=tuple(subject.known for subject in candidate.subjects),
            fields=given.fields if given else (),
            masked=given.masked if given else (),
            because=because,
            question=given.question.matter
            if given and given.question and given.asks_about
            else None,
        )


def _is_doubtful(candidate: _Candidate) -> bool:
    """Whether a child of the candidate is only probably a known child."""
    return any(subject.known.confidence == "probable" for subject in candidate.subjects)
