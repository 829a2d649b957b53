"""The table of the spool's file."""

TABLES = """
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
"""
COLUMNS = "position, event, topic, key, value, headers, partition"
RECEIPT = "event, appended, sent, refused, error"
