"""The environment of the Quix peer, made once from benchmarks/requirements.lock; and its run."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

from wholepicture_bus.topics import TopicSpec

from benchmarks.events import AGENCY, records
from benchmarks.machine import OWN_PREFIX, ROOT, Ground

LOCK = ROOT / "benchmarks" / "requirements.lock"
ENVIRONMENT = ROOT / "benchmarks" / ".venv"
_SEND = f"{OWN_PREFIX}quix"
_DIFFERENT = 2_000
"""How many different events the peer reads, again and again."""


class CannotInstall(Exception):
    """Quix Streams cannot be installed here; the message says why."""


def measured_quix(ground: Ground, events: int) -> tuple[int, float, float]:
    """Events, seconds and seconds of CPU of Quix validating and republishing exactly once.

    Raises:
        CannotInstall: its environment cannot be made.
    """
    python = _environment()
    ground.fresh_topics(ground.agreement(), [TopicSpec(_SEND, 4)])
    told = records(_DIFFERENT)
    ground.fill([told[number % len(told)] for number in range(events)])
    group = f"{OWN_PREFIX}quix.{uuid4().hex[:8]}"
    done = subprocess.run(  # noqa: S603 - the environment made above
        [
            str(python), "-W", "ignore", str(ROOT / "benchmarks" / "quix_peer.py"),
            ground.bootstrap, f"events.{AGENCY}", _SEND, group, str(events), str(ground.folder),
        ],
        capture_output=True, text=True, check=False, timeout=300, cwd=ground.folder,
        env={**os.environ, "PYTHONPATH": str(ROOT / "schemas")},
    )  # fmt: skip
    if done.returncode:
        said = done.stderr.strip().splitlines()
        raise CannotInstall(f"Quix Streams did not run: {said[-1] if said else 'no reason given'}")
    found = json.loads(done.stdout.strip().splitlines()[-1])
    return events, found["seconds"], found["cpu"]


def _environment() -> Path:
    """The Python of the peer's environment, made anew when the lock has changed."""
    python = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    stamp = ENVIRONMENT / "made-from"
    lock = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text(encoding="ascii") == lock:
        return python
    sys.stderr.write("Setting up Quix Streams in an environment of its own (once) ...\n")
    for command in (
        [sys.executable, "-m", "venv", "--clear", str(ENVIRONMENT)],
        [
            str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
            "--require-hashes", "-r", str(LOCK),
        ],
    ):  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
        if done.returncode:
            said = done.stderr.strip().splitlines()
            raise CannotInstall(
                "Quix Streams could not be installed, so it is not beside the others: "
                f"{said[-1] if said else 'no reason was given'}. "
                f"By hand: {python} -m pip install --require-hashes -r {LOCK.name}"
            )
    stamp.write_text(lock, encoding="ascii")
    return python
