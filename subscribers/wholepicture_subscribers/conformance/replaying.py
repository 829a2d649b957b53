"""Replaying: what a recipient was sent since a day is given again, marked as an exercise.

It goes to a command, an endpoint or the screen, and never onto the bus. Nothing of it counts as
read, and no reply to it is sent. It fills a test system, or one whose database was lost.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kafka import TopicPartition
from kafka.errors import KafkaError
from wholepicture_bus import client, topics
from wholepicture_bus.binding import attributes_of, headers_of, value_of
from wholepicture_bus.errors import StopError, TransientError
from wholepicture_bus.records import Record, record_of
from wholepicture_bus.refusals import as_ours
from wholepicture_schemas.deliveries import Delivery
from wholepicture_schemas.identifiers import EventId, RecipientId, derived
from wholepicture_schemas.reading import Unreadable

from wholepicture_subscribers.subscription.carried import explained
from wholepicture_subscribers.subscription.errors import NoTopicError
from wholepicture_subscribers.subscription.taking_in import take_in

_ANSWER_MS = 10_000
_WAIT_MS = 500
_QUIET_POLLS = 20


@dataclass(frozen=True, slots=True)
class Replayed:
    """One item, or None for one that could not be read."""

    delivery: Delivery | None
    of: int
    """How many items there are by the offsets, which also count the broker's own records."""


def replay(
    bootstrap: str, recipient: RecipientId, since: datetime, today: date
) -> Iterator[Replayed]:
    """Every item since a moment, oldest first within each family, as an exercise of today.

    Raises:
        StopError: there are no topics of this recipient.
        TransientError: the broker is away.
    """
    try:
        with closing(client.consumer(bootstrap, None)) as consumer:
            starts, ends = _span(consumer, recipient, since)
            total = sum(ends[place] - at for place, at in starts.items())
            for record in _records(consumer, starts, ends):
                yield Replayed(_again(record, today), total)
    except KafkaError as error:
        raise as_ours(error) from None


def as_exercise(delivery: Delivery, today: date) -> Delivery:
    """A delivery as practice data, under ids that no item of the bus has."""
    data = delivery.data
    changes: dict[str, Any] = {"exercise": True, "replayed": True}
    if data.amends is not None:
        named = replayed_id(data.amends.delivery, today)
        changes["amends"] = data.amends.model_copy(update={"delivery": named})
    if data.replaces is not None:
        changes["replaces"] = replayed_id(data.replaces, today)
    return delivery.model_copy(
        update={
            "id": replayed_id(delivery.id, today),
            "causationid": f"{delivery.source}:{delivery.id}",
            "data": data.model_copy(update=changes),
        }
    )


def replayed_id(delivery: EventId, today: date) -> EventId:
    """The id that an item has in the replay of a day: the same for the same item and day."""
    return derived("replay", delivery, today.isoformat())


def structured(delivery: Delivery) -> dict[str, Any]:
    """A delivery as a structured CloudEvent."""
    attributes = attributes_of(headers_of(delivery.attributes()))
    return {**attributes, "data": json.loads(value_of(delivery.data))}


def _again(record: Record, today: date) -> Delivery | None:
    try:
        return as_exercise(take_in(record).delivery, today)
    except Unreadable:
        return None


def _span(
    consumer: Any, recipient: RecipientId, since: datetime
) -> tuple[Mapping[TopicPartition, int], Mapping[TopicPartition, int]]:
    """Where reading begins and ends, for each partition that has something."""
    names = (topics.referrals(recipient), topics.notices(recipient))
    known = consumer.topics()
    absent = [name for name in names if name not in known]
    if absent:
        raise StopError(explained(NoTopicError(absent[0])))
    places = [
        TopicPartition(name, partition)
        for name in names
        for partition in sorted(consumer.partitions_for_topic(name) or ())
    ]
    consumer.assign(places)
    ends = consumer.end_offsets(places, timeout_ms=_ANSWER_MS)
    moment = int(since.timestamp() * 1000)
    offsets = consumer.offsets_for_times(dict.fromkeys(places, moment))
    starts = {place: at.offset for place, at in offsets.items() if at is not None}
    return starts, ends


def _records(
    consumer: Any, starts: Mapping[TopicPartition, int], ends: Mapping[TopicPartition, int]
) -> Iterator[Record]:
    places: Sequence[TopicPartition] = list(starts)
    if not places:
        return
    consumer.assign(places)
    for place in places:
        consumer.seek(place, starts[place])
    quiet = 0
    while any(consumer.position(place) < ends[place] for place in places):
        polled = consumer.poll(timeout_ms=_WAIT_MS)
        quiet = 0 if polled else quiet + 1
        if quiet > _QUIET_POLLS:
            raise TransientError("More is there, and it does not come. Try again.")
        records = [
            record_of(message, "")
            for place, messages in polled.items()
            for message in messages
            if message.offset < ends[place]
        ]
        yield from sorted(records, key=lambda record: record.appended)
