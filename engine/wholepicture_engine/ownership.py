"""Who may write for a partition: whoever has its token.

The token is the partition's epoch in the database. A member takes epoch + 1 when it is assigned the
partition; each of its transactions begins by locking that row where the epoch is still its own. A
member that was paused and overtaken finds another epoch there and drops what it holds. The group's
own generation is not used: it begins again with a new cluster.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select, text, update
from wholepicture_bus.admin import LogEnds
from wholepicture_bus.errors import OvertakenError, RecoverError
from wholepicture_bus.records import Partition, Record

from wholepicture_engine.store import Database, Transaction
from wholepicture_engine.store.tables import CLUSTER, POSITION

_NAMED = 'p.stage = :of_stage AND p.topic = n.{topic} AND p."partition" = n.{partition}'
_STAND = 'SELECT p.topic, p."partition", p.epoch, p.next_offset FROM "position" AS p JOIN '
_SQLITE_STANDS = text(
    _STAND + "json_each(:names) AS n ON "
    + _NAMED.format(topic="value ->> 0", partition="value ->> 1")
)  # fmt: skip
_POSTGRES_STANDS = text(
    _STAND + "unnest(CAST(:topics AS text[]), CAST(:partitions AS integer[]))"
    + ' AS n(topic, "partition") ON ' + _NAMED.format(topic="topic", partition='"partition"')
    + ' ORDER BY p.topic, p."partition" FOR UPDATE OF p'
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Token:
    """The right to write for one partition, and where its work stands."""

    topic: str
    topic_id: str
    partition: int
    epoch: int
    clean: bool
    """Whether the one before ended in peace; else one of its records may kill a process."""


def take(
    database: Database,
    stage: str,
    topic: str,
    topic_id: str,
    partition: int,
    *,
    committed: int,
    log: LogEnds,
) -> Token:
    """The token of a partition; ``committed`` is Kafka's offset, ``log`` what Kafka has of it.

    Raises:
        RecoverError: one of Kafka and the database is older, or the topic is another than it was.
    """
    where = _row(stage, topic, partition)
    with database.transaction() as transaction:
        row = transaction.connection.execute(
            transaction.for_update(select(POSITION).where(where))
        ).one_or_none()
        if row is None:
            if committed > log.first:
                raise RecoverError(
                    f"The database knows nothing of {topic}/{partition}, and Kafka says that stage "
                    f"{stage} has handled it up to {committed}. Is this the right database? "
                    "To handle the records again: wholepicture recover."
                )
            values = {
                "stage": stage, "topic": topic, "partition": partition, "topic_id": topic_id,
                "epoch": 1, "clean": False, "next_offset": committed,
            }  # fmt: skip
            transaction.upsert(POSITION, [values], ("stage", "topic", "partition"), ("epoch",))
            return Token(topic, topic_id, partition, 1, clean=True)
        if row.topic_id != topic_id:
            raise made_anew(topic, stage)
        if committed > row.next_offset:
            raise RecoverError(
                f"Kafka is ahead of the database on {topic}/{partition} ({committed}, "
                f"{row.next_offset}): an older backup was restored. To handle the records between "
                "them again: wholepicture recover."
            )
        if row.next_offset > log.end:
            raise RecoverError(
                f"Kafka has less of {topic}/{partition} (up to {log.end}) than stage {stage} has "
                f"handled (up to {row.next_offset}): an older copy of Kafka was restored. To go on "
                "without losing what comes now: wholepicture recover."
            )
        transaction.connection.execute(
            update(POSITION).where(where).values(epoch=row.epoch + 1, clean=False)
        )
        return Token(topic, topic_id, partition, row.epoch + 1, clean=row.clean)


def lock(transaction: Transaction, stage: str, token: Token) -> int:
    """The next offset to handle, with the partition's row locked for this transaction.

    Raises:
        OvertakenError: another member has taken the partition.
    """
    return lock_all(transaction, stage, [token])[token.topic, token.partition]


def lock_all(transaction: Transaction, stage: str, tokens: Sequence[Token]) -> dict[Partition, int]:
    """The next offset of each partition, their rows locked one after the other in sorted order.

    Raises:
        OvertakenError: another member has taken one of them.
    """
    places = sorted((token.topic, token.partition) for token in tokens)
    told: dict[str, object] = {"of_stage": stage}
    if transaction.on_sqlite:
        rows = transaction.connection.execute(
            _SQLITE_STANDS, told | {"names": json.dumps(places)}
        ).all()
    else:
        topics, partitions = map(list, zip(*places, strict=True))
        rows = transaction.connection.execute(
            _POSTGRES_STANDS, told | {"topics": topics, "partitions": partitions}
        ).all()
    found = {(topic, partition): (epoch, behind) for topic, partition, epoch, behind in rows}
    for token in tokens:
        epoch, _ = found.get((token.topic, token.partition), (None, 0))
        if epoch != token.epoch:
            raise OvertakenError(f"Another member works on {token.topic}/{token.partition} now.")
    return {place: int(behind) for place, (_, behind) in found.items()}


def of(records: Iterable[Record], tokens: Mapping[Partition, Token]) -> list[Token]:
    """The tokens of the partitions of records, in the order in which partitions are locked."""
    places = {(record.place.topic, record.place.partition) for record in records}
    return [tokens[place] for place in sorted(places)]


def write(transaction: Transaction, stage: str, tokens: Sequence[Token]) -> None:
    """Write from now on, if the partitions are still this member's.

    Raises:
        OvertakenError: another member has taken one since it was read.
    """
    if transaction.write():
        lock_all(transaction, stage, tokens)


def give_back(database: Database, stage: str, tokens: "list[Token]") -> None:
    """Say that the work on these partitions ended in peace."""
    with database.transaction() as transaction:
        for token in sorted(tokens, key=lambda token: (token.topic, token.partition)):
            transaction.connection.execute(
                update(POSITION)
                .where(_row(stage, token.topic, token.partition), POSITION.c.epoch == token.epoch)
                .values(clean=True)
            )


def made_anew(topic: str, stage: str) -> RecoverError:
    """What to say of a topic whose id is another than it was."""
    return RecoverError(
        f"Topic {topic} was made anew since stage {stage} last read it. "
        "To begin at its start: wholepicture recover."
    )


def known(database: Database, stage: str) -> dict[Partition, str]:
    """The partitions that the database has a position for, each with its topic's id."""
    with database.transaction() as transaction:
        rows = transaction.connection.execute(
            select(POSITION.c.topic, POSITION.c.partition, POSITION.c.topic_id).where(
                POSITION.c.stage == stage
            )
        )
        return {(topic, partition): topic_id for topic, partition, topic_id in rows}


def same_cluster(database: Database, cluster_id: str) -> None:
    """Remember the cluster at the first start, and refuse another later.

    Raises:
        RecoverError: the database belongs to another cluster.
    """
    with database.transaction() as transaction:
        known = transaction.connection.execute(select(CLUSTER.c.id)).scalar_one_or_none()
        if known is None:
            transaction.upsert(CLUSTER, [{"one": 1, "id": cluster_id}], ("one",), ())
        elif known != cluster_id:
            raise RecoverError(
                "This database belongs to another Kafka cluster. Check KAFKA_BOOTSTRAP_SERVERS and "
                "DATABASE_URL; if the cluster was made anew: wholepicture recover --new-cluster."
            )


def _row(stage: str, topic: str, partition: int) -> ColumnElement[bool]:
    return (
        (POSITION.c.stage == stage)
        & (POSITION.c.topic == topic)
        & (POSITION.c.partition == partition)
    )
