"""What is handed over together comes as if it had been sent record by record."""

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest
from kafka.errors import KafkaError, MessageSizeTooLargeError
from wholepicture_bus import client
from wholepicture_bus.admin import Admin
from wholepicture_bus.handing_over import HandedOver, handed_over
from wholepicture_bus.reading import read_to_end
from wholepicture_bus.records import Outgoing, Record
from wholepicture_bus.topics import TopicSpec

from tests.support import foreign
from tests.support.brokers import Broker

pytestmark = pytest.mark.broker

NewTopic = Callable[..., str]


@pytest.fixture
def new_topic(broker: Broker, names: Callable[[str], str]) -> NewTopic:
    """Makes a topic of this test's own."""

    def make(name: str, partitions: int = 1, **settings: str) -> str:
        told = {key.replace("_", "."): value for key, value in settings.items()}
        Admin(broker.bootstrap).create_topics([TopicSpec(names(name), partitions, told)])
        return names(name)

    return make


@pytest.fixture(params=[False, True], ids=["plain", "transactional"])
def producer(
    broker: Broker, names: Callable[[str], str], request: pytest.FixtureRequest
) -> Iterator[Any]:
    """A producer; a transactional one is in a transaction."""
    name = names("id") if request.param else None
    with closing(client.producer(broker.bootstrap, name)) as made:
        if request.param:
            made.init_transactions()
            made.begin_transaction()
        yield made


def _ended(producer: Any, on_their_way: list[HandedOver]) -> None:
    for record in on_their_way:
        record.wait(time.monotonic() + 20)
    if producer.config["transactional_id"]:
        producer.commit_transaction()


def _read(broker: Broker, topic: str) -> list[Record]:
    return list(read_to_end(broker.bootstrap, topic))


def test_each_key_keeps_its_order_and_its_partition(
    broker: Broker, new_topic: NewTopic, producer: Any
) -> None:
    """A key goes where the client itself sends it, and its records come in their order."""
    topic, other = new_topic("in", 4), new_topic("out", 4)
    sent = [(b"key-%d" % (number % 7), b"%d" % number) for number in range(60)]
    on_their_way = handed_over(producer, [Outgoing(topic, key, value) for key, value in sent])
    for key, value in sent:
        producer.send(other, key=key, value=value)
    producer.flush()

    _ended(producer, on_their_way)

    came, usual = (
        sorted((read.place.partition, read.place.offset, read.key, read.value) for read in found)
        for found in (_read(broker, topic), _read(broker, other))
    )
    assert came == usual


def test_a_record_goes_where_it_says(broker: Broker, new_topic: NewTopic, producer: Any) -> None:
    """To its partition; else that of what it is ordered by; else its key's; else to any."""
    topic = new_topic("in", 4)
    outputs = [
        Outgoing(topic, b"a", b"there", partition=3),
        Outgoing(topic, b"a", b"with b", order_by=b"b"),
        Outgoing(topic, b"b", b"b"),
        Outgoing(topic, None, b"anywhere"),
    ]

    _ended(producer, handed_over(producer, outputs))

    of = {read.value: read.place.partition for read in _read(broker, topic)}
    assert of[b"there"] == 3
    assert of[b"with b"] == of[b"b"]
    assert b"anywhere" in of


def test_foreign_records_come_as_they_are(
    broker: Broker, new_topic: NewTopic, producer: Any
) -> None:
    """Names that are no text, missing values and missing keys are sent byte for byte."""
    topic, other = new_topic("in"), new_topic("out")
    sent = list(foreign.RECORDS.values())
    foreign.send(broker.bootstrap, topic, sent)
    read = foreign.read(broker.bootstrap, topic, len(sent))

    outputs = [Outgoing(other, found.key, found.value, tuple(found.headers)) for found in read]
    _ended(producer, handed_over(producer, outputs))

    again = foreign.read(broker.bootstrap, other, len(sent))
    assert [foreign.in_bytes(found) for found in again] == sent


def test_more_than_a_batch_goes_in_several(
    broker: Broker, new_topic: NewTopic, producer: Any
) -> None:
    """In order, and a record that is larger than a batch alone."""
    topic = new_topic("in")
    sizes = [100_000, 100_000, 100_000, 600_000, 10, 10]
    outputs = [
        Outgoing(topic, None, b"%d" % number + bytes(size)) for number, size in enumerate(sizes)
    ]

    _ended(producer, handed_over(producer, outputs))

    assert [read.value for read in _read(broker, topic)] == [output.value for output in outputs]


def test_a_batch_that_its_topic_does_not_take_is_split(
    broker: Broker, new_topic: NewTopic, producer: Any
) -> None:
    """Again and again, until each part is taken; each record is waited for where it is then."""
    producer.config["compression_attrs"] = 0
    topic = new_topic("in", max_message_bytes="3000")
    outputs = [Outgoing(topic, b"k", b"%d" % number + bytes(1000)) for number in range(16)]

    _ended(producer, handed_over(producer, outputs))

    assert [read.value for read in _read(broker, topic)] == [output.value for output in outputs]


def test_a_record_that_its_topic_does_not_take_is_an_error(
    new_topic: NewTopic, producer: Any
) -> None:
    """It is heard of, by whoever waits."""
    producer.config["compression_attrs"] = 0
    topic = new_topic("in", max_message_bytes="3000")
    (large,) = handed_over(producer, [Outgoing(topic, b"k", bytes(5000))])

    with pytest.raises(MessageSizeTooLargeError):
        large.wait(time.monotonic() + 20)


def test_a_record_that_no_request_holds_is_an_error_at_once(
    broker: Broker, new_topic: NewTopic, producer: Any
) -> None:
    """Nothing of the batch is handed over then."""
    topic = new_topic("in")
    outputs = [
        Outgoing(topic, b"k", b"small"),
        Outgoing(topic, b"k", bytes(producer.config["max_request_size"])),
    ]

    with pytest.raises(MessageSizeTooLargeError):
        handed_over(producer, outputs)

    _ended(producer, handed_over(producer, [Outgoing(topic, b"k", b"another")]))
    assert [read.value for read in _read(broker, topic)] == [b"another"]


def test_a_producer_that_is_closed_takes_nothing(new_topic: NewTopic, producer: Any) -> None:
    """Else nobody would ever answer for what it took."""
    topic = new_topic("in")
    producer.partitions_for(topic)
    producer.close(timeout=0)

    with pytest.raises(KafkaError):
        handed_over(producer, [Outgoing(topic, b"k", b"late")])
