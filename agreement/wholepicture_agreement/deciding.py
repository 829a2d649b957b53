"""Deciding: who is told what of an event, who is not, and why. Pure, and the one place for it."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from wholepicture_schemas.any_agency import Withheld
from wholepicture_schemas.codes import QuestionKind, RecipientKind
from wholepicture_schemas.identifiers import RecipientId

from wholepicture_agreement.asking import (
    Asked,
    Waiting,
    must_ask,
    questions,
    why,
)
from wholepicture_agreement.conditions import WAITS, Unmet
from wholepicture_agreement.facts import Facts, Subject
from wholepicture_agreement.files import CHILDRENS_SERVICES
from wholepicture_agreement.items import Giving, item, type_name
from wholepicture_agreement.model import ActiveRule, Agreement, Terms
from wholepicture_agreement.protecting import protecting
from wholepicture_agreement.recipients import (
    Target,
    alternate,
    by_telephone,
    on_duty,
    targets,
)
from wholepicture_agreement.situation import (
    Decision,
    Entry,
    Item,
    NotApplied,
    Situation,
    Verdict,
)
from wholepicture_agreement.view import Viewing

"""These go to whoever had the original, whatever the rules say."""
_FOR_CHILDRENS_SERVICES = frozenset({"front-door", "allocated-team"})
"""The roles of who acts for a child's safety: a second reader may read in a school's place."""
_WHICH_CHILD = (
    "It is only probable who the child is: it is asked with the item, by the time that this names. "
    "Until somebody says so, nothing that was told of the known one is shown."
)
_NOBODY_TO_ASK = "A person must be asked first, and there is nobody to ask."


def decide(situation: Situation, agreement: Agreement, *, explaining: bool = False) -> Decision:
    """Who is given what of an event, with an entry for each decision of a rule that applied.

    ``explaining`` names the rules that did not apply, too.

    What an agency already held before it was connected (history) is told to nobody; a correction
    or a retraction follows its original and is not decided here.
    """
    core = situation.event.data.core
    if core.history or situation.event.AMENDS:
        return Decision()
    return _Deciding(Facts(situation, agreement), explaining=explaining).decision()


@dataclass
class _Considered:
    """One rule about one recipient, with the children that it applies to."""

    active: ActiveRule
    recipient: RecipientId
    withheld: str | None = None
    ask: QuestionKind | None = None
    targets: list[Target] = field(default_factory=list)
    """As whom the rule means the recipient: it may stand for several areas at once."""
    subjects: list[Subject] = field(default_factory=list)


class _Deciding:
    """The work of one decision."""

    def __init__(self, facts: Facts, *, explaining: bool = False) -> None:
        self._explaining = explaining
        self.facts = facts
        self.agreement = facts.agreement
        self.terms: Terms = self.agreement.in_force(facts.situation.moment)
        masking = protecting(facts)
        self.viewing = Viewing(facts.situation.event, masking, self.terms, facts)
        self.considered: dict[tuple[str, RecipientId, QuestionKind | None], _Considered] = {}
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
        for one in self.considered.values():
            if one.withheld is None and one.ask is None:
                giving = self._giving(one)
                givings.setdefault(one.recipient, []).append(giving)
        items = tuple(
            item(recipient, given, self.facts, self.viewing) for recipient, given in givings.items()
        )
        asked = tuple(self._asked(items))
        return Decision(
            items=items,
            questions=tuple(one.item for one in asked if one.item),
            entries=(*self._entries(items), *self._entries_of_questions(asked)),
            not_applied=tuple(self.not_applied),
        )

    def _whom(self) -> tuple[Sequence[Unmet], Sequence[Unmet]]:
        """What rules about the event are asked about, and what those about each child are."""
        children = [Unmet(self.facts, child) for child in self.facts.subjects]
        return (Unmet(self.facts, None),), children

    def _consider(self, active: ActiveRule, subject: Subject | None) -> None:
        meant = [one for role in active.rule.to for one in targets(role, self.facts, subject)]
        for one in self._kept_from(meant) if active.rule.effect == "withhold" else meant:
            for target in on_duty(one, active, self.facts):
                self._add(active, target, subject)

    def _kept_from(self, meant: Sequence[Target]) -> Sequence[Target]:
        """Of a decision not to tell: whom it is kept from, or else who answers for the child."""
        kinds = self._kinds_kept_from
        found = [one for one in meant if self.agreement.recipient(one.recipient).kind in kinds]
        return found or meant[:1] if kinds else meant

    @property
    def _kinds_kept_from(self) -> Collection[RecipientKind]:
        """Of a decision not to tell: from which kinds of recipient, where it names some."""
        event = self.facts.situation.event
        return event.data.detail.from_kinds if isinstance(event, Withheld) else ()

    def _add(self, active: ActiveRule, meant: Target, subject: Subject | None) -> None:
        target = alternate(meant, self.facts)
        withheld = self._withheld(active, meant, target)
        target = target or meant
        ask = None if withheld else must_ask(target, subject, self.facts)
        known = self.considered.setdefault(
            (active.rule.id, target.recipient, ask),
            _Considered(active, target.recipient, withheld, ask),
        )
        if target not in known.targets:
            known.targets.append(target)
        if subject is not None and subject not in known.subjects:
            known.subjects.append(subject)

    def _withheld(self, active: ActiveRule, meant: Target, target: Target | None) -> str | None:
        """Why a rule that applies gives nothing; none where it gives."""
        rule, recipient = active.rule, self.agreement.recipient(meant.recipient)
        if rule.effect == "withhold":
            kinds = ", ".join(kind.replace("-", " ") for kind in self._kinds_kept_from)
            return f"{rule.safeguarding} Kept from: {kinds}." if kinds else rule.safeguarding
        if self.agreement.is_exercise(recipient) != self.facts.exercise:
            return (
                "It is practice data, and this recipient takes part live."
                if self.facts.exercise
                else "It is live, and this recipient takes part for practice only."
            )
        closed = [
            kind for kind in self.facts.core.handling.restricted_kinds if not active.opens(kind)
        ]
        if closed:
            return "It is of a restricted kind that this rule does not name."
        if target is None:
            return "It names somebody who works there, and nobody else may read in their place."
        return None

    def _childrens_services_told(self, subject: Subject | None) -> bool:
        """Whether a rule so far gives this child to somebody who acts for its safety."""
        return any(
            subject in one.subjects
            for one in self.considered.values()
            if one.withheld is None
            and one.ask is None
            and self.agreement.recipient(one.recipient).kind in CHILDRENS_SERVICES
            and _FOR_CHILDRENS_SERVICES.intersection(one.active.rule.to)
        )

    def _giving(self, one: _Considered) -> Giving:
        kind = self.agreement.recipient(one.recipient).kind
        persons = frozenset(subject.known.person for subject in one.subjects)
        look = self.viewing.look(one.active, kind, persons)
        return Giving(one.active, tuple(one.targets), tuple(one.subjects), look)

    def _asked(self, items: tuple[Item, ...]) -> Iterable[Asked]:
        waiting = [
            Waiting(one.ask, one.active, one.recipient, one.subjects)
            for one in self.considered.values()
            if one.ask is not None
        ]
        return questions(waiting, items, self.facts, self.terms) if waiting else ()

    def _entries(self, items: Iterable[Item]) -> Iterator[Entry]:
        by_recipient = {one.recipient: one for one in items}
        for one in self.considered.values():
            if one.ask is not None:
                continue
            given = by_recipient[one.recipient] if one.withheld is None else None
            because = one.withheld or one.active.rule.safeguarding
            yield self._entry(one, "give" if given else "withhold", because, given)
            if given and (call := by_telephone(one.targets)):
                yield self._entry(one, "ask", why("phone", call.whom), None)
            if given and given.kind == "referral" and _is_doubtful(one):
                yield self._entry(one, "ask", _WHICH_CHILD, None)

    def _entries_of_questions(self, asked: Iterable[Asked]) -> Iterator[Entry]:
        """Whoever waits for an answer, and what is told to whoever is asked for it."""
        for question in asked:
            owner = question.owner and self.agreement.recipient(question.owner)
            for one in question.waiting:
                waits = self.considered[one.active.rule.id, one.recipient, one.kind]
                reason = why(one.kind, owner.name) if owner else _NOBODY_TO_ASK
                yield self._entry(waits, "ask" if owner else "withhold", reason, None)
            if question.item is not None:
                first = question.waiting[0]
                waits = self.considered[first.active.rule.id, first.recipient, first.kind]
                given = self._entry(waits, "give", question.item.headline, question.item)
                yield replace(
                    given, recipient=question.item.recipient, because=question.item.reason.purpose
                )

    def _entry(
        self, one: _Considered, decision: Verdict, because: str, given: Item | None
    ) -> Entry:
        rule = one.active.rule
        return Entry(
            decision=decision,
            recipient=one.recipient,
            rule=rule.id,
            rule_version=rule.version,
            agreement=self.terms.version,
            purpose=rule.purpose,
            legal_basis=one.active.legal_basis,
            children=tuple(subject.known for subject in one.subjects),
            fields=given.fields if given else (),
            masked=given.masked if given else (),
            because=because,
            question=given.question.kind if given and given.question and given.asks_about else None,
        )


def _is_doubtful(one: _Considered) -> bool:
    """Whether it is about a child who is probably one that is known."""
    return any(subject.known.confidence == "probable" for subject in one.subjects)
