"""Versions of an event that protect the same: they differ in nothing that masking asks about.

Most corrections put right a telephone number, a reference or a sentence. What is protected follows
from the people of an event, the allegations and how it must be handled, and what is taken out of
texts from the places, numbers and names of those people. A version with all of these the same adds
nothing to the masking of another.
"""

from functools import lru_cache

from wholepicture_schemas.told_fields import MOST_PATHS

from wholepicture_agreement.seen.leaves import Leaf, leaves_of
from wholepicture_agreement.situation import EventVersion

_ASKED_ABOUT = ("children", "adults", "allegations", "professionals", "handling")
"""The parts of a core that say who is protected, whose service is named, and what is restricted."""
_FOR_WHOEVER_READS = "core.call_back."
"""Whom to call is kept back from nobody."""


def protect_the_same(one: EventVersion, other: EventVersion) -> bool:
    """Whether two versions of one event mask the same; where that is not certain, they do not."""
    if one is other:
        return True
    mine, theirs = one.event, other.event
    if type(mine) is not type(theirs) or mine.time != theirs.time or one.missing != other.missing:
        return False
    if mine is theirs:
        return True
    leaves, others = leaves_of(mine), leaves_of(theirs)
    if len(leaves) != len(others):
        return False
    for leaf, another in zip(leaves, others, strict=True):
        if leaf.path != another.path or leaf.person != another.person:
            return False
        if leaf.value != another.value and not _may_differ(leaf, mine.MOVED):
            return False
    return True


def _may_differ(leaf: Leaf, moved: str) -> bool:
    """Whether what stands here protects nobody, and nothing like it is taken out of a text."""
    starred = leaf.starred
    if starred.startswith(_FOR_WHOEVER_READS):
        return True
    return leaf.marks.traced is None and not _says_who(starred, moved)


@lru_cache(MOST_PATHS)
def _says_who(starred: str, moved: str) -> bool:
    """Whether a path leads to who is protected."""
    part, _, rest = starred.partition(".")
    field = rest.partition(".")[0]
    return field in _ASKED_ABOUT if part == "core" else bool(moved) and field == moved
