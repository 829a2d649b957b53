"""A member's producer that is thrown away is gone."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from kafka import TopicPartition
from wholepicture_bus.admin import Admin
from wholepicture_bus.topics import TopicSpec
from wholepicture_engine.sending import TransactionalSender

from tests.support.brokers import Broker

pytestmark = pytest.mark.broker


def test_no_thread_is_left_where_a_record_was_on_its_way(
    broker: Broker, names: Callable[[str], str]
) -> None:
    """Else a member would have one more after each failure, and each would send on."""
    topic = names("out")
    Admin(broker.bootstrap).create_topics([TopicSpec(topic, 1)])
    before = set(threading.enumerate())
    sender = TransactionalSender(broker.bootstrap, names("id"))
    sender.take_over()
    producer: Any = sender._producer  # noqa: SLF001 - no failure leaves a record so surely
    producer.begin_transaction()
    producer.partitions_for(topic)
    producer._accumulator.muted.add(TopicPartition(topic, 0))  # noqa: SLF001
    producer.send(topic, key=b"k", value=b"v")

    sender.discard()

    assert set(threading.enumerate()) <= before
