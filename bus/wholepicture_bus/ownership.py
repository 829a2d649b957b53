"""Who may write: a token for each partition, and a leased number for each transactional id.

The token is the partition's epoch in the database. A member takes epoch + 1 when it is assigned the
partition; each of its transactions begins by locking that row where the epoch is still its own. A
member that was paused and overtaken finds another epoch there and drops what it holds. The group's
own generation is not used: it begins again with a new cluster.
"""

import os
import secrets
import socket
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import ColumnElement, select, update

from wholepicture_bus.errors import OvertakenError, RecoverError
from wholepicture_bus.setup import Setup, announce, refuse_another, refuse_edited, remember
from wholepicture_bus.store import Database, Transaction
from wholepicture_bus.store.tables import CLUSTER, POSITION, SLOT

LEASE_SECONDS = 15.0
_BEGAN_AT = 19
"""The place of the start time among the fields of /proc/PID/stat behind the command's name."""


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
    first: int,
) -> Token:
    """The token of a partition; ``committed`` is Kafka's offset, ``first`` the log's first.

    Raises:
        RecoverError: Kafka is ahead of the database, or the topic is another than it was.
    """
    where = _row(stage, topic, partition)
    with database.transaction() as transaction:
        row = transaction.connection.execute(
            transaction.for_update(select(POSITION).where(where))
        ).one_or_none()
        if row is None:
            if committed > first:
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
        transaction.connection.execute(
            update(POSITION).where(where).values(epoch=row.epoch + 1, clean=False)
        )
        return Token(topic, topic_id, partition, row.epoch + 1, clean=row.clean)


def lock(transaction: Transaction, stage: str, token: Token) -> int:
    """The next offset to handle, with the partition's row locked for this transaction.

    Raises:
        OvertakenError: another member has taken the partition.
    """
    row = transaction.connection.execute(
        transaction.for_update(
            select(POSITION.c.epoch, POSITION.c.next_offset).where(
                _row(stage, token.topic, token.partition)
            )
        )
    ).one_or_none()
    if row is None or row.epoch != token.epoch:
        raise OvertakenError(f"Another member works on {token.topic}/{token.partition} now.")
    return int(row.next_offset)


def give_back(database: Database, stage: str, tokens: "list[Token]") -> None:
    """Say that the work on these partitions ended in peace."""
    with database.transaction() as transaction:
        for token in sorted(tokens, key=lambda one: (one.topic, one.partition)):
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


def known(database: Database, stage: str) -> dict[tuple[str, int], str]:
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


class Slot:
    """A leased number, so that a member that starts again sends under the id it had before.

    The broker then ends what the dead one left open in 0.15 s instead of 10.
    """

    def __init__(
        self,
        database: Database,
        stage: str,
        *,
        setup: Setup | None = None,
        now: float | None = None,
    ) -> None:
        """Lease one.

        Raises:
            StopError: a living member of any stage works by another ``setup``, or a version of it
                was in force with other content.
        """
        self._database, self._stage, self._setup = database, stage, setup
        self._owner = _owner()
        self._until = 0.0
        self.number = self._lease(time.time() if now is None else now)

    @property
    def transactional_id(self) -> str:
        """The transactional id of this slot."""
        return f"wholepicture.{self._stage}.{self.number}"

    def renew(self, says: str = "") -> None:
        """Hold it for another while, and say in a sentence how things are.

        Raises:
            OvertakenError: another has it; the broker will refuse this one's transactions.
            StopError: the lease had run out, and others began by another setup meanwhile.
        """
        now = time.time()
        with self._database.transaction() as transaction:
            if self._until < now:
                transaction.alone("slots")
                self._refuse_another(transaction, now)
            done = transaction.connection.execute(
                update(SLOT)
                .where(
                    SLOT.c.stage == self._stage,
                    SLOT.c.number == self.number,
                    SLOT.c.owner == self._owner,
                )
                .values(until=now + LEASE_SECONDS, says=says)
            )
            if done.rowcount != 1:
                raise OvertakenError(f"Another member has slot {self.number} of {self._stage}.")
            if self._setup is not None:
                remember(transaction, self._setup, now)
        self._until = now + LEASE_SECONDS

    def give_back(self) -> None:
        """Leave it to the next one."""
        with self._database.transaction() as transaction:
            transaction.connection.execute(
                update(SLOT)
                .where(SLOT.c.stage == self._stage, SLOT.c.owner == self._owner)
                .values(owner=None, until=0.0, says="")
            )

    def _lease(self, now: float) -> int:
        with self._database.transaction() as transaction:
            transaction.alone("slots")
            self._refuse_another(transaction, now)
            rows = transaction.connection.execute(
                transaction.for_update(
                    select(SLOT).where(SLOT.c.stage == self._stage).order_by(SLOT.c.number)
                )
            ).all()
            free = [row.number for row in rows if row.until < now or _is_dead(row.owner)]
            number: int = free[0] if free else len(rows)
            values = {
                "stage": self._stage, "number": number, "owner": self._owner,
                "until": now + LEASE_SECONDS, "says": "",
            }  # fmt: skip
            transaction.upsert(SLOT, [values], ("stage", "number"), ("owner", "until", "says"))
            if self._setup is not None:
                announce(
                    transaction, self._setup, stage=self._stage, number=number, owner=self._owner
                )
                remember(transaction, self._setup, now)
        self._until = now + LEASE_SECONDS
        return number

    def _refuse_another(self, transaction: Transaction, now: float) -> None:
        if self._setup is None:
            return
        rows = transaction.connection.execute(
            select(SLOT.c.owner).where(
                SLOT.c.until >= now, SLOT.c.owner.is_not(None), SLOT.c.owner != self._owner
            )
        ).scalars()
        living = [owner for owner in rows if not _is_dead(owner)]
        refuse_another(transaction, self._setup, living)
        refuse_edited(transaction, self._setup)


def _owner() -> str:
    """A name for one that leases, told from all others that this process made before it."""
    pid = os.getpid()
    return f"{socket.gethostname()}:{pid}:{_began(pid)}-{secrets.token_hex(4)}"


def _is_dead(owner: str | None) -> bool:
    """Whether the owner is known to be gone: a process of this machine that runs no more."""
    if owner is None:
        return True
    host, pid, life = owner.rsplit(":", 2)
    if host != socket.gethostname() or sys.platform == "win32":
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return life.partition("-")[0] != _began(int(pid))


def _began(pid: int) -> str:
    """When a process began, in the system's ticks since its start; empty where it does not say.

    A container that is started again has the same host and process id as before.
    """
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return ""
    return stat.rpartition(")")[2].split()[_BEGAN_AT]


def _row(stage: str, topic: str, partition: int) -> ColumnElement[bool]:
    return (
        (POSITION.c.stage == stage)
        & (POSITION.c.topic == topic)
        & (POSITION.c.partition == partition)
    )
