"""Cells that are hidden: those that are too small, and those that are hidden with them.

A hidden cell is safe once two units are found whose exchange changes it, and no cell that is shown.
"""

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from wholepicture_consumers.governance.equality.combining import FEWEST, Group

_ENOUGH = 300
"""How many exchanges that are alike are compared, once one is found."""


class Cell(NamedTuple):
    """Where a count stands: by which cut, of which measure, in which row and column."""

    cut: int
    measure: int
    row: Group
    column: Group


class Placed(NamedTuple):
    """A unit in the rows and columns that are shown."""

    who: Hashable
    rows: tuple[Group, ...]
    columns: tuple[Group, ...]


class _Kind(NamedTuple):
    """Units that stand in the same place of every table."""

    rows: tuple[Group, ...]
    columns: tuple[Group, ...]


def hidden_cells(units: Sequence[Placed], zeros: Sequence[bool]) -> set[Cell]:
    """The cells that are hidden; ``zeros`` says of each measure whether its zeros are shown.

    Each row and each column is of nobody, or of five children or more. Where zeros cannot be shown
    safely, they are hidden too. The order of the units changes nothing.
    """
    search = _Search(units, zeros)
    hidden, safe = set(search.small), set[Cell]()
    for cell in sorted(search.small, key=lambda cell: (-search.sizes[cell], cell)):
        if cell not in safe:
            changed = search.exchange(cell, hidden)
            if changed is None:
                return hidden_cells(units, [False] * len(zeros))
            hidden |= changed
            safe |= changed
    return hidden


@dataclass
class _Search:
    """The search for two units to be exchanged, among the kinds of them."""

    units: Sequence[Placed]
    zeros: Sequence[bool]
    sizes: Counter[Cell] = field(default_factory=Counter)
    """How many units each cell has."""
    small: list[Cell] = field(default_factory=list)
    """The cells of too few children."""

    def __post_init__(self) -> None:
        whose: dict[Cell, set[Hashable]] = {}
        for unit in self.units:
            for cell in _cells(unit.rows, unit.columns):
                self.sizes[cell] += 1
                whose.setdefault(cell, set()).add(unit.who)
        every = dict.fromkeys(
            Cell(cut, measure, row, column)
            for cut, rows in enumerate(zip(*(unit.rows for unit in self.units), strict=True))
            for measure, columns in enumerate(zip(*(u.columns for u in self.units), strict=True))
            for row in dict.fromkeys(rows)
            for column in dict.fromkeys(columns)
        )
        self.small = [
            cell
            for cell in every
            if len(whose.get(cell, ())) < FEWEST
            and not (self.zeros[cell.measure] and cell not in whose)
        ]
        self._kinds = sorted({_Kind(unit.rows, unit.columns) for unit in self.units})

    def exchange(self, cell: Cell, hidden: set[Cell]) -> frozenset[Cell] | None:
        """The cells that change with this one by an exchange that hides little besides.

        Two units that differ in few measures change little, so those are tried first.
        """
        for pairs in self._pairs(cell):
            found: tuple[tuple[int, int, list[Cell]], frozenset[Cell]] | None = None
            for tried, (one, other) in enumerate(pairs):
                if found is not None and (not found[0][0] or tried > _ENOUGH):
                    break
                changed = self._changed(one, other)
                if changed is not None:
                    new = changed - hidden
                    cost = len(new), sum(self.sizes[c] for c in new), sorted(new)
                    found = (cost, changed) if found is None else min(found, (cost, changed))
            if found is not None:
                return found[1]
        return None

    def _pairs(self, cell: Cell) -> Iterator[Iterator[tuple[_Kind, _Kind]]]:
        """Units whose exchange changes a cell: those that differ in one measure, in two, ..."""
        measure = cell.measure
        ones = [kind for kind in self._kinds if kind.columns[measure] == cell.column]
        others: dict[tuple[Group, ...], list[_Kind]] = {}
        for kind in self._kinds:
            if kind.columns[measure] != cell.column:
                others.setdefault(kind.columns, []).append(kind)
        by_columns: dict[tuple[Group, ...], list[_Kind]] = {}
        for one in ones:
            by_columns.setdefault(one.columns, []).append(one)
        apart: dict[int, list[tuple[tuple[Group, ...], tuple[Group, ...]]]] = {}
        for columns in by_columns:
            for further in others:
                differ = sum(a != b for a, b in zip(columns, further, strict=True))
                apart.setdefault(differ, []).append((columns, further))
        for differ in sorted(apart):
            yield (
                (one, other)
                for columns, further in apart[differ]
                for one in by_columns[columns]
                for other in others[further]
                if one.rows[cell.cut] != other.rows[cell.cut]
                and cell.row in {one.rows[cell.cut], other.rows[cell.cut]}
            )

    def _changed(self, one: _Kind, other: _Kind) -> frozenset[Cell] | None:
        """What changes by an exchange; none where a zero that is shown would, or a last one."""
        less, more = [], []
        for cut, rows in enumerate(zip(one.rows, other.rows, strict=True)):
            for measure, columns in enumerate(zip(one.columns, other.columns, strict=True)):
                if rows[0] != rows[1] and columns[0] != columns[1]:
                    less += [Cell(cut, measure, rows[at], columns[at]) for at in (0, 1)]
                    more += [Cell(cut, measure, rows[at], columns[1 - at]) for at in (0, 1)]
        last = any(self.zeros[cell.measure] and self.sizes[cell] == 1 for cell in less)
        first = any(self.zeros[cell.measure] and not self.sizes[cell] for cell in more)
        return None if last or first else frozenset((*less, *more))


def _cells(rows: Sequence[Group], columns: Sequence[Group]) -> Iterator[Cell]:
    for cut, row in enumerate(rows):
        for measure, column in enumerate(columns):
            yield Cell(cut, measure, row, column)
