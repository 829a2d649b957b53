"""A recipient of its own for every test, with its topics and its record."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from wholepicture_consumers.subscription import Subscription

from tests.consumers.subscription.bus_side import BusSide
from tests.support.brokers import Broker


@pytest.fixture
def bus(broker: Broker) -> BusSide:
    """The bus's side, for a recipient whom no other test has."""
    return BusSide.new(broker.bootstrap)


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """Where the subscriber keeps its record."""
    return tmp_path / "subscriber" / "record.db"


@pytest.fixture
def subscribe(bus: BusSide, record: Path) -> Iterator[Callable[..., Subscription]]:
    """A subscription of the test's recipient, which ends when all that is there was handed over."""
    made: list[Subscription] = []

    def make(**settings: Any) -> Subscription:
        wanted: dict[str, Any] = {"bootstrap": bus.bootstrap, "record": record, "follow": False}
        made.append(Subscription(bus.recipient, **wanted | settings))
        return made[-1]

    yield make
    for subscription in made:
        subscription.close()
