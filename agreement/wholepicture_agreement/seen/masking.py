"""Masking: values that lead an alleged perpetrator to a victim, or tell a school of an allegation.

Who is protected stands in `people.py`, whose needs are met in `sights.py`. Of whoever does not
belong to the children given to a recipient it reads the name and the relation at most.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from wholepicture_schemas.cached import cached_property
from wholepicture_schemas.identifiers import PersonRef
from wholepicture_schemas.meaning import DataClass

from wholepicture_agreement.seen.leaves import Leaf, Leaves
from wholepicture_agreement.seen.marks import (
    FOR_NOBODY,
    OF_NOBODY,
    RECORD,
    STAYS_AT,
    WORK,
    MaskedAs,
)
from wholepicture_agreement.seen.people import People
from wholepicture_agreement.seen.sights import Sight
from wholepicture_agreement.written.files import NOT_FOR_SCHOOLS, Need

if TYPE_CHECKING:
    from wholepicture_agreement.seen.other_events import Elsewhere

_OF_THE_ALLEGED: frozenset[DataClass] = frozenset({"whereabouts", "contact", "offence"})
"""What a school never gets of an alleged person, adult or child."""
_OF_THE_PROTECTED: frozenset[DataClass] = frozenset({"whereabouts", "school", "contact"})
"""What is masked of a protected person, except for recipients with a stated need."""
_NEEDS_OF_ADULTS: Mapping[DataClass, Need] = {
    "whereabouts": "victim-address",
    "contact": "victim-contact",
    "service": "victim-service",
}
_NEED_OF_CHILDREN: Need = "child-whereabouts"
_NEED_OF_WORK: Need = "alleged-work"
_NEED_OF_SERVICE: Need = "victim-service"
_NEED_OF_PLACES: Need = "restricted-place"


class _Asked(NamedTuple):
    """What masking asks of a value, whoever looks: the same of many values of a person."""

    person: PersonRef | None
    for_nobody: bool
    not_for_schools: bool
    is_place: bool
    """Whether it is of a class that is masked where it stands under no person."""
    decided: bool
    """Whether it is of a class of data at all."""
    safety: bool
    """Whether only victims have such a value."""
    of_adult: bool
    of_detail: bool
    of_alleged: bool
    """Whether it is of an alleged person, and of a class that no school gets of one."""
    is_work: bool
    """Whether it says where somebody works who is alleged, and is no victim."""
    young: bool
    """Whether it is of somebody under 18 who is alleged."""
    of_everybody: bool
    """Whether it may be read of people who do not belong to the given children."""
    protected: bool
    """Whether it is masked from everyone without a need that is met."""
    need: Need | None
    """The need that opens it, where it is protected."""
    in_refuge: bool
    """Whether it may tell where a refuge is."""
    held_elsewhere: bool
    """Whether it is taken out of what other events tell, too."""
    hideable: bool
    """Whether a value of its field is masked from anybody."""


class Hidden(NamedTuple):
    """The numbers of the leaves that are masked from a sight, each in their order."""

    numbers: frozenset[int] = frozenset()
    secret: tuple[int, ...] = ()
    """Those that are taken out of whatever else has the same value."""
    of_strangers: tuple[int, ...] = ()
    """Those that stay where somebody of the given children has the same value."""


@dataclass(frozen=True)
class Masking:
    """What of one event is masked from whom."""

    people: People
    beside: Sequence[tuple["Masking", Leaves]] = ()
    """Other versions of the same event; what each masks is taken out of the texts here too."""
    elsewhere: "Elsewhere | None" = None
    """Other events about the same children; what they mask is taken out of the texts too."""
    restricted_place: bool = False
    """Whether where they are is of a restricted kind, such as a refuge."""
    about: AbstractSet[PersonRef] = frozenset()
    """The adults whom the detail is about, as it says itself."""
    _groups: list[tuple[_Asked, list[int]]] = field(default_factory=list, compare=False)
    _hidden: dict[Sight, Hidden] = field(default_factory=dict, compare=False)

    def hides(self, leaf: Leaf, sight: Sight) -> bool:
        """Whether a value is masked from this sight."""
        near = self.people.relations.belonging_to(sight.given)
        return self._hides(self._asked(leaf.marks.masked_as, leaf.person), sight, near)

    def hidden(self, leaves: Leaves, sight: Sight) -> Hidden:
        """What is masked from this sight of the leaves of its event, which are always the same."""
        known = self._hidden.get(sight)
        if known is None:
            near = self.people.relations.belonging_to(sight.given)
            secret: list[int] = []
            of_strangers: list[int] = []
            for asked, numbers in self._groups or self._grouped(leaves):
                if self._hides(asked, sight, near):
                    own = asked.person is None and asked.hideable
                    by_itself = own or asked.protected or (asked.of_alleged and sight.school)
                    if by_itself or (asked.in_refuge and _NEED_OF_PLACES not in sight.needs):
                        secret += numbers
                    else:
                        of_strangers += numbers
            known = self._hidden[sight] = Hidden(
                frozenset(secret + of_strangers), tuple(sorted(secret)), tuple(sorted(of_strangers))
            )
        return known

    def of_those_near(self, leaves: Leaves, sight: Sight, *, needed: bool = False) -> list[int]:
        """What is not masked of the given children and of those who belong to them.

        ``needed``: only what the sight needs of them.
        """
        near, hidden = self.people.relations.belonging_to(sight.given), self.hidden(leaves, sight)
        return sorted([
            at
            for asked, numbers in self._groups
            if asked.person in near and (not needed or asked.need in sight.needs)
            for at in numbers
            if at not in hidden.numbers
        ])  # fmt: skip

    def held_elsewhere(self, leaves: Leaves, sight: Sight) -> list[int]:
        """What is masked from this sight and taken out of what other events tell, too."""
        hidden = self.hidden(leaves, sight)
        closed = _NEED_OF_PLACES not in sight.needs
        return sorted([
            at
            for asked, numbers in self._groups
            if asked.held_elsewhere or (asked.in_refuge and closed)
            for at in numbers
            if at in hidden.numbers
        ])  # fmt: skip

    def sees_all(self, sight: Sight) -> bool:
        """Whether its needs are met of everybody who may be harmed, so that it reads every text."""
        if self.restricted_place and _NEED_OF_PLACES not in sight.needs:
            return False
        return sight.needs_places and not self.people.strangers_to(sight.given)

    def _hides(self, asked: _Asked, sight: Sight, near: AbstractSet[PersonRef]) -> bool:
        """Whether a value is masked from this sight, to which these people belong."""
        if asked.for_nobody or (sight.school and asked.not_for_schools):
            return True
        if asked.in_refuge and _NEED_OF_PLACES not in sight.needs:
            return True
        if not asked.decided:
            return False
        if asked.person is None:
            return (
                (asked.safety and self._is_a_victims(asked, sight))
                or (asked.is_place and self._somebody_is_sought(sight))
                or (asked.of_detail and self._is_about_another(sight))
            )
        if sight.school and asked.of_alleged:
            return True
        if asked.is_work and _NEED_OF_WORK in sight.needs:
            return False
        belongs = asked.person in near
        if asked.young and sight.childrens_services and (belongs or asked.of_adult):
            return False
        if not belongs:
            return not asked.of_everybody
        return asked.protected and asked.need not in sight.needs

    def _grouped(self, leaves: Leaves) -> list[tuple[_Asked, list[int]]]:
        """The leaves that may be masked, by what masking asks of them."""
        groups: dict[_Asked, list[int]] = {}
        for (masked_as, person), numbers in leaves.by_masking.items():
            if masked_as.hideable or (self.about and masked_as.of_detail):
                asked = self._asked(masked_as, person)
                groups[asked] = [*groups[asked], *numbers] if asked in groups else [*numbers]
        self._groups.extend(groups.items())
        return self._groups

    def _asked(self, masked_as: MaskedAs, person: PersonRef | None) -> _Asked:
        """What masking asks of the values of a field of a person, or of nobody."""
        people, kind, field = self.people, masked_as.kind, masked_as.field
        alleged = person in people.alleged
        only_alleged = alleged and person not in people.victims
        of_adult, of_child = masked_as.among == "adults", masked_as.among == "children"
        protected = (person in people.protected and kind in _OF_THE_PROTECTED) or (
            of_adult and (masked_as.safety or (kind == "contact" and person in people.whose_number))
        )
        held = protected
        whereabouts = kind == "whereabouts"
        if whereabouts and not masked_as.safety:
            stays = of_child and field == STAYS_AT
            held = person in (people.sought if stays else people.at_protected_homes)
        need = _NEEDS_OF_ADULTS.get(kind or "plain")
        if person is None:
            need = need or _NEED_OF_SERVICE
        elif of_child:
            need = _NEED_OF_CHILDREN
        return _Asked(
            person=person,
            for_nobody=kind in FOR_NOBODY,
            not_for_schools=kind in NOT_FOR_SCHOOLS,
            is_place=kind in OF_NOBODY,
            decided=kind is not None,
            safety=masked_as.safety,
            of_adult=of_adult,
            of_detail=masked_as.of_detail,
            of_alleged=alleged and kind in _OF_THE_ALLEGED,
            is_work=only_alleged and of_adult and field in WORK,
            young=alleged and person in people.young,
            of_everybody=alleged if field == RECORD else masked_as.of_everybody,
            protected=protected,
            need=need,
            in_refuge=self.restricted_place
            and whereabouts
            and (masked_as.safety or not only_alleged),
            held_elsewhere=held,
            hideable=masked_as.hideable,
        )

    def _is_a_victims(self, asked: _Asked, sight: Sight) -> bool:
        """Whether what keeps a victim safe is masked, where nobody says whose it is."""
        return asked.need not in sight.needs or bool(self.people.strangers_to(sight.given))

    def _is_about_another(self, sight: Sight) -> bool:
        """Whether the detail is about an adult of other children alone, and of no given one."""
        if not (sight.given and self._is_about_carers):
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
