"""Whoever runs the house reads that a stage has died and is started again."""

import os
import subprocess
import sys
from pathlib import Path

from wholepicture_consumers.running.supervisor import (
    STOPPED_FOR_A_PERSON,
    TOPIC_ABSENT,
    Supervisor,
)


def test_a_stage_that_died_is_said_once(tmp_path: Path) -> None:
    """With the file in which it said why; no line where nothing happened."""
    said: list[str] = []
    environment = {**os.environ, "WHOLEPICTURE_PARTNERSHIP": str(tmp_path)}
    supervisor = Supervisor(1, environment, tmp_path / "logs", stages=["intake"], say=said.append)
    supervisor.start()
    (worker,) = supervisor._workers  # noqa: SLF001 - the process that is killed
    assert worker.process is not None

    supervisor.look_after()
    before = list(said)
    worker.process.kill()
    worker.process.wait(10)
    supervisor.look_after()
    supervisor.look_after()
    supervisor.stop()

    log = tmp_path / "logs" / "intake-1.log"
    assert before == []
    assert said == [f"intake-1 has died; it is started again. Its log is {log}."]


def test_a_stage_that_a_topic_is_missing_for_runs_again_once_it_is_made(tmp_path: Path) -> None:
    """It is not started over and over meanwhile, and nobody has to start it."""
    said: list[str] = []
    supervisor = Supervisor(
        1, {**os.environ}, tmp_path / "logs", stages=["intake"], say=said.append
    )
    supervisor.start()
    (worker,) = supervisor._workers  # noqa: SLF001 - as if the stage had found no topic
    assert worker.process is not None
    worker.process.kill()
    worker.process.wait(10)
    (tmp_path / "logs" / "intake-1.log").write_text("There is no topic children.\n", "utf-8")
    ended = subprocess.Popen([sys.executable, "-c", f"import sys; sys.exit({TOPIC_ABSENT})"])
    ended.wait(10)
    worker.process = ended

    supervisor.look_after()
    supervisor.look_after()
    waits, before = supervisor.needs_topics, worker.process
    supervisor.topics_made()
    supervisor.look_after()
    after = worker.process
    supervisor.stop()

    assert said == ["intake-1: There is no topic children."]
    assert waits is True
    assert before is None
    assert after is not None


def test_a_stage_that_stops_while_the_others_go_on_is_said_at_once(tmp_path: Path) -> None:
    """Nobody looks for what is not said, and its events wait."""
    said: list[str] = []
    supervisor = Supervisor(1, {**os.environ}, tmp_path / "logs", say=said.append)
    stopped, other = supervisor._workers  # noqa: SLF001 - as if one had stopped itself
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / f"{stopped.name}.log").write_text("The offsets are gone.\n", "utf-8")
    ended = subprocess.Popen(
        [sys.executable, "-c", f"import sys; sys.exit({STOPPED_FOR_A_PERSON})"]
    )
    ended.wait(10)
    stopped.process, other.again_at = ended, float("inf")

    supervisor.look_after()
    supervisor.look_after()

    (sentence,) = said
    assert sentence.startswith(f"{stopped.name}: The offsets are gone. ")
    assert "wholepicture up" in sentence
