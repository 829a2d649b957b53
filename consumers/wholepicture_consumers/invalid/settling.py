"""Settling unreadable records: what is sent on and the word that it was are one transaction.

All who settle use one transactional id. Whoever begins ends what another left open, and shuts that
one out; only then is read what is open still. So two persons at once, or one whose command broke
off, never send a record twice.
"""

from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from kafka.errors import KafkaError
from wholepicture_bus import client, topics
from wholepicture_bus.binding import outgoing
from wholepicture_bus.errors import TransientError
from wholepicture_bus.records import Outgoing
from wholepicture_schemas.envelope import new_id
from wholepicture_schemas.identifiers import EventId, Source
from wholepicture_schemas.operations import Settled, SettledData

from wholepicture_consumers.invalid.entries import Entry, Kept
from wholepicture_consumers.invalid.putting_right import Proposed

_TRANSACTIONAL_ID = "wholepicture.invalid"
_TIMEOUT = 20.0


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about one record."""

    entry: Entry
    said: SettledData
    send: Outgoing | None = None


def sent_on(proposed: Proposed, by: str, because: str | None) -> Decision:
    """To send a record on, as it is or put right."""
    entry = proposed.entry
    said = SettledData(
        topic=entry.record.place.topic,
        offset=entry.record.place.offset,
        digest=entry.record.digest().hex(),
        outcome="put-right" if proposed.put_right else "sent-on",
        by=by,
        because=because,
        put_right=proposed.put_right,
        event=proposed.event,
    )
    return Decision(entry, said, proposed.outgoing)


def closed(entry: Entry, by: str, because: str) -> Decision:
    """To send nothing of a record, for a reason."""
    said = SettledData(
        topic=entry.record.place.topic,
        offset=entry.record.place.offset,
        digest=entry.record.digest().hex(),
        outcome="closed",
        by=by,
        because=because,
        event=entry.event,
    )
    return Decision(entry, said)


def settle(bootstrap: str, decisions: Sequence[Decision], look: Callable[[], Kept]) -> list[Entry]:
    """Carry the decisions out, each in a transaction of its own; the records that were open still.

    ``look`` reads what is open.

    Raises:
        TransientError: the broker is away, or somebody else settles at the same time. What was
            settled so far is; the same again sends nothing twice.
    """
    done: list[Entry] = []
    try:
        with closing(client.producer(bootstrap, _TRANSACTIONAL_ID)) as producer:
            producer.init_transactions()
            still = {entry.key for entry in look().open}
            for decision in decisions:
                if decision.entry.key in still:
                    _settle(producer, decision)
                    done.append(decision.entry)
    except (KafkaError, AssertionError, RuntimeError) as error:
        raise TransientError(
            f"It broke off after {len(done)} ({type(error).__name__}). Do the same again: nothing "
            "is sent twice."
        ) from None
    return done


def _settle(producer: Any, decision: Decision) -> None:
    word = Settled(
        id=EventId(new_id()),
        source=Source("/bus/operations"),
        type=Settled.TYPE,
        time=datetime.now(UTC),
        data=decision.said,
    )
    records = [outgoing(word, topics.OPERATIONS, decision.entry.sender)]
    if decision.send is not None:
        records.insert(0, decision.send)
    producer.begin_transaction()
    try:
        futures = [
            producer.send(
                record.topic, key=record.key, value=record.value, headers=list(record.headers)
            )
            for record in records
        ]
        producer.flush(timeout=_TIMEOUT)
        for future in futures:
            future.get(timeout=_TIMEOUT)
    except BaseException:
        with suppress(Exception):
            producer.abort_transaction()
        raise
    producer.commit_transaction()
