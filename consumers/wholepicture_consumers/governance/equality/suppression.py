"""Suppression: tables of counts in which nobody is found, whatever is subtracted from whatever.

A figure about fewer than five children is not shown, and nothing is from which it could be found.

* Rows and columns of fewer than five children are combined, so each total can be shown. Where two
  cuts are crossed, all rows are shown or none.
* A cell of fewer than five children is hidden, and with it the cells that change when two units of
  different groups exchange all their values. In the tables with the two exchanged, everything that
  is shown is the same and the hidden cell is another. So it cannot be found: not from the totals,
  not from a table of the same children by another cut, nor from what another measure says.
* A zero in a row of somebody says something of everybody there. It is hidden like a one, unless the
  measure is of what a service did, and says nothing of a child. Where zeros are shown, what is
  hidden is known to be one at least, and the two exchanged keep it so.

Source: ONS, Review of the Dissemination of Health Statistics: Confidentiality Guidance (2006):
combine categories first, then hide cells, and others with them so that none is found by difference;
counts below 5 are unsafe where they are sensitive, and so are rows of zeros. To exchange records is
how ONS protects a census (record swapping). Here nothing is exchanged: it is what proves a table.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from wholepicture_consumers.governance.equality.cells import Cell, Placed, hidden_cells
from wholepicture_consumers.governance.equality.combining import (
    FEWEST,
    Group,
    combined,
    combined_or_not,
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
    crosses: Callable[[Sequence[str]], str] | None = None
    """Where it crosses cuts before it: its label, by the labels of a unit in those."""


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


def shown(units: Sequence[Unit], cuts: Sequence[Cut], measures: Sequence[Measure]) -> Shown | None:
    """What may be shown of units by each cut and each measure; none where they are too few."""
    if len({unit.who for unit in units}) < FEWEST:
        return None
    groups = _rows(units, cuts)
    rows = [tuple(group[label] for group, label in zip(groups, u.rows, strict=True)) for u in units]
    counts, people = {}, {}
    for at, cut in enumerate(cuts):
        counted = Counter(row[at] for row in rows)
        whose = Counter(
            row for row, _ in {(row[at], u.who) for row, u in zip(rows, units, strict=True)}
        )
        every = dict.fromkeys(groups[at].values())
        counts[cut.name] = {row: counted[row] for row in every}
        people[cut.name] = {row: whose[row] for row in every}
    columns = [_columns(units, number, measure) for number, measure in enumerate(measures)]
    placed = [
        Placed(u.who, row, tuple(of[value] for of, value in zip(columns, u.values, strict=True)))
        for u, row in zip(units, rows, strict=True)
    ]
    hidden = hidden_cells(placed, [measure.zeros for measure in measures])
    tables = {}
    for number, measure in enumerate(measures):
        counted = Counter(unit.columns[number] for unit in placed)
        totals = {column: counted[column] for column in dict.fromkeys(columns[number].values())}
        for at, cut in enumerate(cuts):
            sizes = Counter((unit.rows[at], unit.columns[number]) for unit in placed)
            tables[cut.name, measure.name] = Table(
                totals,
                {
                    (row, column): None
                    if Cell(at, number, row, column) in hidden
                    else sizes[row, column]
                    for row in counts[cut.name]
                    for column in totals
                },
            )
    return Shown(counts, people, tables)


def _columns(units: Sequence[Unit], number: int, measure: Measure) -> Mapping[str, Group]:
    """Of a measure, the column that each label is shown in."""
    return combined(people_of(measure.labels, ((u.values[number], u.who) for u in units)))


def _rows(units: Sequence[Unit], cuts: Sequence[Cut]) -> list[Mapping[str, Group]]:
    """Of each cut, the row that each label is shown in."""
    groups: list[Mapping[str, Group]] = []
    for at, cut in enumerate(cuts):
        people = people_of(cut.labels, ((unit.rows[at], unit.who) for unit in units))
        if cut.crosses is not None:
            rows = {unit.rows[:at] for unit in units}
            groups.append(combined_or_not(people, safe=_is_safe(cut.crosses, rows, groups)))
        elif cut.within:
            coarser = {label: groups[-1][cut.within[label]] for label in cut.labels}
            groups.append(combined_within(people, coarser))
        else:
            groups.append(combined(people))
    return groups


def _is_safe(
    crosses: Callable[[Sequence[str]], str],
    rows: Iterable[Sequence[str]],
    groups: Sequence[Mapping[str, Group]],
) -> bool:
    """Whether a crossing tells nothing of labels that are combined: all lead to the same row."""
    return all(
        crosses([*labels[:at], other, *labels[at + 1 :]]) == crosses(labels)
        for labels in rows
        for at, label in enumerate(labels)
        for other in groups[at][label]
    )
