"""A member with another agreement than those that run handles nothing, and starts after them."""

import pytest

from tests.delivery.conftest import MakeGround
from tests.delivery.member import STOPPED_ITSELF
from tests.delivery.oracle import events

pytestmark = pytest.mark.broker


def test_a_member_with_another_agreement_handles_nothing(make_ground: MakeGround) -> None:
    """It stops with a sentence, the others go on; when they have ended, it starts and works."""
    ground = make_ground()
    first = ground.member(setup="old")
    ledger = ground.publish(events(100))
    ground.drained()

    refused = ground.member(setup="new")

    assert refused.ended() == STOPPED_ITSELF
    assert "running by agreement old" in refused.said
    assert first.runs
    assert ground.log().count('"started"') == 1
    ground.publish(events(50, first=100), ledger)
    ground.drained()
    first.stop()
    ground.members.clear()
    ground.member(setup="new")
    ground.publish(events(50, first=150), ledger)
    assert ground.judged(ledger) == {}
