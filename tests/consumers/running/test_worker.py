"""A worker that must not go on says so by its exit code, whoever started it."""

import os
import subprocess
import sys
from pathlib import Path

from wholepicture_consumers.running.supervisor import STOPPED_FOR_A_PERSON


def test_a_worker_that_stops_for_a_person_is_not_started_again(tmp_path: Path) -> None:
    """Its starter is still there, at the other end of its input: the code is none of a signal."""
    environment = {**os.environ, "WHOLEPICTURE_PARTNERSHIP": str(tmp_path)}
    worker = subprocess.Popen(
        [sys.executable, "-m", "wholepicture_consumers.running.worker", "intake"],
        env=environment,
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )

    code = worker.wait(60)

    assert worker.stderr is not None
    said = worker.stderr.read().decode()
    worker.communicate()
    assert code == STOPPED_FOR_A_PERSON
    assert "agencies.toml" in said
