"""Corrections of one file that look as if a column of it had been sorted on its own.

Each of them alone would be plausible. Together they put the words of one incident, or its child,
into another: many events at once say something else in one field, or have a text that another of
them had. Nothing of them is published until somebody has looked and says why.

Example: a person sorts the column of the narrative in a spreadsheet, and no other. Each of thirty
incidents has the narrative of another one in the next export.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wholepicture_schemas.problems import Problem

from wholepicture_producers.again.aligning import PEOPLE
from wholepicture_producers.again.differences import Differences
from wholepicture_producers.drafts import Cell, Draft
from wholepicture_producers.shape import general_path

_MANY = 5
"""How many events of a file may say something else in one field."""
_PART = 3
"""Many of them are suspicious where they are more than one in so many of the known events."""
_MOVED = 2
"""How many events may have a text that another of them had: none but one."""
_LONG = 20
"""From how many letters on two events do not have one text by chance."""
_KEPT = 0.5
"""How much of its words a text keeps that was only written on."""
_FIX = (
    'Compare the file with the last export. If it is right, publish it with --because "..." and '
    "say why: practitioners read it."
)


_Replaced = tuple[int, Any, Any]
"""The number of a row, what stood in a field, and what the row says instead."""


@dataclass(frozen=True, slots=True)
class Change:
    """What one row changes in its event, and what stood there."""

    number: int
    found: Differences
    whose: str | None = None
    """The sender's own reference of the family or the child, where there is one."""

    def replaced(self) -> Mapping[str, Sequence[tuple[Any, Any]]]:
        """For each field, without positions, what stood in it and what the row says instead."""
        now = dict(self.found.changes)
        told: dict[str, list[tuple[Any, Any]]] = defaultdict(list)
        for path, before in self.found.replaced.items():
            told[general_path(path)].append((before, now.get(path)))
        for people in PEOPLE:
            if _entries(people, now) and _entries(people, self.found.gone):
                told[people].append((None, None))
        return told


def swept(changes: Iterable[Change], known: int) -> dict[int, Problem]:
    """What is suspicious, by the number of its row; ``known`` events were published before."""
    told: dict[str, list[_Replaced]] = defaultdict(list)
    whose: dict[int, object] = {}
    for change in changes:
        whose[change.number] = change.whose or change.number
        for path, pairs in change.replaced().items():
            told[path] += [(change.number, before, now) for before, now in pairs]
    found: dict[int, Problem] = {}
    for path, replaced in told.items():
        anew = {number for number, before, now in replaced if not _is_written_on(before, now)}
        moved = _moved(replaced)
        many = len({whose[number] for number in anew}) if _is_of_people(path) else len(anew)
        if len(moved) >= _MOVED:
            what = f"has in {len(moved)} events the text that another of them had"
        elif many >= _MANY and many * _PART > known:
            what = f"would be replaced in {len(anew)} of {known} published events at once"
        else:
            continue
        problem = Problem(path, f"{what}, as where one column was sorted without the others", _FIX)
        found.update((number, problem) for number in anew | moved if number not in found)
    return found


def _is_of_people(path: str) -> bool:
    """Whether a field is of a person, who may have moved: then each of their events says so."""
    return path.startswith(tuple(f"{people}." for people in PEOPLE))


def _moved(texts: Sequence[_Replaced]) -> set[int]:
    """The events that say, word for word, what another one said."""
    had: dict[str, set[int]] = defaultdict(set)
    for number, before, _ in texts:
        if isinstance(before, str) and len(before) >= _LONG:
            had[before].add(number)
    return {number for number, _, now in texts if isinstance(now, str) and had[now] - {number}}


def _is_written_on(before: Any, now: Any) -> bool:
    """Whether a text has grown or was mended, and is no other text."""
    if not isinstance(before, str) or not isinstance(now, str) or len(before) < _LONG:
        return False
    words = set(before.casefold().split())
    return len(words & set(now.casefold().split())) > len(words) * _KEPT


def cell_of(draft: Draft, problem: Problem) -> Cell | None:
    """The first cell of an event that leads to a suspicious field; None of an event in JSON."""
    within = f"{problem.field}."
    found = (
        cell for path, cell in draft.cells.items() if f"{general_path(path)}.".startswith(within)
    )
    return next(found, None)


def _entries(people: str, paths: Iterable[str]) -> bool:
    """Whether one of the paths is a whole person."""
    return any(re.fullmatch(rf"{re.escape(people)}\.\d+", path) for path in paths)
