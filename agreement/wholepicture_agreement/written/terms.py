"""A version of the rules, ready to be asked: each rule with its fields and its basis in words."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from wholepicture_schemas.cached import cached_property
from wholepicture_schemas.deliveries import Reason
from wholepicture_schemas.identifiers import AgencyId

from wholepicture_agreement.by_when.working_time import at
from wholepicture_agreement.written.files import Need, Restricted, Rule
from wholepicture_agreement.written.news_kinds import NewsKinds
from wholepicture_agreement.written.paths import Grant
from wholepicture_agreement.written.restricted_kinds import RestrictedWords, opens, restricted_words

_OF_PEOPLE = (
    "core.children.*.communication",
    "core.adults.*.related_to.*.relation",
    "core.adults.*.safe_contact.never",
    "core.allegations.*.alleged",
    "core.handling.call_before_speaking_to_family.who",
    "core.handling.do_not_disclose_to.*.person",
)


@dataclass(frozen=True)
class ActiveRule:
    """A rule with its sets of fields written out and its legal basis in words."""

    rule: Rule
    legal_basis: str
    fields: Grant
    siblings: Grant
    of_mother: Grant
    bound_by_orders: Grant
    earlier: Grant
    never: Grant
    legal_basis_by_sender: Mapping[str, str] = field(default_factory=dict, compare=False)
    """What it rests on instead, in words, by the kind of agency that tells."""
    opens_places: bool = False
    """Whether it gives the places of every restricted kind."""
    waits: bool = False
    """Whether one of its conditions is known only after the other rules were decided."""

    def told_by(self, kind: str) -> "ActiveRule":
        """The same rule on the legal basis of this kind of sender."""
        basis = self.legal_basis_by_sender.get(kind)
        return self if basis is None else replace(self, legal_basis=basis)

    @cached_property
    def needs(self) -> frozenset[Need]:
        """The stated needs of its recipients, and whether they read where a refuge is."""
        places: frozenset[Need] = frozenset({"restricted-place"} if self.opens_places else ())
        return frozenset(self.rule.needs) | places

    @cached_property
    def shows_siblings(self) -> bool:
        """Whether it tells of the other children, and so of the orders about them."""
        who = "core.children.*.person"
        return who in self.siblings and who not in self.never

    @cached_property
    def shows_people(self) -> bool:
        """Whether it shows, of the event and of earlier ones, the adults and what is alleged.

        Whoever is shown the adults and not who is alleged could not know whom to approach with
        care.
        """
        grants = self.fields, self.earlier
        return all(path in grant for grant in grants for path in _OF_PEOPLE) and not any(
            path in self.never for path in _OF_PEOPLE
        )

    def knows_of(self, kinds: Iterable[str]) -> bool:
        """Whether its recipients may know that there is a service of each of these kinds."""
        return all(self.opens(kind) or kind in self.rule.knows_of for kind in kinds)

    def opens(self, kind: str) -> bool:
        """Whether it gives what is of this restricted kind."""
        return opens(self.rule.restricted, [kind])


@dataclass(frozen=True)
class Terms:
    """One version of the rules."""

    version: str
    valid_from: dt.date
    valid_until: dt.date | None
    reason: str
    approvers: tuple[AgencyId, ...]
    rules: tuple[ActiveRule, ...]
    restricted: tuple[Restricted, ...]
    keeping_back: str = ""
    """What a sender's decision not to tell rests on in law, in words."""
    earlier_at_most: Mapping[str, Grant] = field(default_factory=dict)
    """What context shows of a type at most, by its short name."""
    news: NewsKinds | None = None
    """What is news to those who told of a child before; none where nothing is."""
    digest: str = ""
    """The fingerprint of what it decides; it stays the same once the version was in force."""
    _by_type: dict[str, tuple[ActiveRule, ...]] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )
    _by_sender: dict[str, "Terms"] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )
    # what is kept of a version is not of another that was made of it with `replace`

    @cached_property
    def begins(self) -> dt.datetime:
        """The moment from which it is in force: the first of its first day in London."""
        return at(self.valid_from, dt.time())

    def earlier_of(self, active: ActiveRule, name: str) -> Grant:
        """What a rule shows of an earlier event of a type, by its short name."""
        most = self.earlier_at_most.get(name)
        return active.earlier if most is None else active.earlier.within(most)

    def rules_on(self, name: str) -> tuple[ActiveRule, ...]:
        """The rules on a type of event, by its short name, those about whoever is left out last."""
        known = self._by_type.get(name)
        if known is None:
            rules = [active for active in self.rules if name in active.rule.on]
            known = self._by_type[name] = tuple(sorted(rules, key=lambda active: active.waits))
        return known

    def told_by(self, kind: str) -> "Terms":
        """The same version, its rules on the legal basis of this kind of sender."""
        known = self._by_sender.get(kind)
        if known is None:
            rules = tuple(active.told_by(kind) for active in self.rules)
            same = all(new is old for new, old in zip(rules, self.rules, strict=True))
            known = self if same else replace(self, rules=rules)
            self._by_sender[kind] = known
        return known

    def shows_as(self, other: "Terms") -> bool:
        """Whether it is the same version of one agreement, on whatever legal basis."""
        mine, others = (self.version, self.digest), (other.version, other.digest)
        return mine == others and self.valid_from == other.valid_from

    @cached_property
    def show_people(self) -> frozenset[str]:
        """The ids of the rules by which a recipient is shown who is around a child."""
        return frozenset(active.rule.id for active in self.rules if active.shows_people)

    @cached_property
    def show_earlier(self) -> frozenset[str]:
        """The ids of the rules by which a recipient is shown anything of what was told before."""
        return frozenset(active.rule.id for active in self.rules if active.earlier.patterns)

    @cached_property
    def reasons(self) -> Mapping[str, Reason]:
        """Why each rule tells somebody, by its id."""
        return {
            active.rule.id: Reason(
                rule=active.rule.id,
                rule_version=active.rule.version,
                agreement=self.version,
                purpose=active.rule.purpose,
                legal_basis=active.legal_basis,
            )
            for active in self.rules
        }

    @cached_property
    def views(self) -> Mapping[str, int]:
        """A number for each rule, by its id: rules with one number show the same of any event."""
        numbers: dict[tuple[object, ...], int] = {}
        numbered: dict[str, int] = {}
        for active in self.rules:
            rule = active.rule
            grants = (
                active.fields,
                active.siblings,
                active.of_mother,
                active.bound_by_orders,
                active.never,
            )
            shows = (
                *(grant.patterns for grant in grants),
                frozenset(rule.restricted),
                frozenset(rule.knows_of),
                rule.about,
            )
            numbered[rule.id] = numbers.setdefault(shows, len(numbers))
        return numbered

    @cached_property
    def restricted_words(self) -> tuple[tuple[str, RestrictedWords], ...]:
        """Each restricted kind that has words, with the pattern that matches them."""
        return tuple(
            (restricted.kind, restricted_words((*restricted.words, *restricted.names)))
            for restricted in self.restricted
            if restricted.words or restricted.names
        )

    @cached_property
    def words_of_any_kind(self) -> RestrictedWords:
        """The words of all restricted kinds: where none stands, those of no kind do."""
        return sum((words for _, words in self.restricted_words), restricted_words(()))

    @cached_property
    def words_of_matters(self) -> tuple[tuple[str, RestrictedWords], ...]:
        """Each restricted matter that has words, with them."""
        return tuple(kind for kind in self.restricted_words if self.keeps(kind[0]) == "matter")

    def keeps(self, kind: str) -> Literal["matter", "place", "service"]:
        """What a restricted kind keeps back; a kind that is not listed keeps the whole event."""
        return self._keeps.get(kind, "matter")

    @cached_property
    def _keeps(self) -> Mapping[str, Literal["matter", "place", "service"]]:
        return {known.kind: known.keeps for known in reversed(self.restricted)}

    def closes(self, active: ActiveRule, kinds: Collection[str]) -> bool:
        """Whether a rule gives nothing of an event of these kinds: a place or a service is cut."""
        return bool(kinds) and any(
            self.keeps(kind) == "matter" and not active.opens(kind) for kind in kinds
        )
