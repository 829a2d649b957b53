"""What became of an item afterwards: taken back, corrected or replaced by one that came later.

An amendment names the first item about its event, and the item whose content it takes the place
of; so the items about one event are found from any of them, and none of them needs to be changed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from wholepicture_schemas.deliveries import Delivery, DeliveryData
from wholepicture_schemas.identifiers import EventId

from wholepicture_subscribers.subscription.record import Kept, SubscriptionRecord
from wholepicture_subscribers.subscription.taking_in import taken_in

LaterChange = Literal["taken back", "corrected", "replaced", "kept back", "put right in part"]
"""Kept back: by its sender, from this recipient. In part: in what it shows as told earlier."""

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
    """Of each that has an earlier content's place: the earlier items about its event."""


def course_of(deliveries: Iterable[Delivery]) -> Course:
    """What became of each of these items, which are in the order of arrival."""
    became: dict[EventId, Afterwards] = {}
    before: dict[EventId, tuple[EventId, ...]] = {}
    matters: dict[EventId, list[EventId]] = {}
    items: dict[EventId, DeliveryData] = {}
    for delivery in deliveries:
        name, data = delivery.id, delivery.data
        items[name] = data
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
    in_order = [delivery for _, delivery in sorted(items.values(), key=lambda pair: pair[0])]
    return course_of(in_order).became.get(kept.id)


def _names(data: DeliveryData) -> list[EventId]:
    """The items that an item amends or replaces."""
    amended = data.amends.delivery if data.amends else None
    return [item for item in (amended, data.replaces) if item]


def _is_of_itself(data: DeliveryData, earlier: DeliveryData) -> bool:
    """Whether an item is about the event of the one that it amends, not of what that showed.

    What amends only what was shown as told earlier says of its sender that it asks for that.
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
    """What is said of an item: the last, but nothing lets one stand again that stands no more."""
    if before is None or before.stands:
        return now
    return before if now.stands or before.how == "taken back" else now
