"""A member that is killed at any step of the loop loses nothing and sends nothing twice."""

from concurrent.futures import Future, ThreadPoolExecutor
from typing import get_args

import pytest
from wholepicture_bus.steps import Step

from tests.delivery.conftest import MakeGround
from tests.delivery.ground import Ground
from tests.delivery.oracle import events

pytestmark = [pytest.mark.broker, pytest.mark.slow]

STEPS = [step for step in get_args(Step) if not step.startswith("spool-")]
ON_POSTGRESQL = ["in-stage", "after-database-commit", "outputs-sent", "before-end"]
CASES = [("sqlite", step) for step in STEPS] + [("postgresql", step) for step in ON_POSTGRESQL]
PASSES = (2, 1, 4)
"""At which pass of the step each member in turn is killed; the last one works to the end."""


def _killed_and_judged(ground: Ground, step: str) -> dict[str, list[str]]:
    ledger = ground.publish(events(300))
    for at_pass in PASSES:
        killed = ground.member(step=step, at_pass=at_pass, signal="KILL", batch=40)
        assert killed.ended() == -9, killed.said
    ground.member(batch=40)
    return ground.judged(ledger)


def test_killed_at_any_step_each_output_is_seen_once(make_ground: MakeGround) -> None:
    """Members killed one after another at a step: each event's outputs once, in order."""
    grounds = [(kind, step, make_ground(kind)) for kind, step in CASES]
    with ThreadPoolExecutor(max_workers=4) as pool:
        judged: dict[str, Future[dict[str, list[str]]]] = {
            f"{step} on {kind}": pool.submit(_killed_and_judged, ground, step)
            for kind, step, ground in grounds
        }
        wrong = {case: found for case, future in judged.items() if (found := future.result())}

    assert wrong == {}
