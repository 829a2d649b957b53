"""The run of the Quix peer, in an environment made from benchmarks/requirements.lock."""

import json
import os
import subprocess
from uuid import uuid4

from wholepicture_bus.topics import TopicSpec

from benchmarks.events import AGENCY, records
from benchmarks.machine import OWN_PREFIX, ROOT, Ground
from benchmarks.peers import CannotInstall, PeerEnvironment

QUIX = PeerEnvironment("Quix Streams", "requirements.lock", ".venv")
_SEND = f"{OWN_PREFIX}quix"
_DIFFERENT = 2_000
"""How many different events the peer reads, again and again."""


def measured_quix(ground: Ground, events: int) -> tuple[int, float, float]:
    """Events, seconds and seconds of CPU of Quix validating and republishing exactly once.

    Raises:
        CannotInstall: its environment cannot be made.
    """
    python = QUIX.python()
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
