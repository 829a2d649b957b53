"""Projection: the part of an event that a rule lets a recipient see of certain children."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property

from pydantic import JsonValue
from wholepicture_schemas.identifiers import PersonRef

from wholepicture_agreement.seen.cleaning import Cleaning
from wholepicture_agreement.seen.leaves import Leaf, Path, fields_of, rebuilt, starred
from wholepicture_agreement.seen.masking import Masking
from wholepicture_agreement.seen.minimum import Minimum
from wholepicture_agreement.seen.mothers import mothers
from wholepicture_agreement.seen.references import of_shown_people
from wholepicture_agreement.seen.restricted_parts import RestrictedParts
from wholepicture_agreement.seen.sights import Sight
from wholepicture_agreement.written.model import ActiveRule, Terms
from wholepicture_agreement.written.paths import Grant

_NOTHING = Grant(()).answers


@dataclass(frozen=True)
class Visible:
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

    def told(self) -> tuple[dict[str, JsonValue], tuple[str, ...]]:
        """The content as it is told, and the paths that it discloses."""
        shown = self.shown()
        return rebuilt(shown), fields_of(shown)

    def shown(self) -> list[Leaf]:
        """The leaves that are told, in their order."""
        return of_shown_people([self.kept[at] for at in sorted(self.kept)])


@dataclass(frozen=True)
class _Part:
    """The leaves of one person of the event, or those that are of no person."""

    person: PersonRef | None
    adult: bool
    leaves: tuple[tuple[int, Leaf], ...]


@dataclass(frozen=True)
class Projection:
    """One event, to be projected through the grants of rules."""

    leaves: tuple[Leaf, ...]
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
        subjects = sight.given
        bound, foreign = self._orders(active, subjects)
        carrying = {mother for child, mother in self._mothers if child in subjects}
        blocked = self._blocked(active, sight)
        cleaned = self.cleaning.cleaned(sight)
        masked = {at: self.leaves[at] for at in sorted(blocked)}
        kept: dict[int, Leaf] = {}
        for part in self._parts:
            person = part.person
            of_subject = person is None or part.adult or person in subjects
            answers = (grant if of_subject else active.siblings).answers
            more = active.bound_by_orders.answers if person in bound else _NOTHING
            of_mother = active.of_mother.answers if person in carrying else _NOTHING
            for at, leaf in part.leaves:
                starred = leaf.starred
                if at not in blocked and (answers[starred] or more[starred] or of_mother[starred]):
                    kept[at] = leaf
        altered = set()
        for at, clean in cleaned.items():
            if at in kept:
                if clean is None:
                    masked[at] = kept.pop(at)
                else:
                    kept[at] = clean
                    altered.add(at)
        if sight.minimum:
            altered |= self._minimum.leave_out_records(kept, masked)
        altered |= self._restricted.leave_out_services(active, sight, kept)
        altered |= self._restricted.leave_out(active, kept, answers_of=grant)
        for at in [at for at, leaf in kept.items() if leaf.path[:3] in foreign] if foreign else ():
            del kept[at]
        return Visible(kept, masked, frozenset(altered))

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
        leaf = Leaf(path, starred(path), None, person if of_a_field else None)
        return active.never.answers[leaf.starred] or self.masking.hides(leaf, sight)

    def _blocked(self, active: ActiveRule, sight: Sight) -> AbstractSet[int]:
        """The numbers of the masked leaves, granted or not."""
        blocked = self.masking.hidden(self.leaves, sight) | self._restricted.closed(active)
        if sight.minimum:
            blocked |= self._minimum.written_instead
        if not active.never.patterns:
            return blocked
        never = active.never.answers
        return blocked | {at for at, leaf in enumerate(self.leaves) if never[leaf.starred]}

    @cached_property
    def _minimum(self) -> Minimum:
        return Minimum(self.leaves)

    @cached_property
    def _under(self) -> Mapping[Path, list[tuple[int, Leaf]]]:
        """The leaves and their numbers by the first two parts of their paths."""
        under: dict[Path, list[tuple[int, Leaf]]] = {}
        for at, leaf in enumerate(self.leaves):
            under.setdefault(leaf.path[:2], []).append((at, leaf))
        return under

    @cached_property
    def _parts(self) -> tuple[_Part, ...]:
        parts: dict[tuple[PersonRef | None, bool], list[tuple[int, Leaf]]] = {}
        for at, leaf in enumerate(self.leaves):
            adult = leaf.person is not None and leaf.among == "adults"
            parts.setdefault((leaf.person, adult), []).append((at, leaf))
        return tuple(
            _Part(person, adult, tuple(numbered)) for (person, adult), numbered in parts.items()
        )

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
        for _, leaf in self._under.get(("detail", "orders"), ()):
            bound, children = parties.setdefault(leaf.path[:3], (set(), set()))
            if leaf.path[3] == "person":
                bound.add(PersonRef(str(leaf.value)))
            elif leaf.path[3] == "children":
                children.add(PersonRef(str(leaf.value)))
        return parties

    def _orders(
        self, active: ActiveRule, subjects: AbstractSet[PersonRef]
    ) -> tuple[set[PersonRef], set[Path]]:
        """Whom the orders about these children bind, and the orders that are not about them.

        An order that names no child is about every child.
        """
        every = active.rule.about == "the-event" or active.shows_siblings
        bound: set[PersonRef] = set()
        foreign: set[Path] = set()
        for path, (persons, children) in self._order_parties.items():
            if every or not children or not subjects.isdisjoint(children - persons):
                bound |= persons
            else:
                foreign.add(path)
        return bound, foreign
