"""`wholepicture up` while PostgreSQL stands still, or is ended: it waits, and says for what."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from wholepicture_bus.local import LocalBroker
from wholepicture_bus.local.folders import KAFKA_FOLDER

from tests.support.postgres import OwnPostgres
from tests.support.processes import below, send
from tests.support.waiting import until

pytestmark = [pytest.mark.broker, pytest.mark.slow, pytest.mark.timeout(240)]
COMMAND = str(Path(sys.executable).with_name("wholepicture"))
AWAY = "The stages wait for the database"
BACK = "The database answers again"


class Up:
    """A running `wholepicture up`, as whoever started it sees it."""

    def __init__(self, environment: dict[str, str], log: Path) -> None:
        self._log = log
        with log.open("wb") as file:
            self.process = subprocess.Popen([COMMAND, "up"], env=environment, stdout=file)

    def said(self, sentence: str) -> int:
        """How often it has said a sentence."""
        return " ".join(self._log.read_text(encoding="utf-8").split()).count(sentence)

    def hears(self, sentence: str, times: int = 1) -> None:
        """Return when it has said a sentence so often, or has ended."""
        until(
            lambda: self.said(sentence) >= times or self.process.poll() is not None,
            sentence,
            within=90,
            every=0.1,
        )
        assert self.process.poll() is None, self._log.read_text(encoding="utf-8")

    def kill_the_stages(self) -> None:
        """Kill every stage; it starts them again."""
        for process in below(self.process.pid, "running.worker"):
            send(process.pid, signal.SIGKILL)


@pytest.fixture
def up(own_postgres: OwnPostgres, tmp_path: Path) -> Iterator[Up]:
    """The house on a PostgreSQL and a Kafka of its own, with all stages begun."""
    database = {"DATABASE_URL": own_postgres.new_database(), "WHOLEPICTURE_DATA": str(tmp_path)}
    environment = os.environ | database
    environment.pop("KAFKA_BOOTSTRAP_SERVERS", None)
    running = Up(environment, tmp_path / "up.log")
    try:
        until(lambda: _begun(tmp_path / "logs"), "every stage has begun", within=90, every=0.1)
        yield running
    finally:
        running.process.send_signal(signal.SIGTERM)
        running.process.wait(60)
        LocalBroker(tmp_path / KAFKA_FOLDER).stop()


def _begun(logs: Path) -> bool:
    found = [file.read_text(encoding="utf-8") for file in logs.glob("*.log")]
    return len(found) == 2 and all('"started"' in text for text in found)


def test_up_waits_for_its_database_however_it_is_away(up: Up, own_postgres: OwnPostgres) -> None:
    """Standing still under stages that are just starting, and ended under those that run."""
    try:
        own_postgres.pause()
        up.kill_the_stages()
        up.hears(AWAY)
    finally:
        own_postgres.resume()
    up.hears(BACK)
    try:
        own_postgres.kill()
        up.hears(AWAY, times=2)
    finally:
        own_postgres.start()
    up.hears(BACK, times=2)

    assert up.process.poll() is None
    assert (up.said(AWAY), up.said(BACK)) == (2, 2)
