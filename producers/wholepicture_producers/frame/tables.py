"""Rows of a table as the draft of one event, by a mapping: one row, or several.

Where several rows make one event, a path with ``+`` takes one item from each row that has a value
for it. Equal items become one, unless too little is told of them to be sure. Any other path must
have the same value on all rows. People get references where the table gives none (c1, c2 for
children, a1, a2 for adults). An adult's relation on a row is to the row's child.

Example: an incident has a row for each of two children, and both rows name the same adult. The
event has two children and one adult, who is related to both.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from wholepicture_schemas.problems import Problem

from wholepicture_producers.cell.column_cells import read
from wholepicture_producers.cell.columns import Column
from wholepicture_producers.drafts import Cell, Draft, LocatedProblem, TableRow
from wholepicture_producers.frame.trees import (
    as_listed,
    at_path,
    listed,
    placed,
    positions,
    tree_of,
    within,
)
from wholepicture_producers.mapping import ColumnMapping
from wholepicture_producers.shape import EACH

_CHILDREN, _ADULTS = "core.children", "core.adults"
_LETTER = {_CHILDREN: "c", _ADULTS: "a"}
_PERSON = re.compile(rf"({re.escape(_CHILDREN)}|{re.escape(_ADULTS)})\.\d+\.")
_RELATED = "related_to"


def built(mapping: ColumnMapping, rows: list[TableRow]) -> Draft:
    """The draft of one event from its rows, with every cell that could not be read named."""
    return _Building(mapping, rows).draft()


@dataclass
class _Item:
    """What one row says of one item of a list."""

    row: TableRow
    told: dict[str, Any] = field(default_factory=dict)
    cells: dict[str, Cell] = field(default_factory=dict)
    unread: bool = False
    """Whether a cell of it could not be read."""

    def exists(self, prefix: str) -> bool:
        """Whether the row has it: a person exists where a cell of theirs could not be read, too."""
        return bool(self.told) or (self.unread and prefix in _LETTER)


class _Building:
    """Builds the document of one event from its rows."""

    def __init__(self, mapping: ColumnMapping, rows: list[TableRow]) -> None:
        self._mapping = mapping
        self._rows = rows
        self._told: dict[str, Any] = {}
        self._cells: dict[str, Cell] = {}
        self._found: list[LocatedProblem] = []
        self._asked: list[LocatedProblem] = []
        self._items: dict[str, list[_Item]] = {}
        self._repeated: list[tuple[str, Cell]] = []
        """The cells of rows that say an item again, each with the path of its value."""

    def draft(self) -> Draft:
        """The draft, with every cell that could not be read named."""
        for row in self._rows:
            if row.wrong is None:
                self._read(row)
            else:
                self._found.append(row.wrong)
        document = tree_of({**self._fixed(), **self._told})
        self._add_items(document)
        _refer_to_people(document)
        cells = as_listed(self._cells, document)
        again = [
            (path, cell)
            for full, cell in self._repeated
            for path in as_listed({full: cell}, document)
        ]
        every = (*cells.items(), *again)
        attributes: dict[str, Any] = {
            name: document.pop(name) for name in ("time", "recordedtime") if name in document
        }
        whole = {
            "type": self._mapping.kind.TYPE,
            **attributes,
            "data": {"core": {}, "detail": {}, **listed(document)},
        }
        return Draft(
            number=self._rows[0].number,
            content=tuple(self._rows),
            document=whole if all(row.whole for row in self._rows) else None,
            found=tuple(placed(self._found, every)),
            asked=tuple(placed(self._asked, every)),
            cells=cells,
            mapped=True,
            constants=frozenset(self._mapping.constants),
        )

    def _fixed(self) -> dict[str, Any]:
        """The constants of this event.

        A constant with ``+``, or of a person whom columns map, applies only where the rows have a
        value for that item or person: a constant alone adds nobody.
        """
        fixed: dict[str, Any] = {}
        for path, told in self._mapping.constants.items():
            before, each, after = path.partition(f".{EACH}.")
            person = _PERSON.match(path)
            if each:
                fixed |= {f"{position}.{after}": told for position in positions(before, self._told)}
            elif (
                person is None
                or within(person[0], self._told)
                or not within(person[0], (column.path for column in self._mapping.columns))
            ):
                fixed[path] = told
        return fixed

    def _read(self, row: TableRow) -> None:
        of_row: dict[str, _Item] = {}
        for column in self._mapping.columns:
            cell = row.cell(column.name)
            before, each, after = column.path.partition(f".{EACH}.")
            if each:
                item = of_row.setdefault(before, _Item(row))
                item.cells.setdefault(after, cell)
            else:
                self._cells.setdefault(column.path, cell)
            reading = read(row, column)
            (self._found if column.refuses else self._asked).extend(
                LocatedProblem(
                    Problem(column.path, unclear.what, unclear.fix),
                    row.cell(unclear.column or column.name),
                )
                for unclear in reading.asked
            )
            told = None if column.refuses and reading.asked else reading.value
            if each and reading.asked:
                item.unread = True
            if told is None:
                continue
            if each:
                self._keep_of_item(item, after, told, column)
            else:
                self._keep(column.path, told, cell)
        for prefix, item in of_row.items():
            if item.exists(prefix):
                self._items.setdefault(prefix, []).append(item)

    def _keep_of_item(self, item: _Item, path: str, told: Any, column: Column) -> None:
        """Keep what a column says of an item; another column may not say otherwise."""
        earlier = item.told.get(path)
        item.told[path] = _joined(earlier, told)
        if earlier is None:
            item.cells[path] = item.row.cell(column.name)
        elif not isinstance(told, list) and earlier != told:
            fix = f"Make it the same as in column {item.cells[path].column}, or map one of them."
            problem = Problem(column.path, "differs within one row", fix)
            self._found.append(LocatedProblem(problem, item.row.cell(column.name)))

    def _keep(self, path: str, told: Any, cell: Cell) -> None:
        """Keep what a row says of the whole event; another row may not say otherwise."""
        earlier = self._told.get(path)
        if isinstance(told, list):
            self._told[path] = _joined(earlier, told)
        elif earlier is None:
            self._told[path] = told
            self._cells[path] = cell
        elif earlier != told:
            other = self._cells[path]
            fix = (
                "If the rows tell of two incidents, give each a number of its own. If they tell of "
                f"one, make it the same as in row {other.row}."
            )
            if other.row == cell.row:
                fix = f"Make it the same as in column {other.column}, or map one of them."
            self._found.append(LocatedProblem(Problem(path, "differs within one event", fix), cell))

    def _add_items(self, document: dict[str, Any]) -> None:
        """Put the items of all rows into their lists, equal ones once."""
        child_of: dict[int, str] = {}
        for prefix in sorted(self._items, key=lambda name: (name != _CHILDREN, name)):
            at = at_path(document, prefix)
            start = 1 + max((int(index) for index in at if index.isdigit()), default=-1)
            known: dict[object, int] = {}
            for item in self._items[prefix]:
                tree = tree_of({**self._constants_of(prefix), **item.told})
                related = _relations(prefix, tree, child_of.get(item.row.number))
                same = repr(tree) if _is_one_and_the_same(prefix, tree) else object()
                index = known.setdefault(same, start + len(known))
                kept = at.setdefault(str(index), tree)
                if related:
                    have = kept.setdefault(_RELATED, {})
                    have |= {
                        str(len(have) + more): relation for more, relation in enumerate(related)
                    }
                if prefix in _LETTER:
                    person = kept.setdefault("person", f"{_LETTER[prefix]}{index + 1}")
                    if prefix == _CHILDREN:
                        child_of[item.row.number] = str(person)
                for path, cell in item.cells.items():
                    full = f"{prefix}.{index}.{path}"
                    if self._cells.setdefault(full, cell) != cell:
                        self._repeated.append((full, cell))

    def _constants_of(self, prefix: str) -> dict[str, Any]:
        start = f"{prefix}.{EACH}."
        return {
            path.removeprefix(start): told
            for path, told in self._mapping.constants.items()
            if path.startswith(start)
        }


def _joined(earlier: Any, told: Any) -> Any:
    if isinstance(earlier, list) and isinstance(told, list):
        return [*earlier, *(entry for entry in told if entry not in earlier)]
    return told


def _is_one_and_the_same(prefix: str, tree: dict[str, Any]) -> bool:
    """Whether equal rows mean the same item; two children without a name are two children."""
    if prefix == _CHILDREN:
        return "nhs_number" in tree or "upn" in tree or {"name", "birth_date"} <= tree.keys()
    return prefix != _ADULTS or "name" in tree


def _relations(prefix: str, tree: dict[str, Any], child: str | None) -> list[dict[str, Any]]:
    """An adult's relations on this row, taken out of the adult, each with the row's child."""
    if prefix != _ADULTS:
        if prefix.endswith("." + _RELATED) and child is not None:
            tree.setdefault("child", child)
        return []
    relations = [dict(relation) for _, relation in sorted(tree.pop(_RELATED, {}).items())]
    return [{"child": child, **relation} for relation in relations if child or "child" in relation]


def _refer_to_people(document: dict[str, Any]) -> None:
    """Give a reference to the people who were mapped at a fixed position."""
    for prefix, letter in _LETTER.items():
        people = document.get("core", {}).get(prefix.rpartition(".")[2], {})
        for index, person in people.items():
            person.setdefault("person", f"{letter}{int(index) + 1}")
