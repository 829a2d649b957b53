"""Who of an event lives elsewhere than others may think."""

from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from wholepicture_schemas.core import Core
from wholepicture_schemas.envelope import Event
from wholepicture_schemas.identifiers import PersonRef
from wholepicture_schemas.in_texts.traces import squashed
from wholepicture_schemas.moves import movers_of
from wholepicture_schemas.persons import Address, Child


def moved(core: Core) -> tuple[PersonRef, ...]:
    """Whoever has moved, is staying elsewhere than at home, or has a protected address.

    An adult who is alleged, and whom nobody is alleged to have harmed, needs no protection by it.
    """
    people = core.people()
    victims = {victim for allegation in core.allegations for victim in allegation.victims}
    alleged = {allegation.alleged for allegation in core.allegations} - victims
    elsewhere = [
        adult.person
        for adult in core.adults
        if adult.new_address is not None and adult.person not in alleged
    ]
    elsewhere += [child.person for child in core.children if stays_elsewhere(child)]
    protected = [person for person in core.handling.address_protected if person in people]
    return tuple(dict.fromkeys((*elsewhere, *protected)))


def adults_moved(
    kind: type[Event[Any]] | None,
    adults: Sequence[Mapping[str, Any]],
    allegations: Sequence[Mapping[str, Any]],
    detail: Mapping[str, Any],
    only_alleged: Collection[Any],
) -> AbstractSet[str]:
    """The adults of a content, as somebody is shown it, who have moved by it or by its type.

    As `moved` has it: whoever is alleged, and whom nobody is alleged to have harmed, is not meant.
    """
    movers: AbstractSet[str] = frozenset()
    if kind is not None and kind.MOVED:
        core = {"adults": adults, "allegations": allegations}
        movers = movers_of(kind, {"core": core, "detail": detail})
    shown = [adult.get("person") for adult in adults if "new_address" in adult]
    if not shown:
        return movers
    return movers | {str(person) for person in shown if person not in only_alleged}


def stays_elsewhere(child: Child) -> bool:
    """Whether a child is said to be staying somewhere else than at home."""
    staying, home = child.staying_at, child.lives_at
    if staying is None or home is None:
        return staying is not None
    told = zip(_place(staying), _place(home), strict=True)
    return any(here and here != there for here, there in told)


def _place(address: Address) -> tuple[str | None, ...]:
    lines = squashed(" ".join(address.lines))
    return lines, squashed(address.postcode or ""), address.uprn, address.authority
