"""Paths of fields: which ones a type of event has, and which ones a list of patterns grants.

A pattern is a path with stars, such as ``core.children.*.name``; a star stands for one part, a
place in a list or a field. What it names is granted with all that lies under it.
"""

import types
from collections.abc import Iterable, Mapping
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel
from wholepicture_schemas.envelope import Event

_UNIONS = (Union, types.UnionType)


class Grant:
    """The paths that a list of patterns grants."""

    def __init__(self, patterns: Iterable[str]) -> None:
        self.patterns = tuple(patterns)
        self.answers: Mapping[str, bool] = _Answers(self.patterns)
        """For every path, a star for each place in a list: whether it is granted."""

    def __contains__(self, path: str) -> bool:
        return self.answers[path]


class _Answers(dict[str, bool]):
    """Remembers what was asked: the paths of events recur, and there are no more than fields."""

    def __init__(self, patterns: Iterable[str]) -> None:
        super().__init__()
        self._patterns = tuple(tuple(pattern.split(".")) for pattern in patterns)

    def __missing__(self, path: str) -> bool:
        parts = path.split(".")
        answer = self[path] = any(_covers(pattern, parts) for pattern in self._patterns)
        return answer


def _covers(pattern: tuple[str, ...], parts: list[str]) -> bool:
    return len(pattern) <= len(parts) and all(
        one in {"*", part} for one, part in zip(pattern, parts, strict=False)
    )


def exists(pattern: str, event: type[Event[Any]]) -> bool:
    """Whether a type of event has a field that this pattern names."""
    return _leads(event.model_fields["data"].annotation, pattern.split("."))


def like(pattern: str, event: type[Event[Any]]) -> tuple[str, ...]:
    """The paths that a pattern which leads nowhere may have meant: right but for one name."""
    kind, parts = event.model_fields["data"].annotation, pattern.split(".")
    right = next(
        length for length in range(len(parts), -1, -1) if not length or _leads(kind, parts[:length])
    )
    tried = [
        [*parts[:right], name, *between, *rest]
        for name in _names_under(kind, parts[:right])
        for between in ([], ["*"])
        for rest in (parts[right:], parts[right + 1 :])
    ]
    return tuple(".".join(one) for one in tried if _leads(kind, one))


def _names_under(kind: Any, parts: list[str]) -> tuple[str, ...]:
    """The names of fields that stand under a path, or the star of a list."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        if not parts:
            return tuple(kind.model_fields)
        field = kind.model_fields.get(parts[0])
        return _names_under(field.annotation, parts[1:]) if field else ()
    if get_origin(kind) is tuple:
        return _names_under(get_args(kind)[0], parts[1:]) if parts else ("*",)
    found = (_names_under(one, parts) for one in get_args(kind))
    return tuple(name for names in found for name in names)


def _leads(kind: Any, parts: list[str]) -> bool:
    if not parts:
        return True
    origin, rest = get_origin(kind), parts[1:]
    if origin in _UNIONS:
        return any(_leads(choice, parts) for choice in get_args(kind))
    if origin is tuple:
        place = parts[0] == "*" or parts[0].isdigit()
        return place and _leads(get_args(kind)[0], rest)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        fields = kind.model_fields
        if parts[0] == "*":
            return not rest or any(_leads(field.annotation, rest) for field in fields.values())
        return parts[0] in fields and _leads(fields[parts[0]].annotation, rest)
    if hasattr(kind, "__metadata__"):
        return _leads(get_args(kind)[0], parts)
    return False
