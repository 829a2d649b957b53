"""Whether two entries of events of one child are the same adult: yes, no, or in doubt.

There is no index of adults: they are compared inside one child's picture alone. A wrong merge is
worse than a missed one, so in doubt two people stand beside each other, and each says that it may
be the other: what must be heeded of one is heeded of both, and of neither it is said that nobody
was in contact with them.
"""

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from wholepicture_schemas.in_texts.traces import squashed

from wholepicture_agreement.item.around.shown import Entry, entry, texts

Compared = Literal["same", "doubt", "other"]
NO_RELATION = frozenset({"not-related", "unknown"})
_ALONE = frozenset({"mother", "father"})
"""Of these a child has one each, but for two mothers or two fathers, who are then in doubt."""
_MAY_BE_ONE = (
    {"step-father", "father", "parents-partner", "carer", "guardian", "other-relative"},
    {"step-mother", "mother", "parents-partner", "carer", "guardian", "other-relative"},
    {"grandparent", "aunt-uncle", "adult-sibling", "foster-carer", "guardian", "carer",
     "other-relative"},
)  # fmt: skip
"""Relations that two agencies may give of one person: a step-father is a partner of a parent."""
_OF_ONE_SEX = ({"mother", "step-mother"}, {"father", "step-father"})
_A_MONTH = len("2000-01")
"""A birth date that is known to the month tells nobody apart from a twin of the year."""


class KnownAdult(NamedTuple):
    """One entry of an adult, as far as it is compared."""

    given: str
    family: str
    also: frozenset[str]
    born: str
    relations: frozenset[str]
    """The relations to the child that are one."""

    @classmethod
    def of(cls, adult: Entry, ties: Sequence[Entry]) -> "KnownAdult":
        """What is compared of an entry; ``ties`` is how it is related to the child."""
        name = entry(adult.get("name"))
        return cls(
            squashed(str(name.get("given") or "")),
            squashed(str(name.get("family") or "")),
            frozenset(map(squashed, texts(name.get("also_known_as")))),
            str(adult.get("birth_date") or ""),
            frozenset(str(tie.get("relation")) for tie in ties) - NO_RELATION,
        )

    @property
    def whole(self) -> str:
        """Given and family name as they are compared; empty where one of them is not told."""
        return self.given + self.family if self.given and self.family else ""

    @property
    def is_sure(self) -> bool:
        """Whether another entry that tells just the same is surely the same adult."""
        return bool(self.whole) and (len(self.born) > _A_MONTH or bool(self.relations))


def compared(adult: KnownAdult, others: Iterable[KnownAdult]) -> Compared:
    """Whether an entry is the adult of all of these; one contradiction is enough for no."""
    found = {_compared(adult, other) for other in others}
    if "other" in found:
        return "other"
    return "same" if "same" in found else "doubt"


def _compared(adult: KnownAdult, other: KnownAdult) -> Compared:
    together = adult.relations & other.relations
    if _contradict(adult.born, other.born) or _of_another_sex(adult, other):
        return "other"
    born_alike = len(adult.born) == len(other.born) > _A_MONTH
    if adult.whole and other.whole:
        if adult.whole == other.whole or adult.whole in other.also or other.whole in adult.also:
            return "same" if born_alike or together else "doubt"
        one_family = adult.family == other.family and _may_be_one(adult, other)
        alike = together and adult.given == other.given
        return "doubt" if born_alike or together & _ALONE or one_family or alike else "other"
    if adult.given and other.given and adult.given != other.given:
        return "doubt" if born_alike or together & _ALONE else "other"
    return "doubt"


def _may_be_one(adult: KnownAdult, other: KnownAdult) -> bool:
    """Whether what two people are to a child may be one thing, in other words."""
    if not adult.relations or not other.relations:
        return True
    return any(
        not adult.relations.isdisjoint(near) and not other.relations.isdisjoint(near)
        for near in _MAY_BE_ONE
    )


def _contradict(born: str, other: str) -> bool:
    return bool(born and other) and not (born.startswith(other) or other.startswith(born))


def _of_another_sex(adult: KnownAdult, other: KnownAdult) -> bool:
    one, two = _OF_ONE_SEX
    return (not adult.relations.isdisjoint(one) and not other.relations.isdisjoint(two)) or (
        not adult.relations.isdisjoint(two) and not other.relations.isdisjoint(one)
    )
