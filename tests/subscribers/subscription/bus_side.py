"""The bus's side of a subscription, played with a plain producer and a plain reader."""

from collections.abc import Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Any
from uuid import uuid4

from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import KafkaAdminClient, NewTopic
from wholepicture_bus import topics
from wholepicture_bus.binding import outgoing
from wholepicture_schemas.deliveries import Delivery
from wholepicture_schemas.identifiers import RecipientId, derived

KEY = b"k-7f3a"


def delivery(number: int, *, kind: str = "referral", **more: Any) -> Delivery:
    """A small delivery, the same for the same number."""
    data: dict[str, Any] = {
        "kind": kind,
        "arrival": "contact",
        "recipient": "test-desk",
        "headline": f"Item {number}",
        "urgency": "routine",
        "children": [
            {
                "person": "c1",
                "child_reference": "r-1",
                "confidence": "confirmed",
                "arrival": "contact",
            }
        ],
        "told_by": {
            "agency": "Test Police",
            "agency_kind": "police",
            "local_reference": f"TP/{number}",
            "asks": "referral",
            "call_back": {"role": "duty sergeant", "phone": "0117 496 0000"},
        },
        "event_type": "uk.wholepicture.police.domestic-abuse-incident.v1",
        "happened": "2026-03-04T21:15:00Z",
        "received": "2026-03-04T21:16:00Z",
        "told": {"core": {"children": [{"person": "c1", "name": {"given": "Robin"}}]}},
        "reason": {
            "rule": "front-door",
            "rule_version": 1,
            "agreement": "2026-1",
            "purpose": "To keep the child safe",
            "legal_basis": "Children Act 2004, section 10",
        },
        "exercise": True,
    }
    return Delivery.model_validate(
        {
            "id": derived("test-delivery", str(number)),
            "source": "/bus/picture",
            "type": Delivery.TYPE,
            "time": "2026-03-04T21:17:00Z",
            "correlationid": "matter-1",
            "partitionkey": "k-7f3a",
            "data": data | more,
        }
    )


@dataclass(frozen=True)
class Raw:
    """A record as it lies on a topic: headers by name, bytes untouched."""

    key: bytes | None
    headers: dict[str, str]
    value: bytes


class BusSide:
    """Topics of one recipient, and hands to write and read them."""

    def __init__(self, bootstrap: str, recipient: RecipientId) -> None:
        self.bootstrap, self.recipient = bootstrap, recipient
        self.referrals = topics.referrals(recipient)
        self.notices = topics.notices(recipient)
        self.replies = topics.replies(recipient)

    @classmethod
    def new(cls, bootstrap: str) -> "BusSide":
        """A recipient whom nobody else has."""
        made = cls(bootstrap, RecipientId(f"desk-{uuid4().hex[:10]}"))
        made.make_topics()
        return made

    def make_topics(self) -> None:
        """Make the recipient's three topics."""
        settings = {"message.timestamp.type": "LogAppendTime"}
        names = (self.referrals, self.notices, self.replies)
        with_admin = KafkaAdminClient(bootstrap_servers=self.bootstrap)
        with_admin.create_topics([NewTopic(name, 1, 1, topic_configs=settings) for name in names])
        with_admin.close()

    def drop_referrals(self) -> None:
        """Delete the recipient's topic of referrals, and wait until it is gone."""
        admin = KafkaAdminClient(bootstrap_servers=self.bootstrap)
        admin.delete_topics([self.referrals])
        deadline = monotonic() + 20
        while self.referrals in admin.list_topics() and monotonic() < deadline:
            pass
        admin.close()

    def send(self, *items: Delivery, aborted: bool = False, committed: bool = False) -> None:
        """Send items in order; aborted or committed ones in a transaction of their own."""
        transactional = {"transactional_id": f"t-{uuid4().hex}"} if aborted or committed else {}
        producer = KafkaProducer(bootstrap_servers=self.bootstrap, acks="all", **transactional)
        if transactional:
            producer.init_transactions()
            producer.begin_transaction()
        for item in items:
            sent = outgoing(item, f"{item.data.kind}s.{self.recipient}", None)
            producer.send(sent.topic, key=KEY, value=sent.value, headers=list(sent.headers)).get(20)
        if aborted:
            producer.abort_transaction()
        elif committed:
            producer.commit_transaction()
        producer.close()

    def send_bytes(self, value: bytes, headers: Sequence[tuple[str, bytes | None]] = ()) -> None:
        """Send any bytes as a referral."""
        producer = KafkaProducer(bootstrap_servers=self.bootstrap, acks="all")
        producer.send(self.referrals, key=KEY, value=value, headers=list(headers)).get(20)
        producer.close()

    def read(self, topic: str) -> list[Raw]:
        """Everything committed on a topic now, in order, by a reader that knows nothing of us."""
        reader = KafkaConsumer(
            bootstrap_servers=self.bootstrap,
            isolation_level="read_committed",
            auto_offset_reset="earliest",
        )
        place = TopicPartition(topic, 0)
        reader.assign([place])
        reader.seek_to_beginning(place)
        end = reader.end_offsets([place])[place]
        found: list[Raw] = []
        deadline = monotonic() + 20
        while reader.position(place) < end and monotonic() < deadline:
            for messages in reader.poll(timeout_ms=200).values():
                found += [
                    Raw(
                        message.key,
                        {name: value.decode() for name, value in message.headers},
                        message.value,
                    )
                    for message in messages
                ]
        reader.close()
        return found

    def committed(self, topic: str) -> int | None:
        """The place that the subscription's group has told Kafka."""
        reader = KafkaConsumer(
            bootstrap_servers=self.bootstrap, group_id=f"subscription.{self.recipient}"
        )
        place = reader.committed(TopicPartition(topic, 0))
        reader.close()
        return int(place) if place is not None else None
