"""What the facts say of children, as far as equality is counted: their groups, and their events.

A child's groups follow from the newest that each agency recorded, in events that hold and are
certainly about the child.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from wholepicture_engine.stage import Key, Work
from wholepicture_schemas.identifiers import ChildRef

from wholepicture_consumers.facts.documents import ChronologyEntry, Picture
from wholepicture_consumers.facts.event import EventState
from wholepicture_consumers.facts.persons import child_of
from wholepicture_consumers.governance.equality.groups import Groups, groups_of

Load = Callable[[Iterable[Key]], Work]
"""Loads documents, of a database or of a memory."""
_AT_ONCE = 500
"""Children who are loaded together."""


@dataclass(frozen=True)
class Event:
    """An event about a child."""

    entry: ChronologyEntry
    state: EventState


@dataclass(frozen=True)
class Known:
    """One child, as far as equality is counted."""

    groups: Groups
    events: tuple[Event, ...]
    """The events that are certainly about the child and hold, the newest first."""


def known(children: Iterable[ChildRef], load: Load) -> Iterator[tuple[ChildRef, Known]]:
    """What is known of each of these children."""
    rest = iter(children)
    while portion := list(islice(rest, _AT_ONCE)):
        work = load(Key(Picture, child, only_read=True) for child in portion)
        entries = {child: _entries(child, work) for child in portion}
        names = dict.fromkeys(name for found in entries.values() for name in found)
        work.further(Key(EventState, name, only_read=True) for name in names)
        for child, found in entries.items():
            states = ((entry, work.get(EventState, name)) for name, entry in found.items())
            events = tuple(Event(entry, state) for entry, state in states if state is not None)
            yield child, Known(_groups(events), events)


def _entries(child: ChildRef, work: Work) -> dict[str, ChronologyEntry]:
    if work.get(Picture, child) is None:
        return {}
    return {
        name: entry
        for name, entry in work.rows(ChronologyEntry, child)
        if entry.holds and entry.confidence != "probable"
    }


def _groups(events: Iterable[Event]) -> Groups:
    ethnicity: dict[str, str] = {}
    disability: dict[str, Any] = {}
    communication: dict[str, Any] = {}
    for event in events:
        said, agency = child_of(event.state.content, event.entry.person), event.entry.agency
        for name, newest in (
            ("ethnicity", ethnicity), ("disability", disability), ("communication", communication),
        ):  # fmt: skip
            if said.get(name):
                newest.setdefault(agency, said[name])
    return groups_of(ethnicity.values(), disability.values(), has_needs=bool(communication))
