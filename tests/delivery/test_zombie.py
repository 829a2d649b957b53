"""A member that stood still while another took over does no harm when it goes on."""

from contextlib import closing

import pytest

from tests.delivery.conftest import MakeGround
from tests.delivery.oracle import events

pytestmark = pytest.mark.broker


@pytest.mark.parametrize(
    ("kind", "step"),
    [
        ("sqlite", "after-database-commit"),
        ("postgresql", "after-database-commit"),
        ("sqlite", "outputs-sent"),
        ("sqlite", "before-end"),
    ],
)
def test_paused_member_that_goes_on_sends_nothing_twice(
    make_ground: MakeGround, kind: str, step: str
) -> None:
    """Stopped at a step, overtaken, and let go on: nothing is seen twice, nothing is lost."""
    ground = make_ground(kind)
    ledger = ground.publish(events(300))
    paused = ground.member(step=step, at_pass=2, signal="STOP", batch=40)
    paused.stands_still()
    ground.member(batch=40)
    with closing(ground.reader()) as reader:
        reader.read_outputs_of(ledger.ids("ok"))
    paused.goes_on()
    ground.publish(events(60, first=300), ledger)

    assert ground.judged(ledger) == {}
