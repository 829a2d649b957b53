"""`wholepicture up` is killed: nothing of it goes on unwatched, and the next one ends it all."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from wholepicture_bus.local import LocalBroker
from wholepicture_bus.local.folders import KAFKA_FOLDER

from tests.support.processes import below, lives
from tests.support.waiting import until

pytestmark = [pytest.mark.broker, pytest.mark.slow, pytest.mark.timeout(240)]
COMMAND = str(Path(sys.executable).with_name("wholepicture"))


@pytest.fixture
def environment(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A data folder of its own, and nothing left running in it."""
    unset = {"KAFKA_BOOTSTRAP_SERVERS", "DATABASE_URL"}
    kept = {name: value for name, value in os.environ.items() if name not in unset}
    yield kept | {"WHOLEPICTURE_DATA": str(tmp_path)}
    LocalBroker(tmp_path / KAFKA_FOLDER).stop()


def _up(environment: dict[str, str], log: Path) -> subprocess.Popen[bytes]:
    with log.open("wb") as file:
        process = subprocess.Popen([COMMAND, "up"], env=environment, stdout=file, stderr=file)
    until(
        lambda: b"Everything runs" in log.read_bytes() or process.poll() is not None,
        "everything runs",
        within=90,
    )
    assert process.poll() is None, log.read_text(encoding="utf-8")
    return process


def test_what_a_killed_up_leaves_is_ended_by_itself_or_by_the_next(
    environment: dict[str, str], tmp_path: Path
) -> None:
    """Its stages end with it; its broker, which keeps what was sent, is the next one's."""
    first = _up(environment, tmp_path / "first.log")
    workers = [process.pid for process in below(first.pid, "running.worker")]
    first.kill()
    first.wait()
    until(lambda: not any(map(lives, workers)), "the stages have ended")
    second = _up(environment, tmp_path / "second.log")
    second.send_signal(signal.SIGTERM)
    second.wait(timeout=60)

    assert len(workers) == 2
    assert not LocalBroker(tmp_path / KAFKA_FOLDER).running
