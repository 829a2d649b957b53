"""Whoever runs the house reads that a stage has died and is started again."""

import os
from pathlib import Path

from wholepicture_consumers.running.supervisor import Supervisor


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
