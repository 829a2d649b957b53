"""A member that has begun to join a group joins it, however short its polls are."""

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from typing import Any

import pytest
from kafka.coordinator.consumer import ConsumerCoordinator
from wholepicture_bus.admin import Admin
from wholepicture_bus.errors import TransientError
from wholepicture_bus.topics import TopicSpec
from wholepicture_engine.joining import join

from tests.support.brokers import Broker
from tests.support.waiting import until

pytestmark = pytest.mark.broker


@pytest.fixture
def joined(broker: Broker, names: Callable[[str], str]) -> Iterator[Any]:
    """The one member of a group."""
    topic, group = names("in"), names("group")
    admin = Admin(broker.bootstrap)
    admin.create_topics([TopicSpec(topic, 2)])
    until(lambda: _offsets_set(admin, group, topic), "the group has offsets")
    session = timedelta(seconds=broker.session_seconds)
    consumer = join(broker.bootstrap, group, [topic], most_records=10, session=session)
    with closing(consumer):
        until(lambda: _polled(consumer).assignment(), "the member owns the partitions")
        yield consumer


def test_a_join_that_outlasts_its_poll_is_taken_up(joined: Any) -> None:
    """The leader's metadata differed, and does not any more when the broker's answer has come."""
    coordinator = joined._coordinator  # noqa: SLF001 - what this is about is inside the client
    coordinator._assignment_snapshot = {}  # noqa: SLF001
    until(lambda: _begins_to_join(joined, coordinator), "a join outlasted its poll")
    until(lambda: coordinator._join_task.is_done, "the broker has answered")  # noqa: SLF001

    joined.poll(timeout_ms=500)

    assert coordinator.stable()
    assert coordinator.time_to_next_heartbeat() > 0


def test_the_client_by_itself_forgets_such_a_join() -> None:
    """When this fails, kafka-python finishes its joins by itself, and membership.py can go."""
    looks_at = ConsumerCoordinator.need_rejoin.__code__.co_names

    assert "rejoining" not in looks_at
    assert "request_rejoin" not in looks_at


def _begins_to_join(consumer: Any, coordinator: Any) -> bool:
    consumer.poll(timeout_ms=1)
    return bool(coordinator.rejoining and coordinator._join_task)  # noqa: SLF001


def _polled(consumer: Any) -> Any:
    consumer.poll(timeout_ms=200)
    return consumer


def _offsets_set(admin: Admin, group: str, topic: str) -> bool:
    try:
        return admin.set_offsets(group, {(topic, 0): 0, (topic, 1): 0})
    except TransientError:  # a fresh broker makes the topic of the groups' offsets first
        return False
