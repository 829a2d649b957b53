"""Joining a consumer group, and leaving it."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any

from kafka.errors import KafkaError
from wholepicture_bus import client
from wholepicture_bus.errors import TransientError
from wholepicture_bus.refusals import as_ours

_HEARTBEATS_A_SESSION = 5
_NEW_PARTITIONS_WITHIN = timedelta(seconds=15)
"""How long a partition that an operator added may go unread. The client's own is five minutes."""


def join(
    bootstrap: str, group: str, topics: Sequence[str], *, most_records: int, session: timedelta
) -> Any:
    """A consumer that joins the group, and knows the topics' partitions before it does.

    A group's leader that knows of no partitions assigns none. kafka-python joins again when it
    learns of them, but not if it learns of them just while it assigns: then nobody works.

    Raises:
        TransientError: Kafka is away, or does not know a topic yet.
    """
    consumer = None
    unknown: list[str] = []
    milliseconds = int(session.total_seconds() * 1000)
    try:
        consumer = client.consumer(
            bootstrap,
            group,
            max_poll_records=most_records,
            session_timeout_ms=milliseconds,
            heartbeat_interval_ms=milliseconds // _HEARTBEATS_A_SESSION,
            metadata_max_age_ms=int(_NEW_PARTITIONS_WITHIN.total_seconds() * 1000),
        )
        unknown = [topic for topic in topics if not consumer.partitions_for_topic(topic)]
        consumer.subscribe(list(topics))
    except KafkaError as error:
        leave(consumer)
        raise as_ours(error) from None
    if unknown:
        leave(consumer)
        raise TransientError(f"Kafka does not know the partitions of {unknown[0]}.")
    return consumer


def leave(consumer: Any) -> None:
    """Leave the group; nothing is committed by it."""
    if consumer is not None:
        with suppress(KafkaError):
            consumer.close(autocommit=False)
