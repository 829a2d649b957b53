"""References between people: no told reference points at a person who is not told."""

from collections.abc import Sequence

from wholepicture_agreement.seen.leaves import Leaf, Path

_BOUND = "detail.orders.*.person"
"""Whom an order binds: told though nothing else of the person is."""


def of_shown_people(kept: Sequence[Leaf]) -> Sequence[Leaf]:
    """The leaves, less people of whom only the reference is left, and less references to them."""
    while True:
        bound = {leaf.value for leaf in kept if leaf.marks.starred == _BOUND}
        shown = {
            leaf.person
            for leaf in kept
            if leaf.person is not None and (leaf.marks.field != "person" or leaf.person in bound)
        }
        gone: set[Path] = {
            leaf.path[:-1] if leaf.marks.takes_its_entry else leaf.path
            for leaf in kept
            if leaf.marks.names_a_person and leaf.value not in shown
        }
        left = [leaf for leaf in kept if leaf.person is None or leaf.person in shown]
        if gone:
            lengths = {len(path) for path in gone}
            left = [leaf for leaf in left if not _lies_in(leaf.path, gone, lengths)]
        if len(left) == len(kept):
            return left
        kept = left


def _lies_in(path: Path, gone: set[Path], lengths: set[int]) -> bool:
    for length in lengths:  # noqa: SIM110 - any() costs more than what it asks
        if path[:length] in gone:
            return True
    return False
