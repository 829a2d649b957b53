"""Whoever runs the house hears what it waits for once, and again when that is back."""

import json
from pathlib import Path

from wholepicture_consumers.running.waits import Log, Waits
from wholepicture_engine.waiting import DATABASE, GOES_ON, KAFKA, STARTED, WAITING


class _House:
    """Waits, with the clock and the ears of a test."""

    def __init__(self) -> None:
        self.now, self.said = 100.0, list[str]()
        self.waits = Waits(self.said.append, lambda: self.now)

    def hear(self, worker: str, event: str, waits_for: str | None = None) -> None:
        self.waits.heard(worker, {"event": event, "waits_for": waits_for})
        self.waits.say()

    def pass_seconds(self, seconds: float) -> None:
        self.now += seconds
        self.waits.say()


def test_a_long_wait_is_said_once_and_so_is_its_end() -> None:
    """However many workers wait, and however often they try."""
    house = _House()
    for _ in range(5):
        house.pass_seconds(3)
        for worker in ("intake-1", "picture-1"):
            house.hear(worker, WAITING, DATABASE)
    for worker in ("intake-1", "picture-1"):
        house.hear(worker, GOES_ON)

    assert [sentence.partition(",")[0].partition(";")[0] for sentence in house.said] == [
        "The stages wait for the database",
        "The database answers again",
    ]


def test_a_wait_of_a_moment_is_not_said() -> None:
    """Members wait for Kafka's coordinator at each start."""
    house = _House()
    house.hear("intake-1", WAITING, KAFKA)
    house.pass_seconds(3)
    house.hear("intake-1", STARTED)
    house.pass_seconds(60)

    assert house.said == []


def test_a_worker_that_dies_while_it_waits_does_not_end_the_wait() -> None:
    """Whether the database is back is known when a worker goes on, and not before."""
    house = _House()
    house.hear("intake-1", WAITING, DATABASE)
    house.pass_seconds(6)
    house.waits.ended("intake-1")
    house.pass_seconds(6)
    before = len(house.said)
    house.hear("intake-1", STARTED)

    assert (before, len(house.said)) == (1, 2)


def test_only_new_and_whole_lines_of_a_log_are_read(tmp_path: Path) -> None:
    """What an earlier worker wrote is past; half a line is read when it is whole."""
    path = tmp_path / "intake-1.log"
    old, new = (json.dumps({"event": event}) for event in ("old", "new"))
    path.write_text(f"{old}\n", encoding="utf-8")
    log = Log(path)
    with path.open("a", encoding="utf-8", buffering=1) as file:
        file.write(f"A sentence for a person.\n{new[:5]}")
        file.flush()
        first = log.new_lines()
        file.write(f"{new[5:]}\n")

    assert (first, log.new_lines()) == ([], [{"event": "new"}])
