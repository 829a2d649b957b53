"""What the demonstration reads of a topic."""

from collections.abc import Callable

import pytest
from wholepicture_bus.admin import Admin
from wholepicture_bus.topics import TopicSpec
from wholepicture_desk.demo.received import read_all

from tests.support import foreign
from tests.support.brokers import Broker


@pytest.mark.broker
def test_records_of_a_foreign_client_are_read_like_any_other(
    broker: Broker, names: Callable[[str], str]
) -> None:
    """Whatever Kafka takes is shown as it lies on the topic, to the end."""
    sent = list(foreign.RECORDS.values())
    Admin(broker.bootstrap).create_topics([TopicSpec(names("seen"), 1)])
    foreign.send(broker.bootstrap, names("seen"), sent)

    found = read_all(broker.bootstrap, [names("seen")])

    assert [foreign.in_bytes(one) for one in found] == sent
