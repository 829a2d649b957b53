"""Which referral, assessment or plan of a return is which that was published before.

The census numbers none of them. They are the same where they have the same day. Where a day was put
right, one of the return and one of the record are left over: they are the same where what else is
told of them shows it. What cannot be shown is two: a fact told twice does less harm than the days
of one referral in another.
"""

from collections.abc import Container, Sequence
from dataclasses import dataclass, field

from wholepicture_producers.social_care.instances import Instance
from wholepicture_producers.social_care.likeness import likeness, says_the_same, shares_a_day
from wholepicture_producers.social_care.record import KnownInstance


@dataclass(slots=True)
class Placed:
    """One instance of a return, with what was published of it."""

    instance: Instance
    stems: tuple[str, ...]
    """The parts of its reference."""
    known: KnownInstance | None
    within: list["Placed"] = field(default_factory=list)
    left: list[KnownInstance] = field(default_factory=list)
    """What was published of modules in it, and is in the return no longer."""


class Matching:
    """Places what a return says of one child on what was published of them."""

    def __init__(self, period: tuple[str, str]) -> None:
        self._first, self._last = period

    def placed(
        self, referrals: Sequence[Instance], known: Sequence[KnownInstance]
    ) -> tuple[list[Placed], list[KnownInstance]]:
        """The referrals of a return in their places, and those of the record that are left over."""
        return self._level(referrals, known, ())

    def is_expected(self, referral: KnownInstance) -> bool:
        """Whether a return of this period has to have a referral: one that was open in it."""
        day = referral.day
        if day is None or day > self._last:
            return False
        closed = referral.events.get("closed")
        ended = closed.value("detail.closed_on") if closed else None
        if ended is None and "decision" in referral.events:
            ended = day
        return not isinstance(ended, str) or ended >= self._first

    def _level(
        self, now: Sequence[Instance], known: Sequence[KnownInstance], stems: tuple[str, ...]
    ) -> tuple[list[Placed], list[KnownInstance]]:
        pairs = _by_day(now, known)
        for module in dict.fromkeys(one.module.name for one in now):
            alone = [one for one in now if id(one) not in pairs and one.module.name == module]
            taken = {id(old) for old in pairs.values()}
            left = [
                old
                for old in known
                if id(old) not in taken and old.module.name == module and self._may_be(old)
            ]
            pairs |= _put_right(alone, left)
        taken = {id(old) for old in pairs.values()}
        used = {old.stem for old in known}
        found = [self._place(one, pairs.get(id(one)), stems, used) for one in now]
        return found, [old for old in known if id(old) not in taken]

    def _may_be(self, old: KnownInstance) -> bool:
        """Whether something of the record that the return has not may have another day there."""
        told = [event for event in old.events.values() if not event.taken_back]
        return bool(told) and (old.module.parent != "" or self.is_expected(old))

    def _place(
        self,
        one: Instance,
        old: KnownInstance | None,
        stems: tuple[str, ...],
        used: set[str],
    ) -> Placed:
        stem = old.stem if old else free(_stem(one), used)
        used.add(stem)
        placed = Placed(one, (*stems, stem), old)
        known = old.within if old else ()
        placed.within, placed.left = self._level(one.within, known, placed.stems)
        return placed


def _stem(one: Instance) -> str:
    return f"{one.day}" if one.module.parent == "" else f"{one.module.name} {one.day}"


def free(part: str, used: Container[str]) -> str:
    """A part of a reference, with a number where another has it."""
    number, found = 1, part
    while found in used:
        number += 1
        found = f"{part}#{number}"
    return found


def _by_day(now: Sequence[Instance], known: Sequence[KnownInstance]) -> dict[int, KnownInstance]:
    """The pairs that have the same day; of several of one day those that say the same first."""
    places: dict[tuple[str, str], tuple[list[Instance], list[KnownInstance]]] = {}
    for one in now:
        if one.day is not None:
            places.setdefault((one.module.name, one.day), ([], []))[0].append(one)
    for old in known:
        if (old.module.name, old.day) in places:
            places[old.module.name, str(old.day)][1].append(old)
    pairs: dict[int, KnownInstance] = {}
    for ones, olds in places.values():
        likely = [
            (-likeness(one, old) if len(ones) > 1 or len(olds) > 1 else 0, at, to)
            for at, one in enumerate(ones)
            for to, old in enumerate(olds)
        ]
        taken: set[int] = set()
        for _, at, to in sorted(likely):
            if id(ones[at]) not in pairs and to not in taken:
                pairs[id(ones[at])] = olds[to]
                taken.add(to)
    return pairs


def _put_right(
    alone: Sequence[Instance], left: Sequence[KnownInstance]
) -> dict[int, KnownInstance]:
    """The pairs of which the day was put right."""
    pairs: dict[int, KnownInstance] = {}
    for one in alone:
        likely = [old for old in left if shares_a_day(one, old)]
        if len(likely) == 1 and sum(shares_a_day(other, likely[0]) for other in alone) == 1:
            pairs[id(one)] = likely[0]
    rest = [one for one in alone if id(one) not in pairs]
    taken = {id(old) for old in pairs.values()}
    others = [old for old in left if id(old) not in taken]
    if len(rest) == len(others) == 1 and says_the_same(rest[0], others[0]):
        pairs[id(rest[0])] = others[0]
    return pairs
