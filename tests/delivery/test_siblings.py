"""Two records about one household, in two partitions, at the same moment."""

from contextlib import closing

import pytest

from tests.delivery.conftest import MakeGround
from tests.delivery.ground import Ground
from tests.delivery.oracle import Event
from tests.support.waiting import until

pytestmark = pytest.mark.broker


def _owners(ground: Ground) -> int:
    (row,) = ground.rows(
        "SELECT count(*) AS owners FROM position WHERE epoch > 1 AND topic LIKE '%.in'"
    )
    return int(row.owners)


def _waits_for_a_lock(ground: Ground) -> bool:
    rows = ground.rows(
        "SELECT 1 FROM pg_stat_activity"
        " WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    return bool(rows)


def test_second_of_two_siblings_sees_what_the_first_has_told(make_ground: MakeGround) -> None:
    """Both workers are at the same household; the second waits, and knows the first's news."""
    ground = make_ground("postgresql", partitions=2)
    gate = ground.folder / "gate"
    traps = {"step": "before-database-commit", "gate": gate}
    ground.member(**traps)
    until(
        lambda: len(ground.rows("SELECT 1 FROM position WHERE topic LIKE '%.in'")) == 2, "one works"
    )
    ground.member(**traps)
    until(lambda: _owners(ground), "the second has taken a partition")
    gate.with_suffix(".set").touch()
    told = (("beside", b"household"),)
    ledger = ground.publish(
        [
            Event("a", "child-1", headers=told, partition=0),
            Event("b", "child-2", headers=told, partition=1),
        ]
    )
    until(lambda: _waits_for_a_lock(ground), "one of them waits for the other")
    gate.touch()
    with closing(ground.reader()) as reader:
        got = {one.of: one for one in reader.read_outputs_of(ledger.ids("ok"))}

    before = {name: one.header("before") for name, one in got.items()}
    assert before in ({"a": "", "b": "a"}, {"a": "b", "b": ""})
    assert ground.counts()["household"][0] == 2
