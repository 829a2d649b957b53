"""Recovery: when Kafka's offsets and the database's positions do not fit together.

Kafka is put where the database says. What lies behind the database's position is then handled
again, with the same derived ids; with ``again`` stored outputs are sent again, unchanged. Where
Kafka's offset is gone, nothing says what of the last batch was sent, so that much goes again in any
case. Either way a reader that keeps ids sees nothing twice.
"""

from collections.abc import Iterator

from sqlalchemy import delete, select, update
from wholepicture_bus.admin import Admin
from wholepicture_bus.errors import StopError
from wholepicture_bus.records import Partition

from wholepicture_engine.pace import LARGEST_BATCH
from wholepicture_engine.store import Database
from wholepicture_engine.store.tables import CLUSTER, HANDLED, POSITION


def recover(
    bootstrap: str,
    database: Database,
    stage: str,
    *,
    again: int = 0,
    new_cluster: bool = False,
    really: bool = False,
) -> Iterator[str]:
    """Do it, or say what would be done: one sentence for each partition that is changed.

    Raises:
        StopError: the stage still runs; only a group without members can be changed.
    """
    admin = Admin(bootstrap)
    group = f"wholepicture.{stage}"
    with database.transaction() as transaction:
        rows = transaction.connection.execute(
            select(POSITION).where(POSITION.c.stage == stage)
        ).all()
    committed = admin.committed(group)
    topics = sorted({row.topic for row in rows} | {topic for topic, _ in committed})
    if not topics:
        yield f"Stage {stage} has never worked here: there is nothing to recover."
        return
    ids = admin.topic_ids(topics)
    places = admin.partitions(topics)
    ends = admin.log_ends(places)
    known = {(row.topic, row.partition): row for row in rows}
    wanted: dict[Partition, int] = {}
    anew: list[Partition] = []
    verb = "read" if really else "would be read"
    changed = False
    for place in places:
        row, log = known.get(place), ends[place]
        made_anew = row is not None and (row.topic_id != ids[place[0]] or new_cluster)
        if made_anew:
            anew.append(place)
        back = again if place in committed else max(again, LARGEST_BATCH)
        stands = 0 if row is None or made_anew else max(0, row.next_offset - back)
        wanted[place] = min(max(stands, log.first), log.end)
        if committed.get(place) != wanted[place] or made_anew:
            was = committed.get(place, "nothing")
            changed = True
            yield f"{place[0]}/{place[1]}: {verb} again from {wanted[place]} (Kafka says {was})."
    if not changed:
        yield "Kafka and the database agree: there is nothing to put right."
    if not really:
        return
    if not admin.set_offsets(group, wanted):
        raise StopError(f"Stage {stage} still runs. Stop all its members first.")
    with database.transaction() as transaction:
        for topic, partition in anew:
            where = (POSITION.c.stage == stage, POSITION.c.topic == topic)
            transaction.connection.execute(
                delete(HANDLED).where(
                    HANDLED.c.stage == stage,
                    HANDLED.c.topic == topic,
                    HANDLED.c.partition == partition,
                )
            )
            transaction.connection.execute(
                update(POSITION)
                .where(*where, POSITION.c.partition == partition)
                .values(
                    topic_id=ids[topic],
                    next_offset=wanted[topic, partition],
                    epoch=POSITION.c.epoch + 1,
                )
            )
        if new_cluster:
            transaction.connection.execute(update(CLUSTER).values(id=admin.cluster_id()))
