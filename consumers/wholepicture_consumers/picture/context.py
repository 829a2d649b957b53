"""What a delivery carries of what was told before.

Promise 5: not in isolation. Promise 6 wins over it: each earlier event is shown as far as the
agreement grants, and what is not granted leaves no trace. Who told nothing stands in `coverage.py`.
"""

from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import Any

from pydantic import AwareDatetime, Field
from wholepicture_agreement import Agreement, Item
from wholepicture_agreement.by_when.numbers import front_door_for, recipient_answers
from wholepicture_schemas.catalogue import STRENGTHS, short_name
from wholepicture_schemas.deliveries import Earlier
from wholepicture_schemas.identifiers import AgencyId, ChildRef, PersonRef
from wholepicture_schemas.model import unchecked

from wholepicture_consumers.facts.chronology import entries_of
from wholepicture_consumers.facts.documents import ChronologyEntry
from wholepicture_consumers.facts.protection import KeptBackElsewhere
from wholepicture_consumers.picture.causes import Cause, Facts, House
from wholepicture_consumers.picture.kept_views import Views

MOST_BYTES = 4 * 1024 * 1024
"""How much of earlier events a delivery carries: with the item itself it stays below 8 MiB."""
_BESIDE = 400
"""The bytes that stand beside the content of each, at the most."""
MOST_EVENTS = 12
"""How many earlier events of a child a delivery carries, the newest: what is more is asked for."""


class EarlierEvent(Earlier, frozen=True):
    """Something told before, with the event that told it, which no recipient is sent."""

    event: str = Field(exclude=True)
    """Source and id of the event."""
    received: AwareDatetime = Field(exclude=True)
    """When it came, whenever it happened."""
    who: PersonRef = Field(exclude=True)
    """The child's reference inside it."""
    agency: AgencyId = Field(exclude=True)
    """The agency that told it."""


_earlier_event = unchecked(EarlierEvent)


def earlier(
    item: Item, facts: Facts, cause: Cause, house: House, kept_back: KeptBackElsewhere
) -> tuple[tuple[EarlierEvent, ...], str | None]:
    """What was told before of the item's children, oldest first; and what had to be cut, if any.

    ``kept_back`` is what any of their events keeps back: it stands in the texts of none. What is
    older than the partnership keeps is shown to nobody.
    """
    agreement = house.agreement
    if not grants_earlier(item, cause.at, agreement):
        return (), None
    sized_events: list[tuple[EarlierEvent, int]] = []
    more = False
    for child in item.children:
        ref = facts.refs.get(child.person)
        if ref is None:
            continue
        views = Views(item, child, ref, kept_back, cause, house)
        shown = 0
        for name, entry in _entries(ref, facts, cause.at - agreement.keep, views, house):
            told, size = views.of(name, entry)
            if told and shown == MOST_EVENTS:
                more = True  # what the recipient may not see never shows by being cut
                break
            if told:
                shown += 1
                sized_events.append((_earlier(child.person, name, entry, told, agreement), size))
    sized_events.sort(key=lambda sized: sized[0].happened)
    return _within(sized_events, agreement, item, cause.at, more=more)


def grants_earlier(item: Item, at: datetime, agreement: Agreement) -> bool:
    """Whether a rule of the item grants what was told before."""
    return not agreement.in_force(at).show_earlier.isdisjoint(item.rules)


def _entries(
    ref: ChildRef, facts: Facts, since: datetime, views: Views, house: House
) -> Iterator[tuple[str, ChronologyEntry]]:
    """The earlier entries of a child, newest first, of what happened since then.

    What is only probably about the child may be about another, and stays out till a person has
    answered; what was taken back is told to nobody anew.
    """
    for name, entry in entries_of(ref, house.work, views.load):
        if entry.happened < since:
            return
        if entry.holds and entry.confidence != "probable" and name != facts.name:
            yield name, entry


def _earlier(
    person: PersonRef, name: str, entry: ChronologyEntry, told: dict[str, Any], agreement: Agreement
) -> EarlierEvent:
    return _earlier_event(  # from what this stage wrote itself
        event=name,
        who=entry.person,
        person=person,
        happened=entry.happened,
        received=entry.received,
        agency=entry.agency,
        told_by=agency_called(entry, agreement),
        about=words_of_type(entry.type),
        told=told,
        strength=short_name(entry.type) in STRENGTHS,
        retracted=False,
        told_as_history=entry.received if entry.history else None,
    )


def agency_called(entry: ChronologyEntry, agreement: Agreement) -> str:
    """What the agency that told an entry is called."""
    agency = agreement.agencies.get(entry.agency)
    return agency.name if agency else "an agency that has left"


@cache
def words_of_type(name: str) -> str:
    """What a type of event is called where it was told earlier."""
    return short_name(name).replace("-", " ")


def _within(
    sized_events: list[tuple[EarlierEvent, int]],
    agreement: Agreement,
    item: Item,
    at: datetime,
    *,
    more: bool,
) -> tuple[tuple[EarlierEvent, ...], str | None]:
    """As much of it as fits, the newest kept; and a sentence about what was cut."""
    room, kept = MOST_BYTES, len(sized_events)
    while kept and (size := sized_events[kept - 1][1] + _BESIDE) <= room:
        room, kept = room - size, kept - 1
    shown = tuple(told for told, _ in sized_events[kept:])
    if not (kept or more):
        return shown, None
    oldest = f"The {kept} oldest items did not fit" if kept else "Older items do not stand"
    return shown, f"{oldest} here. {_whom_to_ask(item, at, agreement)}"


def _whom_to_ask(item: Item, at: datetime, agreement: Agreement) -> str:
    """Whom a recipient asks for what was cut: a front door that answers now, else who told it."""
    door = front_door_for(agreement.recipient(item.recipient), at, agreement)
    number = recipient_answers(at, agreement, door) if door else None
    return f"Ask the front door: {number.phone}." if number else "Ask the agencies that told them."
