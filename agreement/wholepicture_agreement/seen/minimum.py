"""The minimum: what of a sender's words is kept from whoever reads what it wrote for others."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from wholepicture_schemas.cached import cached_property
from wholepicture_schemas.in_texts.offence_words import tells_a_record, without_a_record

from wholepicture_agreement.seen.leaves import Leaf, Leaves
from wholepicture_agreement.seen.released import INSTEAD


class Minimum:
    """The words of one event, as whoever is told the minimum reads them."""

    def __init__(self, leaves: Leaves) -> None:
        self._leaves = leaves

    @cached_property
    def written_instead(self) -> AbstractSet[int]:
        """The numbers of the texts in whose place the sender wrote another."""
        return frozenset(
            at
            for field, other in INSTEAD.items()
            if self._leaves.at_field(other)
            for at in self._leaves.at_field(field)
        )

    def leave_out_records(self, kept: dict[int, Leaf], masked: dict[int, Leaf]) -> AbstractSet[int]:
        """Leave out each sentence that tells a record; the numbers of the texts that changed."""
        altered: set[int] = set()
        for at in {at for at in self._free_texts if at in kept and self._tells_a_record[at]}:
            leaf = kept.pop(at)
            if left := without_a_record(str(leaf.value)):
                kept[at] = leaf._replace(value=left)
                altered.add(at)
            else:
                masked[at] = self._leaves[at]
        return altered

    @cached_property
    def _free_texts(self) -> Sequence[int]:
        """The numbers of the sender's words."""
        return [at for at, leaf in enumerate(self._leaves) if leaf.marks.kind == "free-text"]

    @cached_property
    def _tells_a_record(self) -> "_Telling":
        return _Telling(self._leaves)


class _Telling(dict[int, bool]):
    """Whether a text tells a record, by its leaf's number; looked at once."""

    def __init__(self, leaves: Leaves) -> None:
        super().__init__()
        self._leaves = leaves

    def __missing__(self, at: int) -> bool:
        tells = self[at] = tells_a_record(str(self._leaves[at].value))
        return tells
