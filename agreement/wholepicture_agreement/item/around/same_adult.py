"""Whether two entries of events of one child are the same adult: yes, no, or in doubt.

There is no index of adults: they are compared inside one child's picture alone. A wrong merge is
worse than a missed one, so in doubt two people stand beside each other, and each says that it may
be the other: what must be heeded of one is heeded of both, and of neither it is said that nobody
was in contact with them.
"""

from collections.abc import Iterable
from typing import Literal

from wholepicture_schemas.in_texts.traces import squashed

from wholepicture_agreement.item.around.shown import Entry, entries, texts

Compared = Literal["same", "doubt", "other"]
NO_RELATION = frozenset({"not-related", "unknown"})
_ALONE = frozenset({"mother", "father"})
"""Of these a child has one each, but for two mothers or two fathers, who are then in doubt."""
_SEX = {"mother": "F", "step-mother": "F", "father": "M", "step-father": "M"}


class KnownAdult:
    """One entry of an adult, as far as it is compared."""

    __slots__ = ("also", "born", "family", "given", "relations")

    def __init__(self, entry: Entry, child: str) -> None:
        name = entry.get("name")
        name = name if isinstance(name, dict) else {}
        self.given = squashed(str(name.get("given") or ""))
        self.family = squashed(str(name.get("family") or ""))
        self.also = {squashed(other) for other in texts(name.get("also_known_as"))}
        self.born = str(entry.get("birth_date") or "")
        self.relations = {
            str(tie.get("relation"))
            for tie in entries(entry.get("related_to"))
            if tie.get("child") == child
        } - NO_RELATION

    @property
    def whole(self) -> str:
        """Given and family name as they are compared; empty where one of them is not told."""
        return self.given + self.family if self.given and self.family else ""

    def compared(self, other: "KnownAdult") -> Compared:
        """Whether both are the same adult."""
        together = self.relations & other.relations
        if _contradict(self.born, other.born) or _of_another_sex(self, other):
            return "other"
        if self.whole and other.whole:
            if self.whole == other.whole or self._is_called(other):
                born_alike = len(self.born) == len(other.born) > len("2000-01")
                return "same" if born_alike or together else "doubt"
            return "doubt" if self._may_be(other, together) else "other"
        if self.given and other.given and self.given != other.given:
            return "doubt" if together & _ALONE else "other"
        return "doubt"

    def _may_be(self, other: "KnownAdult", together: set[str]) -> bool:
        """Whether two names may be one person's: of one parent, or alike in one part."""
        alike = self.given == other.given or self.family == other.family
        return bool(together & _ALONE) or bool(together and alike)

    def _is_called(self, other: "KnownAdult") -> bool:
        return self.whole in other.also or other.whole in self.also


def compared_with_all(adult: KnownAdult, others: Iterable[KnownAdult]) -> Compared:
    """Whether an entry is the adult of all of these; one contradiction is enough for no."""
    found = {adult.compared(other) for other in others}
    if "other" in found:
        return "other"
    return "same" if "same" in found else "doubt"


def _contradict(born: str, other: str) -> bool:
    return bool(born and other) and not (born.startswith(other) or other.startswith(born))


def _of_another_sex(adult: KnownAdult, other: KnownAdult) -> bool:
    one = {_SEX[relation] for relation in adult.relations if relation in _SEX}
    two = {_SEX[relation] for relation in other.relations if relation in _SEX}
    return bool(one and two) and one.isdisjoint(two)
