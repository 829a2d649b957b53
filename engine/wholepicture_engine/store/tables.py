"""The tables, the same on SQLite and PostgreSQL.

``handled``, ``position``, ``attempt``, ``slot``, ``setup`` and ``in_force`` are operational: they
say how far the work is, who does it and by what, and are not rebuilt. ``document`` and ``row``, the
many pieces that a document has, are a projection: they can be folded again from the topics.
``held`` keeps the bytes of records that wait for a person.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
)

METADATA = MetaData()

CLUSTER = Table(
    "cluster",
    METADATA,
    Column("one", Integer, primary_key=True),
    Column("id", String, nullable=False),
)

POSITION = Table(
    "position",
    METADATA,
    Column("stage", String, primary_key=True),
    Column("topic", String, primary_key=True),
    Column("partition", Integer, primary_key=True),
    Column("topic_id", String, nullable=False),
    Column("epoch", BigInteger, nullable=False),
    Column("clean", Boolean, nullable=False),
    Column("next_offset", BigInteger, nullable=False),
)

HANDLED = Table(
    "handled",
    METADATA,
    Column("stage", String, primary_key=True),
    Column("topic", String, primary_key=True),
    Column("partition", Integer, primary_key=True),
    Column("offset", BigInteger, primary_key=True),
    Column("digest", LargeBinary, nullable=False),
    Column("outputs", LargeBinary, nullable=False),
    Column("appended", DateTime(timezone=True), nullable=False),
)

ATTEMPT = Table(
    "attempt",
    METADATA,
    Column("stage", String, primary_key=True),
    Column("topic", String, primary_key=True),
    Column("partition", Integer, primary_key=True),
    Column("offset", BigInteger, primary_key=True),
    Column("count", Integer, nullable=False),
)


def document_table(name: str, metadata: MetaData) -> Table:
    """A table of documents."""
    return Table(
        name,
        metadata,
        Column("kind", String, primary_key=True),
        Column("key", String, primary_key=True),
        Column("body", LargeBinary, nullable=False),
    )


def row_table(name: str, metadata: MetaData) -> Table:
    """A table of the many pieces that a document has, with an index to find the newest."""
    table = Table(
        name,
        metadata,
        Column("kind", String, primary_key=True),
        Column("parent", String, primary_key=True),
        Column("key", String, primary_key=True),
        Column("at", BigInteger, nullable=False),
        Column("body", LargeBinary, nullable=False),
    )
    Index(f"{name}_newest", table.c.kind, table.c.parent, table.c.at)
    return table


DOCUMENT = document_table("document", METADATA)
JSON_ON_POSTGRES = "CASE WHEN length(body) > 0 THEN convert_from(body, 'UTF8')::jsonb END"
"""What a document says, for a query; nothing where an empty body is a lock without a document."""
ROW = row_table("row", METADATA)

HELD = Table(
    "held",
    METADATA,
    Column("id", String, primary_key=True),
    Column("stage", String, nullable=False),
    Column("topic", String, nullable=False),
    Column("topic_id", String, nullable=False),
    Column("partition", Integer, nullable=False),
    Column("offset", BigInteger, nullable=False),
    Column("record", LargeBinary, nullable=False),
    Column("appended", DateTime(timezone=True), nullable=False),
    Column("key", LargeBinary),
    Column("identity", String),
    Column("behind", String),
    Column("reason", String, nullable=False),
    Column("released", Boolean, nullable=False),
)
Index("held_waiting", HELD.c.stage, HELD.c.released)

SLOT = Table(
    "slot",
    METADATA,
    Column("stage", String, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("owner", String),
    Column("until", Float, nullable=False),
    Column("says", String),
)

SETUP = Table(
    "setup",
    METADATA,
    Column("stage", String, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("owner", String, nullable=False),
    Column("digest", String, nullable=False),
    Column("called", String, nullable=False),
)
"""What the owner of each slot works by; a row of an earlier owner says nothing."""

IN_FORCE = Table(
    "in_force",
    METADATA,
    Column("version", String, primary_key=True),
    Column("digest", String, nullable=False),
)
"""Each version that was in force while a member worked by it, and what it said then."""
