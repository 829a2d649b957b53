"""Deciding: who is told what of an event, who is not, and why. Pure, and the one place for it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from wholepicture_schemas.any_agency import Correction, Retraction
from wholepicture_schemas.identifiers import PersonRef, RecipientId
from wholepicture_schemas.reading import content_of

from wholepicture_consumers.agreement.conditions import unmet
from wholepicture_consumers.agreement.facts import Facts, Subject
from wholepicture_consumers.agreement.files import CHILDRENS_SERVICES
from wholepicture_consumers.agreement.items import Giving, item, type_name
from wholepicture_consumers.agreement.leaves import leaves
from wholepicture_consumers.agreement.masking import Sight, sight
from wholepicture_consumers.agreement.model import ActiveRule, Agreement, Terms
from wholepicture_consumers.agreement.projection import Projection, Seen
from wholepicture_consumers.agreement.protecting import protecting
from wholepicture_consumers.agreement.recipients import (
    Target,
    alternate,
    may_pass_on,
    on_duty,
    targets,
)
from wholepicture_consumers.agreement.situation import (
    Decision,
    Entry,
    Item,
    NotApplied,
    Situation,
)

_NO_DECISION = {Correction.TYPE, Retraction.TYPE}
"""These go to whoever had the original, whatever the rules say."""


def decide(situation: Situation, agreement: Agreement) -> Decision:
    """Who is given what of an event, with an entry for each decision of a rule that applied.

    What an agency already held before it was connected (history) is told to nobody; a correction
    or a retraction follows its original and is not decided here.
    """
    core = situation.event.data.core
    if core.history or situation.event.type in _NO_DECISION:
        return Decision()
    return _Deciding(Facts(situation, agreement)).decision()


@dataclass
class _Considered:
    """One rule about one recipient, with the children that it applies to."""

    active: ActiveRule
    target: Target
    subjects: list[Subject] = field(default_factory=list)
    withheld: str | None = None
    ask: str | None = None


class _Deciding:
    """The work of one decision."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.agreement = facts.agreement
        self.terms: Terms = self.agreement.in_force(facts.situation.received)
        found = leaves(content_of(facts.situation.event))
        self.projection = Projection(found, protecting(facts), self.terms)
        self.considered: dict[tuple[str, RecipientId], _Considered] = {}
        self.not_applied: list[NotApplied] = []
        self._seen: dict[tuple[str, Sight, frozenset[PersonRef]], Seen] = {}

    def decision(self) -> Decision:
        for active in self.terms.rules_on(type_name(self.facts.situation.event.type)):
            for subject in self._whom(active):
                self._consider(active, subject)
        givings: dict[RecipientId, list[Giving]] = {}
        for one in self.considered.values():
            if one.withheld is None and one.ask is None:
                giving = self._giving(one)
                givings.setdefault(one.target.recipient, []).append(giving)
        items = tuple(
            item(recipient, given, self.facts, self.projection, self.terms.version)
            for recipient, given in givings.items()
        )
        return Decision(items, tuple(self._entries(items)), tuple(self.not_applied))

    def _whom(self, active: ActiveRule) -> Iterable[Subject | None]:
        return (None,) if active.rule.about == "the-event" else self.facts.subjects

    def _consider(self, active: ActiveRule, subject: Subject | None) -> None:
        rule = active.rule
        person = subject.known.person if subject else None
        condition = unmet(self.facts, subject, rule.when)
        if condition is None and active.waits and self._childrens_services_told(subject):
            condition = "childrens-services-not-told"
        if condition is not None:
            self.not_applied.append(NotApplied(rule.id, person, condition))
            return
        for role in rule.to:
            for meant in targets(role, self.facts, subject):
                for target in on_duty(meant, active, self.facts):
                    self._add(active, target, subject)

    def _add(self, active: ActiveRule, meant: Target, subject: Subject | None) -> None:
        target = alternate(meant, self.facts)
        withheld = self._withheld(active, meant, target)
        target = target or meant
        known = self.considered.setdefault(
            (active.rule.id, target.recipient),
            _Considered(
                active, target, withheld=withheld, ask=None if withheld else self._ask(target)
            ),
        )
        if subject is not None and subject not in known.subjects:
            known.subjects.append(subject)

    def _withheld(self, active: ActiveRule, meant: Target, target: Target | None) -> str | None:
        """Why a rule that applies gives nothing; none where it gives."""
        rule, recipient = active.rule, self.agreement.recipient(meant.recipient)
        if rule.effect == "withhold":
            return rule.safeguarding
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

    def _ask(self, target: Target) -> str | None:
        """Whom to ask before this recipient is told; none where nobody need be asked."""
        handling = self.facts.core.handling
        if not handling.originator_control:
            return None
        if may_pass_on(self.agreement.recipient(target.recipient)):
            return None
        agency = self.facts.agency
        return agency.name if agency else self.facts.agency_id

    def _childrens_services_told(self, subject: Subject | None) -> bool:
        """Whether a rule so far gives this child to somebody who acts for its safety."""
        return any(
            subject in one.subjects
            for one in self.considered.values()
            if one.withheld is None
            and one.ask is None
            and self.agreement.recipient(one.target.recipient).kind in CHILDRENS_SERVICES
        )

    def _giving(self, one: _Considered) -> Giving:
        kind = self.agreement.recipient(one.target.recipient).kind
        persons = frozenset(subject.known.person for subject in one.subjects)
        through = sight(kind, one.active.needs)
        key = one.active.rule.id, through, persons
        seen = self._seen.get(key)
        if seen is None:
            seen = self._seen[key] = self.projection.seen(
                one.active, one.active.fields, through, persons
            )
        return Giving(one.active, one.target, tuple(one.subjects), seen)

    def _entries(self, items: Iterable[Item]) -> Iterator[Entry]:
        by_recipient = {one.recipient: one for one in items}
        for one in self.considered.values():
            rule, recipient = one.active.rule, one.target.recipient
            given = by_recipient.get(recipient) if not (one.withheld or one.ask) else None
            because = one.withheld or rule.safeguarding
            if one.ask:
                because = f"The sender keeps control over passing it on: ask {one.ask}."
            yield Entry(
                decision="give" if given else "ask" if one.ask else "withhold",
                recipient=recipient,
                rule=rule.id,
                rule_version=rule.version,
                agreement=self.terms.version,
                purpose=rule.purpose,
                legal_basis=one.active.legal_basis,
                children=tuple(subject.known for subject in one.subjects),
                fields=given.fields if given else (),
                masked=given.masked if given else (),
                because=because,
                ask=one.ask,
            )
