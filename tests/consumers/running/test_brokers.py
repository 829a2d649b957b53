"""A house looks after its broker: it is started again until it comes up."""

from wholepicture_bus.local import LocalBrokerError
from wholepicture_consumers.running.brokers import Revival


class _Broker:
    """A broker that does not come up the first times that it is started."""

    def __init__(self, *, refuses: int) -> None:
        self.running, self.starts, self._refuses = False, 0, refuses

    def start(self) -> None:
        """Come up, or say why not."""
        self.starts += 1
        if self.starts <= self._refuses:
            raise LocalBrokerError("The disk is full.")
        self.running = True


def test_a_broker_that_does_not_come_up_is_tried_again_later() -> None:
    """The house does not end over it: the stages wait, and a person reads why."""
    now, said = [100.0], list[str]()
    broker = _Broker(refuses=2)
    revival = Revival(broker, said.append, lambda: now[0])
    for _ in range(3):
        revival.look_after()
    at_once = broker.starts
    for _ in range(10):
        now[0] += 1
        revival.look_after()

    assert at_once == 1
    assert broker.running
    assert any("The disk is full" in sentence for sentence in said)


def test_a_broker_that_lives_is_left_alone() -> None:
    """Looking after it costs nothing and says nothing."""
    said: list[str] = []
    broker = _Broker(refuses=0)
    broker.running = True

    Revival(broker, said.append).look_after()

    assert (broker.starts, said) == (0, [])
