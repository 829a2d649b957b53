"""Ten thousand events while members and the broker are killed at random."""

import os
import random
from collections.abc import Sequence
from contextlib import closing
from functools import partial
from threading import Thread
from time import monotonic

import pytest

from tests.delivery.conftest import MakeGround
from tests.delivery.oracle import Got, Ledger, events
from tests.support.brokers import OwnBroker

pytestmark = [pytest.mark.broker, pytest.mark.slow]

EVENTS = 10_000
KILLS = 8
SEED = "WHOLEPICTURE_TEST_SEED"
"""Set to a number, the schedule is the one of that number."""


@pytest.fixture
def seed() -> int:
    """The seed of the schedule, printed so that a failing one can be had again."""
    told = os.environ.get(SEED)
    chosen = int(told) if told else random.SystemRandom().randrange(1_000_000)
    print(f"{SEED}={chosen}")  # noqa: T201 - pytest shows it with a failure
    return chosen


def _so_many(enough: int, got: Sequence[Got]) -> bool:
    return len(got) >= enough


def test_random_kills_of_members_and_broker_lose_and_repeat_nothing(
    make_ground: MakeGround, own_broker: OwnBroker, seed: int
) -> None:
    """Whoever is killed, and when: every event's outputs once, in order, and the state agrees."""
    chance = random.Random(seed)  # noqa: S311 - a schedule, no secret
    ground = make_ground(bootstrap=own_broker.bootstrap)
    ledger = Ledger()

    def publish_all() -> None:
        for first in range(0, EVENTS, 500):
            ground.publish(events(500, keys=200, first=first), ledger)

    publisher = Thread(target=publish_all)
    began = monotonic()
    publisher.start()
    members = [ground.member(batch=200), ground.member(batch=200)]
    broker_dies_at = set(chance.sample(range(1, KILLS), 2))
    with closing(ground.reader()) as reader:
        for kill in range(KILLS):
            enough = min(len(reader.got) + chance.randrange(200, 3000), 3 * EVENTS)
            reader.read_until(partial(_so_many, enough), "work goes on")
            if kill in broker_dies_at:
                own_broker.kill()
                own_broker.start()
            index = chance.randrange(len(members))
            members[index].kill()
            members[index] = ground.member(batch=200)
    publisher.join()
    wrong = ground.judged(ledger, within=400)  # a busy machine is slow, and slowness is no loss
    took = monotonic() - began

    assert wrong == {}
    assert len(ledger.events) == EVENTS
    print(f"{EVENTS / took:.0f} events/s over {took:.0f} s, {KILLS} members and 2 brokers killed")  # noqa: T201 - a figure of the run
