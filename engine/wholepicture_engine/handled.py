"""What was handled: the position of each partition, and the outputs of each record, kept together.

A record below its partition's position gives back its stored outputs. Its digest is compared first:
a topic that was made anew begins at offset 0 again, and "handled already" would drop what is new.
"""

from collections.abc import Mapping, Sequence

from kafka.codec import lz4_decode, lz4_encode
from sqlalchemy import bindparam, select
from wholepicture_bus.errors import RecoverError
from wholepicture_bus.records import Outgoing, Partition, Place, Record

from wholepicture_engine import ownership
from wholepicture_engine.store import Transaction, packed, unpacked
from wholepicture_engine.store.tables import HANDLED, POSITION

_KEEP = HANDLED.insert()
_MOVE = (
    POSITION.update()
    .where(
        POSITION.c.stage == bindparam("of_stage"),
        POSITION.c.topic == bindparam("of_topic"),
        POSITION.c.partition == bindparam("of_partition"),
    )
    .values(next_offset=bindparam("behind"))
)

_COMPRESSED = bytes.fromhex("04224d18")
"""The first bytes of a frame of LZ4."""

Outputs = dict[Place, list[Outgoing]]


def stored_outputs(
    transaction: Transaction,
    stage: str,
    records: Sequence[Record],
    tokens: Mapping[Partition, ownership.Token],
) -> Outputs:
    """The outputs of those records that were handled before; their partitions are locked.

    Raises:
        OvertakenError: a partition is another member's now.
        RecoverError: what is stored is not of this record, or no longer there.
    """
    stored: Outputs = {}
    by_partition: dict[Partition, list[Record]] = {}
    for record in records:
        by_partition.setdefault((record.place.topic, record.place.partition), []).append(record)
    if not records:
        return stored
    stands = ownership.lock_all(transaction, stage, [tokens[place] for place in by_partition])
    for partition, of_partition in by_partition.items():
        before = [record for record in of_partition if record.place.offset < stands[partition]]
        if before:
            stored |= _read(transaction, stage, partition, before)
    return stored


def keep(
    transaction: Transaction,
    stage: str,
    records: Sequence[Record],
    made: Mapping[Place, Sequence[Outgoing]],
) -> None:
    """Keep the outputs, and move each partition's position behind its last record."""
    if not records:
        return
    transaction.connection.execute(
        _KEEP,
        [
            {
                "stage": stage, "topic": record.place.topic, "partition": record.place.partition,
                "offset": record.place.offset, "digest": record.digest(),
                "outputs": stored(made[record.place]), "appended": record.appended,
            }
            for record in records
        ],
    )  # fmt: skip
    last = {(record.place.topic, record.place.partition): record.place.offset for record in records}
    transaction.connection.execute(
        _MOVE,
        [
            {
                "of_stage": stage, "of_topic": topic, "of_partition": partition,
                "behind": offset + 1,
            }
            for (topic, partition), offset in sorted(last.items())
        ],
    )  # fmt: skip


def _read(
    transaction: Transaction, stage: str, partition: Partition, records: Sequence[Record]
) -> Outputs:
    offsets = [record.place.offset for record in records]
    rows = {
        row.offset: row
        for row in transaction.connection.execute(
            select(HANDLED).where(
                HANDLED.c.stage == stage,
                HANDLED.c.topic == partition[0],
                HANDLED.c.partition == partition[1],
                HANDLED.c.offset.between(min(offsets), max(offsets)),
            )
        )
    }
    for record in records:
        row = rows.get(record.place.offset)
        if row is None:
            raise RecoverError(
                f"What stage {stage} made of {record.place} is no longer stored. "
                "To go on behind it: wholepicture recover."
            )
        if row.digest != record.digest():
            raise RecoverError(
                f"Another record stands at {record.place} than stage {stage} has handled there: "
                "the topic was made anew. To begin again: wholepicture recover."
            )
    return {record.place: outputs_of(rows[record.place.offset].outputs) for record in records}


def stored(outputs: Sequence[Outgoing]) -> bytes:
    """Outputs as they are stored, compressed: several of them tell the same event."""
    return bytes(lz4_encode(packed(outputs))) if outputs else b""


def outputs_of(body: bytes) -> list[Outgoing]:
    """The outputs that are stored; those of an earlier release are not compressed."""
    is_compressed = body.startswith(_COMPRESSED)  # else it begins with the length of a topic's name
    return list(unpacked(lz4_decode(body) if is_compressed else body))
