"""The tables of the spool's file."""

import json
import sqlite3
from collections.abc import Mapping

from wholepicture_schemas.catalogue import AMENDING

from wholepicture_bus.binding import attributes_of
from wholepicture_bus.header_text import unpacked

LIVE = "sent IS NULL AND refused = 0 AND substr(topic, 1, 8) <> 'history.'"
"""True of a waiting record that is not history, which is sent before all that is."""
HISTORY = "sent IS NULL AND refused = 0 AND substr(topic, 1, 8) = 'history.'"
_TABLES = """
CREATE TABLE IF NOT EXISTS outgoing (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    topic TEXT NOT NULL,
    event TEXT NOT NULL,
    partition INTEGER,
    key BLOB,
    value BLOB,
    headers TEXT NOT NULL,
    digest BLOB NOT NULL,
    appended REAL NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    sent REAL,
    refused INTEGER NOT NULL DEFAULT 0,
    error TEXT,
    UNIQUE (topic, event)
);
CREATE INDEX IF NOT EXISTS waiting ON outgoing (position) WHERE sent IS NULL AND refused = 0;
CREATE INDEX IF NOT EXISTS by_event ON outgoing (event);
CREATE TABLE IF NOT EXISTS said (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    event TEXT NOT NULL,
    digest BLOB NOT NULL,
    document BLOB,
    at REAL NOT NULL,
    UNIQUE (event, digest)
);
CREATE TABLE IF NOT EXISTS dropped (
    event TEXT PRIMARY KEY,
    because TEXT NOT NULL,
    at REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS topic_limits (
    topic TEXT PRIMARY KEY,
    bytes INTEGER NOT NULL
);
"""
_AMENDS = """
ALTER TABLE outgoing ADD COLUMN amends TEXT;
"""
_INDEXES = f"""
CREATE INDEX IF NOT EXISTS waiting_live ON outgoing (position) WHERE {LIVE};
CREATE INDEX IF NOT EXISTS by_amended ON outgoing (amends) WHERE amends IS NOT NULL;
CREATE INDEX IF NOT EXISTS by_key ON outgoing (key);
CREATE INDEX IF NOT EXISTS not_taken ON outgoing (event) WHERE refused = 1;
"""
COLUMNS = "position, event, topic, key, value, headers, partition, amends"
RECEIPT = "event, appended, sent, refused, error"
HELD_BEHIND = "amends IN (SELECT event FROM outgoing WHERE refused = 1)"
"""True of a record that amends an event which Kafka refused: it waits until that one is settled."""


def make_tables(database: sqlite3.Connection) -> None:
    """Make what is not there; a file of an earlier version gets what it lacks."""
    database.executescript(_TABLES)
    columns = {name for _, name, *_ in database.execute("PRAGMA table_info(outgoing)")}
    if "amends" not in columns:
        database.executescript(_AMENDS)
        _note_what_amends(database)
    database.executescript(_INDEXES)


def amended_by(
    database: sqlite3.Connection, attributes: Mapping[str, str], value: bytes | None
) -> str | None:
    """The event that a record corrects or takes back, of a correction's correction the first."""
    if attributes.get("type") not in AMENDING:
        return None
    try:
        detail = json.loads(value or b"{}")["detail"]
        named = str(detail.get("corrects") or detail.get("retracts"))
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    found = database.execute("SELECT amends FROM outgoing WHERE event = ?", (named,)).fetchone()
    return str(found[0]) if found and found[0] else named


def _note_what_amends(database: sqlite3.Connection) -> None:
    rows = database.execute(
        f"SELECT position, headers, value FROM outgoing WHERE {' OR '.join(_NAMED)} "  # noqa: S608
        "ORDER BY position",
        tuple(AMENDING),
    ).fetchall()
    for position, headers, value in rows:
        amends = amended_by(database, attributes_of(unpacked(headers)), value)
        database.execute("UPDATE outgoing SET amends = ? WHERE position = ?", (amends, position))


_NAMED = ["instr(headers, ?) > 0"] * len(AMENDING)
