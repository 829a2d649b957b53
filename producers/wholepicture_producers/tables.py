"""Rows of a table as drafts of events, by a mapping: one row an event, or several rows one event.

Where several rows make one event, a path with ``+`` takes one item from each row that has a value
for it. Equal items become one, unless too little is told of them to be sure. Any other path must
have the same value on all rows. People get references where the table gives none (c1, c2 for
children, a1, a2 for adults). An adult's relation on a row is to the row's child.

Example: an incident has a row for each of two children, and both rows name the same adult. The
event has two children and one adult, who is related to both.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from wholepicture_schemas.problems import Problem

from wholepicture_producers.cells import NoTimeOfDay, Unclear, value, without_midnight
from wholepicture_producers.drafts import Cell, Draft, LocatedProblem, TableRow
from wholepicture_producers.mapping import Column, ColumnMapping, plain
from wholepicture_producers.shape import EACH
from wholepicture_producers.trees import as_listed, at_path, listed, positions, tree_of, within

_CHILDREN, _ADULTS = "core.children", "core.adults"
_LETTER = {_CHILDREN: "c", _ADULTS: "a"}
_PERSON = re.compile(rf"({re.escape(_CHILDREN)}|{re.escape(_ADULTS)})\.\d+\.")
_RELATED = "related_to"
_OTHERWISE = "*"
_UNTOLD = object()


def drafts(rows: Iterable[TableRow], mapping: ColumnMapping) -> Iterator[Draft]:
    """The drafts of a table's rows, in the order in which each begins."""
    if mapping.group_by is None:
        for row in rows:
            yield _Building(mapping, [row]).draft()
        return
    groups: dict[object, list[TableRow]] = {}
    for row in rows:
        key = row.cells.get(mapping.group_by, "").strip()
        groups.setdefault(key or row.number, []).append(row)
    for group in groups.values():
        yield _Building(mapping, group).draft()


@dataclass
class _Item:
    """What one row says of one item of a list."""

    row: TableRow
    told: dict[str, Any] = field(default_factory=dict)
    cells: dict[str, Cell] = field(default_factory=dict)


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

    def draft(self) -> Draft:
        """The draft, with every cell that could not be read named."""
        for row in self._rows:
            if row.whole:
                self._read(row)
            else:
                fix = (
                    "Give it as many cells as the header, texts with commas in quotes, "
                    "and close each quote."
                )
                self._found.append(
                    LocatedProblem(Problem(f"row {row.number}", "has a wrong length", fix))
                )
        document = tree_of({**self._fixed(), **self._told})
        self._add_items(document)
        _refer_to_people(document)
        cells = as_listed(self._cells, document)
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
            found=tuple(self._found),
            asked=tuple(self._asked),
            family_reference=self._own(self._mapping.family_reference),
            once=self._own(self._mapping.once or self._mapping.group_by),
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

    def _own(self, column: str | None) -> str | None:
        return self._rows[0].cells.get(column, "").strip() or None if column else None

    def _read(self, row: TableRow) -> None:
        of_row: dict[str, _Item] = {}
        for column in self._mapping.columns:
            cell = Cell(row.number, column.name)
            before, each, after = column.path.partition(f".{EACH}.")
            if each:
                item = of_row.setdefault(before, _Item(row))
                item.cells.setdefault(after, cell)
            else:
                self._cells.setdefault(column.path, cell)
            try:
                told = _value(row, column)
            except Unclear as error:
                located = LocatedProblem(Problem(column.path, error.what, error.fix), cell)
                (self._found if column.refuses else self._asked).append(located)
                continue
            if told is _UNTOLD:
                continue
            if each:
                self._keep_of_item(item, after, told, column)
            else:
                self._keep(column.path, told, cell)
        for prefix, item in of_row.items():
            if item.told:
                self._items.setdefault(prefix, []).append(item)

    def _keep_of_item(self, item: _Item, path: str, told: Any, column: Column) -> None:
        """Keep what a column says of an item; another column may not say otherwise."""
        earlier = item.told.get(path)
        item.told[path] = _joined(earlier, told)
        if earlier is None:
            item.cells[path] = Cell(item.row.number, column.name)
        elif not isinstance(told, list) and earlier != told:
            fix = f"Make it the same as in column {item.cells[path].column}, or map one of them."
            problem = Problem(column.path, "differs within one row", fix)
            self._found.append(LocatedProblem(problem, Cell(item.row.number, column.name)))

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
            fix = f"Make it the same as in row {other.row}, or map it with {EACH}."
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
                    self._cells.setdefault(f"{prefix}.{index}.{path}", cell)

    def _constants_of(self, prefix: str) -> dict[str, Any]:
        start = f"{prefix}.{EACH}."
        return {
            path.removeprefix(start): told
            for path, told in self._mapping.constants.items()
            if path.startswith(start)
        }


def _value(row: TableRow, column: Column) -> Any:
    """What the cell says; ``_UNTOLD`` where it is empty or its code means nothing."""
    text = (row.cells.get(column.name) or "").strip()
    if not text:
        return _UNTOLD
    if column.time is not None:
        return _with_clock(text, row.cells.get(column.time, "").strip(), column)
    parts = [part.strip() for part in text.split(column.split)] if column.split else [text]
    told = [_single(part, column) for part in parts if part]
    told = [entry for entry in told if entry is not _UNTOLD and entry != ""]
    if not told:
        return _UNTOLD
    return told if column.leaf.many and not column.path.split(".")[-1].isdigit() else told[0]


def _with_clock(day: str, clock: str, column: Column) -> Any:
    """The instant of two cells, one with the day and one with the time of day."""
    try:
        return _single(f"{without_midnight(day)} {clock}" if clock else day, column)
    except NoTimeOfDay as error:
        fix = f"Fill in column {column.time}, with 00:00 where the time is not known."
        raise Unclear(error.what, fix) from None


def _single(text: str, column: Column) -> Any:
    if column.codes is None:
        return value(text, column.leaf.kind, column.dates)
    if plain(text) in column.codes:
        return column.codes[plain(text)]
    if _OTHERWISE in column.codes:
        return column.codes[_OTHERWISE]
    raise Unclear(
        "is not in the column's table of codes",
        f"Add it to the codes of column {column.name} in the mapping, or correct the cell.",
    )


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
