"""Ground for each delivery test, on the run's broker."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.delivery.ground import Ground
from tests.delivery.members import Nursery
from tests.support.brokers import Broker

MakeGround = Callable[..., Ground]


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    """Where the members of all tests are born."""
    made = Nursery()
    yield made
    made.close()


@pytest.fixture
def make_ground(
    broker: Broker, nursery: Nursery, new_database: Callable[[str], str], tmp_path: Path
) -> Iterator[MakeGround]:
    """Makes ground on a kind of database, sqlite unless told otherwise, with its topics made."""
    made: list[Ground] = []

    def make(kind: str = "sqlite", *, partitions: int = 3, bootstrap: str | None = None) -> Ground:
        ground = Ground(
            bootstrap or broker.bootstrap,
            new_database(kind),
            tmp_path,
            broker.session_seconds,
            nursery,
            partitions=partitions,
        )
        made.append(ground)
        return ground.prepared()

    yield make
    for ground in made:
        ground.clear()


@pytest.fixture
def ground(make_ground: MakeGround) -> Ground:
    """Ground on SQLite."""
    return make_ground()
