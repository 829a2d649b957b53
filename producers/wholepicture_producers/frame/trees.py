"""Nested objects from paths; a list is an object with positions as names until ``listed``."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from wholepicture_producers.drafts import Cell, LocatedProblem
from wholepicture_producers.shape import general_path


def tree_of(told: Mapping[str, Any]) -> dict[str, Any]:
    """Nested objects from paths; a list is still an object with positions as names."""
    tree: dict[str, Any] = {}
    for path, value in told.items():
        before, _, last = path.rpartition(".")
        at_path(tree, before)[last] = value
    return tree


def at_path(tree: dict[str, Any], path: str) -> dict[str, Any]:
    """The object at a path, made where it is not there."""
    for part in filter(None, path.split(".")):
        tree = tree.setdefault(part, {})
    return tree


def listed(node: Any) -> Any:
    """The nested objects, with lists in place of objects whose names are positions."""
    if not isinstance(node, dict):
        return node
    if node and all(name.isdigit() for name in node):
        return [listed(node[name]) for name in sorted(node, key=int)]
    return {name: listed(inner) for name, inner in node.items()}


def as_listed(cells: Mapping[str, Cell], document: Mapping[str, Any]) -> dict[str, Cell]:
    """The cells by the paths of their values in the lists that ``listed`` makes, without gaps."""
    listed: dict[str, Cell] = {}
    for path, cell in cells.items():
        node: Any = document
        parts: list[str] = []
        for part in path.split("."):
            inner = node if isinstance(node, dict) else {}
            if inner and all(name.isdigit() for name in inner):
                if part not in inner:
                    break
                parts.append(str(sorted(inner, key=int).index(part)))
            else:
                parts.append(part)
            node = inner.get(part)
        else:
            listed[".".join(parts)] = cell
    return listed


def placed(
    problems: Iterable[LocatedProblem], cells: Iterable[tuple[str, Cell]]
) -> Iterator[LocatedProblem]:
    """The problems with the positions of their fields in place of each ``+``, where they have.

    ``cells`` are the paths of values, each with a cell that says it.
    """
    paths = {(cell, general_path(path)): path for path, cell in cells}
    for located in problems:
        problem, cell = located.problem, located.cell
        path = cell and paths.get((cell, general_path(problem.field)))
        yield replace(located, problem=replace(problem, field=path)) if path else located


def positions(prefix: str, paths: Iterable[str]) -> set[str]:
    """The items of a list of which these paths tell."""
    item = re.compile(rf"{re.escape(prefix)}\.\d+(?=\.)")
    return {found[0] for path in paths if (found := item.match(path))}


def within(prefix: str, paths: Iterable[str]) -> bool:
    """Whether one of these paths begins so."""
    return any(path.startswith(prefix) for path in paths)
