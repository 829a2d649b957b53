"""What an export said of each event: the newest saying whole, the earlier ones as digests.

The first saying is the record of the event itself. A later one is kept beside it, in the same
transaction as the correction that it leads to, so that the next export is compared with what the
last one said, and not with what somebody has put right since.
"""

import json
import sqlite3
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from wholepicture_bus.binding import attributes_of
from wholepicture_bus.header_text import unpacked
from wholepicture_bus.records import Headers, Outgoing

_ATTRIBUTES = ("time", "partitionkey")


@dataclass(frozen=True, slots=True)
class Saying:
    """What a row says of an event: its time, its family's key and its content."""

    attributes: Mapping[str, str]
    content: dict[str, Any]

    @property
    def digest(self) -> bytes:
        """The same for the same saying, in whatever order its fields stand."""
        return sha256(self.as_json()).digest()

    def as_json(self) -> bytes:
        """The saying as canonical JSON."""
        told = [dict(self.attributes), self.content]
        return json.dumps(told, sort_keys=True, separators=(",", ":")).encode()


def saying_of(outgoing: Outgoing) -> Saying:
    """What the record of an event says."""
    return _saying(outgoing.headers, outgoing.value)


@dataclass(frozen=True, slots=True)
class Said:
    """What an export has said of an event."""

    event: str
    digest: bytes
    """The digest of what it said."""
    saying: Saying | None
    """What it said, its people under the references of the event; None once that was pruned."""


def keep_said(database: sqlite3.Connection, said: Said, at: datetime) -> None:
    """Keep what the newest export says of an event; of what it said before, digests stay."""
    document = said.saying.as_json() if said.saying is not None else None
    database.execute("UPDATE said SET document = NULL WHERE event = ?", (said.event,))
    database.execute(
        "INSERT OR REPLACE INTO said (event, digest, document, at) VALUES (?, ?, ?, ?)",
        (said.event, said.digest, document, at.timestamp()),
    )


def forget_contents(database: sqlite3.Connection, before: datetime) -> None:
    """Of the events that are pruned now keep digests only, so that a row is known again."""
    rows = database.execute(
        "SELECT event, headers, value, sent FROM outgoing "
        "WHERE sent IS NOT NULL AND sent < ? AND amends IS NULL",
        (before.timestamp(),),
    )
    pruned: list[tuple[str, bytes, float]] = []
    for event, headers, value, sent in rows:
        with suppress(ValueError):  # a record that is no JSON is no row of an export
            pruned.append((event, _saying(unpacked(headers), value).digest, sent))
    for event, digest, sent in pruned:
        database.execute("UPDATE said SET document = NULL WHERE event = ?", (event,))
        database.execute(
            "INSERT OR IGNORE INTO said (number, event, digest, at) "
            "VALUES ((SELECT coalesce(min(number), 0) - 1 FROM said), ?, ?, ?)",
            (event, digest, sent),
        )


def first_saying(database: sqlite3.Connection, event: str) -> Saying | None:
    """What the record of an event says; None where the spool has none."""
    row = database.execute(
        "SELECT headers, value FROM outgoing WHERE event = ? ORDER BY position LIMIT 1", (event,)
    ).fetchone()
    return _saying(unpacked(row[0]), row[1]) if row else None


def _saying(headers: Headers, value: bytes | None) -> Saying:
    told = attributes_of(headers)
    return Saying(
        {name: told[name] for name in _ATTRIBUTES if name in told}, json.loads(value or b"{}")
    )
