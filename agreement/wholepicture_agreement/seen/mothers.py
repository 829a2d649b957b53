"""The mothers of the children of an event who are not born yet, however the event says it."""

from collections.abc import Iterable, Sequence

from wholepicture_schemas.identifiers import PersonRef

from wholepicture_agreement.seen.leaves import Leaf, Path, is_as_written

_OF_A_CHILD, _TIES = "core.children.*.", "core.adults.*.related_to.*."
_BORN, _EXPECTED = "birth_date", "expected_birth_date"


def mothers(leaves: Iterable[Leaf]) -> Sequence[tuple[PersonRef, PersonRef]]:
    """Each child who is not born yet, with the mother: named as such, or related as such."""
    said: dict[str, set[PersonRef]] = {_BORN: set(), _EXPECTED: set()}
    found: list[tuple[PersonRef, PersonRef]] = []
    ties: dict[Path, dict[str, str]] = {}
    for leaf in leaves:
        if leaf.person is None or is_as_written(leaf):
            continue
        field = leaf.starred.removeprefix(_OF_A_CHILD)
        if field in said:
            said[field].add(leaf.person)
        elif field == "exposure" and leaf.value == "UNBORN":
            said[_EXPECTED].add(leaf.person)
        elif field == "mother":
            found.append((leaf.person, PersonRef(str(leaf.value))))
        elif leaf.starred.startswith(_TIES):
            tie = ties.setdefault(leaf.path[:5], {"adult": leaf.person})
            tie[str(leaf.path[-1])] = str(leaf.value)
    found += [
        (PersonRef(tie["child"]), PersonRef(tie["adult"]))
        for tie in ties.values()
        if tie.get("relation") == "mother" and "child" in tie
    ]
    unborn = said[_EXPECTED] - said[_BORN]
    return tuple((child, mother) for child, mother in found if child in unborn)
