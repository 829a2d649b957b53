"""What was answered for a recipient by whatever program: its replies, as they lie on the bus.

A case system and the command line each keep a record of their own. What one of them answered, the
other knows only from here.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from kafka import TopicPartition
from kafka.errors import KafkaError
from wholepicture_bus import client, topics
from wholepicture_bus.binding import attributes_of
from wholepicture_bus.connection import bootstrap
from wholepicture_bus.errors import StopError
from wholepicture_schemas.catalogue import REPLIES
from wholepicture_schemas.identifiers import EventId, RecipientId

from wholepicture_subscribers.subscription.answers import in_words

_CONNECT_MS, _ANSWER_MS, _WAIT_MS = 4_000, 10_000, 500
_QUIET_POLLS = 10


@dataclass(frozen=True, slots=True)
class Said:
    """One reply on the bus, in a few words."""

    id: EventId
    says: str


Elsewhere = Mapping[EventId, tuple[Said, ...]]
"""The replies to each delivery, oldest first."""


def answered_elsewhere(recipient: RecipientId) -> Elsewhere | None:
    """What was answered for a recipient so far; None where Kafka cannot be asked now."""
    found: dict[EventId, tuple[Said, ...]] = {}
    try:
        with closing(
            client.consumer(bootstrap(), None, bootstrap_timeout_ms=_CONNECT_MS)
        ) as consumer:
            for message in _all(consumer, TopicPartition(topics.replies(recipient), 0)):
                read = _read(message)
                if read is not None:
                    delivery, said = read
                    found[delivery] = (*found.get(delivery, ()), said)
    except (KafkaError, OSError, StopError):
        return None
    return found


def _all(consumer: Any, place: TopicPartition) -> Iterator[Any]:
    """Everything that lies there now, oldest first."""
    if place.topic not in consumer.topics():
        return
    consumer.assign([place])
    consumer.seek_to_beginning(place)
    end = consumer.end_offsets([place], timeout_ms=_ANSWER_MS)[place]
    quiet = 0
    while consumer.position(place) < end:
        polled = consumer.poll(timeout_ms=_WAIT_MS)
        quiet = 0 if polled else quiet + 1
        if quiet > _QUIET_POLLS:
            raise StopError("More is there, and it does not come.")
        yield from polled.get(place, ())


def _read(message: Any) -> tuple[EventId, Said] | None:
    """The delivery that a reply is about, and what it says; None of what is no reply."""
    attributes = attributes_of(tuple(message.headers))
    kind = REPLIES.get(attributes.get("type", ""))
    try:
        content = json.loads(message.value or b"null")
    except ValueError:
        return None
    if kind is None or not isinstance(content, dict) or "id" not in attributes:
        return None
    said = Said(EventId(attributes["id"]), in_words(kind, content))
    return EventId(str(content.get("delivery"))), said
