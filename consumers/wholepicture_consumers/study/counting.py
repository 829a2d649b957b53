"""Counting what may not have come yet: curves of who was reached by when, and small counts.

Source: Kaplan and Meier 1958, Journal of the American Statistical Association 53, 457-481;
Greenwood 1926, The natural duration of cancer; Hanley and Lippman-Hand 1983, JAMA 249, 1743-1745.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

FEWEST = 5
"""A count below this, but not none, is not said: what is so small means nothing."""
_19_IN_20 = 1.96
"""How many standard errors to both sides."""
_NEVER_SEEN = 3
"""What was seen of none of n may still be of as many as 3 in n."""


def suppressed(count: int) -> int | None:
    """The count, or none where it is so small that it is not said."""
    return None if 0 < count < FEWEST else count


@dataclass(frozen=True, slots=True)
class Followed:
    """One child who was followed from a first day on: so long, and whether until it came about."""

    days: float
    came: bool
    """Whether it came about; otherwise the year was over, and what came later is not known."""


class Curve:
    """How many are reached by a day, of children followed for different times.

    Whoever is no longer followed counts until then, and no further. So a child whose pattern began
    in the last month makes nobody look slower, and one who is never reached is never left out.
    """

    def __init__(self, followed: Iterable[Followed]) -> None:
        self.followed = sorted(followed, key=lambda child: (child.days, not child.came))
        self.of = len(self.followed)
        self.came = sum(child.came for child in self.followed)
        self._known = tuple(_steps(self.followed))
        self.steps = tuple((day, share) for day, share, _ in self._known)
        """The days on which it comes about for anybody, and how many are reached by then."""

    def by(self, day: float) -> float | None:
        """The share that is reached by a day; none where nobody is followed at all."""
        if not self.of:
            return None
        return next((share for on, share in reversed(self.steps) if on <= day), 0.0)

    def between(self, day: float) -> tuple[float, float] | None:
        """Between which shares the true one lies, 19 times in 20, by Greenwood's formula."""
        share = self.by(day)
        if share is None:
            return None
        if share in {0.0, 1.0}:
            off = _NEVER_SEEN / self.of
            return max(share - off, 0.0), min(share + off, 1.0)
        spread = next((each for on, _, each in reversed(self._known) if on <= day), 0.0)
        off = _19_IN_20 * (1 - share) * math.sqrt(spread)
        return max(share - off, 0.0), min(share + off, 1.0)

    @property
    def median(self) -> float | None:
        """The day by which half are reached; none where half never are within the year."""
        return next((on for on, share in self.steps if share >= 1 / 2), None)


def _steps(followed: Sequence[Followed]) -> Iterable[tuple[float, float, float]]:
    """The day, the share reached by then, and the sum that Greenwood's formula takes."""
    left, still_not, spread = len(followed), 1.0, 0.0
    for child in followed:
        if child.came:
            still_not *= 1 - 1 / left
            spread += 1 / (left * (left - 1)) if left > 1 else 0.0
            yield child.days, 1 - still_not, spread
        left -= 1
