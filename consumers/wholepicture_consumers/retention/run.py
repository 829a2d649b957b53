"""A run: what was kept long enough is deleted, in the database and by Kafka.

It is safe at any time beside the stages: each event is looked at again under the locks of its own
documents. What broke off is done by the next run.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial

from wholepicture_agreement import Agreement
from wholepicture_bus.admin import Admin
from wholepicture_bus.topics import CHILDREN, OPERATIONS
from wholepicture_engine.store import Database
from wholepicture_engine.store.erasing import erase_released, sweep
from wholepicture_schemas.envelope import new_id
from wholepicture_schemas.operations import Expired, ExpiredData

from wholepicture_consumers.retention.again import again
from wholepicture_consumers.retention.alone import alone
from wholepicture_consumers.retention.forgetting import (
    forget_at_intake,
    forget_children,
    forget_what_never_came,
)
from wholepicture_consumers.retention.forgetting_news import forget_news
from wholepicture_consumers.retention.forgetting_told import Forgetting, forget_shown
from wholepicture_consumers.retention.holds import SOURCE, Holds, holds_now, record_it
from wholepicture_consumers.retention.survey import Why, survey
from wholepicture_consumers.topic_specs import topic_specs

_SILENT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Ran:
    """What a run did."""

    before: datetime
    """What was told last before this was looked at."""
    events: int
    patterns: int
    children: int
    """Of how many children nothing is left."""
    stays: Mapping[Why, int]
    """How many events were told before that and stay, by the reason."""
    topics: Sequence[str] = ()
    """The topics that Kafka keeps for another time now."""

    def record(self) -> Expired:
        """The record of it, for ``operations``."""
        return Expired(
            id=new_id(),
            source=SOURCE,
            type=Expired.TYPE,
            time=datetime.now(UTC),
            data=ExpiredData(
                told_before=self.before,
                events=self.events,
                patterns=self.patterns,
                children=self.children,
                stayed=sum(self.stays.values()),
            ),
        )


def run(bootstrap: str, database: Database, agreement: Agreement, now: datetime) -> Ran:
    """Have Kafka keep what it must, delete what expired, and put on the record how much it was.

    Raises:
        TransientError: Kafka or the database is away; nothing is deleted without the holds.
        RefusedError: this client may not alter a topic.
        StopError: another run is under way.
    """
    with alone(database) as renew:
        holds = holds_now(bootstrap)
        topics = keep_in_kafka(bootstrap, agreement, held=bool(holds))
        ran = forget(database, agreement, holds, now, renew)
    if ran.events or ran.children:
        record_it(bootstrap, ran.record())
    return replace(ran, topics=tuple(topics))


def time_of_kafka(bootstrap: str, clock: datetime) -> datetime:
    """What time it is, for all that Kafka knows: a clock that is years ahead would delete all.

    The bus is never silent for as long as ``_SILENT``: feeds send lists of their days.
    """
    newest = Admin(bootstrap).newest([CHILDREN, OPERATIONS])
    return clock if newest is None else min(clock, newest + _SILENT)


def keep_in_kafka(bootstrap: str, agreement: Agreement, *, held: bool) -> list[str]:
    """Have Kafka keep each topic as long as was agreed; without end while a hold stands.

    Returns the topics that it kept for another time before.
    """
    return Admin(bootstrap).set_retention(topic_specs(agreement, held=held))


def forget(
    database: Database,
    agreement: Agreement,
    holds: Holds,
    now: datetime,
    renew: Callable[[], None] = lambda: None,
) -> Ran:
    """Delete in the database what expired; ``renew`` is called before each event."""
    before = now - agreement.keep
    found = survey(database, agreement, holds, before)
    for name in found.expired:
        renew()
        again(partial(forget_at_intake, database, name, found.amendments[name], before))
    forget_what_never_came(database, found.never_came)
    forgetting = Forgetting(database)
    for name in forgetting.events:
        renew()
        again(partial(forgetting.forget, name))
    forget_news(database, holds, before)
    again(partial(forget_shown, database))
    again(partial(forget_children, database))
    with database.transaction() as transaction:
        erase_released(transaction, before)
    sweep(database)
    return Ran(
        before, len(forgetting.events), forgetting.patterns, forgetting.children, found.stays
    )
