"""Projection: the part of an event that a rule lets a recipient see of certain children."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache, cached_property

from pydantic import JsonValue
from wholepicture_schemas.identifiers import PersonRef
from wholepicture_schemas.told_fields import means_at

from wholepicture_agreement.leaves import Leaf, Path, fields_of, rebuilt, starred
from wholepicture_agreement.left_out import ANOTHER_SERVICE, LeftOut
from wholepicture_agreement.masking import Masking, Sight
from wholepicture_agreement.minimum import Minimum
from wholepicture_agreement.model import ActiveRule, Terms
from wholepicture_agreement.mothers import mothers
from wholepicture_agreement.paths import Grant
from wholepicture_agreement.references import of_shown_people

_NOTHING = Grant(()).answers
_ROLE = "core.professionals.*.role"
_PROFESSIONALS = "core.professionals."


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

    def seen(
        self, active: ActiveRule, grant: Grant, sight: Sight, subjects: AbstractSet[PersonRef]
    ) -> Visible:
        """What a rule's grant shows of these children to one sight."""
        bound, foreign = self._orders(active, subjects)
        carrying = {mother for child, mother in self._mothers if child in subjects}
        blocked = self._blocked(active, sight)
        cleaned = self.masking.cleaned(self.leaves, sight)
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
        if self._restricted or self._restricted_beside:
            altered |= self._leave_out(active, kept, answers_of=grant)
        for at in [at for at, leaf in kept.items() if leaf.path[:3] in foreign] if foreign else ():
            del kept[at]
        return Visible(kept, masked, frozenset(altered))

    def _leave_out(
        self, active: ActiveRule, kept: dict[int, Leaf], answers_of: Grant
    ) -> AbstractSet[int]:
        """Remove restricted professionals from the texts; the numbers of the texts that changed.

        A recipient that may know of a service gets the role ``ANOTHER_SERVICE`` in its place.
        """
        closed = [
            (place, numbers, kinds)
            for place, (numbers, kinds) in self._restricted.items()
            if not all(map(active.opens, kinds))
        ]
        named = [self.leaves[at] for _, numbers, _ in closed for at in numbers]
        for professional, kinds in self._restricted_beside:
            named += [] if all(map(active.opens, kinds)) else professional
        if not named:
            return frozenset()
        left_out = LeftOut(named)
        altered = set()
        for at, leaf in list(kept.items()):
            if isinstance(leaf.value, str) and not (leaf.person and leaf.field == "name"):
                clean = left_out.cleaned(leaf.value)
                if clean is None:
                    del kept[at]
                elif clean != leaf.value:
                    kept[at] = leaf._replace(value=clean)
                    altered.add(at)
        for place, numbers, kinds in closed:
            if active.knows_of(kinds) and _ROLE in answers_of:
                where: Path = ("core", "professionals", place)
                kept[numbers[0]] = Leaf((*where, "role"), _ROLE, ANOTHER_SERVICE, None, where)
        return altered

    def leads_to_what_is_kept_back(
        self, path: Path, active: ActiveRule, sight: Sight, subjects: AbstractSet[PersonRef]
    ) -> bool:
        """Whether a path lies in what is masked of this event, also where the event has no value.

        That a value should be there would tell as much as the value.
        """
        person = self._people.get(path[:3])
        if path[:2] == ("core", "children") and person is not None and person not in subjects:
            return True
        if path[:3] in self._orders(active, subjects)[1]:
            return True
        of_a_field = len(path) > 3  # noqa: PLR2004 - core, list, place
        leaf = Leaf(path, starred(path), None, person if of_a_field else None)
        return active.never.answers[leaf.starred] or self.masking.hides(leaf, sight)

    def _blocked(self, active: ActiveRule, sight: Sight) -> AbstractSet[int]:
        """The numbers of the masked leaves, granted or not."""
        blocked = self.masking.hidden(self.leaves, sight) | self._closed(active)
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

    @cached_property
    def _restricted_beside(self) -> Sequence[tuple[Sequence[Leaf], tuple[str, ...]]]:
        """The professionals of restricted kinds in other versions and in other events."""
        others = [leaves for _, leaves in self.masking.beside]
        others += self.masking.elsewhere.leaves if self.masking.elsewhere else ()
        professionals: list[tuple[Sequence[Leaf], tuple[str, ...]]] = []
        for leaves in others:
            places: dict[Path, list[Leaf]] = {}
            for leaf in leaves:
                if leaf.path[:2] == ("core", "professionals"):
                    places.setdefault(leaf.path[:3], []).append(leaf)
            for entry in places.values():
                kinds = tuple(kind for leaf in entry for kind in self._kinds_in(leaf))
                professionals += [(entry, kinds)] if kinds else []
        return professionals

    def _kinds_in(self, leaf: Leaf) -> Iterator[str]:
        """The restricted kinds whose words stand in a value."""
        for kind, words in self.terms.restricted_words:
            if words.stand_in(str(leaf.value)):
                yield kind

    @cached_property
    def _restricted(self) -> Mapping[int, tuple[tuple[int, ...], tuple[str, ...]]]:
        """Of each professional of a restricted kind, by place: its leaves' numbers, its kinds."""
        places: dict[int, list[int]] = {}
        kinds: dict[int, list[str]] = {}
        for at, leaf in self._under.get(("core", "professionals"), ()):
            place = int(leaf.path[2])
            places.setdefault(place, []).append(at)
            kinds.setdefault(place, []).extend(self._kinds_in(leaf))
        return {
            place: (tuple(places[place]), tuple(whose)) for place, whose in kinds.items() if whose
        }

    def _closed(self, active: ActiveRule) -> AbstractSet[int]:
        """The leaves that name a service of a restricted kind that the rule does not open."""
        if not self._restricted and not self._telling:
            return frozenset()
        closed = {
            at
            for numbers, kinds in self._restricted.values()
            if not all(map(active.opens, kinds))
            for at in numbers
        }
        return closed | {
            at for at, kinds in self._telling.items() if not all(map(active.opens, kinds))
        }

    @cached_property
    def _telling(self) -> Mapping[int, tuple[str, ...]]:
        """The short fields that name a restricted kind by themselves, by the leaf's number."""
        short = [(at, leaf) for at, leaf in enumerate(self.leaves) if _names_a_service(leaf[1])]
        return {at: kinds for at, leaf in short if (kinds := tuple(self._kinds_in(leaf)))}


@cache
def _names_a_service(starred: str) -> bool:
    """Whether a field besides those of professionals names a service.

    The service that helps a victim is masked by its own class. There are no more paths than fields.
    """
    means = means_at(starred)
    return means.kind == "service" and not means.safety and not starred.startswith(_PROFESSIONALS)
