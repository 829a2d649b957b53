"""The parts of an event that are of a restricted kind: professionals, and names in texts.

Default closed: a rule that does not open the kind gives no professional of it, none of its names
in a text, and no gap.
"""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from wholepicture_schemas.cached import cached_property
from wholepicture_schemas.in_texts.traces import cut

from wholepicture_agreement.seen import services_in_texts
from wholepicture_agreement.seen.cleaning import not_own
from wholepicture_agreement.seen.hidden_words import traces_of
from wholepicture_agreement.seen.leaves import Leaf, Leaves, Path
from wholepicture_agreement.seen.left_out import ANOTHER_SERVICE, LeftOut
from wholepicture_agreement.seen.marks import PROFESSIONALS, marks_at
from wholepicture_agreement.seen.masking import Masking
from wholepicture_agreement.seen.sights import Sight
from wholepicture_agreement.told.matters import kinds_meant
from wholepicture_agreement.written.model import ActiveRule, Terms
from wholepicture_agreement.written.paths import Grant
from wholepicture_agreement.written.restricted_kinds import RestrictedWords

_KINDS = "core.handling.restricted_kinds.*"
_ROLE = "core.professionals.*.role"
_OF_AN_ENTRY = 3
"""How long the path of a professional is."""
_VICTIMS = "core.adults.*.victim_service"


@dataclass(frozen=True)
class RestrictedParts:
    """What of one event is of a restricted kind, by the words of the terms."""

    leaves: Leaves
    masking: Masking
    terms: Terms

    def closed(self, active: ActiveRule) -> AbstractSet[int]:
        """The leaves that name a service of a restricted kind that the rule does not open."""
        closed: set[int] = set()
        for at, kinds in self._restricted_leaves:
            if not all(map(active.opens, kinds)):
                closed.add(at)
        for at, kind in self._kinds_named:
            if not active.knows_of([kind]):
                closed.add(at)
        return closed

    @cached_property
    def are_named(self) -> bool:
        """Whether a text names anything of a restricted kind, or a professional is of one."""
        return bool(self._named or self._restricted or self._restricted_beside)

    @cached_property
    def _restricted_leaves(self) -> Sequence[tuple[int, Sequence[str]]]:
        """The leaves that name a service of a restricted kind, each with the kinds."""
        of_people = [(at, kinds) for numbers, kinds in self._restricted for at in numbers]
        return [*of_people, *self._telling.items()]

    @cached_property
    def _kinds_named(self) -> Sequence[tuple[int, str]]:
        """The restricted kinds that the event itself names, by the leaf's number."""
        return [
            (at, kind)
            for at in self.leaves.at_field(_KINDS)
            for kind in kinds_meant(str(self.leaves[at].value), self.terms)
        ]

    def leave_out_services(
        self, active: ActiveRule, sight: Sight, kept: dict[int, Leaf]
    ) -> AbstractSet[int]:
        """Put a plain word for each service of a closed kind that a text names.

        Whoever is told which service helps the victim reads that one in texts too.
        """
        altered: set[int] = set()
        if not self._named:
            return altered
        own = sight.own.union(traces_of(kept[at] for at in self._victims if at in kept))
        for at, kinds in self._named.items():
            leaf = kept.get(at)
            if leaf is None:
                continue
            text = str(leaf.value)
            found = [
                span
                for kind, words in kinds
                if not active.opens(kind)
                for span in services_in_texts.spans(text, words, place=self._is_a_place(kind))
            ]
            if found := not_own(text, found, own):
                del kept[at]
                altered.add(at)
                if left := cut(text, found, services_in_texts.A_SERVICE):
                    kept[at] = leaf._replace(value=left)
        return altered

    def leave_out(
        self, active: ActiveRule, kept: dict[int, Leaf], answers_of: Grant
    ) -> AbstractSet[int]:
        """Remove restricted professionals from the texts; the numbers of the texts that changed.

        A recipient that may know of a service gets the role ``ANOTHER_SERVICE`` in its place.
        """
        closed = [
            (numbers, kinds)
            for numbers, kinds in self._restricted
            if not all(map(active.opens, kinds))
        ]
        named = [self.leaves[at] for numbers, _ in closed for at in numbers]
        for professional, its_kinds in self._restricted_beside:
            named += [] if all(map(active.opens, its_kinds)) else professional
        if not named:
            return frozenset()
        left_out = LeftOut(named)
        altered = set()
        for at, leaf in list(kept.items()):
            if isinstance(leaf.value, str) and not (leaf.person and leaf.marks.field == "name"):
                clean = left_out.cleaned(leaf.value)
                if clean is None:
                    del kept[at]
                elif clean != leaf.value:
                    kept[at] = leaf._replace(value=clean)
                    altered.add(at)
        for numbers, kinds in closed:
            if active.knows_of(kinds) and _ROLE in answers_of:
                kept[numbers[0]] = _another_service(self.leaves[numbers[0]])
        return altered

    @cached_property
    def _victims(self) -> Sequence[int]:
        """The numbers of the leaves that name the service of a victim."""
        return self.leaves.at_field(_VICTIMS)

    @cached_property
    def _named(self) -> Mapping[int, Sequence[tuple[str, RestrictedWords]]]:
        """Of each text the restricted kinds whose words it has, by the leaf's number."""
        everything = self.leaves.words
        if not self.terms.words_of_any_kind.stand_in(everything):
            return {}
        kinds = [kind for kind in self.terms.restricted_words if kind[1].stand_in(everything)]
        texts = {at: str(self.leaves[at].value) for at in self.leaves.texts}
        named = {
            at: [kind for kind in kinds if kind[1].stand_in(text)] for at, text in texts.items()
        }
        return {at: its_kinds for at, its_kinds in named.items() if its_kinds}

    @cached_property
    def _restricted(self) -> Sequence[tuple[Sequence[int], Sequence[str]]]:
        """Of each professional of a restricted kind: its leaves' numbers, and its kinds."""
        if not self.terms.words_of_any_kind.stand_in(self.leaves.services):
            return ()
        places: dict[int, list[int]] = {}
        kinds: dict[int, list[str]] = {}
        for at, leaf in enumerate(self.leaves):
            if not leaf.marks.starred.startswith(PROFESSIONALS):
                continue
            place = int(leaf.path[2])
            places.setdefault(place, []).append(at)
            kinds.setdefault(place, []).extend(self._kinds_in(leaf))
        return [(places[place], whose) for place, whose in kinds.items() if whose]

    @cached_property
    def _restricted_beside(self) -> Sequence[tuple[Sequence[Leaf], Sequence[str]]]:
        """The professionals of restricted kinds in other versions and in other events."""
        others = [leaves for _, leaves in self.masking.beside]
        others += self.masking.elsewhere.leaves if self.masking.elsewhere else ()
        professionals: list[tuple[Sequence[Leaf], Sequence[str]]] = []
        for leaves in others:
            if not self.terms.words_of_any_kind.stand_in(leaves.services):
                continue
            places: dict[Path, list[Leaf]] = {}
            for leaf in leaves:
                if leaf.marks.starred.startswith(PROFESSIONALS):
                    places.setdefault(leaf.path[:3], []).append(leaf)
            for entry in places.values():
                kinds = tuple(kind for leaf in entry for kind in self._kinds_in(leaf))
                professionals += [(entry, kinds)] if kinds else []
        return professionals

    def _is_a_place(self, kind: str) -> bool:
        return self.terms.keeps(kind) == "place"

    def _kinds_in(self, leaf: Leaf) -> Iterator[str]:
        """The restricted kinds whose words stand in a value."""
        for kind, words in self.terms.restricted_words:
            if words.stand_in(str(leaf.value)):
                yield kind

    @cached_property
    def _telling(self) -> Mapping[int, tuple[str, ...]]:
        """The short fields that name a restricted kind by themselves, by the leaf's number."""
        if not self.terms.words_of_any_kind.stand_in(self.leaves.services):
            return {}
        short = [
            (at, leaf)
            for at, leaf in enumerate(self.leaves)
            if leaf.marks.names_a_service and not leaf.marks.starred.startswith(PROFESSIONALS)
        ]
        return {at: kinds for at, leaf in short if (kinds := tuple(self._kinds_in(leaf)))}


def _another_service(of_professional: Leaf) -> Leaf:
    """The role of a professional of whom no more is told than that there is one."""
    entry = of_professional.holder
    while len(entry.path) > _OF_AN_ENTRY and entry.around is not None:
        entry = entry.around
    return Leaf((*entry.path, "role"), marks_at(_ROLE), ANOTHER_SERVICE, None, entry)
