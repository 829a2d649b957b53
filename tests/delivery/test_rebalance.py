"""Members come and go while there is work, and each partition has one owner at a time."""

import pytest

from tests.delivery.conftest import MakeGround
from tests.delivery.ground import Ground
from tests.delivery.oracle import events
from tests.support.waiting import until

pytestmark = pytest.mark.broker


def _takeovers(ground: Ground) -> int:
    (row,) = ground.rows("SELECT coalesce(sum(epoch), 0) AS epochs FROM position")
    return int(row.epochs)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_second_member_joins_and_leaves_during_work(make_ground: MakeGround, kind: str) -> None:
    """Partitions move to a second member and back in the midst of work, without loss or repeat."""
    ground = make_ground(kind)
    ledger = ground.publish(events(400))
    ground.member(batch=20)
    until(lambda: _takeovers(ground) >= 3, "the first member owns everything")
    before = _takeovers(ground)
    second = ground.member(batch=20)
    ground.publish(events(400, first=400), ledger)
    until(lambda: _takeovers(ground) > before, "the second member owns something")
    ground.publish(events(200, first=800), ledger)
    second.stop()
    ground.publish(events(200, first=1000), ledger)

    assert ground.judged(ledger) == {}
