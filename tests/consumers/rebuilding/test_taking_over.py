"""What Kafka deleted by its time and the stage still has is taken over, and not found missing."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from wholepicture_consumers.rebuilding.comparing import differences
from wholepicture_consumers.rebuilding.folding import DOCUMENTS, ROWS, fold_all
from wholepicture_consumers.rebuilding.taking_over import take_over_events, take_over_references
from wholepicture_engine.store import Database
from wholepicture_engine.store.differing import pairs
from wholepicture_engine.store.shadow import Shadow

from tests.consumers.both_stages import AGREEMENT, Stages
from tests.consumers.rebuilding.facts import stored
from tests.journeys.stories import (
    COUNCIL,
    POLICE,
    TEAM,
    child,
    correction,
    family,
    incident,
    involvement,
    nhs_number,
)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An empty database."""
    made = Database(database_url)
    made.make_tables()
    yield made
    made.close()


def test_an_event_that_stays_longer_than_its_records_is_taken_over(database: Database) -> None:
    """Work that goes on, an event corrected a year later, and a number from a reply."""
    of, number = family(), nhs_number()
    ivy = child(of, "Ivy", "2016-05-04", nhs_number=number)
    stages = Stages()
    case = involvement(of, "Ivy", "2016-05-04", nhs_number=number)
    stages.publish(case, "I1", of=COUNCIL)
    told = stages.publish(incident([ivy]), "E1")
    ((delivery, _),) = told.sent(TEAM)
    reference = {"child": "LL-1"}
    stages.answer(TEAM, "acknowledged", "R1", delivery=delivery, recipient_reference=reference)
    lost = len(stages.recorded)
    stages.pass_minutes(int(AGREEMENT.keep / timedelta(minutes=2)))
    change = {"field": "core.children.0.birth_date", "value": "2016-05-05"}
    stages.publish(correction(POLICE, "E1", [change]), "C1")
    stages.publish(incident([ivy]), "E2")
    stored(stages.memory, database)
    left = stages.recorded[lost:]
    shadow = Shadow(database)
    shadow.make()
    list(fold_all(left, shadow))
    before = _found(database)

    with database.transaction() as transaction, shadow.within(transaction):
        count = take_over_events(transaction, shadow, left[0].appended)
        take_over_references(transaction, shadow)

    assert f"too much: event /agencies/{POLICE}:E1" in before
    assert count == 2
    assert _found(database) == []


def _found(database: Database) -> list[str]:
    with database.transaction() as transaction:
        return [str(one) for one in differences(pairs(transaction, DOCUMENTS, ROWS))]
