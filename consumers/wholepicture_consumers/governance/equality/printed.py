"""Tables as they are shown: for a terminal, a page, and as JSON."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wholepicture_schemas.words import listed

from wholepicture_consumers.governance.equality.combining import FEWEST, Group
from wholepicture_consumers.governance.equality.suppression import Shown

HIDDEN = "not shown"
TOGETHER: Group = ("all together",)
"""The last row of each table: every total is shown."""
WHAT_IS_HIDDEN = (
    f"Not shown are counts about fewer than {FEWEST} children, which may be none, and counts from "
    "which such a count could be worked out. Groups of too few children stand together."
)


@dataclass(frozen=True)
class Column:
    """A column: a value of a measure."""

    measure: str
    value: Group
    title: str = ""

    @property
    def head(self) -> str:
        """What stands above it."""
        return self.title or said(self.value)


@dataclass(frozen=True)
class Line:
    """One row: a group, and what is counted of it."""

    group: Group
    people: int
    units: int
    counts: tuple[int | None, ...]
    """None where a count is hidden."""
    extra: tuple[str, ...] = ()
    """What is not a count, such as a median."""


@dataclass(frozen=True)
class Printed:
    """A table as it is shown."""

    title: str
    by: str
    """The cut by which it divides."""
    unit: str
    """What is counted, in the plural: items; children where it is the children themselves."""
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    extra: tuple[str, ...] = ()
    """The heads of what is not a count."""

    @property
    def head(self) -> tuple[str, ...]:
        """What stands above each column."""
        units = () if self.unit == CHILDREN else (self.unit,)
        counts = (column.head for column in self.columns)
        return (self.by.capitalize(), CHILDREN, *units, *counts, *self.extra)

    @property
    def rows(self) -> Iterator[tuple[str, ...]]:
        """Each row as texts; a count with its share of the row."""
        for line in self.lines:
            units = () if self.unit == CHILDREN else (str(line.units),)
            counts = (_count(count, line.units) for count in line.counts)
            yield (said(line.group), str(line.people), *units, *counts, *line.extra)


CHILDREN = "children"


def printed(
    title: str,
    unit: str,
    shown: Shown,
    cut: str,
    columns: Sequence[Column],
    extra: Mapping[str, Mapping[Group, str]] | None = None,
) -> Printed:
    """The table of some columns by a cut, with all rows together behind them.

    ``extra`` has further columns by their heads, which are no counts: of each row, a text.
    """
    more, people, units = extra or {}, shown.people[cut], shown.rows[cut]
    tables = [shown.tables[cut, column.measure] for column in columns]
    values = [column.value for column in columns]
    counts: dict[Group, tuple[int | None, ...]] = {
        row: tuple(t.cells.get((row, value)) for t, value in zip(tables, values, strict=True))
        for row in units
    }
    totals = tuple(t.columns.get(value) for t, value in zip(tables, values, strict=True))
    lines = [
        Line(
            row, people[row], units[row], counts[row], tuple(texts[row] for texts in more.values())
        )
        for row in units
    ]
    said_of_all = tuple(texts[TOGETHER] for texts in more.values())
    every = Line(TOGETHER, sum(people.values()), sum(units.values()), totals, said_of_all)
    return Printed(title, cut, unit, tuple(columns), (*lines, every), tuple(more))


def columns_of(shown: Shown, measure: str) -> tuple[Column, ...]:
    """Every column of a measure in which there is anything."""
    table = next(table for (_, name), table in shown.tables.items() if name == measure)
    return tuple(Column(measure, value) for value, total in table.columns.items() if total)


def said(group: Group) -> str:
    """The labels of a row or a column."""
    return group[0] if len(group) == 1 else f"too few to stand alone, together: {listed(group)}"


def as_data(table: Printed) -> dict[str, Any]:
    """A table as JSON values; a hidden count is null."""
    return {
        "table": table.title,
        "by": table.by,
        "counts": table.unit,
        "rows": [
            {
                "group": list(line.group),
                "children": line.people,
                **({} if table.unit == CHILDREN else {table.unit: line.units}),
                "of_them": {
                    column.head: count
                    for column, count in zip(table.columns, line.counts, strict=True)
                },
                **dict(zip(table.extra, line.extra, strict=True)),
            }
            for line in table.lines
        ],
    }


def as_lines(table: Printed) -> Iterator[str]:
    """A table for a terminal: under each group what is counted of it."""
    yield ""
    yield f"{table.title}, by {table.by}"
    for row in table.rows:
        group, *counts = row
        yield f"  {group}"
        for head, count in zip(table.head[1:], counts, strict=True):
            yield f"    {count:>12}  {head}"


def _count(count: int | None, of: int) -> str:
    if count is None:
        return HIDDEN
    return f"{count} ({count / of:.0%})" if of else str(count)
