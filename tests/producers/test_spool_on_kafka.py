"""The spool on a real broker: nothing lost, in order, whether the broker dies or the sender."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta
from hashlib import shake_256
from pathlib import Path

import pytest
from wholepicture_bus import steps
from wholepicture_bus.binding import attributes_of
from wholepicture_bus.records import Outgoing
from wholepicture_bus.spool import Sender, Spool, TooLarge, check_size, learn_limit, replace
from wholepicture_producers import Publisher
from wholepicture_producers.template import example
from wholepicture_schemas.catalogue import by_name
from wholepicture_schemas.identifiers import AgencyId
from wholepicture_schemas.reading import read_open

from tests.producers.conftest import NewTopic, ids_on_topic, on_topic, spool_path
from tests.support.brokers import OwnBroker

pytestmark = pytest.mark.broker
DYING = Path(__file__).with_name("dying.py")
LONG = timedelta(seconds=60)


def outgoing(topic: str, number: int, value: bytes = b"{}") -> Outgoing:
    """A record of this number."""
    return Outgoing(topic, b"family", value, (("ce_id", f"e{number}".encode()),))


def first_of_each(ids: list[str]) -> list[str]:
    """The ids without their repeats, in the order in which each came first."""
    return list(dict.fromkeys(ids))


@pytest.fixture
def spool(tmp_path: Path) -> Iterator[Spool]:
    """An empty spool."""
    found = Spool(spool_path(tmp_path))
    yield found
    found.close()


@pytest.fixture
def unheard() -> Iterator[None]:
    """No listener is left behind."""
    yield
    steps.listen(None)


def test_what_waits_is_sent_in_order_once(
    own_broker: OwnBroker, new_topic: NewTopic, spool: Spool
) -> None:
    """In quiet weather each record arrives once, as it was, and a repeated append adds nothing."""
    topic = new_topic()
    records = [outgoing(topic, number, b"x" * number) for number in range(1200)]
    spool.append(records)
    spool.append(records[:10])

    outcome = Sender(spool, own_broker.bootstrap).send(within=LONG)
    spool.append(records[:10])
    again = Sender(spool, own_broker.bootstrap).send(within=LONG)

    assert (outcome.ended, outcome.rows, again.rows) == ("all-sent", 1200, 0)
    found = on_topic(own_broker.bootstrap, topic)
    assert [(record.key, record.value) for record in found] == [
        (told.key, told.value) for told in records
    ]
    receipt = spool.receipt("e7")
    assert receipt is not None
    assert receipt.status == "sent"


@pytest.mark.slow
@pytest.mark.usefixtures("unheard")
@pytest.mark.parametrize("killed_at", [1, 4])
def test_order_is_kept_and_nothing_lost_when_the_broker_dies_while_sending(
    own_broker: OwnBroker, new_topic: NewTopic, spool: Spool, killed_at: int
) -> None:
    """Killed and started again under way: 1, 2, 3, 2, 3 may be, 1, 3, 2 never."""
    topic = new_topic()
    spool.append([outgoing(topic, number, b"x" * 500) for number in range(2000)])
    rounds = 0
    died = threading.Event()

    def watch(step: steps.Step) -> None:
        nonlocal rounds
        rounds += step == "spool-sent"
        if rounds == killed_at:
            died.set()

    steps.listen(watch)
    sender = Sender(spool, own_broker.bootstrap, window=100)
    sender.start()
    assert died.wait(30)
    own_broker.kill()
    own_broker.start()

    assert sender.close(LONG)
    ids = ids_on_topic(own_broker.bootstrap, topic)
    assert first_of_each(ids) == [f"e{number}" for number in range(2000)]


@pytest.mark.parametrize(
    ("step", "arrived"),
    [
        ("spool-appended", ["e0", "e1", "e2"]),
        ("spool-sent", ["e0", "e1", "e2", "e0", "e1", "e2"]),
        ("spool-marked", ["e0", "e1", "e2"]),
    ],
)
def test_a_process_that_dies_at_any_step_loses_nothing(
    own_broker: OwnBroker, new_topic: NewTopic, tmp_path: Path, step: str, arrived: list[str]
) -> None:
    """What was appended is sent after the restart; at worst again, with the same ids in order."""
    topic = new_topic()
    path = spool_path(tmp_path)
    arguments = [str(path), own_broker.bootstrap, topic, step]
    died = subprocess.run([sys.executable, str(DYING), *arguments], check=False, timeout=60)
    spool = Spool(path)

    Sender(spool, own_broker.bootstrap).send(within=LONG)

    assert died.returncode == -9
    assert ids_on_topic(own_broker.bootstrap, topic) == arrived
    assert spool.counts().waiting == 0


def test_a_topic_that_is_not_there_holds_back_its_own_records_only(
    own_broker: OwnBroker, new_topic: NewTopic, spool: Spool
) -> None:
    """The others go on; the status says what is missing; once it is there they go in order."""
    topic = new_topic()
    absent = f"{topic}-absent"
    told = [outgoing(absent, 1), outgoing(topic, 2), outgoing(absent, 3), outgoing(topic, 4)]
    spool.append(told)

    first = Sender(spool, own_broker.bootstrap).send(within=timedelta(seconds=2))
    troubles = spool.counts().troubles
    new_topic(absent)
    second = Sender(spool, own_broker.bootstrap).send(within=LONG)

    assert (first.ended, first.rows) == ("time-up", 2)
    assert [trouble.split(" is not there")[0] for trouble in troubles] == [f"The topic {absent}"]
    assert (second.ended, second.rows) == ("all-sent", 2)
    assert ids_on_topic(own_broker.bootstrap, topic) == ["e2", "e4"]
    assert ids_on_topic(own_broker.bootstrap, absent) == ["e1", "e3"]


def test_a_record_that_the_broker_never_takes_does_not_block_those_behind_it(
    own_broker: OwnBroker, new_topic: NewTopic, spool: Spool
) -> None:
    """A topic with a smaller limit than agreed: the others go, and a shorter one in its place."""
    topic = new_topic(**{"max.message.bytes": "4000"})
    values = [b"{}", shake_256(b"nothing that compresses").digest(9000), b"{}"]
    spool.append([outgoing(topic, number, value) for number, value in enumerate(values)])

    outcome = Sender(spool, own_broker.bootstrap).send(within=LONG)

    assert outcome.ended == "all-sent"
    assert first_of_each(ids_on_topic(own_broker.bootstrap, topic)) == ["e0", "e2"]
    assert spool.counts().refused == 1
    receipt = spool.receipt("e1")
    assert receipt is not None
    assert (receipt.status, receipt.error) == ("refused", "MessageSizeTooLargeError")

    learn_limit(spool, own_broker.bootstrap, topic)
    with pytest.raises(TooLarge, match="at most 4,000"):
        check_size(spool, outgoing(topic, 1, values[1]))
    assert replace(spool, outgoing(topic, 1))
    Sender(spool, own_broker.bootstrap).send(within=LONG)
    assert ids_on_topic(own_broker.bootstrap, topic)[-1] == "e1"


def test_what_another_opening_appends_is_sent_by_the_one_that_sends(
    own_broker: OwnBroker, new_topic: NewTopic, spool: Spool, tmp_path: Path
) -> None:
    """The second sender is told that another is sending, and its records go all the same."""
    topic = new_topic()
    sender = Sender(spool, own_broker.bootstrap)
    spool.append([outgoing(topic, 1)])
    sender.start()
    assert sender.watch(LONG)
    other = Spool(spool_path(tmp_path))
    other.append([outgoing(topic, 2)])
    second = Sender(other, own_broker.bootstrap)

    outcome = second.send(within=LONG)

    assert outcome.ended == "busy"
    assert second.watch(LONG)
    assert sender.close()
    assert ids_on_topic(own_broker.bootstrap, topic) == ["e1", "e2"]


def test_a_published_event_lies_on_its_topic_as_a_cloud_event(
    own_broker: OwnBroker, new_topic: NewTopic, spool: Spool
) -> None:
    """Published in the background, it can be read by any consumer of the language."""
    agency = AgencyId("force-a")
    topic = new_topic("events.force-a")
    kind = by_name("domestic-abuse-incident")
    assert kind is not None
    publisher = Publisher(agency, spool, own_broker.bootstrap)
    receipt = publisher.publish(example(kind, agency, minimal=False), family_reference="FF-1")

    assert publisher.close(LONG)
    (record,) = on_topic(own_broker.bootstrap, topic)
    read = read_open(attributes_of(tuple(record.headers)), record.value)
    assert read.problems == ()
    assert read.event.id == receipt.event
    assert record.key == str(read.event.partitionkey).encode()
