"""Whoever runs the house sees how it is, and it mends itself where it can."""

import os
import signal

import psutil
import pytest
from sqlalchemy import select
from wholepicture_consumers.running.status import Overview, status
from wholepicture_consumers.stages import STAGES
from wholepicture_engine.handled import outputs_of
from wholepicture_engine.store import Database
from wholepicture_engine.store.tables import HANDLED

from tests.journeys.house import House
from tests.journeys.stories import POLICE, child, family, incident
from tests.support.processes import below, send
from tests.support.waiting import until

pytestmark = pytest.mark.broker


def _status(house: House) -> Overview:
    database = Database(house.database_url)
    try:
        return status(house.bootstrap, database, house.agreement, house.folder)
    finally:
        database.close()


def _workers() -> list[psutil.Process]:
    return below(os.getpid(), "wholepicture_consumers.running.worker")


def test_status_says_that_each_stage_lives_and_nothing_waits(house: House) -> None:
    """Every stage has a member, and what was published has been handled."""
    event = house.publish(POLICE, incident([child(family(), "Pip", "2014-02-02")]))
    house.wait(lambda: house.deliveries(event))

    until(lambda: {one.waiting for one in _status(house).stages} == {0}, "nothing waits")

    assert all(stage.members == 1 for stage in _status(house).stages)


def test_a_person_is_needed_where_something_could_not_be_read(house: House) -> None:
    """An unreadable record of the last day is named, with the agency and where it is kept."""
    house.raw(f"events.{POLICE}", b"{", (), b"broken-for-status")
    house.wait(
        lambda: [
            one for one in house.read([f"invalid.{POLICE}"]) if one.key == b"broken-for-status"
        ]
    )

    found = _status(house)

    assert found.unreadable[POLICE] >= 1
    assert any(POLICE in sentence for sentence in found.needs)
    assert found.as_json()["person_needed"] is True


def test_without_a_broker_the_status_still_answers(house: House) -> None:
    """The status is asked for when things are broken: it says what is, and what to do."""
    database = Database(house.database_url)
    database.make_tables()  # as the command does, before any stage has come so far

    found = status(None, database, house.agreement, house.folder)
    database.close()

    assert not found.kafka
    assert found.database
    assert any("wholepicture up" in sentence for sentence in found.needs)


def test_the_stages_send_only_where_they_said_they_might(house: House) -> None:
    """All that they have sent so far went to topics whose presence they ask for at their start."""
    event = house.publish(POLICE, incident([child(family(), "Una", "2014-02-04")]))
    house.settled(POLICE, event)
    database = Database(house.database_url)
    with database.transaction() as transaction:
        rows = transaction.connection.execute(select(HANDLED.c.stage, HANDLED.c.outputs)).all()
    database.close()

    sent = {(row.stage, output.topic) for row in rows for output in outputs_of(row.outputs)}

    stages = {name: make(house.agreement) for name, make in STAGES.items()}
    assert {stage for stage, _ in sent} == set(stages)
    assert {topic for stage, topic in sent if topic not in stages[stage].outputs} == set()


def test_a_killed_worker_is_started_again_and_goes_on(house: House) -> None:
    """SIGKILL of every worker costs seconds and no event."""
    before = _workers()
    for process in before:
        send(process.pid, signal.SIGKILL)

    def all_again() -> bool:
        house.look_after()
        return len(_workers()) == len(before)

    until(all_again, "they are there again")
    event = house.publish(POLICE, incident([child(family(), "Kim", "2014-02-03")]))

    assert house.wait(lambda: house.deliveries(event))
