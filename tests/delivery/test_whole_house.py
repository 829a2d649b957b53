"""Thousands of events through the whole house while its processes and its broker are killed.

From the publisher's promise to the recipient's own table: the seed of the schedule is printed, so
that a run that fails can be had again.
"""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import pytest
from kafka import TopicPartition
from wholepicture_bus import client, topics
from wholepicture_bus.binding import attributes_of
from wholepicture_consumers.running.machine import create_topics
from wholepicture_consumers.running.supervisor import Supervisor, environment_for
from wholepicture_schemas.identifiers import RecipientId

from tests.delivery.publishing import FAMILIES, accepted, event_id
from tests.journeys.stories import FRONT_DOOR
from tests.support.brokers import NewBroker, OwnBroker
from tests.support.processes import below, command, send
from tests.support.shipped import shipped

pytestmark = [pytest.mark.broker, pytest.mark.slow, pytest.mark.timeout(900)]

_MAY_BE_KILLED = {
    "wholepicture_consumers.running.worker",
    "tests.delivery.publishing",
    "tests.delivery.subscribing",
}
_LONG = os.environ.get("HYPOTHESIS_PROFILE") == "long"
EVENTS = int(os.environ.get("WHOLEPICTURE_RANDOM_EVENTS", "10000" if _LONG else "2500"))
BROKER_KILLS = 2
KILLS = 12
SECONDS = 800.0


@dataclass
class Everything:
    """The processes of a whole house: an agency's, the stages', a recipient's, and the broker."""

    broker: OwnBroker
    folder: Path
    seed: int
    supervisor: Supervisor
    children: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def keep_up(self) -> None:
        """Start whatever was killed."""
        self.supervisor.look_after()
        for name, module, arguments in (
            ("agency", "publishing", [str(self.seed), str(EVENTS), str(self.folder / "agency")]),
            ("recipient", "subscribing", [FRONT_DOOR, str(self.folder / "record.db")]),
        ):
            process = self.children.get(name)
            finished = name == "agency" and process is not None and process.poll() == 0
            if finished or (process is not None and process.poll() is None):
                continue
            with (self.folder / f"{name}.log").open("ab") as log:
                self.children[name] = subprocess.Popen(
                    [sys.executable, "-m", f"tests.delivery.{module}", *arguments,
                     self.broker.bootstrap],
                    stdout=log, stderr=log,
                )  # fmt: skip

    def victims(self) -> list[psutil.Process]:
        """Every process that may be killed: all but the broker."""
        return below(os.getpid(), *_MAY_BE_KILLED)

    def end(self) -> None:
        """End all of it."""
        for process in self.children.values():
            process.kill()
            process.wait()
        self.supervisor.stop()
        self.broker.stop()


@pytest.fixture
def everything(tmp_path: Path, new_broker: NewBroker) -> Iterator[Everything]:
    """A house of its own, with a broker that may be killed."""
    seed = random.SystemRandom().randrange(10**6)
    broker = new_broker()
    partnership = Path("partnership").absolute()
    create_topics(broker.bootstrap, shipped())
    (tmp_path / "agency").mkdir()
    environment = environment_for(
        broker.bootstrap, f"sqlite:///{tmp_path}/house.db", partnership, tmp_path
    )
    supervisor = Supervisor(1, environment, tmp_path / "logs")
    supervisor.start()
    whole = Everything(broker, tmp_path, seed, supervisor)
    try:
        yield whole
    finally:
        whole.end()


def test_thousands_of_events_through_kills_are_recorded_once_and_in_order(
    everything: Everything,
) -> None:
    """Every accepted event is in the recipient's table once, and seen once, in order."""
    chance = random.Random(everything.seed)  # noqa: S311 - a schedule, printed to be had again
    print(f"seed {everything.seed}")  # noqa: T201 - shown by pytest where the test fails
    kills: Counter[str] = Counter()
    broker_dies_at = set(chance.sample(range(KILLS), BROKER_KILLS))
    due = sorted(chance.randrange(EVENTS // 20, EVENTS) for _ in range(KILLS))
    until = time.monotonic() + SECONDS
    while (took := taken(everything.folder / "record.db")) < EVENTS:
        assert time.monotonic() < until, f"{took} of {EVENTS} came; {dict(kills)}"
        everything.keep_up()
        if due and took >= due[0]:
            due.pop(0)
            if sum(kills.values()) in broker_dies_at:
                everything.broker.kill()
                everything.broker.start()
                kills["broker"] += 1
            else:
                _kill_one(everything.victims(), chance, kills)
        _pause()

    notes = everything.folder / "agency" / "accepted"
    assert accepted(notes) >= EVENTS
    seen = _seen(everything.broker.bootstrap)
    expected = {event_id(everything.seed, number): number for number in range(EVENTS)}
    numbers = [expected[event] for event in seen]
    assert Counter(numbers) == Counter(range(EVENTS))
    for family in range(FAMILIES):
        mine = [number for number in numbers if number % FAMILIES == family]
        assert mine == sorted(mine), f"family {family} came out of order"
    rows = _rows(everything.folder / "record.db")
    assert len(rows) == len(set(rows)) == EVENTS
    assert kills["broker"]
    assert sum(kills.values()) > kills["broker"]


def _kill_one(victims: list[psutil.Process], chance: random.Random, kills: Counter[str]) -> None:
    if not victims:
        return
    victim = chance.choice(sorted(victims, key=lambda process: process.pid))
    name = next((part for part in reversed(command(victim)) if part.isalpha()), "agency")
    if send(victim.pid, signal.SIGKILL):
        kills[name] += 1


def _pause(wait: Callable[[float], None] = time.sleep) -> None:
    wait(0.1)


def taken(record: Path) -> int:
    """How many items the recipient has taken into its own table."""
    try:
        ((count,),) = _asked(record, "SELECT count(*) FROM mine") or [(0,)]
    except sqlite3.Error:
        return 0
    return int(count)


def _rows(record: Path) -> list[str]:
    return [name for (name,) in _asked(record, "SELECT id FROM mine ORDER BY number")]


def _asked(record: Path, query: str) -> list[tuple[Any, ...]]:
    if not record.exists():
        return []
    with closing(sqlite3.connect(f"file:{record}?mode=ro", uri=True, timeout=5)) as database:
        return database.execute(query).fetchall()


def _seen(bootstrap: str) -> list[str]:
    """The event of each delivery, as a plain read_committed reader sees them."""
    place = TopicPartition(topics.referrals(RecipientId(FRONT_DOOR)), 0)
    with closing(client.consumer(bootstrap, None)) as reader:
        reader.assign([place])
        reader.seek_to_beginning(place)
        end = reader.end_offsets([place])[place]
        seen = []
        while reader.position(place) < end:
            for records in reader.poll(timeout_ms=500).values():
                seen += [
                    attributes_of(tuple(one.headers))["causationid"].rpartition(":")[2]
                    for one in records
                ]
    return seen
