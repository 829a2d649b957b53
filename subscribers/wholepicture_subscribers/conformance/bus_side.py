"""The bus's side of a recipient on a broker: its topics, what is sent on them, what is replied."""

import json
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

from kafka import TopicPartition
from kafka.admin import MemberToRemove
from kafka.errors import KafkaError
from wholepicture_bus import client, topics
from wholepicture_bus.admin import Admin
from wholepicture_bus.binding import attributes_of
from wholepicture_schemas.identifiers import RecipientId

from wholepicture_subscribers.conformance.stream import Step

_KEEP = timedelta(days=7)
_ATTRIBUTES_ARE_NOT = {"data", "datacontenttype"}


@dataclass(frozen=True, slots=True)
class Reply:
    """One reply, as an event, with the key of its record."""

    event: Any
    key: bytes | None

    @property
    def delivery(self) -> str:
        """The item that it is about; empty where it names none."""
        said = self.event.get("data") if isinstance(self.event, dict) else None
        return str(said.get("delivery", "")) if isinstance(said, dict) else ""


class BusSide:
    """What the bus does for one recipient; it sends in transactions, as the bus does."""

    def __init__(self, bootstrap: str, recipient: RecipientId) -> None:
        wanted = topics.specs((), (recipient,), keep=_KEEP, partitions=1)
        own = [topic for topic in wanted if topics.owner(topic.name) == recipient]
        Admin(bootstrap).create_topics(own)
        self._replies = TopicPartition(topics.replies(recipient), 0)
        self._sent_on = {
            kind: TopicPartition(named(recipient), 0)
            for kind, named in (("referral", topics.referrals), ("notice", topics.notices))
        }
        self._admin = client.admin(bootstrap)
        self._others = frozenset(self._all_groups())
        self._reader = client.consumer(bootstrap, None)
        self._reader.assign([self._replies])
        self._reader.seek(self._replies, 0)
        self._producer = client.producer(bootstrap, f"conform.{uuid4().hex}")
        self._producer.init_transactions()

    def send(self, steps: Sequence[Step], *, aborted: bool = False) -> None:
        """Send items in one transaction, which is taken back where ``aborted``."""
        self._producer.begin_transaction()
        for step in steps:
            value = json.dumps(step.event["data"], ensure_ascii=False).encode()
            self._producer.send(
                self._sent_on["notice" if step.data.get("kind") == "notice" else "referral"].topic,
                key=key_of(step),
                value=value if step.is_readable else value[: len(value) // 2],
                headers=_headers(step.event),
            )
        self._producer.flush()
        if aborted:
            self._producer.abort_transaction()
        else:
            self._producer.commit_transaction()

    def replied(self, wait_ms: int) -> list[Reply]:
        """The replies that have come since it was asked last."""
        polled = self._reader.poll(timeout_ms=wait_ms)
        return [
            Reply(_event(message), message.key)
            for messages in polled.values()
            for message in messages
        ]

    def is_committed(self) -> bool:
        """Whether a group has committed that it has read everything that was sent."""
        places = list(self._sent_on.values())
        with suppress(KafkaError):
            ends = self._reader.end_offsets(places)
            committed = self._committed()
            return all(not ends[place] or committed.get(place, -1) >= ends[place] for place in ends)
        return False

    def members(self) -> int:
        """How many members the groups have that read here."""
        with suppress(KafkaError):
            found = self._admin.describe_groups(self._groups())
            return sum(len(group.get("members") or ()) for group in found.values())
        return 0

    def forget_the_dead(self) -> None:
        """Take the members of the groups out, so that nobody waits for one that was killed."""
        for group in self._groups():
            with suppress(KafkaError, ValueError):
                found = self._admin.describe_groups([group])[group]
                dead = [MemberToRemove(at["member_id"]) for at in found.get("members") or ()]
                if dead:
                    self._admin.remove_group_members(group, dead)

    def close(self) -> None:
        """Close the connections."""
        with suppress(KafkaError), closing(self._reader), closing(self._admin):
            self._producer.close()

    def _groups(self) -> list[str]:
        """The groups that were not there when the run began: the subscriber's."""
        return [group for group in self._all_groups() if group not in self._others]

    def _all_groups(self) -> list[str]:
        return [str(group["group_id"]) for group in self._admin.list_groups()]

    def _committed(self) -> Mapping[TopicPartition, int]:
        furthest: dict[TopicPartition, int] = {}
        for group in self._groups():
            for place, at in self._admin.list_group_offsets({group: None})[group].items():
                furthest[place] = max(furthest.get(place, -1), at.offset)
        return furthest


def key_of(step: Step) -> bytes:
    """The key of the record of an item, which a reply has too."""
    return str(step.event.get("partitionkey", "")).encode()


def _headers(event: Mapping[str, Any]) -> list[tuple[str, bytes]]:
    told = [
        (f"ce_{name}", str(value).encode())
        for name, value in event.items()
        if name not in _ATTRIBUTES_ARE_NOT
    ]
    return [("content-type", b"application/json"), *told]


def _event(message: Any) -> Any:
    try:
        said = json.loads(message.value or b"null")
    except ValueError:
        said = None
    return {**attributes_of(tuple(message.headers)), "data": said}
