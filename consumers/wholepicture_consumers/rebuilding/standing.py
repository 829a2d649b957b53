"""Where the stage picture stands: what it has handled of ``children``, holds, and who works."""

import time
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from wholepicture_bus import topics
from wholepicture_bus.admin import Admin
from wholepicture_bus.errors import StopError
from wholepicture_engine.ownership import made_anew
from wholepicture_engine.slots import is_dead
from wholepicture_engine.store import Database, Transaction
from wholepicture_engine.store.tables import HELD, POSITION, SLOT

STAGE = "picture"


@dataclass(frozen=True, slots=True)
class Standing:
    """What the stage has handled, and what of that it holds for a person."""

    upto: Mapping[int, int]
    """Of each partition the next offset to handle."""
    held: frozenset[tuple[int, int]]
    """Partition and offset of each record that it holds: it is not in the facts yet."""

    def __str__(self) -> str:
        """The positions, as a person reads them."""
        if not self.upto:
            return "it has handled nothing yet"
        return ", ".join(
            f"{topics.CHILDREN}/{partition} up to {offset}"
            for partition, offset in sorted(self.upto.items())
        )


def standing(transaction: Transaction) -> Standing:
    """Where the stage stands; it stays there until the transaction ends."""
    of_children = (POSITION.c.stage == STAGE, POSITION.c.topic == topics.CHILDREN)
    positions = transaction.connection.execute(
        transaction.for_update(
            select(POSITION.c.partition, POSITION.c.next_offset)
            .where(*of_children)
            .order_by(POSITION.c.partition)
        )
    )
    held = transaction.connection.execute(
        select(HELD.c.partition, HELD.c.offset).where(
            HELD.c.stage == STAGE, HELD.c.topic == topics.CHILDREN, HELD.c.released.is_(False)
        )
    )
    return Standing(
        {row.partition: row.next_offset for row in positions},
        frozenset((partition, offset) for partition, offset in held),
    )


def refuse_while_at_work(transaction: Transaction) -> None:
    """Refuse to replace what a stage works with; none begins until the transaction ends.

    Raises:
        StopError: a member of the stage lives.
    """
    transaction.alone("slots")
    owners = transaction.connection.execute(
        select(SLOT.c.owner).where(
            SLOT.c.stage == STAGE, SLOT.c.owner.is_not(None), SLOT.c.until >= time.time()
        )
    ).scalars()
    if any(not is_dead(owner) for owner in owners):
        raise StopError(
            f"Stage {STAGE} works, so nothing can be replaced. End it on every machine "
            "(wholepicture down), then do it again. A stage whose machine has died counts for a "
            "quarter of a minute more."
        )


def first_offsets(bootstrap: str, database: Database) -> dict[int, int]:
    """Of each partition of ``children`` the first offset that Kafka still has.

    Raises:
        StopError: it is not the topic that the stage read.
    """
    topic = topics.CHILDREN
    with database.transaction() as transaction:
        known = transaction.connection.execute(
            select(POSITION.c.topic_id).where(POSITION.c.stage == STAGE, POSITION.c.topic == topic)
        ).scalars()
        names = set(known)
    admin = Admin(bootstrap)
    if names - set(admin.topic_ids([topic]).values()):
        raise made_anew(topic, STAGE)
    ends = admin.log_ends(admin.partitions([topic]))
    return {partition: log.first for (_, partition), log in ends.items()}
