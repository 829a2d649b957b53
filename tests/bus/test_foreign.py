"""Whatever record Kafka takes from a client of another make is read, and sent on, as it is."""

from collections.abc import Callable
from contextlib import closing

import pytest
from kafka import KafkaConsumer, KafkaProducer
from kafka.errors import CorruptRecordError
from wholepicture_bus import client
from wholepicture_bus.admin import Admin
from wholepicture_bus.topics import TopicSpec

from tests.support import foreign
from tests.support.brokers import Broker

pytestmark = pytest.mark.broker

SENT = list(foreign.RECORDS.values())
NewTopic = Callable[[str], str]


@pytest.fixture
def new_topic(broker: Broker, names: Callable[[str], str]) -> NewTopic:
    """Makes a topic of this test's own."""

    def make(name: str) -> str:
        Admin(broker.bootstrap).create_topics([TopicSpec(names(name), 1)])
        return names(name)

    return make


def test_a_foreign_record_is_read_as_it_is(broker: Broker, new_topic: NewTopic) -> None:
    """None stops those behind it, and its bytes come back from what was read."""
    topic = new_topic("in")
    foreign.send(broker.bootstrap, topic, SENT)

    read = foreign.read(broker.bootstrap, topic, len(SENT))

    assert [foreign.in_bytes(one) for one in read] == SENT


@pytest.mark.parametrize("transactional", [False, True])
def test_a_foreign_record_is_sent_on_as_it_is(
    broker: Broker, new_topic: NewTopic, *, transactional: bool
) -> None:
    """What was read goes to another topic without a byte changed, in a transaction as outside."""
    topic, other = new_topic("in"), new_topic("out")
    foreign.send(broker.bootstrap, topic, SENT)
    read = foreign.read(broker.bootstrap, topic, len(SENT))
    with closing(client.producer(broker.bootstrap, other if transactional else None)) as producer:
        if transactional:
            producer.init_transactions()
            producer.begin_transaction()
        for one in read:
            producer.send(other, key=one.key, value=one.value, headers=list(one.headers))
        producer.flush()
        if transactional:
            producer.commit_transaction()

    again = foreign.read(broker.bootstrap, other, len(SENT))

    assert [foreign.in_bytes(one) for one in again] == SENT


def test_kafka_python_by_itself_still_refuses_them(broker: Broker, new_topic: NewTopic) -> None:
    """Where this fails, kafka-python takes such records now, and foreign.py may be needless."""
    topic = new_topic("in")
    foreign.send(broker.bootstrap, topic, [foreign.RECORDS["name-no-utf-8"]])

    with pytest.raises(CorruptRecordError):
        foreign.read("", topic, 1, by=KafkaConsumer(bootstrap_servers=broker.bootstrap))
    with closing(KafkaProducer(bootstrap_servers=broker.bootstrap)) as producer:
        with pytest.raises(TypeError):
            producer.send(topic, key=b"k", value=b"", headers=[("a", None)])
        with pytest.raises(ValueError, match="at least one"):
            producer.send(topic)
