"""A subscription lives through the death of the broker, and does not lose its place."""

import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from wholepicture_bus.errors import TransientError
from wholepicture_bus.local.ports import free_port
from wholepicture_subscribers.subscription import Subscription

from tests.subscribers.subscription.bus_side import BusSide, delivery
from tests.support.brokers import OwnBroker

pytestmark = pytest.mark.broker


def test_reading_and_answering_go_on_after_the_broker_died(
    own_broker: OwnBroker, record: Path
) -> None:
    """Killed and started again under a running subscription, the broker is found again."""
    bus = BusSide.new(own_broker.bootstrap)
    bus.send(delivery(1))

    def revive() -> None:
        own_broker.start()
        bus.send(delivery(2))

    revival = threading.Thread(target=revive)
    seen = []
    with Subscription(bus.recipient, bootstrap=bus.bootstrap, record=record) as subscription:
        for referral in subscription:
            seen.append((referral.data.headline, referral.redelivered))
            if len(seen) == 1:
                own_broker.kill()
                referral.acknowledge()
                revival.start()
            else:
                subscription.stop()
        revival.join()
        all_sent = subscription.send_answers(timedelta(seconds=20))

    assert seen == [("Item 1", False), ("Item 2", False)]
    assert all_sent
    assert len({raw.headers["ce_id"] for raw in bus.read(bus.replies)}) == 1


def test_patience_ends_with_a_sentence(
    bus: BusSide, subscribe: Callable[..., Subscription]
) -> None:
    """A run that was told how long to wait for the broker says that nothing is lost, and ends."""
    away = subscribe(bootstrap=f"127.0.0.1:{free_port()}", patience=timedelta(0))

    with pytest.raises(TransientError, match="Nothing is lost"):
        list(away)
    assert bus.read(bus.replies) == []
