"""A transaction's end that is lost or late on its way to the broker loses nothing."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

import pytest

from tests.delivery.conftest import MakeGround
from tests.delivery.oracle import events
from tests.support.brokers import NewBroker
from tests.support.proxy import Fate, KafkaProxy
from tests.support.waiting import until

pytestmark = pytest.mark.broker


@dataclass(frozen=True)
class Behind:
    """A broker that clients reach only through the proxy."""

    proxy: KafkaProxy
    bootstrap: str


@pytest.fixture(scope="module")
def behind(new_broker: NewBroker) -> Iterator[Behind]:
    """A broker that advertises the proxy's port."""
    with KafkaProxy(0) as proxy:
        broker = new_broker(advertised_port=proxy.port)
        proxy.towards(broker.port)
        yield Behind(proxy, broker.bootstrap)
        broker.stop()


@pytest.mark.parametrize("fate", ["lose-request", "lose-answer"])
def test_lost_end_of_a_transaction_loses_nothing(
    behind: Behind, make_ground: MakeGround, fate: Fate
) -> None:
    """Whether the request or its answer is lost, each output is there, and a repeat is the same."""
    ground = make_ground(bootstrap=behind.bootstrap)
    ledger = ground.publish(events(200))
    already = behind.proxy.kept_back
    behind.proxy.next("pass", fate, "pass", fate)
    ground.member(batch=20)

    wrong = ground.judged(ledger)

    assert behind.proxy.kept_back - already == 2
    assert set(wrong) <= {"twice"}


def test_late_end_of_a_transaction_commits_nothing_a_second_time(
    behind: Behind, make_ground: MakeGround
) -> None:
    """An end that arrives after its batch went again is refused, and no reader sees a repeat."""
    ground = make_ground(bootstrap=behind.bootstrap)
    ledger = ground.publish(events(200))
    behind.proxy.next("pass", "delay-request")
    ground.member(batch=20)
    with closing(ground.reader()) as reader:
        reader.read_outputs_of(ledger.ids("ok"))
    behind.proxy.let_go()
    until(lambda: behind.proxy.late, "the late request has reached the broker")
    ground.publish(events(50, first=200), ledger)

    assert ground.judged(ledger) == {}
