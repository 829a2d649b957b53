"""Paths of fields: those that a list of patterns grants, and suggestions for a wrong pattern.

A pattern is a path with stars, such as ``core.children.*.name``. A star stands for one part: a
position in a list, or a field. A pattern grants the path and everything under it.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from wholepicture_schemas.envelope import Event
from wholepicture_schemas.fields import exists, names_under


class Grant:
    """The paths that a list of patterns grants."""

    def __init__(self, patterns: Iterable[str]) -> None:
        self.patterns = tuple(patterns)
        self.answers: Mapping[str, bool] = _answers(self.patterns)
        """For every path, a star for each place in a list: whether it is granted."""

    def __contains__(self, path: str) -> bool:
        return self.answers[path]

    def within(self, most: "Grant") -> "Grant":
        """What this grants, as far as another grants it too."""
        both = Grant(self.patterns)
        both.answers = _Both(self, most)
        return both


@lru_cache(maxsize=512)
def _answers(patterns: tuple[str, ...]) -> "_Answers":
    """The answers of these patterns: the rules of an agreement grant by few different lists."""
    return _Answers(patterns)


class _Both(dict[str, bool]):
    """The answers of two grants together, by path."""

    def __init__(self, one: Grant, other: Grant) -> None:
        super().__init__()
        self._grants = one, other

    def __missing__(self, path: str) -> bool:
        answer = self[path] = all(path in grant for grant in self._grants)
        return answer


class _Answers(dict[str, bool]):
    """A cache of answers by path: there are no more paths than fields."""

    def __init__(self, patterns: Iterable[str]) -> None:
        super().__init__()
        self._patterns = tuple(tuple(pattern.split(".")) for pattern in patterns)

    def __missing__(self, path: str) -> bool:
        parts = path.split(".")
        answer = self[path] = any(_covers(pattern, parts) for pattern in self._patterns)
        return answer


def _covers(pattern: tuple[str, ...], parts: list[str]) -> bool:
    return len(pattern) <= len(parts) and all(
        wanted in {"*", part} for wanted, part in zip(pattern, parts, strict=False)
    )


def like(pattern: str, event: type[Event[Any]]) -> tuple[str, ...]:
    """The paths that a wrong pattern may have meant: they differ in one name."""
    parts = pattern.split(".")
    right = next(
        length
        for length in range(len(parts), -1, -1)
        if not length or exists(event, ".".join(parts[:length]))
    )
    tried = [
        ".".join([*parts[:right], name, *between, *rest])
        for name in names_under(event, parts[:right])
        for between in ([], ["*"])
        for rest in (parts[right:], parts[right + 1 :])
    ]
    return tuple(path for path in tried if exists(event, path))
