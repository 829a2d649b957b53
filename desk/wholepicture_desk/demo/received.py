"""What came: the records of a topic, and the items in each recipient's own record."""

import json
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from kafka import TopicPartition
from wholepicture_bus import client
from wholepicture_bus.binding import attributes_of
from wholepicture_bus.errors import TransientError
from wholepicture_bus.records import Headers, broker_time
from wholepicture_schemas.deliveries import DeliveryData
from wholepicture_schemas.identifiers import RecipientId
from wholepicture_subscribers.subscription import Referral, Subscription

_PATIENCE = timedelta(seconds=20)


@dataclass(frozen=True)
class TopicRecord:
    """A record as any Kafka client reads it."""

    topic: str
    key: bytes | None
    value: bytes | None
    headers: Headers
    appended: datetime

    @cached_property
    def attributes(self) -> dict[str, str]:
        """The attributes of the event that it holds."""
        return attributes_of(self.headers)

    @cached_property
    def content(self) -> dict[str, Any]:
        """What it says; nothing where that cannot be read."""
        try:
            found = json.loads(self.value or b"")
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}


@dataclass(frozen=True, slots=True)
class Received:
    """One item in a subscriber's record."""

    subscriber: RecipientId
    event: str
    """The event that it follows from, by its id."""
    data: DeliveryData
    appended: datetime


def read_all(bootstrap: str, names: Iterable[str]) -> list[TopicRecord]:
    """Everything that stands on these topics now, as far as it is committed.

    Raises:
        TransientError: they could not be read to their end.
    """
    with closing(client.consumer(bootstrap, None, fetch_max_wait_ms=20)) as reader:
        places = [
            TopicPartition(name, partition)
            for name in names
            for partition in sorted(reader.partitions_for_topic(name) or ())
        ]
        reader.assign(places)
        reader.seek_to_beginning(*places)
        ends = reader.end_offsets(places)
        found: list[TopicRecord] = []
        until = time.monotonic() + _PATIENCE.total_seconds()
        while any(reader.position(place) < ends[place] for place in places):
            if time.monotonic() > until:
                raise TransientError("What was sent could not be read to its end.")
            for batch in reader.poll(timeout_ms=100).values():
                found += [
                    TopicRecord(record.topic, record.key, record.value, tuple(record.headers),
                         broker_time(record.timestamp))
                    for record in batch
                ]  # fmt: skip
    return found


def subscribe(
    recipient: RecipientId,
    bootstrap: str,
    data: Path,
    answer: Callable[[Referral], None] | None = None,
) -> list[Received]:
    """Everything in a recipient's record after the recipient has read its topics."""
    record = data / "subscriptions" / recipient / "record.db"
    record.parent.mkdir(parents=True, exist_ok=True)
    with Subscription(
        recipient, bootstrap=bootstrap, record=record, follow=False, patience=_PATIENCE
    ) as subscription:
        for referral in subscription:
            if answer is not None and referral.kind == "referral":
                answer(referral)
        return [
            _received(recipient, subscription.referral(kept.id)) for kept in subscription.recorded()
        ]


def _received(recipient: RecipientId, referral: Referral) -> Received:
    cause = referral.delivery.causationid or ""
    return Received(recipient, cause.rpartition(":")[2], referral.data, referral.received)
