"""Corrections and retractions: what changes in an event, and what each recipient had of it."""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any

from pydantic import JsonValue
from wholepicture_schemas.any_agency import Change

Content = dict[str, JsonValue]


def corrected(content: Mapping[str, JsonValue], changes: Sequence[Change]) -> Content:
    """The content with the changes made. A path that leads nowhere changes nothing."""
    new: Any = deepcopy(dict(content))
    for change in changes:
        *way, last = change.field.split(".")
        holder: Any = new
        for name in way:
            holder = _inside(holder, name)
        _set(holder, last, change.value)
    return new if isinstance(new, dict) else {}


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Content, Content]:
    """Where two told contents differ: path and value in the one, path and value in the other."""
    old, new = dict(_leaves(before)), dict(_leaves(after))
    changed = [path for path in {**old, **new} if old.get(path) != new.get(path)]
    return (
        {path: old[path] for path in changed if path in old},
        {path: new[path] for path in changed if path in new},
    )


def _inside(holder: Any, name: str) -> Any:
    if isinstance(holder, dict):
        return holder.setdefault(name, {})
    if isinstance(holder, list) and name.isdigit() and int(name) < len(holder):
        return holder[int(name)]
    return {}


def _set(holder: Any, name: str, value: JsonValue) -> None:
    if isinstance(holder, dict):
        if value is None:
            holder.pop(name, None)
        else:
            holder[name] = value
    elif isinstance(holder, list) and name.isdigit() and int(name) < len(holder):
        holder[int(name)] = value


def _leaves(node: Any, path: str = "") -> Iterator[tuple[str, JsonValue]]:
    """Every value at the end of a path."""
    if isinstance(node, dict):
        for name, inner in node.items():
            yield from _leaves(inner, f"{path}.{name}" if path else name)
    elif isinstance(node, list):
        for at, inner in enumerate(node):
            yield from _leaves(inner, f"{path}.{at}")
    else:
        yield path, node
