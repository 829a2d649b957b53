"""Whoever reads tables and subtracts: which hidden counts follow from everything that is shown."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from wholepicture_consumers.governance.equality.combining import Group
from wholepicture_consumers.governance.equality.suppression import Cut, Shown, Table

CROSSED, ELSE = "x", "else"
"""The label of a cut that the next one crosses with others, and its row for all other labels."""
Name = tuple[str, Group, Group]
"""A hidden count: its cut, row and column."""
Equation = tuple[Mapping[Name, int], int]
"""Hidden counts, each added or taken away, and what they make."""
Bounds = dict[Name, tuple[int, int]]


def certain(shown: Shown, cuts: Sequence[Cut], measure: str, true: Mapping[Name, int]) -> set[Name]:
    """The hidden counts that can be one number only, given everything that is shown.

    Tables of whole numbers are looked for that have all of it, first those near to the ``true``
    ones. Where a zero is shown among others, what is hidden is one at least.
    """
    equations = list(_equations(shown, cuts, measure))
    most = sum(shown.rows[cuts[0].name].values())
    least = int(any(_shows_a_zero(shown, cut, measure) for cut in cuts))
    names = {name for parts, _ in equations for name in parts}
    assert _solved({name: (true[name], true[name]) for name in names}, equations) is not None
    near = {name: (max(least, true[name] - 1), true[name] + 1) for name in names}
    every = dict.fromkeys(names, (least, most))
    return {
        name
        for name in names
        if all(
            _solved(bounds | {name: others}, equations) is None
            for bounds in (near, every)
            for others in ((least, true[name] - 1), (true[name] + 1, most))
        )
    }


def _shows_a_zero(shown: Shown, cut: Cut, measure: str) -> bool:
    table = shown.tables[cut.name, measure]
    return any(
        count == 0 and shown.rows[cut.name][row] and table.columns[column]
        for (row, column), count in table.cells.items()
    )


def _equations(shown: Shown, cuts: Sequence[Cut], measure: str) -> Iterator[Equation]:
    for at, cut in enumerate(cuts):
        table, rows = shown.tables[cut.name, measure], shown.rows[cut.name]
        for row, total in rows.items():
            yield _sum(cut.name, table, [(row, column) for column in table.columns], total)
        for column, total in table.columns.items():
            yield _sum(cut.name, table, [(row, column) for row in rows], total)
        if cut.crosses is not None:
            yield from _crossed(shown, cuts, at, measure)
        if cut.within:
            coarse = cuts[at - 1].name
            coarser = shown.tables[coarse, measure]
            for whole in shown.rows[coarse]:
                finer = [row for row in rows if cut.within[row[0]] in whole]
                for column in table.columns:
                    parts, makes = _sum(cut.name, table, [(row, column) for row in finer], 0)
                    less, is_less = _sum(coarse, coarser, [(whole, column)], 0)
                    yield {**parts, **dict.fromkeys(less, -1)}, makes - is_less


def _crossed(shown: Shown, cuts: Sequence[Cut], at: int, measure: str) -> Iterator[Equation]:
    """A row of the cut before is what is told of its rows here, where those are shown."""
    cut, before = cuts[at].name, cuts[at - 1].name
    table, whole = shown.tables[cut, measure], shown.tables[before, measure]
    if len(shown.rows[cut]) > 1:
        for column in table.columns:
            rows = [row for row in shown.rows[cut] if row != (ELSE,)]
            parts, makes = _sum(cut, table, [(row, column) for row in rows], 0)
            less, is_less = _sum(before, whole, [((CROSSED,), column)], 0)
            yield {**parts, **dict.fromkeys(less, -1)}, makes - is_less


def _sum(
    cut: str, table: Table, places: Iterable[tuple[Group, Group]], total: int
) -> tuple[dict[Name, int], int]:
    hidden: dict[Name, int] = {}
    for row, column in places:
        count = table.cells[row, column]
        if count is None:
            hidden[cut, row, column] = 1
        else:
            total -= count
    return hidden, total


def _solved(bounds: Bounds, equations: Sequence[Equation]) -> dict[Name, int] | None:
    """Numbers within bounds that meet all equations; none where there are none."""
    if any(low > high for low, high in bounds.values()):
        return None
    narrowed = _narrowed(bounds, equations)
    if narrowed is None:
        return None
    open_ = [name for name, (low, high) in narrowed.items() if low < high]
    if not open_:
        return {name: low for name, (low, _) in narrowed.items()}
    name = min(open_, key=lambda name: narrowed[name][1] - narrowed[name][0])
    low, high = narrowed[name]
    for number in range(low, high + 1):
        found = _solved(narrowed | {name: (number, number)}, equations)
        if found is not None:
            return found
    return None


def _narrowed(bounds: Bounds, equations: Sequence[Equation]) -> Bounds | None:
    """The bounds that follow from each equation by itself; none where one cannot be met."""
    bounds, again = dict(bounds), True
    while again:
        again = False
        for parts, makes in equations:
            ends = {
                name: tuple(sorted(sign * end for end in bounds[name]))
                for name, sign in parts.items()
            }
            least = sum(low for low, _ in ends.values())
            most = sum(high for _, high in ends.values())
            if not least <= makes <= most:
                return None
            for name, sign in parts.items():
                low, high = ends[name]
                new = (max(low, makes - most + high), min(high, makes - least + low))
                if new != (low, high):
                    first, last = sorted(sign * end for end in new)
                    bounds[name], again = (first, last), True
                    break
    return bounds
