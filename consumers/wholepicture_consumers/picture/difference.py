"""What of a told content is different now, path by path."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import JsonValue
from wholepicture_agreement import KEPT_BACK
from wholepicture_schemas.changing import Content

_HOLDERS = (dict, list)


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Content, Content]:
    """Where two told contents differ: path and value in the one, path and value in the other.

    A person is compared with the same person, whose place in the list may have changed.
    """
    same_order = _in_the_order_of(after, before)
    old: Content = {}
    new: Content = {}
    _gather(same_order, "", old, beside=after)
    _gather(after, "", new, beside=same_order)
    changed = [path for path in {**old, **new} if old.get(path) != new.get(path)]
    return (
        {path: old[path] for path in changed if path in old},
        {path: new[path] for path in changed if path in new},
    )


def not_repeating(before: Content, may_see: Mapping[str, Any], now: Mapping[str, Any]) -> Content:
    """What was told before, without what its recipient may no longer see.

    ``may_see`` is the old content as the recipient may see it now, ``now`` the new one. A field
    that became protected stays, so that the recipient knows which, and its value does not.
    """
    left = _in_the_order_of(now, may_see)
    return {path: _repeated(value, _at(path.split("."), left)) for path, value in before.items()}


def _repeated(value: JsonValue, left: JsonValue) -> JsonValue:
    if value == left or (isinstance(left, str) and KEPT_BACK in left):
        return left
    return KEPT_BACK


def _at(parts: Sequence[str], node: Any) -> Any:
    """The value at the end of a path; none where there is none. A name may have a full stop."""
    if not parts:
        return None if isinstance(node, _HOLDERS) else node
    if isinstance(node, list):
        at = int(parts[0]) if parts[0].isdigit() else len(node)
        return _at(parts[1:], node[at]) if at < len(node) else None
    for end in range(1, len(parts) + 1) if isinstance(node, dict) else ():
        inner = node.get(".".join(parts[:end]))
        if inner is not None and (found := _at(parts[end:], inner)) is not None:
            return found
    return None


def _in_the_order_of(model: Mapping[str, Any], other: Mapping[str, Any]) -> Mapping[str, Any]:
    """The other content with its people in the order that they have in the one, the rest behind."""
    core, theirs = model.get("core"), other.get("core")
    if not isinstance(core, dict) or not isinstance(theirs, dict):
        return other
    ordered: dict[str, Any] = {}
    for group in ("children", "adults"):
        order = [_reference(entry) for entry in core.get(group) or ()]
        there = [_reference(entry) for entry in theirs.get(group) or ()]
        if there and there != order and None not in {*there, *order}:
            kept = dict(zip(there, theirs[group], strict=True))
            rest = [entry for person, entry in kept.items() if person not in order]
            ordered[group] = [*(kept.get(person) for person in order), *rest]
    return {**other, "core": {**theirs, **ordered}} if ordered else other


def _reference(entry: Any) -> Any:
    return entry.get("person") if isinstance(entry, dict) else None


def _gather(node: Any, path: str, leaves: Content, beside: Any) -> None:
    """Every value at the end of a path, but for what stands in ``beside`` at the same place."""
    if isinstance(node, dict):
        inside = beside if isinstance(beside, dict) else {}
        for name, inner in node.items():
            if inner != (other := inside.get(name)):
                _take(inner, f"{path}.{name}" if path else name, leaves, other)
    else:
        row = beside if isinstance(beside, list) else []
        for at, inner in enumerate(node):
            if inner != (other := row[at] if at < len(row) else None):
                _take(inner, f"{path}.{at}", leaves, other)


def _take(inner: Any, place: str, leaves: Content, other: Any) -> None:
    if isinstance(inner, _HOLDERS):
        _gather(inner, place, leaves, other)
    elif inner is not None:
        leaves[place] = inner
