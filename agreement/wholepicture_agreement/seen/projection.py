"""Projection: the part of an event that a rule lets a recipient see of certain children."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import NamedTuple

from wholepicture_schemas.cached import cached_property
from wholepicture_schemas.identifiers import PersonRef

from wholepicture_agreement.seen.cleaning import Cleaning
from wholepicture_agreement.seen.leaves import Leaf, Leaves, Path, leaf_at
from wholepicture_agreement.seen.masking import Masking
from wholepicture_agreement.seen.minimum import Minimum
from wholepicture_agreement.seen.mothers import mothers
from wholepicture_agreement.seen.references import of_shown_people
from wholepicture_agreement.seen.restricted_parts import RestrictedParts
from wholepicture_agreement.seen.sights import Sight
from wholepicture_agreement.written.model import ActiveRule, Terms
from wholepicture_agreement.written.paths import Grant

_NOBODY: AbstractSet[PersonRef] = frozenset()
_NOWHERE: AbstractSet[Path] = frozenset()
_ORDERS: Path = ("detail", "orders")
_OF_AN_ORDER = 3
"""How long the path of an order is."""


class Visible(NamedTuple):
    """The visible leaves of an event, and the masked ones, by the leaf's number."""

    kept: Mapping[int, Leaf]
    masked: Mapping[int, Leaf]
    altered: AbstractSet[int] = frozenset()
    """The visible texts of which something was taken out."""

    def joined(self, other: "Visible") -> "Visible":
        """What is visible under one rule or the other; an unaltered text wins."""
        both = {**other.kept, **self.kept}
        whole = self.altered - other.altered
        both |= {at: other.kept[at] for at in whole if at in other.kept}
        masked = {**self.masked, **other.masked}
        altered = frozenset(
            at
            for at in self.altered | other.altered
            if (at in self.altered or at not in self.kept)
            and (at in other.altered or at not in other.kept)
        )
        return Visible(both, {at: leaf for at, leaf in masked.items() if at not in both}, altered)

    def told(self) -> Sequence[Leaf]:
        """The leaves that are told, in their order."""
        return of_shown_people([self.kept[at] for at in sorted(self.kept)])


class _Part(NamedTuple):
    """Leaves beside each other of one person of the event, or of no person."""

    person: PersonRef | None
    adult: bool
    leaves: Sequence[tuple[int, Leaf]]


@dataclass(frozen=True)
class Projection:
    """One event, to be projected through the grants of rules."""

    leaves: Leaves
    masking: Masking
    terms: Terms

    @cached_property
    def cleaning(self) -> Cleaning:
        """Its texts, without what is masked."""
        return Cleaning(self.masking, self.leaves)

    @cached_property
    def _restricted(self) -> RestrictedParts:
        return RestrictedParts(self.leaves, self.masking, self.terms)

    def seen(self, active: ActiveRule, grant: Grant, sight: Sight) -> Visible:
        """What a rule's grant shows to one sight."""
        blocked = self._blocked(active, sight)
        masked = {at: self.leaves[at] for at in sorted(blocked)}
        kept = self._granted(active, grant, sight.given, blocked)
        altered: set[int] = set()
        for at, clean in self.cleaning.cleaned(sight, kept).items():
            if at in kept:
                if clean is None:
                    masked[at] = kept.pop(at)
                else:
                    kept[at] = clean
                    altered.add(at)
        if sight.minimum:
            altered |= self._minimum.leave_out_records(kept, masked)
        if self._restricted.are_named:
            altered |= self._restricted.leave_out_services(active, sight, kept)
            altered |= self._restricted.leave_out(active, kept, answers_of=grant)
        if self._order_parties and (foreign := self._orders(active, sight.given)[1]):
            kept = {at: leaf for at, leaf in kept.items() if leaf.path[:3] not in foreign}
        return Visible(kept, masked, altered)

    def _granted(
        self,
        active: ActiveRule,
        grant: Grant,
        subjects: AbstractSet[PersonRef],
        blocked: AbstractSet[int],
    ) -> dict[int, Leaf]:
        """The leaves that a rule grants of these children, less those that are masked."""
        bound = self._orders(active, subjects)[0]
        carrying = {mother for child, mother in self._mothers if child in subjects}
        kept: dict[int, Leaf] = {}
        for person, adult, numbered in self._parts:
            of_subject = person is None or adult or person in subjects
            grants = [grant if of_subject else active.siblings]
            if person in bound:
                grants.append(active.bound_by_orders)
            if person in carrying:
                grants.append(active.of_mother)
            for granted in grants:
                answers = granted.answers
                kept |= {
                    at: leaf
                    for at, leaf in numbered
                    if answers[leaf.marks.starred] and at not in blocked
                }
        return kept

    def leads_to_what_is_kept_back(self, path: Path, active: ActiveRule, sight: Sight) -> bool:
        """Whether a path lies in what is masked of this event, also where the event has no value.

        That a value should be there would tell as much as the value.
        """
        person, subjects = self._people.get(path[:3]), sight.given
        if path[:2] == ("core", "children") and person is not None and person not in subjects:
            return True
        if path[:3] in self._orders(active, subjects)[1]:
            return True
        of_a_field = len(path) > 3  # noqa: PLR2004 - core, list, place
        leaf = leaf_at(path, person=person if of_a_field else None)
        return active.never.answers[leaf.marks.starred] or self.masking.hides(leaf, sight)

    def _blocked(self, active: ActiveRule, sight: Sight) -> AbstractSet[int]:
        """The numbers of the masked leaves, granted or not."""
        blocked = self.masking.hidden(self.leaves, sight).numbers | self._restricted.closed(active)
        if sight.minimum:
            blocked |= self._minimum.written_instead
        if not active.never.patterns:
            return blocked
        never = active.never.answers
        return blocked.union([at for at, leaf in enumerate(self.leaves) if never[leaf.starred]])

    @cached_property
    def _minimum(self) -> Minimum:
        return Minimum(self.leaves)

    @cached_property
    def _parts(self) -> Sequence[_Part]:
        parts: list[_Part] = []
        numbered = list(enumerate(self.leaves))
        start, whose, is_adult = 0, None, False
        for at, leaf in numbered:
            person = leaf.person
            adult = person is not None and leaf.marks.among == "adults"
            if person != whose or adult != is_adult:
                parts.append(_Part(whose, is_adult, numbered[start:at]))
                start, whose, is_adult = at, person, adult
        parts.append(_Part(whose, is_adult, numbered[start:]))
        return parts

    @cached_property
    def _people(self) -> Mapping[Path, PersonRef]:
        return {leaf.path[:3]: leaf.person for leaf in self.leaves if leaf.person is not None}

    @cached_property
    def _mothers(self) -> Sequence[tuple[PersonRef, PersonRef]]:
        return mothers(self.leaves)

    @cached_property
    def _order_parties(self) -> Mapping[Path, tuple[set[PersonRef], set[PersonRef]]]:
        """Of each order or bail condition: whom it binds, and the children that it is about."""
        parties: dict[Path, tuple[set[PersonRef], set[PersonRef]]] = {}
        for leaf in self.leaves:
            if leaf.path[:2] != _ORDERS or len(leaf.path) <= _OF_AN_ORDER:
                continue  # of another part, or a text in place of orders
            bound, children = parties.setdefault(leaf.path[:3], (set(), set()))
            if leaf.path[3] == "person":
                bound.add(PersonRef(str(leaf.value)))
            elif leaf.path[3] == "children":
                children.add(PersonRef(str(leaf.value)))
        return parties

    def _orders(
        self, active: ActiveRule, subjects: AbstractSet[PersonRef]
    ) -> tuple[AbstractSet[PersonRef], AbstractSet[Path]]:
        """Whom the orders about these children bind, and the orders that are not about them.

        An order that names no child is about every child.
        """
        if not self._order_parties:
            return _NOBODY, _NOWHERE
        every = active.rule.about == "the-event" or active.shows_siblings
        bound: set[PersonRef] = set()
        foreign: set[Path] = set()
        for path, (persons, children) in self._order_parties.items():
            if every or not children or not subjects.isdisjoint(children - persons):
                bound |= persons
            else:
                foreign.add(path)
        return bound, foreign
