"""Silence: a person is shown each feed whose list of a day is due and has not come.

No list is due of a day before the feed's agency was connected, nor of a day before intake first
handled a record here.
"""

import datetime as dt
from collections.abc import Iterator

from sqlalchemy import select
from wholepicture_agreement import Agreement
from wholepicture_agreement.by_when.working_time import LONDON, day_in_words
from wholepicture_agreement.written.feeds import Feed
from wholepicture_engine.stage import Key
from wholepicture_engine.store import Database, Transaction
from wholepicture_engine.store.tables import HANDLED, POSITION

from wholepicture_consumers.documents import FeedHeard


def silent_feeds(database: Database, agreement: Agreement, now: dt.datetime) -> tuple[str, ...]:
    """One sentence for each feed that is silent now, with the number to call."""
    with database.transaction() as transaction:
        begun = _begun(transaction)
        keys = [Key(FeedHeard, feed.source, only_read=True) for feed in agreement.feeds]
        work = transaction.work(keys)
        heard = {feed.source: work.get(FeedHeard, feed.source) for feed in agreement.feeds}
    if begun is None:
        return ()
    return tuple(
        sentence
        for feed in agreement.feeds
        for sentence in _silent(feed, heard[feed.source], agreement, begun, now)
    )


def _silent(
    feed: Feed, heard: FeedHeard | None, agreement: Agreement, begun: dt.date, now: dt.datetime
) -> Iterator[str]:
    due = feed.due(now)
    since = max(agreement.agencies[feed.agency].connected_since, begun)
    if due < since or (heard is not None and heard.day >= due):
        return
    if heard is None:
        what = f"No daily list has come from {feed.name}"
    else:
        what = f"No daily list has come from {feed.name} since that of {day_in_words(heard.day)}"
    yield f"{what}. The list of {day_in_words(due)} is due: call {feed.phone}."


def _begun(transaction: Transaction) -> dt.date | None:
    """The day on which intake first handled a record here, as far back as the database says."""
    places = transaction.connection.execute(
        select(POSITION.c.topic, POSITION.c.partition).where(POSITION.c.stage == "intake")
    ).all()
    first = [
        transaction.connection.execute(
            select(HANDLED.c.appended)
            .where(
                HANDLED.c.stage == "intake",
                HANDLED.c.topic == topic,
                HANDLED.c.partition == partition,
            )
            .order_by(HANDLED.c.offset)
            .limit(1)
        ).scalar()
        for topic, partition in places
    ]
    known = [moment for moment in first if moment is not None]
    if not known:
        return None
    earliest: dt.datetime = min(
        moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC) for moment in known
    )
    return earliest.astimezone(LONDON).date()
