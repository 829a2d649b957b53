"""Corrections and retractions: what changes in an event, and what each recipient had of it."""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any

from pydantic import JsonValue
from wholepicture_schemas.any_agency import Change

from wholepicture_consumers.agreement import KEPT_BACK

Content = dict[str, JsonValue]
_PROTECTED = (
    "Part of what you were told before is protected now and is not repeated here: keep what you "
    "have of it out of everything that others can read."
)


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


def not_repeating(before: Content, may_see: Mapping[str, Any]) -> Content:
    """What was told before, without what its recipient may no longer see.

    ``may_see`` is the old content as the recipient may see it now. A field that became protected
    stays, so that the recipient knows which, and its value does not.
    """
    left = dict(_leaves(may_see))
    return {path: _again(value, left.get(path)) for path, value in before.items()}


def protecting(
    instructions: tuple[str, ...], had: tuple[str, ...], *, more: bool
) -> tuple[str, ...]:
    """Instructions, first among them to protect what became protected, now (``more``) or earlier.

    Once it was said it stays: the recipient has what it was told.
    """
    if not more and _PROTECTED not in had:
        return instructions
    return tuple(dict.fromkeys((_PROTECTED, *instructions)))


def _again(value: JsonValue, left: JsonValue) -> JsonValue:
    if value == left or (isinstance(left, str) and KEPT_BACK in left):
        return left
    return KEPT_BACK


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
