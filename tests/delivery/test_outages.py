"""While the database or the broker is away the stage waits: nothing is held, nothing is lost."""

from contextlib import closing

import pytest

from tests.delivery.conftest import MakeGround
from tests.delivery.ground import Ground
from tests.delivery.oracle import events
from tests.support.brokers import OwnBroker
from tests.support.postgres import OwnPostgres
from tests.support.waiting import until

pytestmark = pytest.mark.broker


def _waits(ground: Ground) -> bool:
    return '"event": "waiting"' in ground.log()


def test_database_that_is_away_is_waited_for(
    make_ground: MakeGround, own_postgres: OwnPostgres
) -> None:
    """PostgreSQL ended and started again under a member: it goes on by itself, nothing is held."""
    ground = make_ground("postgresql")
    ledger = ground.publish(events(200))
    member = ground.member(batch=20)
    with closing(ground.reader()) as reader:
        reader.read_until(lambda got: len(got) > 60, "the work has begun")
    own_postgres.kill()
    ground.publish(events(200, first=200), ledger)
    until(lambda: _waits(ground), "the member notices and waits")
    own_postgres.start()
    with closing(ground.reader()) as reader:
        reader.read_outputs_of(ledger.ids("ok"))

    assert member.runs
    assert ground.rows("SELECT * FROM held") == []
    assert ground.judged(ledger) == {}


def test_broker_that_is_away_is_waited_for(make_ground: MakeGround, own_broker: OwnBroker) -> None:
    """The broker stopped and started again under a member: it goes on, and nothing is held."""
    ground = make_ground(bootstrap=own_broker.bootstrap)
    ledger = ground.publish(events(200))
    member = ground.member(batch=20)
    with closing(ground.reader()) as reader:
        reader.read_until(lambda got: len(got) > 60, "the work has begun")
    own_broker.stop()
    own_broker.start()
    ground.publish(events(200, first=200), ledger)
    with closing(ground.reader()) as reader:
        reader.read_outputs_of(ledger.ids("ok"))

    assert member.runs
    assert ground.rows("SELECT * FROM held") == []
    assert ground.judged(ledger) == {}
