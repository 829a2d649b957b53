"""An event that all who were told have turned away is shown to a person."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from wholepicture_consumers.picture.documents import NotTakenOn, Telling
from wholepicture_consumers.running.nobody_acts import nobody_acts
from wholepicture_engine.stage import Key
from wholepicture_engine.store import Database
from wholepicture_schemas.identifiers import AgencyId, RecipientId

from tests.support.shipped import shipped

AGREEMENT = shipped()
ASKED = datetime(2026, 11, 18, 10, tzinfo=UTC)
DUE = datetime(2026, 11, 18, 14, tzinfo=UTC)
EVENT = "/agencies/avon-and-somerset-police:e1"


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A database of which one event is nobody's: two are asked, of another nobody any more."""
    made = Database(database_url)
    made.make_tables()
    with made.transaction() as transaction:
        work = transaction.work([Key(Telling, EVENT)])
        work.put(EVENT, Telling(correlation="e1"))
        for who, is_open in (("safeguarding-police", True), ("front-door-bristol", False)):
            row = NotTakenOn(
                agency=AgencyId("avon-and-somerset-police"),
                asked=RecipientId(who),
                told=ASKED,
                respond_by=DUE,
                open=is_open,
            )
            work.put_row(EVENT, f"question of {who}", ASKED, row)
        transaction.keep(work)
    yield made
    made.close()


def test_it_is_named_with_who_is_asked_and_by_when(database: Database) -> None:
    """By its receipt and its sender, with a number to call; of no child and of no reason."""
    (sentence,) = nobody_acts(database, AGREEMENT, ASKED)

    assert sentence == (
        "Nobody acts on event e1 of Avon and Somerset Police: all who were told turned it away. "
        "Asked to find out who acts by 2pm Wednesday 18 November: "
        "Lighthouse Safeguarding Unit (0117 496 0101)."
    )


def test_what_is_late_is_said_to_be(database: Database) -> None:
    """The time has passed, and nobody has answered."""
    (sentence,) = nobody_acts(database, AGREEMENT, datetime(2026, 11, 18, 15, tzinfo=UTC))

    assert "by 2pm Wednesday 18 November, which has passed: " in sentence
