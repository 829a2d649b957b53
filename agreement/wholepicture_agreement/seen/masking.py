"""Masking: values that lead an alleged perpetrator to a victim, or tell a school of an allegation.

Who is protected stands in `people.py`, whose needs are met in `sights.py`. Of whoever does not
belong to the children given to a recipient it reads the name and the relation at most.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import TYPE_CHECKING

from wholepicture_schemas.identifiers import PersonRef
from wholepicture_schemas.meaning import DataClass
from wholepicture_schemas.told_fields import means_at

from wholepicture_agreement.seen.leaves import Leaf
from wholepicture_agreement.seen.people import People
from wholepicture_agreement.seen.sights import Sight
from wholepicture_agreement.written.files import NOT_FOR_SCHOOLS, Need

if TYPE_CHECKING:
    from wholepicture_agreement.seen.other_events import Elsewhere

_FOR_NOBODY: frozenset[DataClass] = frozenset({"equality"})
"""Told to nobody, whatever a rule says (promise 8)."""

_OF_THE_ALLEGED: frozenset[DataClass] = frozenset({"whereabouts", "contact", "offence"})
"""What a school never gets of an alleged person, adult or child."""
_OF_THE_PROTECTED: frozenset[DataClass] = frozenset({"whereabouts", "school", "contact"})
"""What is masked of a protected person, except for recipients with a stated need."""
_OF_NOBODY = frozenset({"whereabouts", "school", "contact"})
"""What is masked where it stands under no person, as the place of an incident does."""
_NEEDS_OF_ADULTS: Mapping[DataClass, Need] = {
    "whereabouts": "victim-address",
    "contact": "victim-contact",
    "service": "victim-service",
}
_NEED_OF_CHILDREN: Need = "child-whereabouts"
_NEED_OF_WORK: Need = "alleged-work"
_NEED_OF_SERVICE: Need = "victim-service"
_WORK = frozenset({"works_for", "works_at"})
_OF_EVERYBODY = frozenset({
    "core.children.*.person", "core.children.*.name", "core.children.*.birth_date",
    "core.children.*.expected_birth_date", "core.children.*.mother",
    "core.adults.*.person", "core.adults.*.name", "core.adults.*.related_to",
})  # fmt: skip
"""What a recipient may read of people who do not belong to its children: who they are."""
_RECORD = "core.adults.*.offence_history"
"""Of whoever is alleged it is about the danger to each child of the event."""
_PEOPLE = ("core.children.", "core.adults.")


@dataclass(frozen=True)
class Masking:
    """What of one event is masked from whom."""

    people: People
    beside: Sequence[tuple["Masking", Sequence[Leaf]]] = ()
    """Other versions of the same event; what each masks is taken out of the texts here too."""
    elsewhere: "Elsewhere | None" = None
    """Other events about the same children; what they mask is taken out of the texts too."""
    restricted_place: bool = False
    """Whether where they are is of a restricted kind, such as a refuge."""
    about: AbstractSet[PersonRef] = frozenset()
    """The adults whom the detail is about, as it says itself."""
    _hideable: list[tuple[int, Leaf]] = field(default_factory=list, compare=False)
    _hidden: dict[Sight, frozenset[int]] = field(default_factory=dict, compare=False)

    def hides(self, leaf: Leaf, sight: Sight) -> bool:
        """Whether a value is masked from this sight."""
        means, person = means_at(leaf.starred), leaf.person
        kind = means.kind
        if kind in _FOR_NOBODY or (sight.school and kind in NOT_FOR_SCHOOLS):
            return True
        if self._is_a_restricted_place(leaf, sight):
            return True
        if kind is None:
            return False
        if person is None:
            return (
                (means.safety and self._is_a_victims(kind, sight))
                or (kind in _OF_NOBODY and self._somebody_is_sought(sight))
                or self._is_about_another(leaf, sight)
            )
        return self._hides_of(person, leaf, kind, sight)

    def _hides_of(self, person: PersonRef, leaf: Leaf, kind: DataClass, sight: Sight) -> bool:
        """Whether a value of a person is masked from this sight."""
        if sight.school and self._is_of_the_alleged(leaf):
            return True
        if _NEED_OF_WORK in sight.needs and self._is_work_of_the_alleged(leaf):
            return False
        near = person in self.people.relations.belonging_to(sight.given)
        young = person in self.people.young and person in self.people.alleged
        if young and sight.childrens_services and (near or leaf.among == "adults"):
            return False
        if not near:
            return not self._is_of_everybody(leaf)
        if not self._is_protected(leaf):
            return False
        if leaf.among == "adults":
            return _NEEDS_OF_ADULTS.get(kind) not in sight.needs
        return _NEED_OF_CHILDREN not in sight.needs

    def is_secret(self, leaf: Leaf, sight: Sight) -> bool:
        """Whether a masked value is taken out of whatever else has it.

        What is masked only because it is of somebody who does not belong to the given children is
        not, where somebody who does has the same: siblings live in one place.
        """
        if leaf.person is None:
            return _may_be_hidden(leaf.starred)
        if self._is_protected(leaf):
            return True
        if self._is_a_restricted_place(leaf, sight):
            return True
        return sight.school and self._is_of_the_alleged(leaf)

    def holds_elsewhere(self, leaf: Leaf, sight: Sight) -> bool:
        """Whether a masked value is taken out of what other events tell, too."""
        means, person = means_at(leaf.starred), leaf.person
        if self._is_a_restricted_place(leaf, sight):
            return True
        if means.kind == "whereabouts" and not means.safety:
            stays = leaf.among == "children" and leaf.field == "staying_at"
            sought = self.people.sought if stays else self.people.at_protected_homes
            return person in sought
        return self._is_protected(leaf)

    def sees_all(self, sight: Sight) -> bool:
        """Whether its needs are met of everybody who may be harmed, so that it reads every text."""
        if self.restricted_place and "restricted-place" not in sight.needs:
            return False
        return sight.needs_places and not self.people.strangers_to(sight.given)

    def hidden(self, leaves: Sequence[Leaf], sight: Sight) -> AbstractSet[int]:
        """The numbers of the leaves that are masked from this sight."""
        known = self._hidden.get(sight)
        if known is None:
            if not self._hideable:
                self._hideable.extend(
                    (at, leaf)
                    for at, leaf in enumerate(leaves)
                    if _may_be_hidden(leaf.starred) or (self.about and _is_detail(leaf))
                )
            known = self._hidden[sight] = frozenset(
                [at for at, leaf in self._hideable if self.hides(leaf, sight)]
            )
        return known

    def of_those_near(self, leaves: Sequence[Leaf], sight: Sight) -> list[Leaf]:
        """What is not masked of the given children and of those who belong to them."""
        near = self.people.relations.belonging_to(sight.given)
        hidden = self.hidden(leaves, sight)
        return [leaf for at, leaf in self._hideable if leaf.person in near and at not in hidden]

    def need_of(self, leaf: Leaf) -> Need | None:
        """The need that opens a value of a person, where it is protected."""
        if leaf.among == "children":
            return _NEED_OF_CHILDREN
        return _NEEDS_OF_ADULTS.get(means_at(leaf.starred).kind or "plain")

    def _is_a_restricted_place(self, leaf: Leaf, sight: Sight) -> bool:
        """Whether a value may tell where a refuge is.

        It may be where anybody moved to, and where anybody lives who is not only alleged.
        """
        if not self.restricted_place or "restricted-place" in sight.needs:
            return False
        means = means_at(leaf.starred)
        only_alleged = leaf.person in self.people.alleged - self.people.victims
        return means.kind == "whereabouts" and (means.safety or not only_alleged)

    def _is_a_victims(self, kind: DataClass, sight: Sight) -> bool:
        """Whether what keeps a victim safe is masked, where nobody says whose it is."""
        met = _NEEDS_OF_ADULTS.get(kind, _NEED_OF_SERVICE) in sight.needs
        return not met or bool(self.people.strangers_to(sight.given))

    def _is_about_another(self, leaf: Leaf, sight: Sight) -> bool:
        """Whether the detail is about an adult of other children alone, and of no given one."""
        if not (sight.given and _is_detail(leaf) and self._is_about_carers):
            return False
        return not self.about & self.people.relations.belonging_to(sight.given)

    @cached_property
    def _is_about_carers(self) -> bool:
        """Whether the detail is about adults, each of whom is related to some child."""
        relations = self.people.relations
        return bool(self.about) and self.about <= relations.carers_of(relations.children)

    def _somebody_is_sought(self, sight: Sight) -> bool:
        """Whether a place that is nobody's may be where somebody sought is, or a stranger."""
        if self.sees_all(sight):
            return False
        return bool(self.people.sought or self.people.strangers_to(sight.given))

    def _is_protected(self, leaf: Leaf) -> bool:
        """Whether a value is masked from everyone without a need that is met."""
        means, person = means_at(leaf.starred), leaf.person
        if person in self.people.protected and means.kind in _OF_THE_PROTECTED:
            return True
        if leaf.among != "adults":
            return False
        return means.safety or (means.kind == "contact" and person in self.people.whose_number)

    def _is_of_the_alleged(self, leaf: Leaf) -> bool:
        return leaf.person in self.people.alleged and (
            means_at(leaf.starred).kind in _OF_THE_ALLEGED
        )

    def _is_work_of_the_alleged(self, leaf: Leaf) -> bool:
        """Whether it says where somebody works who is alleged, and is no victim."""
        only_alleged = leaf.person in self.people.alleged - self.people.victims
        return only_alleged and leaf.among == "adults" and leaf.field in _WORK

    def _is_of_everybody(self, leaf: Leaf) -> bool:
        """Whether it may be read of people who do not belong to the given children."""
        if leaf.starred == _RECORD:
            return leaf.person in self.people.alleged
        return _told_of_everybody(leaf.starred)


def _is_detail(leaf: Leaf) -> bool:
    return leaf.starred.startswith("detail.")


@cache
def _told_of_everybody(starred: str) -> bool:
    """Whether a path leads to who somebody is; there are no more paths than fields."""
    return any(starred == path or starred.startswith(f"{path}.") for path in _OF_EVERYBODY)


@cache
def _may_be_hidden(starred: str) -> bool:
    """Whether any sight hides a leaf here; there are no more paths than fields."""
    means = means_at(starred)
    kind = means.kind
    if starred.startswith(_PEOPLE):
        return not _told_of_everybody(starred)
    return means.safety or kind in _OF_NOBODY or kind in _FOR_NOBODY | NOT_FOR_SCHOOLS
