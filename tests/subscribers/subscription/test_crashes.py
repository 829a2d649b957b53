"""Wherever a subscriber is killed, each item is recorded once and its transaction runs once."""

import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from wholepicture_subscribers.subscription import Subscription

from tests.subscribers.subscription.bus_side import BusSide, delivery
from tests.subscribers.subscription.process import handle

pytestmark = pytest.mark.broker
ROOT = Path(__file__).parents[3]
ITEMS = 3
SECOND = delivery(2).id


def killed(bus: BusSide, record: Path, step: str, passes: int) -> None:
    """Run the subscriber's process until it kills itself at a step."""
    told = (bus.bootstrap, bus.recipient, str(record), step, str(passes))
    ended = subprocess.run(
        [sys.executable, "-m", "tests.subscribers.subscription.process", *told],
        cwd=ROOT,
        timeout=60,
        check=False,
        capture_output=True,
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()


def finished(bus: BusSide, record: Path) -> list[tuple[str, int]]:
    """The subscriber's own rows, in order, once another run has handled the rest."""
    with Subscription(
        bus.recipient, bootstrap=bus.bootstrap, record=record, follow=False
    ) as subscription:
        for referral in subscription:
            handle(referral)
        assert len(subscription.recorded()) == ITEMS
    connection = sqlite3.connect(record)
    rows = connection.execute("SELECT delivery, again FROM contact ORDER BY rowid").fetchall()
    connection.close()
    return rows


@pytest.mark.parametrize(
    ("step", "passes", "again"),
    [
        ("polled", 1, ()),
        ("before-database-commit", 1, ()),
        ("after-database-commit", 1, ()),
        ("handed-over", 2, (SECOND,)),
        ("in-transaction", 2, (SECOND,)),
        ("after-transaction", 2, ()),
        ("spool-appended", 2, ()),
        ("spool-sent", 1, None),
    ],
)
def test_killed_at_any_step_each_item_is_handled_once(
    bus: BusSide, record: Path, step: str, passes: int, again: tuple[str, ...] | None
) -> None:
    """Killed anywhere, the next run completes the rows: each item once, in order, answered."""
    items = [delivery(number) for number in range(1, ITEMS + 1)]
    bus.send(*items, items[0])
    killed(bus, record, step, passes)

    rows = finished(bus, record)

    assert [row[0] for row in rows] == [item.id for item in items]
    if again is not None:
        assert tuple(row[0] for row in rows if row[1]) == again
    replies = bus.read(bus.replies)
    assert {reply.headers["ce_causationid"] for reply in replies} == {
        f"{item.source}:{item.id}" for item in items
    }
    assert len({reply.headers["ce_id"] for reply in replies}) == ITEMS
