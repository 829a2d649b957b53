"""Corrections: what changes in an event, what leads nowhere, and what is then missing.

A change that leads to no place of its event, or whose value cannot be read there, is refused and
asked about; the others are made. A value of which a part cannot be read is taken without that part,
the way that an event is read.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import JsonValue
from wholepicture_schemas.any_agency import Change
from wholepicture_schemas.catalogue import EVENT_TYPES
from wholepicture_schemas.changes import not_there, problem_of_path
from wholepicture_schemas.changing import Content, copied, made
from wholepicture_schemas.children import Missing
from wholepicture_schemas.envelope import Attributes, Event
from wholepicture_schemas.problems import Problem, Unreadable
from wholepicture_schemas.reading import UnknownType, asked_about, content_of
from wholepicture_schemas.repairs import repaired
from wholepicture_schemas.unrepaired import unrepaired

from wholepicture_consumers.feedback import as_missing

_PEOPLE = re.compile(r"core\.(children|adults)(\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Corrected:
    """An event as it is after a correction."""

    event: Event[Any]
    content: Content
    missing: tuple[Missing, ...]
    """What it lacks now."""
    problems: tuple[Problem, ...]
    """What the agency is asked to put right in the correction."""
    changed: bool
    """Whether any change was made."""


def corrected(
    attributes: Attributes,
    content: Mapping[str, JsonValue],
    missing: Sequence[Missing],
    changes: Sequence[Change],
) -> Corrected:
    """An event with the changes made, each on what those before it left."""
    work = _Correcting(attributes, content)
    taken = list(changes)
    if not work.take_all(changes):
        taken = [change for number, change in enumerate(changes) if work.take(number, change)]
    event, before = work.event, work.before
    known, lacks = set(asked_about(before)), asked_about(event)
    mended = {problem.field for problem in known}
    still = [
        lacking
        for lacking in missing
        if lacking.field not in mended
        and not any(_covers(change, lacking.field) for change in taken)
    ]
    fresh = [problem for problem in lacks if problem not in known]
    return Corrected(
        event=event,
        content=content_of(event),
        missing=(*still, *as_missing(work.unread), *as_missing(lacks)),
        problems=(*work.problems, *fresh),
        changed=bool(taken),
    )


class _Correcting:
    """The work of making the changes of one correction, one after the other."""

    def __init__(self, attributes: Attributes, content: Mapping[str, JsonValue]) -> None:
        self._attributes = attributes
        self._kind = EVENT_TYPES.get(attributes.type, UnknownType)
        self.content: Content = dict(content)
        self.problems: list[Problem] = []
        self.unread: list[Problem] = []
        self.before, _, known = self.read(self.content)
        """The event before any change."""
        self.event = self.before
        """The event as the changes so far leave it."""
        self._known = {(problem.field, problem.what) for problem in known}

    def take_all(self, changes: Sequence[Change]) -> bool:
        """Whether all could be made at once, with nothing to ask: else they are taken singly."""
        new = self.content
        for number, change in enumerate(changes):
            if problem_of_path(number, change.field, (self._kind,)):
                return False
            further = made(change, new)
            if further is None:
                return False
            new = further
        try:
            event, mended, found = self.read(new)
        except Unreadable:
            return False
        if any((problem.field, problem.what) not in self._known for problem in found):
            return False
        self.content, self.event = mended, event
        return True

    def take(self, number: int, change: Change) -> bool:
        """Whether the change could be made."""
        problem = problem_of_path(number, change.field, (self._kind,))
        new = None if problem else made(change, self.content)
        if new is None:
            self.problems.append(problem or not_there(number, change.field))
            return False
        try:
            event, mended, found = self.read(new)
        except Unreadable as error:
            self._ask(number, error.problems[:1])
            return False
        fresh = [problem for problem in found if (problem.field, problem.what) not in self._known]
        if fresh and not _stands(mended, new, change):
            self._ask(number, fresh[:1])
            return False
        self._ask(number, fresh)
        self.unread += fresh
        self._known |= {(problem.field, problem.what) for problem in fresh}
        self.content, self.event = new, event
        return True

    def read(self, content: Content) -> tuple[Event[Any], Content, tuple[Problem, ...]]:
        """The event of a content, the content mended, and what of it could not be read."""
        event = unrepaired(self._kind, self._attributes, content)
        if event is not None:
            return event, content, ()
        mended = copied(content)
        event, found = repaired(self._kind, self._attributes, mended, UnknownType)
        return event, mended, found

    def _ask(self, number: int, problems: Sequence[Problem]) -> None:
        self.problems += [
            Problem(
                f"detail.changes.{number}.value", f"{problem.what} at {problem.field}", problem.fix
            )
            for problem in problems
        ]


def _stands(mended: Content, sent: Content, change: Change) -> bool:
    """Whether what a change set is still there after what cannot be read was left out.

    A text in a person's place, or in that of all of them, never takes it from those who are there.
    """
    if _PEOPLE.fullmatch(change.field) and not isinstance(change.value, dict | list | None):
        return False
    kept: Any = mended
    other: Any = sent
    for name in change.field.split("."):
        alike = isinstance(kept, list) and isinstance(other, list) and len(kept) == len(other)
        if alike and name.isdigit():
            at = int(name)
            if at >= len(kept):  # taken away, and something else cannot be read because of it
                return False
            kept, other = kept[at], other[at]
        elif isinstance(kept, dict) and isinstance(other, dict) and name in kept and name in other:
            kept, other = kept[name], other[name]
        else:
            return False
    return True


def _covers(change: Change, field: str) -> bool:
    """Whether a change settles what was missing in a field, or moved it to another place."""
    holder, _, last = change.field.rpartition(".")
    path = holder if change.value is None and last.isdigit() else change.field
    return f"{field}.".startswith(f"{path}.")
