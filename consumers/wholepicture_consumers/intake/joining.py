"""Children whom a correction adds to an event, each under a reference of its own in the event.

The children that a change brings are read the way that an event is read. A child without a
reference is given one, and a child with somebody else's reference another.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wholepicture_schemas.any_agency import Change, Correction
from wholepicture_schemas.changing import copied, make
from wholepicture_schemas.envelope import Event
from wholepicture_schemas.identifiers import PersonRef, derived
from wholepicture_schemas.model import JsonObject
from wholepicture_schemas.persons import Child
from wholepicture_schemas.problems import Problem, Unreadable
from wholepicture_schemas.reading import UnknownType
from wholepicture_schemas.repairs import repaired

_CHILDREN = re.compile(r"core\.children(\.[0-9]{1,4})?")
_MADE_UP = re.compile(r"unnamed-[0-9]+")


@dataclass(frozen=True, slots=True)
class Brought:
    """The children that one change brings: their entries as sent on, and as read."""

    entries: Sequence[Mapping[str, Any]]
    children: Sequence[Child]


@dataclass(frozen=True, slots=True)
class Settled:
    """The changes of a correction, each child whom they bring under a reference of its own."""

    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]


def children_brought(event: Event[Any]) -> dict[int, Brought]:
    """The children that each change of a correction brings, by the number of the change."""
    if not isinstance(event, Correction):
        return {}
    brought = {}
    for number, change in enumerate(event.data.detail.changes):
        if _CHILDREN.fullmatch(change.field) and change.value is not None:
            whole = change.field == "core.children"
            if whole and not isinstance(change.value, dict | list):
                continue
            read = _read(event, change.value if whole else [change.value])
            if read is not None:
                brought[number] = read
    return brought


def settled(event: Correction, brought: Mapping[int, Brought], content: JsonObject) -> Settled:
    """The changes of a correction of an event with this content."""
    if not brought:
        return Settled(event.data.detail.changes, ())
    work = _Settling(event, copied(content))
    changes = []
    for number, change in enumerate(event.data.detail.changes):
        children = brought.get(number)
        settled_change = work.settle(number, change, children) if children else change
        make(settled_change, work.content)  # what cannot be made is refused when it is applied
        changes.append(settled_change)
    return Settled(tuple(changes), tuple(work.problems))


class _Settling:
    """Settles the references of one correction, one change after the other."""

    def __init__(self, event: Correction, content: JsonObject) -> None:
        self._event = event
        self.content = content
        """The event as the changes so far leave it."""
        self.problems: list[Problem] = []

    def settle(self, number: int, change: Change, brought: Brought) -> Change:
        place = change.field.removeprefix("core.children").lstrip(".")
        children = self._persons("children")
        if not place:
            taken = set(self._persons("adults"))
            entries = []
            for at, (entry, child) in _each(brought):
                entries.append(self._entry(number, at, entry, child, None, taken))
                taken.add(str(entries[-1]["person"]))
            return change.model_copy(update={"value": entries})
        at = int(place)
        if at > len(children) or (at < len(children) and not isinstance(change.value, dict)):
            return change
        own = children[at] if at < len(children) else None
        others = [person for number_, person in enumerate(children) if number_ != at]
        _, (entry, child) = next(_each(brought))
        taken = {*others, *self._persons("adults")}
        return change.model_copy(
            update={"value": self._entry(number, at, entry, child, own, taken)}
        )

    def _persons(self, among: str) -> list[str]:
        core: Any = self.content.get("core")
        listed = core.get(among) if isinstance(core, dict) else None
        return [
            str(entry.get("person")) if isinstance(entry, dict) else ""
            for entry in (listed if isinstance(listed, list) else ())
        ]

    def _entry(
        self,
        number: int,
        at: int,
        entry: Mapping[str, Any],
        child: Child,
        own: str | None,
        taken: set[str],
    ) -> dict[str, Any]:
        """The entry under a reference that is nobody else's."""
        person: str = child.person
        if _MADE_UP.fullmatch(person):
            person = own or _fresh(self._event, number, at)
        elif person in taken:
            fix = "Give each person a reference of its own."
            where = f"detail.changes.{number}.value.person"
            self.problems.append(Problem(where, "stands for another person too", fix))
            person = _fresh(self._event, number, at)
        return {**entry, "person": person}


def _each(brought: Brought) -> Iterator[tuple[int, tuple[Mapping[str, Any], Child]]]:
    return enumerate(zip(brought.entries, brought.children, strict=True))


def _fresh(event: Event[Any], number: int, at: int) -> PersonRef:
    """A reference for a child who came without one, different from that of any other child."""
    name = derived("person", event.source, event.id, str(number), str(at))
    return PersonRef(f"added-{name[:8]}")


def _read(event: Event[Any], entries: Any) -> Brought | None:
    """The children, read as those of an event are read; none where nothing can be read."""
    content: dict[str, Any] = {"core": {"children": copied(entries)}, "detail": {}}
    try:
        repaired_event, _ = repaired(UnknownType, event.attributes(), content, UnknownType)
    except Unreadable:
        return None
    named = content["core"].get("children", ())
    return Brought(tuple(named), repaired_event.data.core.children)
