"""The running house that all journeys share; each journey has a family of its own in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from wholepicture_bus.settings import Settings
from wholepicture_consumers.running.machine import start

from tests.journeys.house import House


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Kafka, the topics and every stage, with the partnership of this repository."""
    data = tmp_path_factory.mktemp("house")
    settings = Settings(
        data=data, partnership=Path("partnership").absolute(), bootstrap=None, database_url=None
    )
    machine = start(settings, workers=1, fresh=True, say=lambda _: None)
    try:
        yield House(machine.bootstrap, machine.database_url, machine.agreement, data)
    finally:
        machine.end()
