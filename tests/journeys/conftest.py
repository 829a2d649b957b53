"""The running house that all journeys share; each journey has a family of its own in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from wholepicture_bus.settings import Settings
from wholepicture_consumers.running.machine import start

from tests.journeys.house import House
from tests.support.brokers import OwnBroker


@pytest.fixture(scope="session")
def house(own_broker: OwnBroker, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The topics and every stage, on this run's broker, with the partnership of this repository."""
    data = tmp_path_factory.mktemp("house")
    settings = Settings(
        data=data,
        partnership=Path("partnership").absolute(),
        bootstrap=own_broker.bootstrap,
        database_url=None,
    )
    machine = start(settings, workers=1, fresh=True, say=lambda _: None)
    try:
        yield House(
            machine.bootstrap,
            machine.database_url,
            machine.agreement,
            data,
            machine.supervisor.look_after,
        )
    finally:
        machine.end()
