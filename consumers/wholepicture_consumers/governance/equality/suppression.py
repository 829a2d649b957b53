"""Suppression: tables of counts in which nobody is found, whatever is subtracted from whatever.

A figure about fewer than five children is not shown, and nothing is from which it could be found.

* Rows and columns of fewer than five children are combined, so each total can be shown.
* A cell of fewer than five children is hidden, and with it the cells that change when two units
  exchange their values: one of its row and column, and one of another. In the tables with the two
  exchanged, everything that is shown is the same and the hidden cell is another. So it cannot be
  found from the totals, nor from a table of the same children by another cut.
* A zero in a row of somebody says something of everybody there. It is hidden like a one, unless the
  measure is of what a service did, and says nothing of a child. Where zeros are shown, what is
  hidden is known to be one at least, and the two exchanged keep it so.

Source: ONS, Review of the Dissemination of Health Statistics: Confidentiality Guidance (2006):
combine categories first, then hide cells, and others with them so that none is found by difference;
counts below 5 are unsafe where they are sensitive, and so are rows of zeros. To exchange records is
how ONS protects a census (record swapping). Here nothing is exchanged: it is what proves a table.
"""

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from wholepicture_consumers.governance.equality.combining import (
    FEWEST,
    Group,
    combined,
    combined_within,
    people_of,
)


class Unit(NamedTuple):
    """What is counted, such as an item about a child."""

    who: Hashable
    """Whom it is about: a count is too small by how many children it is about."""
    rows: tuple[str, ...]
    """Its label in each cut."""
    values: tuple[str, ...]
    """Its label in each measure."""


@dataclass(frozen=True)
class Cut:
    """A way to divide units by whom they are about."""

    name: str
    labels: Sequence[str]
    """Every label, in the order in which they are shown."""
    within: Mapping[str, str] = field(default_factory=dict)
    """Where it divides the cut before it further: the label there of each label here."""


@dataclass(frozen=True)
class Measure:
    """Something that each unit has one value of."""

    name: str
    labels: Sequence[str]
    zeros: bool = False
    """Whether a zero may be shown, because it says something of a service and of no child."""


@dataclass(frozen=True)
class Table:
    """One measure by one cut, as it may be shown."""

    columns: Mapping[Group, int]
    """Each column, and how many units it has in all."""
    cells: Mapping[tuple[Group, Group], int | None]
    """The count of each row and column; none where it is hidden."""


@dataclass(frozen=True)
class Shown:
    """What may be shown of units."""

    rows: Mapping[str, Mapping[Group, int]]
    """By the cut's name: each row, and how many units it has."""
    people: Mapping[str, Mapping[Group, int]]
    """Likewise how many children it is about."""
    tables: Mapping[tuple[str, str], Table]
    """By the names of the cut and the measure."""

    def row(self, cut: str, label: str) -> Group:
        """The row that a label is shown in."""
        return next(row for row in self.rows[cut] if label in row)


def shown(
    units: Sequence[Unit], cuts: Sequence[Cut], measures: Sequence[Measure]
) -> Shown | None:
    """What may be shown of units by each cut and each measure; none where they are too few."""
    if len({unit.who for unit in units}) < FEWEST:
        return None
    groups = _rows(units, cuts)
    rows = [tuple(group[label] for group, label in zip(groups, u.rows, strict=True)) for u in units]
    counts, people = {}, {}
    for at, cut in enumerate(cuts):
        counted = Counter(row[at] for row in rows)
        whose = Counter(row for row, _ in {(row[at], u.who) for row, u in zip(rows, units, strict=True)})
        every = dict.fromkeys(groups[at].values())
        counts[cut.name] = {row: counted[row] for row in every}
        people[cut.name] = {row: whose[row] for row in every}
    tables = {}
    for number, measure in enumerate(measures):
        had = [(unit.values[number], unit.who) for unit in units]
        group = combined(people_of(measure.labels, had))
        placed = [
            _Placed(unit.who, row, group[unit.values[number]])
            for unit, row in zip(units, rows, strict=True)
        ]
        columns = Counter(unit.column for unit in placed)
        totals = {column: columns[column] for column in dict.fromkeys(group.values())}
        hidden = _hidden(placed, zeros=measure.zeros)
        for at, cut in enumerate(cuts):
            cells = Counter((unit.rows[at], unit.column) for unit in placed)
            tables[cut.name, measure.name] = Table(
                totals,
                {
                    (row, column): None if _Cell(at, row, column) in hidden else cells[row, column]
                    for row in counts[cut.name]
                    for column in totals
                },
            )
    return Shown(counts, people, tables)


class _Cell(NamedTuple):
    cut: int
    row: Group
    column: Group


class _Kind(NamedTuple):
    """Units that stand in the same place of every table of one measure."""

    rows: tuple[Group, ...]
    column: Group


class _Placed(NamedTuple):
    who: Hashable
    rows: tuple[Group, ...]
    column: Group


def _rows(units: Sequence[Unit], cuts: Sequence[Cut]) -> list[Mapping[str, Group]]:
    """Of each cut, the row that each label is shown in."""
    groups: list[Mapping[str, Group]] = []
    for at, cut in enumerate(cuts):
        people = people_of(cut.labels, ((unit.rows[at], unit.who) for unit in units))
        coarser = {label: groups[-1][cut.within[label]] for label in cut.labels if cut.within}
        groups.append(combined_within(people, coarser) if coarser else combined(people))
    return groups


def _hidden(placed: Sequence[_Placed], *, zeros: bool) -> set[_Cell]:
    """The cells of one measure that are too small, and those that are hidden with them.

    Where zeros cannot be shown safely they are hidden, too.
    """
    kinds = Counter(_Kind(unit.rows, unit.column) for unit in placed)
    sizes: Counter[_Cell] = Counter()
    whose: dict[_Cell, set[Hashable]] = {}
    for unit in placed:
        for at, row in enumerate(unit.rows):
            cell = _Cell(at, row, unit.column)
            sizes[cell] += 1
            whose.setdefault(cell, set()).add(unit.who)
    columns = dict.fromkeys(unit.column for unit in placed)
    rows = dict.fromkeys((at, row) for unit in placed for at, row in enumerate(unit.rows))
    every = [_Cell(at, row, column) for at, row in rows for column in columns]
    small = [cell for cell in every if len(whose.get(cell, ())) < FEWEST]
    if zeros:
        small = [cell for cell in small if cell in sizes]
    hidden, safe = set(small), set[_Cell]()
    for cell in sorted(small, key=lambda cell: -sizes[cell]):
        if cell not in safe:
            exchanges = _exchanges(cell, kinds, sizes, least=int(zeros))
            changed = min(exchanges, key=lambda cells: _cost(cells - hidden, sizes), default=None)
            if changed is None:
                return _hidden(placed, zeros=False)
            hidden |= changed
            safe |= changed
    return hidden


def _cost(cells: frozenset[_Cell], sizes: Mapping[_Cell, int]) -> tuple[int, int, list[_Cell]]:
    return len(cells), sum(sizes[cell] for cell in cells), sorted(cells)


def _exchanges(
    cell: _Cell, kinds: Mapping[_Kind, int], sizes: Mapping[_Cell, int], *, least: int
) -> Iterator[frozenset[_Cell]]:
    """The cells that change with this one when two units exchange their values, for any two.

    Each has ``least`` units at least, before and after. Where that is none there always are two:
    the row of the cell and its column are about five children or more, and the cell is not.
    """
    at = cell.cut
    for one in kinds:
        if one.column != cell.column:
            continue
        for other in kinds:
            if other.column == cell.column or one.rows[at] == other.rows[at]:
                continue
            if cell.row not in {one.rows[at], other.rows[at]}:
                continue
            differ = [
                (number, *rows)
                for number, rows in enumerate(zip(one.rows, other.rows, strict=True))
                if rows[0] != rows[1]
            ]
            less = [
                _Cell(number, row, column)
                for number, first, second in differ
                for row, column in ((first, one.column), (second, other.column))
            ]
            more = [
                _Cell(number, row, column)
                for number, first, second in differ
                for row, column in ((first, other.column), (second, one.column))
            ]
            if all(sizes[c] > least for c in less) and all(sizes[c] >= least for c in more):
                yield frozenset((*less, *more))
