"""How far the stages are and what they hold, read from Kafka and their database for accounting."""

from sqlalchemy import select
from wholepicture_bus.admin import Admin
from wholepicture_engine.store import Database
from wholepicture_engine.store.tables import DOCUMENT, HELD

from wholepicture_consumers.governance.accounting import Standing
from wholepicture_consumers.intake.documents import Seen

_STAGES = ("intake", "picture")


def handled(bootstrap: str) -> dict[tuple[str, str, int], int]:
    """Of each stage and partition the offset up to which what follows was sent.

    It is read before all else: what follows from anything before it lies on its topics by then.
    """
    admin = Admin(bootstrap)
    return {
        (stage, topic, partition): offset
        for stage in _STAGES
        for (topic, partition), offset in admin.committed(f"wholepicture.{stage}").items()
    }


def standing(sent: dict[tuple[str, str, int], int], database: Database) -> Standing:
    """What the stages have sent, hold, and remember of events."""
    with database.reading() as connection:
        held = connection.execute(
            select(HELD.c.topic, HELD.c.partition, HELD.c.offset, HELD.c.identity).where(
                HELD.c.released.is_(False)
            )
        ).all()
        seen = connection.execute(select(DOCUMENT.c.key).where(DOCUMENT.c.kind == Seen.KIND))
        return Standing(
            handled=sent,
            held={
                name
                for topic, partition, offset, identity in held
                for name in (f"{topic}/{partition}@{offset}", identity)
                if name
            },
            seen=set(seen.scalars()),
        )
