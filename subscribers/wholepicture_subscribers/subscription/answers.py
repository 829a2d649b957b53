"""A recipient's answers: built, validated as senders' events are, and kept until they are sent.

A reply's id derives from the delivery, the kind of reply and what it says. A handler that runs
twice therefore sends one reply, and a changed answer is another one.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from wholepicture_bus import topics
from wholepicture_bus.binding import attributes_of, outgoing
from wholepicture_bus.records import Record
from wholepicture_bus.spool import SaidOtherwise, Spool
from wholepicture_schemas.catalogue import short_name
from wholepicture_schemas.codes import OUTCOMES
from wholepicture_schemas.envelope import Event
from wholepicture_schemas.identifiers import EventId, RecipientId, derived, recipient_source
from wholepicture_schemas.reading import Unreadable, read_attributes, read_closed
from wholepicture_schemas.replies import Reply as Content

from wholepicture_subscribers.subscription.record import SubscriptionRecord
from wholepicture_subscribers.subscription.replies import KeptReply
from wholepicture_subscribers.subscription.taking_in import identity_of


@dataclass(frozen=True, slots=True)
class InReplyTo:
    """The delivery that an answer is about, as far as its envelope can be read."""

    recipient: RecipientId
    delivery: EventId
    key: bytes | None
    correlation: str | None
    causation: str
    partition_key: str | None

    @classmethod
    def of(cls, recipient: RecipientId, record: Record) -> "InReplyTo":
        """The parts of a record that a reply needs."""
        source, delivery = identity_of(record)
        try:
            envelope = read_attributes(attributes_of(record.headers))
        except Unreadable:
            place = record.place
            at = f"{place.topic}/{place.partition}/{place.offset}"
            return cls(recipient, delivery, record.key, None, at, None)
        return cls(
            recipient,
            delivery,
            record.key,
            envelope.correlationid or delivery,
            f"{source}:{delivery}",
            envelope.partitionkey,
        )


def reply_to(
    answered: InReplyTo, kind: type[Event[Content]], says: Mapping[str, object], at: datetime
) -> KeptReply:
    """The reply of this kind; of ``says``, what is None is left out.

    Raises:
        InvalidEvent: with what must be put right before it can be sent.
    """
    content = {name: value for name, value in says.items() if value is not None}
    content["delivery"] = answered.delivery
    document: dict[str, object] = {
        "specversion": "1.0",
        "id": derived("reply", answered.delivery, kind.TYPE, json.dumps(content, sort_keys=True)),
        "source": recipient_source(answered.recipient),
        "type": kind.TYPE,
        "time": at.isoformat(),
        "correlationid": answered.correlation,
        "causationid": answered.causation,
        "partitionkey": answered.partition_key,
        "data": content,
    }
    event = read_closed({name: value for name, value in document.items() if value is not None})
    sent = outgoing(event, topics.replies(answered.recipient), None)
    return KeptReply(
        id=event.id,
        delivery=answered.delivery,
        says=in_words(kind, says),
        at=at,
        outgoing=replace(sent, key=answered.key),
    )


def in_words(kind: type[Event[Content]], says: Mapping[str, object]) -> str:
    """What a reply says in a few words, without anything written by hand."""
    words = short_name(kind.TYPE).replace("-", " ")
    outcome, answer = says.get("outcome"), says.get("answer")
    if outcome:
        changed = " (changed)" if says.get("changes") else ""
        return f"{words}: {OUTCOMES.get(str(outcome), str(outcome))}{changed}"
    return f"{words}: {answer}" if answer else words


def move_to_spool(record: SubscriptionRecord, spool: Spool) -> int:
    """How many of the record's replies went into the spool, from which they are sent.

    After a crash in between, the spool knows the reply by its id and does not send it twice. After
    an older record was restored, the spool may hold the reply with another time, and keeps it.
    """
    replies = record.replies.to_spool()
    for reply in replies:
        try:
            spool.append([reply.outgoing])
        except SaidOtherwise:
            continue
    if replies:
        with record.writing():
            record.replies.spooled(replies)
    return len(replies)
