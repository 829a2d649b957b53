"""What a delivery carries of what was told before.

Promise 5: not in isolation. Promise 6 wins over it: each earlier event is shown as far as the
agreement grants, and what is not granted leaves no trace. Whose silence it names is for coverage.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from wholepicture_agreement import Agreement, Elsewhere, Item, ItemChild, seen_before
from wholepicture_engine.stage import Work
from wholepicture_schemas.catalogue import short_name
from wholepicture_schemas.identifiers import AgencyId, PersonRef, owner_of
from wholepicture_schemas.reading import event_of

from wholepicture_consumers.picture.documents import ChronologyEntry, Picture
from wholepicture_consumers.picture.reading import Concerned
from wholepicture_consumers.picture.shown import EarlierEvent
from wholepicture_consumers.picture.states import states

MOST_BYTES = 4 * 1024 * 1024
"""How much of earlier events a delivery carries: with the item itself it stays below 8 MiB."""


def earlier(
    item: Item,
    content: Concerned,
    at: datetime,
    agreement: Agreement,
    work: Work,
    kept_back: Elsewhere | None,
) -> tuple[tuple[EarlierEvent, ...], str | None]:
    """What was told before of the item's children, oldest first; and what had to be cut, if any.

    ``kept_back`` is what any of their events keeps back: it stands in the texts of none. What is
    older than the partnership keeps is shown to nobody.
    """
    if not grants_earlier(item, at, agreement):
        return (), None
    found: list[EarlierEvent] = []
    seen: set[tuple[PersonRef, str]] = set()
    for child, entry in _entries(item, content, at - agreement.keep, work):
        person = child.person
        if (person, entry.event) in seen:
            continue
        seen.add((person, entry.event))
        told = seen_before(
            event_of(entry.attributes, entry.content),
            {entry.person},
            recipient=item.recipient,
            rules=child.rules,
            at=at,
            agreement=agreement,
            others=states(entry.attributes, entry.before),
            elsewhere=kept_back,
        )
        if told:
            found.append(_earlier(person, entry, told, agreement))
    found.sort(key=lambda one: one.happened)
    return _within(found, agreement, item)


def grants_earlier(item: Item, at: datetime, agreement: Agreement) -> bool:
    """Whether a rule of the item grants what was told before."""
    rules = agreement.in_force(at).rules
    return any(one.rule.id in item.rules and one.earlier.patterns for one in rules)


def _entries(
    item: Item, content: Concerned, since: datetime, work: Work
) -> Iterator[tuple[ItemChild, ChronologyEntry]]:
    """The earlier entries of each child of the item, of what happened since then.

    What is only probably about the child may be about another, and stays out till a person has
    answered; what was taken back is told to nobody anew.
    """
    refs = {link.person: link.child for link in content.data.links}
    own = {content.identity, content.data.amends}
    for child in item.children:
        ref = refs.get(child.person)
        picture = work.get(Picture, ref) if ref else None
        for entry in picture.entries if picture else ():
            probable = entry.confidence == "probable"
            old = entry.attributes.time < since
            if not (probable or old or entry.retracted or entry.event in own):
                yield child, entry


def _earlier(
    person: PersonRef, entry: ChronologyEntry, told: dict[str, Any], agreement: Agreement
) -> EarlierEvent:
    agency = agreement.agencies.get(AgencyId(owner_of(entry.attributes.source)))
    return EarlierEvent(
        event=entry.event,
        person=person,
        happened=entry.attributes.time,
        received=entry.received,
        told_by=agency.name if agency else "an agency that has left",
        about=short_name(entry.attributes.type).replace("-", " "),
        told=told,
        retracted=entry.retracted,
    )


def _within(
    found: list[EarlierEvent], agreement: Agreement, item: Item
) -> tuple[tuple[EarlierEvent, ...], str | None]:
    """As much of it as fits, the newest kept; and a sentence about what was cut."""
    room, kept = MOST_BYTES, len(found)
    while kept and (size := len(found[kept - 1].model_dump_json())) <= room:
        room, kept = room - size, kept - 1
    if not kept:
        return tuple(found), None
    phone = agreement.recipient(item.recipient).phone
    return tuple(
        found[kept:]
    ), f"The {kept} oldest items did not fit here. Ask the front door: {phone}."
