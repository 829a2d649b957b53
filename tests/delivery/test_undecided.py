"""A transaction's end that is lost or late on its way to the broker loses nothing."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass

import pytest

from tests.delivery.conftest import MakeGround
from tests.delivery.ground import Ground
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


def _lost(behind: Behind, ground: Ground, fate: Fate) -> dict[str, list[str]]:
    """What is wrong after two ends that were lost, and whether they were."""
    ledger = ground.publish(events(200))
    behind.proxy.next(ground.name, "pass", fate, "pass", fate)
    ground.member(batch=20)
    wrong = ground.judged(ledger)
    assert behind.proxy.kept_back[ground.name] == 2
    return wrong


def _late(behind: Behind, ground: Ground) -> dict[str, list[str]]:
    """What is wrong after an end that arrived when its batch had gone again."""
    ledger = ground.publish(events(200))
    behind.proxy.next(ground.name, "pass", "delay-request")
    ground.member(batch=20)
    with closing(ground.reader()) as reader:
        reader.read_outputs_of(ledger.ids("ok"))
    behind.proxy.let_go()
    until(lambda: behind.proxy.late, "the late request has reached the broker")
    ground.publish(events(50, first=200), ledger)
    return ground.judged(ledger)


def test_lost_or_late_end_of_a_transaction_loses_nothing(
    behind: Behind, make_ground: MakeGround
) -> None:
    """Lost, each output is there, and a repeat is the same; late, it is refused, with no repeat.

    A request or an answer is lost when a client has waited ten seconds for it: all wait at once.
    """
    asked, answered, late = (make_ground(bootstrap=behind.bootstrap) for _ in range(3))
    with ThreadPoolExecutor() as pool:
        request = pool.submit(_lost, behind, asked, "lose-request")
        answer = pool.submit(_lost, behind, answered, "lose-answer")
        delayed = pool.submit(_late, behind, late)

    assert set(request.result()) <= {"twice"}
    assert set(answer.result()) <= {"twice"}
    assert delayed.result() == {}
