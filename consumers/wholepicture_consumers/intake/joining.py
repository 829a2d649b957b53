"""Children who join an event, or leave it, by a correction.

Every child that a correction brings has a reference of its own inside the original, and a link, as
if the original had named it. So what a change brings is read here first, and travels on with its
references settled. What the event says of children otherwise is not known here, and need not be.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from wholepicture_schemas.any_agency import Correction
from wholepicture_schemas.children import Link
from wholepicture_schemas.envelope import Event
from wholepicture_schemas.identifiers import PersonRef, derived
from wholepicture_schemas.persons import Child
from wholepicture_schemas.problems import Problem, Unreadable
from wholepicture_schemas.reading import UnknownType
from wholepicture_schemas.repairs import repaired

from wholepicture_consumers.identity import Marks, marks_of
from wholepicture_consumers.intake.documents import Seen
from wholepicture_consumers.intake.marks import marks_told

_CHILDREN = re.compile(r"core\.children(\.[0-9]{1,4})?")
_ADULTS = re.compile(r"core\.adults(\.[0-9]{1,4})?")
_MADE_UP = re.compile(r"unnamed-[0-9]+")


@dataclass(frozen=True, slots=True)
class Brought:
    """The children that one change brings: their entries as they travel on, and as they read."""

    entries: Sequence[Mapping[str, Any]]
    children: Sequence[Child]


@dataclass(frozen=True, slots=True)
class Joined:
    """An original as a correction leaves it, and the correction with its references settled."""

    original: Seen
    content: dict[str, Any]
    problems: tuple[Problem, ...]


def children_brought(event: Event[Any]) -> dict[int, Brought]:
    """The children that each change of a correction brings, by the number of the change."""
    if not isinstance(event, Correction):
        return {}
    found = {}
    for number, change in enumerate(event.data.detail.changes):
        if _CHILDREN.fullmatch(change.field) and change.value is not None:
            whole = change.field == "core.children"
            if whole and not isinstance(change.value, dict | list):
                continue
            read = _read(event, change.value if whole else [change.value])
            if read is not None:
                found[number] = read
    return found


def join(
    event: Event[Any],
    content: Mapping[str, Any],
    brought: Mapping[int, Brought],
    original: Seen,
    link: Callable[[Child], Link],
    anew: Callable[[Link, Marks, Marks], Link | None],
) -> Joined:
    """The original with the children as the changes leave them, in the order of the changes."""
    if not isinstance(event, Correction):
        return Joined(original, dict(content), ())
    work = _Joining(event, deepcopy(dict(content)), original, link)
    for number, change in enumerate(event.data.detail.changes):
        work.take(number, change.field, brought.get(number))
    changes = {
        "links": (*work.links, *_moved(original, work, anew)),
        "marks": work.marks,
        "children": tuple(work.children),
        "adults": tuple(work.adults),
    }
    return Joined(original.model_copy(update=changes), work.content, tuple(work.problems))


def _moved(
    original: Seen, work: "_Joining", anew: Callable[[Link, Marks, Marks], Link | None]
) -> Iterator[Link]:
    """A new link for each child whose marks are now those of another, or of one now found."""
    held = {one.person: one for one in original.links}
    for person in work.children:
        before, now = original.marks.get(person), work.marks.get(person)
        if person in held and before is not None and now is not None and before != now:
            found = anew(held[person], before, now)
            if found is not None:
                yield found


class _Joining:
    """The work of taking the changes of one correction, one after the other."""

    def __init__(
        self,
        event: Correction,
        content: dict[str, Any],
        original: Seen,
        link: Callable[[Child], Link],
    ) -> None:
        self._event, self._link, self._practice = event, link, original.practice
        self.content = content
        self.links = list(original.links)
        self.marks = dict(original.marks)
        self.children = list(original.children)
        self.adults = dict.fromkeys(original.adults)
        self.problems: list[Problem] = []

    def take(self, number: int, field: str, brought: Brought | None) -> None:
        if _ADULTS.fullmatch(field):
            self._take_adults(self.content["detail"]["changes"][number].get("value"))
        change = self.content["detail"]["changes"][number]
        self.marks |= marks_told(field, change.get("value"), self.children, self.marks)
        if not _CHILDREN.fullmatch(field):
            return
        place = field.removeprefix("core.children").lstrip(".")
        at = int(place) if place else None
        if brought is None:
            if change.get("value") is None:
                self._take_away(at)
        elif at is None:
            self.children = []
            entries = [self._settled(number, at, one, None) for at, one in _each(brought)]
            change["value"] = entries
        elif at == len(self.children) or isinstance(change["value"], dict):
            if at > len(self.children):
                return
            own = self.children.pop(at) if at < len(self.children) else None
            entry = self._settled(number, at, next(_each(brought))[1], own)
            self.children.insert(at, self.children.pop())
            change["value"] = entry

    def _take_away(self, at: int | None) -> None:
        if at is None:
            self.children = []
        elif at < len(self.children):
            del self.children[at]

    def _take_adults(self, value: Any) -> None:
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, dict) and isinstance(one.get("person"), str):
                self.adults[PersonRef(one["person"])] = None

    def _settled(
        self, number: int, at: int, one: tuple[Mapping[str, Any], Child], own: PersonRef | None
    ) -> dict[str, Any]:
        """The entry under a reference that is nobody else's; the child is linked if it is new."""
        entry, child = one
        person = child.person
        if _MADE_UP.fullmatch(person):
            person = own or _fresh(self._event, number, at)
        elif person in self._others():
            fix = "Give each person a reference of its own."
            where = f"detail.changes.{number}.value.person"
            self.problems.append(Problem(where, "stands for another person too", fix))
            person = _fresh(self._event, number, at)
        self.children.append(person)
        if all(one.person != person for one in self.links):
            self.links.append(self._link(child.model_copy(update={"person": person})))
        self.marks[person] = marks_of(child, practice=self._practice)
        return {**entry, "person": person}

    def _others(self) -> Collection[PersonRef]:
        return {*self.children, *self.adults}


def _each(brought: Brought) -> Iterator[tuple[int, tuple[Mapping[str, Any], Child]]]:
    return enumerate(zip(brought.entries, brought.children, strict=True))


def _fresh(event: Event[Any], number: int, at: int) -> PersonRef:
    """A reference for a child that came without one: no event has another that looks like it."""
    name = derived("person", event.source, event.id, str(number), str(at))
    return PersonRef(f"added-{name[:8]}")


def _read(event: Event[Any], entries: Any) -> Brought | None:
    """Children as an event would be read that names them; none where nothing can be read."""
    document = {
        **event.attributes().model_dump(exclude_none=True),
        "data": {"core": {"children": deepcopy(entries)}, "detail": {}},
    }
    try:
        found, _ = repaired(UnknownType, document, UnknownType)
    except Unreadable:
        return None
    named = document["data"]["core"].get("children", ())
    return Brought(tuple(named), found.data.core.children)
