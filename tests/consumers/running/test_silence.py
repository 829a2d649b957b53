"""A feed that has not sent the list of a day in time is shown to a person."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import insert
from wholepicture_consumers.documents import FeedHeard
from wholepicture_consumers.running.silence import silent_feeds
from wholepicture_engine.stage import Key
from wholepicture_engine.store import Database
from wholepicture_engine.store.tables import HANDLED, POSITION
from wholepicture_schemas.identifiers import agency_source

from tests.support.shipped import shipped

AGREEMENT = shipped()
POLICE = next(one for one in AGREEMENT.feeds if one.agency == "avon-and-somerset-police")
BEGUN = datetime(2026, 11, 20, 9, tzinfo=UTC)
PLACE = {"stage": "intake", "topic": "events.avon-and-somerset-police", "partition": 0}


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A database of a house that began on 20 November."""
    made = Database(database_url)
    made.make_tables()
    with made.transaction() as transaction:
        position = {**PLACE, "topic_id": "t", "epoch": 1, "clean": True, "next_offset": 1}
        transaction.connection.execute(insert(POSITION), position)
        handled = {**PLACE, "offset": 0, "digest": b"", "outputs": b"", "appended": BEGUN}
        transaction.connection.execute(insert(HANDLED), handled)
    yield made
    made.close()


def _heard(database: Database, *days: date) -> None:
    with database.transaction() as transaction:
        keys = [Key(FeedHeard, feed.source) for feed in AGREEMENT.feeds]
        work = transaction.work(keys)
        for feed in AGREEMENT.feeds:
            for day in days:
                work.put(feed.source, FeedHeard(day=day, told=BEGUN))
        transaction.keep(work)


def _at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def test_each_silent_feed_is_named_with_the_number_to_call(database: Database) -> None:
    """By name, since when, and whom to call; those whose list has come are not named."""
    _heard(database, date(2026, 11, 22))
    with database.transaction() as transaction:
        other = agency_source(AGREEMENT.agency_ids[1])
        work = transaction.work([Key(FeedHeard, other)])
        work.put(other, FeedHeard(day=date(2026, 11, 23), told=BEGUN))
        transaction.keep(work)

    found = silent_feeds(database, AGREEMENT, _at(24, 9))

    assert len(found) == len(AGREEMENT.feeds) - 1
    assert found[0] == (
        f"No daily list has come from {POLICE.name} since that of 22 November 2026. "
        f"The list of 23 November 2026 is due: call {POLICE.phone}."
    )


def test_a_list_is_due_only_when_its_time_has_come(database: Database) -> None:
    """A minute before the time that was agreed nobody is called; from then on somebody is."""
    _heard(database, date(2026, 11, 22))

    assert not silent_feeds(database, AGREEMENT, _at(24, 6, 59))
    assert len(silent_feeds(database, AGREEMENT, _at(24, 7))) == 3
    assert len(silent_feeds(database, AGREEMENT, _at(24, 8))) == len(AGREEMENT.feeds)


def test_a_feed_that_never_spoke_is_named_from_the_day_that_the_house_began(
    database: Database,
) -> None:
    """On its first day nothing is due yet; the next morning the list of that day is."""
    assert not silent_feeds(database, AGREEMENT, _at(20, 23))

    found = silent_feeds(database, AGREEMENT, _at(21, 9))

    assert found[0].startswith(f"No daily list has come from {POLICE.name}. The list of 20 ")


def test_a_list_that_has_come_is_silence_no_more(database: Database) -> None:
    """Once every feed has sent the list that is due, nobody is named."""
    _heard(database, date(2026, 11, 23))

    assert silent_feeds(database, AGREEMENT, _at(24, 9)) == ()
