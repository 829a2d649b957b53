"""One event as a recipient is shown it, and the people in it."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from wholepicture_schemas.fields import AS_WRITTEN
from wholepicture_schemas.identifiers import PersonRef

Entry = Mapping[str, Any]
"""A child or an adult as told."""
NOT_CHECKED = "(as written, not checked)"
_NOBODY: Entry = {}


@dataclass(frozen=True)
class Shown:
    """One event as a recipient is shown it: the item's own, or one that was told earlier."""

    told: Mapping[str, Any]
    agency: str
    name: str
    """The short name of its type, such as adult-not-seen."""
    on: dt.date
    """The day on which it happened, in London."""
    person: PersonRef
    """The child's reference inside it."""
    own: bool = False
    """Whether it is the item's own event."""

    @cached_property
    def core(self) -> Mapping[str, Any]:
        """What every agency tells."""
        return _mapping(self.told.get("core"))

    @cached_property
    def detail(self) -> Mapping[str, Any]:
        """What its type tells."""
        return _mapping(self.told.get("detail"))

    @cached_property
    def handling(self) -> Mapping[str, Any]:
        """What must and must not be done with it."""
        return _mapping(self.core.get("handling"))

    @cached_property
    def children(self) -> Sequence[Entry]:
        """The children of whom it tells."""
        return entries(self.core.get("children"))

    @cached_property
    def adults(self) -> Sequence[Entry]:
        """The adults of whom it tells."""
        return entries(self.core.get("adults"))

    @cached_property
    def allegations(self) -> Sequence[Entry]:
        """What is alleged in it."""
        return entries(self.core.get("allegations"))

    @cached_property
    def child(self) -> Entry:
        """The child as it tells of them; empty where nothing of the child is shown."""
        return next((one for one in self.children if one.get("person") == self.person), _NOBODY)


def entries(listed: Any) -> tuple[Entry, ...]:
    """The entries of a list that can be read."""
    return tuple(one for one in listed if isinstance(one, Mapping)) if _is_list(listed) else ()


def texts(listed: Any) -> tuple[str, ...]:
    """The texts of a list that can be read."""
    return tuple(one for one in listed if isinstance(one, str)) if _is_list(listed) else ()


def written(entry: Entry, field: str) -> Iterator[str]:
    """What a field was kept as, where it could not be read; marked as not checked."""
    kept = _mapping(entry.get(AS_WRITTEN)).get(field)
    if isinstance(kept, str) and kept:
        yield f"{kept} {NOT_CHECKED}"


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else _NOBODY


def _is_list(value: Any) -> bool:
    return isinstance(value, list | tuple)
