"""The replies in the record: kept with what they answer, until the spool has them to send."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from wholepicture_bus.binding import attributes_of
from wholepicture_bus.header_text import packed, unpacked
from wholepicture_bus.records import Outgoing
from wholepicture_schemas.identifiers import EventId
from wholepicture_schemas.model import JsonObject

TABLE = """
CREATE TABLE IF NOT EXISTS subscription_reply (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, delivery TEXT NOT NULL, says TEXT NOT NULL,
    at TEXT NOT NULL, spooled INTEGER NOT NULL DEFAULT 0,
    topic TEXT NOT NULL, key BLOB, headers TEXT NOT NULL, value BLOB NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class KeptReply:
    """A reply as the record holds it until it is sent; ``says`` is for people."""

    id: EventId
    delivery: EventId
    says: str
    at: datetime
    outgoing: Outgoing

    @property
    def type(self) -> str:
        """The kind of reply, as its event type."""
        return attributes_of(self.outgoing.headers)["type"]

    @property
    def content(self) -> JsonObject:
        """What it says, as it is sent."""
        content: JsonObject = json.loads(self.outgoing.value or b"{}")
        return content


class Replies:
    """The replies of one record; every change is part of a transaction of the record's."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def keep(self, reply: KeptReply) -> None:
        """Keep a reply until it is sent; the same one twice is kept once."""
        sent = reply.outgoing
        self._connection.execute(
            "INSERT OR IGNORE INTO subscription_reply (id, delivery, says, at, topic, key, headers,"
            " value) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                reply.id, reply.delivery, reply.says, reply.at.isoformat(),
                sent.topic, sent.key, packed(sent.headers), sent.value,
            ),
        )  # fmt: skip

    def to_spool(self) -> tuple[KeptReply, ...]:
        """The replies that are not in the spool yet, oldest first."""
        return self._select("WHERE spooled = 0")

    def spooled(self, replies: Iterable[KeptReply]) -> None:
        """Note that these replies are in the spool."""
        self._connection.executemany(
            "UPDATE subscription_reply SET spooled = 1 WHERE id = ?",
            [(reply.id,) for reply in replies],
        )

    def answers(self) -> Mapping[EventId, tuple[KeptReply, ...]]:
        """What was answered, by delivery, oldest first; a delivery without an answer is absent."""
        by_delivery: dict[EventId, tuple[KeptReply, ...]] = {}
        for reply in self._select(""):
            by_delivery[reply.delivery] = (*by_delivery.get(reply.delivery, ()), reply)
        return by_delivery

    def to(self, delivery: EventId, kind: str) -> tuple[KeptReply, ...]:
        """The replies of one kind to a delivery, oldest first."""
        replies = self._select("WHERE delivery = ?", (delivery,))
        return tuple(reply for reply in replies if reply.type == kind)

    def _select(self, condition: str, values: tuple[str, ...] = ()) -> tuple[KeptReply, ...]:
        rows = self._connection.execute(
            "SELECT id, delivery, says, at, topic, key, headers, value"  # noqa: S608 - our own text
            " FROM subscription_reply"
            f" {condition} ORDER BY number",
            values,
        )
        return tuple(
            KeptReply(
                EventId(reply_id),
                EventId(delivery),
                says,
                datetime.fromisoformat(at),
                Outgoing(topic, key, value, unpacked(headers)),
            )
            for reply_id, delivery, says, at, topic, key, headers, value in rows
        )
