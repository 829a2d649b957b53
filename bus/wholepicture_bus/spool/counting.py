"""How a spool stands: how many records wait, were sent and were refused, and why."""

import sqlite3
from datetime import datetime
from typing import TYPE_CHECKING

from wholepicture_bus.spool.rows import Counts, time_of
from wholepicture_bus.spool.tables import HELD_BEHIND
from wholepicture_bus.spool.troubles import needs_a_person, refused_sentence, sentence

if TYPE_CHECKING:
    from wholepicture_bus.spool.file import Spool


def waiting(spool: "Spool") -> tuple[int, datetime | None]:
    """How many records wait, and since when the oldest does; what is sent already is not counted.

    A correction that waits for an event which Kafka refused is no sign that Kafka is away.
    """
    with spool.reading() as database:
        count, oldest = database.execute(
            "SELECT count(*), min(appended) FROM outgoing "  # noqa: S608
            f"WHERE sent IS NULL AND refused = 0 AND ({HELD_BEHIND}) IS NOT TRUE"
        ).fetchone()
    return count, time_of(oldest)


def counts(database: sqlite3.Connection) -> Counts:
    """The counts of the records of a spool, with the troubles of those that are not sent."""
    waiting, refused, behind, oldest = database.execute(
        f"SELECT coalesce(sum(refused = 0 AND ({HELD_BEHIND}) IS NOT TRUE), 0), "  # noqa: S608
        f"coalesce(sum(refused = 1), 0), coalesce(sum(refused = 0 AND {HELD_BEHIND}), 0), "
        f"min(CASE WHEN refused = 0 AND ({HELD_BEHIND}) IS NOT TRUE THEN appended END) "
        "FROM outgoing WHERE sent IS NULL"
    ).fetchone()
    (sent,) = database.execute("SELECT count(*) FROM outgoing WHERE sent IS NOT NULL").fetchone()
    waiting_for = database.execute(
        "SELECT topic, error, count(*) FROM outgoing WHERE sent IS NULL AND refused = 0 "
        "AND error IS NOT NULL GROUP BY topic, error ORDER BY min(position)"
    ).fetchall()
    troubles = [sentence(topic, error) for topic, error, _ in waiting_for]
    troubles += _refused(database)
    if behind:
        what = "correction waits" if behind == 1 else "corrections wait"
        troubles.append(f"{behind} {what} until the event that Kafka refused is put right.")
    return Counts(
        waiting=waiting,
        sent=sent,
        refused=refused,
        oldest_waiting=time_of(oldest),
        troubles=tuple(troubles),
        behind=behind,
        blocked=sum(count for _, error, count in waiting_for if needs_a_person(error)),
    )


def _refused(database: sqlite3.Connection) -> list[str]:
    found: dict[tuple[str, str], list[str]] = {}
    rows = database.execute(
        "SELECT topic, error, event FROM outgoing WHERE refused = 1 AND sent IS NULL "
        "ORDER BY position"
    )
    for topic, error, event in rows:
        found.setdefault((topic, error or "no reason given"), []).append(event)
    return [refused_sentence(topic, error, events) for (topic, error), events in found.items()]
