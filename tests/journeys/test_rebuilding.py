"""What is known is rebuilt from what was recorded: compared, and replaced once the stages end."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, select, update
from typer.testing import CliRunner, Result
from wholepicture_bus.cli import app
from wholepicture_bus.reading import read_to_end
from wholepicture_bus.settings import Settings
from wholepicture_bus.topics import CHILDREN
from wholepicture_consumers.facts.documents import ChronologyEntry
from wholepicture_consumers.facts.event import EventState
from wholepicture_consumers.rebuilding.rebuild import rebuild
from wholepicture_consumers.retention.holds import holds_now
from wholepicture_consumers.retention.run import Ran, keep_in_kafka, run, time_of_kafka
from wholepicture_consumers.running.machine import Machine, create_topics, start
from wholepicture_engine import holding
from wholepicture_engine.store import Database
from wholepicture_engine.store.tables import DOCUMENT, ROW

from tests.journeys.house import Found, House
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
from tests.support.brokers import NewBroker

pytestmark = [pytest.mark.broker, pytest.mark.slow, pytest.mark.timeout(240)]
WORDS = ("Ivy", "2016", "BS9", TEAM)
"""Of what is told: a name, a birth date, a postcode, and who works with the child."""
WHY = ("--reason", "A test.", "--by", "on-call engineer")


@pytest.fixture(scope="module")
def machine(new_broker: NewBroker, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    """Every stage on a broker of its own, so that they can be ended."""
    settings = Settings(
        data=tmp_path_factory.mktemp("rebuilding"),
        partnership=Path("partnership").absolute(),
        bootstrap=new_broker().bootstrap,
        database_url=None,
    )
    started = start(settings, workers=1, fresh=True, say=lambda _: None)
    yield started
    started.end()


@pytest.fixture
def ended(machine: Machine, incident_told: str) -> Iterator[Machine]:
    """The same when the stages have ended, once all is told."""
    assert incident_told
    machine.supervisor.stop()
    yield machine
    machine.supervisor.start()


@pytest.fixture
def house(machine: Machine, tmp_path: Path) -> House:
    """The house as a journey sees it."""
    return House(machine.bootstrap, machine.database_url, machine.agreement, tmp_path, lambda: None)


@pytest.fixture
def incident_told(house: House) -> str:
    """The event of a story: a case is open, an incident is told and put right."""
    people = family()
    ivy = child(people, "Ivy", "2016-05-04", nhs_number=nhs_number())
    opened = involvement(people, "Ivy", "2016-05-04", nhs_number=ivy["nhs_number"])
    case = house.publish(COUNCIL, opened)
    house.wait(lambda: house.feedback(COUNCIL, case))
    event = house.publish(POLICE, incident([ivy]))
    house.settled(POLICE, event)
    change = {"field": "core.children.0.birth_date", "value": "2016-05-05"}
    right = correction(POLICE, event, [change]) | {"partitionkey": f"family-{event}"}
    put_right = house.publish(POLICE, right)
    house.wait(lambda: house.deliveries(put_right))
    return f"/agencies/{POLICE}:{event}"


def _rebuild(machine: Machine, *arguments: str) -> Result:
    environment = {
        "KAFKA_BOOTSTRAP_SERVERS": machine.bootstrap,
        "DATABASE_URL": machine.database_url,
        "COLUMNS": "200",
    }
    return CliRunner(env=environment).invoke(app(), ["rebuild", *arguments])


def _damage(machine: Machine, event: str) -> str:
    """An event loses what was put right, and its entry is gone: the entry's id."""
    entries = (ROW.c.kind == ChronologyEntry.KIND, ROW.c.key == event)
    state = (DOCUMENT.c.kind == EventState.KIND, DOCUMENT.c.key == event)
    with closing(Database(machine.database_url)) as database, database.transaction() as work:
        (parent,) = work.connection.execute(select(ROW.c.parent).where(*entries)).scalars()
        body = work.connection.execute(select(DOCUMENT.c.body).where(*state)).scalar_one()
        wrong = body.replace(b"2016-05-05", b"2016-05-04")
        assert wrong != body
        work.connection.execute(update(DOCUMENT).where(*state).values(body=wrong))
        work.connection.execute(delete(ROW).where(*entries))
    return f"{parent} {event}"


def _hold(machine: Machine, event: str) -> str:
    """The record that tells of an event is held, as if it could not be handled: its id there."""
    records = read_to_end(machine.bootstrap, CHILDREN)
    told = next(record for record in records if record.header("ce_causationid") == event)
    with closing(Database(machine.database_url)) as database, database.transaction() as work:
        return holding.hold(work, "picture", told, "a test", identity=event)


def test_what_is_known_is_compared_while_the_stages_work(
    machine: Machine, house: House, incident_told: str
) -> None:
    """What they handle meanwhile counts too, and what they work with is not replaced."""

    def tell_more() -> None:
        event = house.publish(POLICE, incident([child(family(), "Bo", "2019-05-04")]))
        house.settled(POLICE, event)

    compared = _rebuild(machine)
    refused = _rebuild(machine, "--swap")
    with closing(Database(machine.database_url)) as database:
        before = rebuild(machine.bootstrap, database)
        meanwhile = rebuild(machine.bootstrap, database, comparing=tell_more)

    assert incident_told
    assert compared.exit_code == 0, compared.output
    assert "Nothing differs." in compared.output
    assert "Stage picture works" in str(refused.exception)
    assert meanwhile.records == before.records + 1
    assert not meanwhile.differences


def test_what_is_known_is_replaced_by_what_was_recorded(ended: Machine, incident_told: str) -> None:
    """It is named by its id, without a value; nothing differs once it was replaced."""
    entry = _damage(ended, incident_told)

    damaged = _rebuild(ended)
    swapped = _rebuild(ended, "--swap")
    after = _rebuild(ended)

    assert damaged.exit_code == 1
    assert f"different: event {incident_told}" in damaged.output
    assert f"missing: entry {entry}" in damaged.output
    assert "children/" in damaged.output
    for word in WORDS:
        assert word not in damaged.output
    assert swapped.exit_code == 0, swapped.output
    assert "stands in their place now" in swapped.output
    assert after.exit_code == 0, after.output
    assert "Nothing differs." in after.output


def test_what_the_stage_holds_is_not_known_yet(ended: Machine, incident_told: str) -> None:
    """A held record is left out until it is released: what tells of it would be too much."""
    held = _hold(ended, incident_told)

    holding_it = _rebuild(ended)
    with closing(Database(ended.database_url)) as database, database.transaction() as work:
        holding.let_go(work, [held])
    released = _rebuild(ended)

    assert holding_it.exit_code == 1
    assert f"too much: event {incident_told}" in holding_it.output
    assert released.exit_code == 0, released.output


def test_what_expired_is_gone_and_does_not_come_back(
    machine: Machine, house: House, incident_told: str
) -> None:
    """A hold keeps it, and has Kafka keep everything. Without, it goes, though Kafka still has it.

    What comes under its id afterwards is told to nobody, and its agency hears so.
    """
    now = datetime.now(UTC)
    in_years = now + 2 * machine.agreement.keep
    number = incident_told.rpartition(":")[2]

    held = _retention(machine, "hold", number, *WHY, "--until", "2097-05-31")
    without_end = _not_so_kept(machine, held=True)
    create_topics(machine.bootstrap, machine.agreement)  # which refuses what is not as it must be
    stays = _run(machine, in_years)
    (hold,) = holds_now(machine.bootstrap).standing
    released = _retention(machine, "release", hold.id, *WHY)
    as_agreed = _not_so_kept(machine, held=False)
    goes = _run(machine, in_years)
    rebuilt = _rebuild(machine)
    shown = _retention(machine)
    again = {**incident([child(family(), "Ivy", "2016-05-04")]), "id": number}
    house.publish(POLICE, again)
    house.wait(lambda: [one for one in house.feedback(POLICE, number) if _is_refused(one)])

    assert [one.exit_code for one in (held, released, shown)] == [0, 0, 0], held.output
    assert hold.says.named == incident_told
    assert (without_end, as_agreed) == ([], [])
    assert time_of_kafka(machine.bootstrap, now) == now
    assert time_of_kafka(machine.bootstrap, in_years) < now + timedelta(days=40)
    assert (stays.stays["on hold"], goes.events) == (1, 1)
    assert rebuilt.exit_code == 0, rebuilt.output
    assert "No legal hold stands." in shown.output


def _retention(machine: Machine, *arguments: str) -> Result:
    environment = {
        "KAFKA_BOOTSTRAP_SERVERS": machine.bootstrap,
        "DATABASE_URL": machine.database_url,
        "COLUMNS": "200",
    }
    return CliRunner(env=environment).invoke(app(), ["retention", *arguments])


def _run(machine: Machine, now: datetime) -> Ran:
    with closing(Database(machine.database_url)) as database:
        return run(machine.bootstrap, database, machine.agreement, now)


def _not_so_kept(machine: Machine, *, held: bool) -> list[str]:
    """The topics that Kafka kept for another time than it must."""
    return keep_in_kafka(machine.bootstrap, machine.agreement, held=held)


def _is_refused(feedback: Found) -> bool:
    return "is not kept any more" in str(feedback.data.get("says"))
