"""The fold: a record of ``children`` taken into the facts, once.

The picture, governance and a rebuild use this and nothing else, so they know the same.
"""

from dataclasses import dataclass

from wholepicture_engine.stage import Key, Work
from wholepicture_schemas.children import ChildConcernedData, PersonLinkedData
from wholepicture_schemas.core import Core
from wholepicture_schemas.envelope import Event, Told

from wholepicture_consumers.facts.chronology import keys_of, links_of, settle
from wholepicture_consumers.facts.documents import ChronologyEntry
from wholepicture_consumers.facts.event import (
    EventState,
    amended,
    became_others,
    first_told,
    linked,
)
from wholepicture_consumers.facts.moving import Moved, moved


@dataclass(frozen=True, slots=True)
class Folded:
    """One event, as it was before a record and as it is now."""

    was: EventState | None
    """None of an event that is told for the first time."""
    now: EventState
    was_event: Event[Told[Core]]
    """As it was; of an event told for the first time, as it is."""
    event: Event[Told[Core]]
    """As it is; of one that was taken back, as it was."""
    moved: Moved
    """Whose child is another one now."""


def keys_to_fold(data: ChildConcernedData | PersonLinkedData, name: str) -> list[Key]:
    """The documents that folding a record reads and writes; ``name`` is that of its own event."""
    if isinstance(data, PersonLinkedData):
        return [Key(EventState, data.event), *keys_of([data.link])]
    return [Key(EventState, data.amends or name), *keys_of(links_of(data))]


def fold_told(data: ChildConcernedData, event: Event[Told[Core]], work: Work) -> Folded:
    """An event told: as each of its records tells it, in the chronology of the record's children.

    The lead tells of all children; a sibling's record adds its own child where that is not there.
    A record that comes again changes nothing.
    """
    state = first_told(data)
    known = work.get(EventState, state.name)
    if known is None:
        work.put(state.name, state)
    if known is None or (data.lead and not _has_led(known, data, work)):
        only = None if data.lead else [data.child] if data.child else []
        settle(known or state, event, work, only=only)
    return Folded(None, state, event, event, Moved())


def _has_led(known: EventState, data: ChildConcernedData, work: Work) -> bool:
    """Whether the lead was folded before: a sibling's record has no entry for the lead's child."""
    return data.child is None or work.row(ChronologyEntry, data.child, known.name) is not None


def fold_amended(data: ChildConcernedData, work: Work) -> Folded | None:
    """An event as a correction or a retraction leaves it; none where that changes nothing."""
    was = work.get(EventState, data.amends or "")
    if was is None:
        return None
    now = amended(was, data)
    if now == was:
        return None
    was_event = was.event()
    if now.retracted:
        return _settled(Folded(was, now, was_event, was_event, Moved()), work)
    event = now.event()
    change = moved(was, now, was_event, event)
    return _settled(Folded(was, became_others(now, change.others), was_event, event, change), work)


def fold_linked(data: PersonLinkedData, work: Work) -> Folded | None:
    """An event with a person linked anew; none where that is no news."""
    was = work.get(EventState, data.event)
    if was is None or was.retracted:
        return None
    now = linked(was, data.link, data.version)
    if now == was:
        return None
    work.further(keys_of(now.links))
    event = now.event()
    return _settled(Folded(was, now, event, event, moved(was, now, event, event)), work)


def _settled(folded: Folded, work: Work) -> Folded:
    work.put(folded.now.name, folded.now)
    settle(folded.now, folded.event, work)
    return folded
