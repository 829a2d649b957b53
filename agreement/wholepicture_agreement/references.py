"""References between people: nothing told may point at somebody of whom nothing is told."""

from wholepicture_agreement.leaves import Leaf, Path

_NAMES_A_PERSON = frozenset({
    "core.allegations.*.alleged", "core.allegations.*.alleged_by", "core.allegations.*.victims.*",
    "core.adults.*.related_to.*.child", "core.children.*.mother", "detail.orders.*.person",
    "detail.orders.*.children.*", "core.handling.do_not_disclose_to.*.person",
    "core.handling.address_protected.*",
})  # fmt: skip
_TAKES_ITS_ENTRY_ALONG = frozenset({
    "core.allegations.*.alleged", "core.adults.*.related_to.*.child",
    "core.handling.do_not_disclose_to.*.person",
})  # fmt: skip
"""Where the person named is not shown, the whole entry in its list is left out.

An order is never left out so: whoever hands a child over must know the condition in any case.
"""


def of_shown_people(kept: list[Leaf]) -> list[Leaf]:
    """The leaves without people of whom only the reference is left, and what points at them."""
    while True:
        bound = {leaf.value for leaf in kept if leaf.starred == "detail.orders.*.person"}
        shown = {
            leaf.person
            for leaf in kept
            if leaf.person is not None and (leaf.field != "person" or leaf.person in bound)
        }
        gone: set[Path] = {
            leaf.path[:-1] if leaf.starred in _TAKES_ITS_ENTRY_ALONG else leaf.path
            for leaf in kept
            if leaf.starred in _NAMES_A_PERSON and leaf.value not in shown
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


def _lies_in(path: Path, gone: set[Path], lengths: set[int]) -> bool:
    for length in lengths:  # noqa: SIM110 - any() costs more than what it asks
        if path[:length] in gone:
            return True
    return False
