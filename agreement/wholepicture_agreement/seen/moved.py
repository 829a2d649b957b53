"""Who of an event lives elsewhere than others may think."""

from wholepicture_schemas.core import Core
from wholepicture_schemas.identifiers import PersonRef
from wholepicture_schemas.in_texts.traces import squashed
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
