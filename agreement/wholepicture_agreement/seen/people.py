"""Who of an event is alleged, who may be harmed, and whose whereabouts must not become known.

Anyone of any age may be alleged, and anyone may be a victim. Where each alleges the other, both are
protected. Where nobody knows who is alleged, every adult counts as alleged and as a victim.

Once anybody has moved, or has a protected address, everybody of the event who is not only alleged
is protected: where the others of her family are leads to her too. Somebody has moved who has a new
address; so has a child who stays elsewhere than at home, where anybody else is alleged.

Source: DfE, Information sharing, May 2024, golden rule 5.
"""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from wholepicture_schemas.children import Missing
from wholepicture_schemas.core import Core
from wholepicture_schemas.identifiers import ChildRef, PersonRef
from wholepicture_schemas.persons import Child

from wholepicture_agreement.seen.relations import Relations, is_another_place


@dataclass(frozen=True)
class People:
    """The people of one event, by what masking asks of them."""

    relations: Relations = field(default_factory=lambda: Relations(Core()))
    alleged: AbstractSet[PersonRef] = frozenset()
    victims: AbstractSet[PersonRef] = frozenset()
    sought: AbstractSet[PersonRef] = frozenset()
    """The people who moved or whose address is protected, and the carers of such children."""
    at_protected_homes: AbstractSet[PersonRef] = frozenset()
    """The people whose address is said to be protected, and the children and carers of these."""
    protected: AbstractSet[PersonRef] = frozenset()
    """The people whose whereabouts lead to one of them, and they themselves."""
    young: AbstractSet[PersonRef] = frozenset()
    """The people who are under 18."""
    known_as: Mapping[PersonRef, Sequence[ChildRef]] = field(default_factory=dict)
    """The children by the references under which other events know them."""

    @property
    def whose_number(self) -> AbstractSet[PersonRef]:
        """The people whose numbers are masked: the victims, and whoever is sought."""
        return self.victims | self.sought

    def strangers_to(self, given: AbstractSet[PersonRef]) -> AbstractSet[PersonRef]:
        """The people who may be harmed and do not belong to the given children.

        A child harmed beside a given one, with the same carers, is no stranger while none of them
        has moved or is alleged: it is where the given child is.
        """
        near = self.relations.belonging_to(given)
        strangers = self.whose_number - near
        return {person for person in strangers if not self._is_beside(person, given, near)}

    def _is_beside(
        self, person: PersonRef, given: AbstractSet[PersonRef], near: AbstractSet[PersonRef]
    ) -> bool:
        if person not in self.relations.children or person in self.sought or given & self.alleged:
            return False
        carers = self.relations.carers_of({person})
        return carers <= near if carers else self.relations.one_family


def people(
    core: Core,
    missing: Iterable[Missing],
    under_18: AbstractSet[PersonRef],
    *,
    known_as: Mapping[PersonRef, Sequence[ChildRef]] | None = None,
    as_stated: bool = False,
) -> People:
    """The people of an event.

    Every adult counts as alleged and as a victim where the allegations are absent or unreadable, or
    name somebody who is not in the event. With ``as_stated``, for other events, they do not.
    """
    everybody = core.people().keys()
    alleged = {allegation.alleged for allegation in core.allegations}
    victims = {victim for allegation in core.allegations for victim in allegation.victims}
    unread = any(problem.field.startswith("core.allegations") for problem in missing)
    unclear = unread or not alleged or not victims or not (alleged | victims) <= everybody
    if unclear and not as_stated:
        everyone = {adult.person for adult in core.adults}
        alleged, victims = alleged | everyone, victims | everyone
    relations = Relations(core)
    only_alleged = alleged - victims
    said = {*core.handling.address_protected}
    sought = {*said}
    sought |= {adult.person for adult in core.adults if adult.new_address is not None}
    sought |= {child.person for child in core.children if _moved(child, alleged)}
    sought |= relations.carers_of(sought & relations.children) - only_alleged
    return People(
        relations=relations,
        alleged=alleged,
        victims=victims,
        sought=sought,
        at_protected_homes=said | (relations.around(said) - only_alleged),
        protected=sought | (everybody - only_alleged) if sought else frozenset(),
        young=under_18,
        known_as=known_as or {},
    )


def _moved(child: Child, alleged: AbstractSet[PersonRef]) -> bool:
    """Whether a child stays elsewhere than at home, and somebody else is alleged."""
    stays, lives = child.staying_at, child.lives_at
    if stays is None or not alleged - {child.person}:
        return False
    return lives is None or is_another_place(stays, lives)
