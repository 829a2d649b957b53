"""The mothers of the children of an event who are not born yet, however the event says it."""

from collections.abc import Iterator, Sequence

from wholepicture_schemas.identifiers import PersonRef

from wholepicture_agreement.seen.leaves import Leaf, Leaves, Path

_BORN, _EXPECTED = "core.children.*.birth_date", "core.children.*.expected_birth_date"
_EXPOSURE, _MOTHER = "core.children.*.exposure", "core.children.*.mother"
_CHILD, _RELATION = "core.adults.*.related_to.*.child", "core.adults.*.related_to.*.relation"


def mothers(leaves: Leaves) -> Sequence[tuple[PersonRef, PersonRef]]:
    """Each child who is not born yet, with the mother: named as such, or related as such."""
    unborn = {leaf.person for leaf in _said(leaves, _EXPECTED)}
    unborn |= {leaf.person for leaf in _said(leaves, _EXPOSURE) if leaf.value == "UNBORN"}
    if not unborn:
        return ()
    unborn -= {leaf.person for leaf in _said(leaves, _BORN)}
    found = [(leaf.person, PersonRef(str(leaf.value))) for leaf in _said(leaves, _MOTHER)]
    related: dict[Path, PersonRef] = {
        leaf.path[:-1]: PersonRef(str(leaf.value)) for leaf in _said(leaves, _CHILD)
    }
    found += [
        (related[leaf.path[:-1]], leaf.person)
        for leaf in _said(leaves, _RELATION)
        if leaf.value == "mother" and leaf.path[:-1] in related and leaf.person is not None
    ]
    return tuple(
        (child, mother) for child, mother in found if child is not None and child in unborn
    )


def _said(leaves: Leaves, field: str) -> Iterator[Leaf]:
    """The values of a field, without what was kept as it was written."""
    return (leaves[at] for at in leaves.at_field(field) if not leaves[at].marks.as_written)
