"""One change of a correction, made in the content of its event or in a copy of it."""

from collections.abc import Sequence
from copy import copy
from typing import Any

from pydantic import JsonValue

from wholepicture_schemas.any_agency import Change
from wholepicture_schemas.as_written import standing_at
from wholepicture_schemas.fields import AS_WRITTEN

Content = dict[str, JsonValue]

_HOLDERS = (dict, list)
_PEOPLE = (["core", "children"], ["core", "adults"])


def make(change: Change, content: Content) -> bool:
    """Make the change in the content, in place; whether its path leads to a place.

    Where it does not, the content may be half changed: discard it.
    """
    *way, last = change.field.split(".")
    holder: Any = content
    for at, name in enumerate(way):
        if isinstance(holder, dict) and holder.get(name) is None and change.value is None:
            _is_settled(holder, name)
            return True  # nothing else is there to remove
        holder = _inside(holder, name, [*way, last][at + 1])
    return _set(holder, last, copied(change.value), whose=way)


def made(change: Change, content: Content) -> Content | None:
    """The content with the change made; None where its path leads to no place.

    It shares every list and object with this one that the change leaves as it is.
    """
    changed: Any = _own(content)
    holder = changed
    for name in change.field.split(".")[:-1]:
        at: Any = int(name) if isinstance(holder, list) and name.isdigit() else name
        inner = standing_at(holder, (at,))
        if not isinstance(inner, _HOLDERS):
            break
        holder[at] = holder = _own(inner)
    return changed if make(change, changed) else None


def _own(holder: Any) -> Any:
    """A copy of a list or an object to be changed, whose entries are shared."""
    own = copy(holder)
    if isinstance(own, dict) and isinstance(kept := own.get(AS_WRITTEN), dict):
        own[AS_WRITTEN] = dict(kept)
    return own


def copied(content: Any) -> Any:
    """A content of JSON that shares no list or object with this one."""
    if isinstance(content, dict):
        return {
            name: copied(inner) if isinstance(inner, _HOLDERS) else inner
            for name, inner in content.items()
        }
    if isinstance(content, list):
        return [copied(inner) if isinstance(inner, _HOLDERS) else inner for inner in content]
    return content


def _inside(holder: Any, name: str, following: str) -> Any:
    """What stands in an object or a list under a name; None where there is no such place."""
    if isinstance(holder, dict):
        _is_settled(holder, name)
        if holder.get(name) is None:
            holder[name] = [] if following.isdigit() else {}
        return holder[name]
    if isinstance(holder, list) and name.isdigit() and int(name) < len(holder):
        return holder[int(name)]
    return None


def _set(holder: Any, name: str, value: JsonValue, *, whose: Sequence[str]) -> bool:
    """Set, append or remove the value; whether there is such a place."""
    if isinstance(holder, dict):
        _is_settled(holder, name)
        if value is None:
            holder.pop(name, None)
        else:
            holder[name] = value
        return True
    if not isinstance(holder, list) or not name.isdigit():
        return False
    at = int(name)
    if value is None and at < len(holder):
        del holder[at]
    elif value is not None and at < len(holder):
        holder[at] = _as_before(holder[at], value) if whose in _PEOPLE else value
    elif value is not None and at == len(holder):
        holder.append(value)
    else:
        return False
    return True


def _is_settled(holder: dict[str, Any], name: str) -> None:
    """Drop what was kept of a field as it was written: what it says is put right now."""
    kept = holder.get(AS_WRITTEN)
    if isinstance(kept, dict) and kept.pop(name, None) is not None and not kept:
        del holder[AS_WRITTEN]


def _as_before(person: Any, value: JsonValue) -> JsonValue:
    """The new value of a person, with the earlier reference where it has none of its own."""
    if isinstance(person, dict) and isinstance(value, dict) and "person" not in value:
        return {**value, "person": person.get("person")}
    return value
