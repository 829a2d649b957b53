"""What became of an item: a later item took it back, corrected it or replaced it.

An amendment names the first item about its event, and the item that it replaces. So all items about
one event are found from any of them, and no kept item is changed. An item that shows an event as
told earlier is put right in part by whatever amends that event later. Example: item 3 corrects
item 1, and item 5 takes it back. Item 1 and item 3 are both "taken back" by item 5.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from wholepicture_schemas.catalogue import short_name
from wholepicture_schemas.deliveries import Delivery, DeliveryData
from wholepicture_schemas.identifiers import EventId

from wholepicture_subscribers.subscription.record import Kept, SubscriptionRecord
from wholepicture_subscribers.subscription.taking_in import taken_in

LaterChange = Literal["taken back", "corrected", "replaced", "kept back", "put right in part"]
"""Kept back: the sender does not tell this recipient any more. In part: its context changed."""

_Told = tuple[datetime, str, str]
"""When an event happened, who told it, and what it is called where it was told earlier."""
_AMENDS = frozenset({"correction", "retraction"})


@dataclass(frozen=True, slots=True)
class Afterwards:
    """What became of an item, and by which later one."""

    how: LaterChange
    by: EventId

    @property
    def stands(self) -> bool:
        """Whether the item is still to be answered, and not only what came after it."""
        return self.how in {"kept back", "put right in part"}


@dataclass(frozen=True, slots=True)
class Course:
    """What became of some items, each under its id, and which of them are about one event."""

    became: Mapping[EventId, Afterwards]
    before: Mapping[EventId, tuple[EventId, ...]]
    """The earlier items about the same event, by each item that replaces one."""


def course_of(deliveries: Iterable[Delivery]) -> Course:
    """What became of each of these items, given in the order of arrival."""
    became: dict[EventId, Afterwards] = {}
    before: dict[EventId, tuple[EventId, ...]] = {}
    matters: dict[EventId, list[EventId]] = {}
    items: dict[EventId, DeliveryData] = {}
    showing: dict[_Told, list[EventId]] = {}
    for delivery in deliveries:
        name, data = delivery.id, delivery.data
        items[name] = data
        if data.amends is not None:
            for item in showing.get(_told_in(data), ()):
                became[item] = _later(became.get(item), Afterwards("put right in part", name))
        for told in _earlier_of(data):
            showing.setdefault(told, []).append(name)
        amended = data.amends.delivery if data.amends else name
        if not _is_of_itself(data, items.get(amended, data)):
            became[amended] = _later(became.get(amended), Afterwards("put right in part", name))
            continue
        matter = matters.get(data.replaces or name) or matters.get(amended) or []
        how = _how(data)
        if how is not None:
            became |= {item: _later(became.get(item), Afterwards(how, name)) for item in matter}
        if data.replaces:
            before[name] = tuple(matter)
        if data.told or not data.amends:
            matter.append(name)
        matters[name] = matter
    return Course(became, before)


def afterwards(record: SubscriptionRecord, kept: Kept) -> Afterwards | None:
    """What became of one item of a record; none where it stands as it came."""
    items: dict[EventId, tuple[int, Delivery]] = {}
    to_do, done = [kept.id], set[EventId]()
    while to_do:
        name = to_do.pop()
        if name in done:
            continue
        done.add(name)
        for naming in record.naming(name):
            delivery = taken_in(naming.record)
            if delivery is not None:
                items[naming.id] = naming.number, delivery
                to_do += [naming.id, *_names(delivery.data)]
    for showing in record.amending(_days_of(kept)):
        delivery = taken_in(showing.record)
        if delivery is not None:
            items[showing.id] = showing.number, delivery
    in_order = [delivery for _, delivery in sorted(items.values(), key=lambda pair: pair[0])]
    return course_of(in_order).became.get(kept.id)


def _told_in(data: DeliveryData) -> _Told:
    """The event that an item is about, as an item that shows it later names it."""
    about = short_name(data.event_type).replace("-", " ")
    return data.happened, data.told_by.agency, about


def _earlier_of(data: DeliveryData) -> set[_Told]:
    """The events that an item shows as told earlier; of an amendment they are what it amends."""
    if data.amends is not None and not data.told:
        return set()
    return {(one.happened, one.told_by, one.about) for one in data.earlier}


def _days_of(kept: Kept) -> list[str]:
    """When the events happened that an item shows as told earlier, as it writes these times."""
    try:
        data = json.loads(kept.record.value or b"null")
    except ValueError:
        return []
    earlier = data.get("earlier") if isinstance(data, dict) else None
    times = [one.get("happened") for one in earlier or () if isinstance(one, dict)]
    return list(dict.fromkeys(time for time in times if isinstance(time, str) and time))


def _names(data: DeliveryData) -> list[EventId]:
    """The items that an item amends or replaces."""
    amended = data.amends.delivery if data.amends else None
    return [item for item in (amended, data.replaces) if item]


def _is_of_itself(data: DeliveryData, earlier: DeliveryData) -> bool:
    """Whether an item amends the event of the item that it names, and not only its context.

    An amendment of context has a sender that asks for a correction or retraction.
    """
    same = (data.event_type, data.happened) == (earlier.event_type, earlier.happened)
    return data.amends is None or (same and data.told_by.asks not in _AMENDS)


def _how(data: DeliveryData) -> LaterChange | None:
    """What an item does to the earlier ones about its event; none where it is the first."""
    if data.amends and data.amends.how == "retraction":
        return "taken back"
    if data.amends and not data.told:
        return "kept back"
    if data.replaces:
        return "corrected" if data.amends else "replaced"
    return None


def _later(before: Afterwards | None, now: Afterwards) -> Afterwards:
    """The later of two changes of an item; an item that no longer stands never stands again."""
    if before is None or before.stands:
        return now
    return before if now.stands or before.how == "taken back" else now
