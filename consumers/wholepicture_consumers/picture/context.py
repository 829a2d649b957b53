"""What a delivery carries of what was told before.

Promise 5: not in isolation. Promise 6 wins over it: each earlier event is shown as far as the
agreement grants, and what is not granted leaves no trace. Whose silence it names is for coverage.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from pydantic import AwareDatetime, Field
from wholepicture_agreement import Agreement, Item, ItemChild, seen_before
from wholepicture_engine.stage import Key
from wholepicture_schemas.catalogue import short_name
from wholepicture_schemas.deliveries import Earlier
from wholepicture_schemas.identifiers import PersonRef

from wholepicture_consumers.facts.documents import ChronologyEntry
from wholepicture_consumers.facts.event import EventState
from wholepicture_consumers.facts.protection import KeptBackElsewhere
from wholepicture_consumers.facts.states import states
from wholepicture_consumers.picture.causes import Facts, House

MOST_BYTES = 4 * 1024 * 1024
"""How much of earlier events a delivery carries: with the item itself it stays below 8 MiB."""
MOST_EVENTS = 20
"""How many earlier events of a child a delivery carries, the newest: what is more is asked for."""


class EarlierEvent(Earlier, frozen=True):
    """Something told before, with the event that told it, which no recipient is sent."""

    event: str = Field(exclude=True)
    """Source and id of the event."""
    received: AwareDatetime = Field(exclude=True)
    """When it came, whenever it happened."""


def earlier(
    item: Item, facts: Facts, at: datetime, house: House, kept_back: KeptBackElsewhere
) -> tuple[tuple[EarlierEvent, ...], str | None]:
    """What was told before of the item's children, oldest first; and what had to be cut, if any.

    ``kept_back`` is what any of their events keeps back: it stands in the texts of none. What is
    older than the partnership keeps is shown to nobody.
    """
    agreement = house.agreement
    if not grants_earlier(item, at, agreement):
        return (), None
    found: list[EarlierEvent] = []
    seen: set[tuple[PersonRef, str]] = set()
    more = False
    for child in item.children:
        shown = 0
        for name, entry in _entries(child, facts, at - agreement.keep, house):
            if (child.person, name) in seen:
                continue
            seen.add((child.person, name))
            told = _view(name, entry, child, item, at, house, kept_back)
            if told and shown == MOST_EVENTS:
                more = True  # what the recipient may not see never shows by being cut
                break
            if told:
                shown += 1
                found.append(_earlier(child.person, name, entry, told, agreement))
    found.sort(key=lambda one: one.happened)
    return _within(found, agreement, item, more=more)


def grants_earlier(item: Item, at: datetime, agreement: Agreement) -> bool:
    """Whether a rule of the item grants what was told before."""
    rules = agreement.in_force(at).rules
    return any(active.rule.id in item.rules and active.earlier.patterns for active in rules)


def _entries(
    child: ItemChild, facts: Facts, since: datetime, house: House
) -> Iterator[tuple[str, ChronologyEntry]]:
    """The earlier entries of a child, newest first, of what happened since then.

    What is only probably about the child may be about another, and stays out till a person has
    answered; what was taken back is told to nobody anew.
    """
    ref = facts.refs.get(child.person)
    if ref is None:
        return
    wanted = 2 * MOST_EVENTS
    read = 0
    while True:
        rows = house.work.rows(ChronologyEntry, ref, most=wanted)
        for name, entry in rows[read:]:
            if entry.happened < since:
                return
            if entry.holds and entry.confidence != "probable" and name != facts.name:
                yield name, entry
        if len(rows) < wanted:
            return
        read, wanted = len(rows), 2 * wanted


def _view(
    name: str,
    entry: ChronologyEntry,
    child: ItemChild,
    item: Item,
    at: datetime,
    house: House,
    kept_back: KeptBackElsewhere,
) -> dict[str, Any]:
    house.work.further([Key(EventState, name, only_read=True)])
    state = house.work.get(EventState, name)
    if state is None:
        return {}
    return seen_before(
        state.event(),
        {entry.person},
        recipient=item.recipient,
        rules=child.rules,
        at=at,
        agreement=house.agreement,
        others=states(state.attributes, state.before),
        elsewhere=kept_back.what,
    )


def _earlier(
    person: PersonRef, name: str, entry: ChronologyEntry, told: dict[str, Any], agreement: Agreement
) -> EarlierEvent:
    agency = agreement.agencies.get(entry.agency)
    return EarlierEvent(
        event=name,
        person=person,
        happened=entry.happened,
        received=entry.received,
        told_by=agency.name if agency else "an agency that has left",
        about=short_name(entry.type).replace("-", " "),
        told=told,
    )


def _within(
    found: list[EarlierEvent], agreement: Agreement, item: Item, *, more: bool
) -> tuple[tuple[EarlierEvent, ...], str | None]:
    """As much of it as fits, the newest kept; and a sentence about what was cut."""
    room, kept = MOST_BYTES, len(found)
    while kept and (size := len(found[kept - 1].model_dump_json())) <= room:
        room, kept = room - size, kept - 1
    if not (kept or more):
        return tuple(found), None
    phone = agreement.recipient(item.recipient).phone
    oldest = f"The {kept} oldest items did not fit" if kept else "Older items do not stand"
    return tuple(found[kept:]), f"{oldest} here. Ask the front door: {phone}."
