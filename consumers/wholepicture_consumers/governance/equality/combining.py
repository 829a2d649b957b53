"""Combining: labels of too few children become one row, or one column, with others.

So every total is about five children or more, and is shown. Which of the combined labels a child
has changes nothing that is shown.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence

FEWEST = 5
"""A count below this could be a certain family."""

Group = tuple[str, ...]
"""The labels that one row, or one column, is about: several where one alone is too few."""
People = Mapping[str, frozenset[Hashable]]
"""Whom each label is about, in the order in which labels are shown."""


def people_of(labels: Sequence[str], had: Iterable[tuple[str, Hashable]]) -> People:
    """Whom each of these labels is about, of the labels that somebody had."""
    whom: dict[str, set[Hashable]] = {label: set() for label in labels}
    for label, who in had:
        whom[label].add(who)
    return {label: frozenset(those) for label, those in whom.items()}


def combined(people: People) -> dict[str, Group]:
    """The group that each label is shown in.

    Labels of nobody join the small ones where there are any: it is not said which are empty. Where
    the small ones together are still too few, the next larger joins them.
    """
    small = [label for label, whom in people.items() if 0 < len(whom) < FEWEST]
    if not small:
        return {label: (label,) for label in people}
    small += [label for label, whom in people.items() if not whom]
    larger = sorted(
        (label for label in people if label not in small), key=lambda label: len(people[label])
    )
    while larger and len(frozenset().union(*(people[label] for label in small))) < FEWEST:
        small.append(larger.pop(0))
    group = tuple(label for label in people if label in small)
    return {label: group if label in small else (label,) for label in people}


def combined_within(people: People, coarser: Mapping[str, Group]) -> dict[str, Group]:
    """The group of each label that divides a coarser one, whose own group is given.

    What was combined there is not divided here.
    """
    found: dict[str, Group] = {}
    for row in dict.fromkeys(coarser.values()):
        own = {label: whom for label, whom in people.items() if coarser[label] == row}
        if len(row) > 1:
            found |= dict.fromkeys(own, tuple(own))
        else:
            found |= combined(own)
    return {label: found[label] for label in people}


def combined_or_not(people: People, *, safe: bool) -> dict[str, Group]:
    """Each label by itself, or all of them in one where any is of too few, or it is not safe."""
    if safe and all(not whom or len(whom) >= FEWEST for whom in people.values()):
        return {label: (label,) for label in people}
    return dict.fromkeys(people, tuple(people))
