"""The first offsets of a stage: set explicitly, so that nothing is ever skipped by a default."""

from collections.abc import Sequence

from wholepicture_bus.admin import Admin
from wholepicture_bus.errors import RecoverError, TransientError

from wholepicture_engine import ownership
from wholepicture_engine.store import Database


def first_offsets(
    admin: Admin, group: str, topics: Sequence[str], database: Database, stage: str
) -> None:
    """Set the group's offsets where there are none yet, at the first start of a stage or a topic.

    Raises:
        RecoverError: the database has a position where Kafka has no offset.
    """
    committed = admin.committed(group)
    absent = [place for place in admin.partitions(topics) if place not in committed]
    if not absent:
        return
    known = ownership.known(database, stage)
    lost = [place for place in absent if place in known]
    ids = admin.topic_ids(sorted({topic for topic, _ in lost})) if lost else {}
    for topic, partition in lost:
        if known[topic, partition] != ids[topic]:
            raise ownership.made_anew(topic, stage)
    if lost:
        topic, partition = lost[0]
        raise RecoverError(
            f"Kafka has no offset of stage {stage} for {topic}/{partition}, and the database has: "
            "the offsets were deleted. To set them from the database: wholepicture recover."
        )
    ends = admin.log_ends(absent)
    if not admin.set_offsets(group, {place: ends[place].first for place in absent}):
        raise TransientError("Other members of the group are just starting.")


def gone(stage: str) -> RecoverError:
    """What to say where Kafka has offsets of a stage that lead nowhere."""
    return RecoverError(
        f"The offsets of stage {stage} are gone, or lie outside the log. "
        "To set them from the database: wholepicture recover."
    )


def no_offset(stage: str, topic: str, partition: int) -> RecoverError:
    """What to say where Kafka has no offset of a stage in a partition that it reads."""
    return RecoverError(
        f"Stage {stage} has no offset for {topic}/{partition}. "
        "To set it from the database: wholepicture recover."
    )
