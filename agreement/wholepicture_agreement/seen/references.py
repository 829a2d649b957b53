"""References between people: no told reference points at a person who is not told."""

from functools import cache

from wholepicture_schemas.identifiers import PersonRef
from wholepicture_schemas.told_fields import field_at

from wholepicture_agreement.seen.leaves import Leaf, Path

_OWN = frozenset({"core.children.*.person", "core.adults.*.person"})
"""The fields with a person's own reference, to which the other references point."""


def of_shown_people(kept: list[Leaf]) -> list[Leaf]:
    """The leaves, less people of whom only the reference is left, and less references to them."""
    while True:
        bound = {leaf.value for leaf in kept if leaf.starred == "detail.orders.*.person"}
        shown = {
            leaf.person
            for leaf in kept
            if leaf.person is not None and (leaf.field != "person" or leaf.person in bound)
        }
        gone: set[Path] = {
            leaf.path[:-1] if _takes_its_entry_along(leaf.starred) else leaf.path
            for leaf in kept
            if _names_a_person(leaf.starred) and leaf.value not in shown
        }
        lengths = {len(path) for path in gone}
        left = [
            leaf
            for leaf in kept
            if (leaf.person is None or leaf.person in shown)
            and not (lengths and _lies_in(leaf.path, gone, lengths))
        ]
        if len(left) == len(kept):
            return left
        kept = left


@cache
def _names_a_person(starred: str) -> bool:
    """Whether the field names another person; there are no more paths than fields."""
    place = field_at(starred)
    return place is not None and place.type is PersonRef and starred not in _OWN


@cache
def _takes_its_entry_along(starred: str) -> bool:
    """Whether a list entry is left out as a whole where the person that it names is not shown.

    An entry about that person is left out. An order never is: whoever hands a child over must know
    its condition.
    """
    place = field_at(starred)
    return place is not None and place.required and place.means.kind != "order"


def _lies_in(path: Path, gone: set[Path], lengths: set[int]) -> bool:
    for length in lengths:  # noqa: SIM110 - any() costs more than what it asks
        if path[:length] in gone:
            return True
    return False
