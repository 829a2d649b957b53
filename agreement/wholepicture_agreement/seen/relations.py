"""Who belongs to the children that a recipient is given: whose places it may be told by its need.

An adult belongs to the children to whom the sender says that the adult is related, and an unborn
child's mother to the child. "Not related" and "unknown" are no relation.

Of an adult without any stated relation nobody knows to whom it belongs. Where the event tells of
one family, it belongs to each of its children; where it tells of several, only to whoever is given
all of its children. Several families are told of where two children live in two places, have two
surnames, where an adult is related to one of two children alone, or one child is alleged to have
harmed the other. So an ordinary event of one family is told whole, whatever relations it leaves
out, and with two families in it nobody reads of the one by the other's child.
"""

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from itertools import combinations

from wholepicture_schemas.cached import cached_property
from wholepicture_schemas.core import Core
from wholepicture_schemas.identifiers import PersonRef
from wholepicture_schemas.in_texts.traces import squashed
from wholepicture_schemas.persons import Address, Adult, Child

_NO_RELATION = frozenset({"not-related", "unknown"})


class Relations:
    """The relations between the people of one event."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self.children: AbstractSet[PersonRef] = frozenset(child.person for child in core.children)
        related: dict[PersonRef, set[PersonRef]] = {
            adult.person: set(_related_to(adult)) for adult in core.adults
        }
        for child in core.children:
            if child.mother in related:
                related[child.mother].add(child.person)
        self._related: Mapping[PersonRef, AbstractSet[PersonRef]] = related
        said_of_none = (
            adult.person
            for adult in core.adults
            if not related[adult.person]
            and not any(tie.relation == "not-related" for tie in adult.related_to)
        )
        self._unplaced = _named(core) - core.people().keys() | {*said_of_none}
        """The adults of whom nothing is said about how they are related to any child, and whoever
        is named without an entry of its own."""
        self._belonging: dict[AbstractSet[PersonRef], AbstractSet[PersonRef]] = {}

    def belonging_to(self, given: AbstractSet[PersonRef]) -> AbstractSet[PersonRef]:
        """The given children with the adults who belong to them.

        Where no child is given, the item is about the event, and has the adults who are said to be
        related to no child of it: whose children they may have is asked.
        """
        known = self._belonging.get(given)
        if known is None:
            near = {adult for adult, children in self._related.items() if children & given}
            if not given or self.one_family or self.children <= given:
                near |= self._unplaced
            known = self._belonging[given] = frozenset(near | given)
        return known

    def carers_of(self, children: AbstractSet[PersonRef]) -> AbstractSet[PersonRef]:
        """The adults who are said to be related to any of these children."""
        return {adult for adult, related in self._related.items() if related & children}

    def around(self, people: AbstractSet[PersonRef]) -> AbstractSet[PersonRef]:
        """The carers of these people, and the children whom these people care for."""
        cared_for = {child for person in people for child in self._related.get(person, ())}
        return self.carers_of(people) | cared_for

    @cached_property
    def one_family(self) -> bool:
        """Whether nothing says that the children are of several families."""
        return not any(
            self._apart(one, other) for one, other in combinations(self._core.children, 2)
        )

    def _apart(self, one: Child, other: Child) -> bool:
        pair = {one.person, other.person}
        return (
            _elsewhere(one.lives_at, other.lives_at)
            or _differ(_surname(one), _surname(other))
            or any(len(pair & children) == 1 for children in self._related.values())
            or any(
                allegation.alleged in pair and pair & {*allegation.victims} - {allegation.alleged}
                for allegation in self._core.allegations
            )
        )


def _named(core: Core) -> set[PersonRef]:
    """Whoever is alleged, harmed or protected."""
    named = {*core.handling.address_protected}
    for allegation in core.allegations:
        named |= {allegation.alleged, *allegation.victims}
    return named


def _related_to(adult: Adult) -> Iterator[PersonRef]:
    return (tie.child for tie in adult.related_to if tie.relation not in _NO_RELATION)


def _surname(child: Child) -> str:
    return squashed(child.name.family or "") if child.name else ""


def _elsewhere(one: Address | None, other: Address | None) -> bool:
    """Whether two addresses are known to be two places."""
    return one is not None and other is not None and is_another_place(one, other)


def is_another_place(one: Address, other: Address) -> bool:
    """Whether two addresses differ in what both of them say."""
    if one.uprn and other.uprn:
        return one.uprn != other.uprn
    postcodes = squashed(one.postcode or ""), squashed(other.postcode or "")
    return (
        _differ(*postcodes)
        or _differ(_row(one.lines), _row(other.lines))
        or _differ(one.authority or "", other.authority or "")
    )


def _differ(one: str, other: str) -> bool:
    return bool(one and other) and one != other


def _row(lines: Iterable[str]) -> str:
    return squashed("".join(lines))
