"""Events that the gateway accepts from sixteen clients, beside FastStream behind the same FastAPI.

The gateway answers once an event is checked and on the disk, in the spool, from where it is sent in
the background. FastStream answers once the broker has taken it. Both serve with the same uvicorn
and validate by the same class; the third only validates. In turn, round by round, on one broker.
"""

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

import psutil
from wholepicture_bus.topics import TopicSpec

from benchmarks.events import AGENCY
from benchmarks.machine import OWN_PREFIX, ROOT, Ground
from benchmarks.peers import PeerEnvironment
from benchmarks.sizes import Sizes
from benchmarks.tables import Table
from tests.support.ports import free_port

_CLIENTS = 16
_WARM = 160
_STARTS_WITHIN = 60.0
_FASTSTREAM = PeerEnvironment("FastStream", "faststream.lock", "faststream/.venv")
_SEND = f"{OWN_PREFIX}faststream"


@dataclass(slots=True)
class Accepted:
    """What one server took, over all rounds."""

    server: str
    rounds: list[Mapping[str, float]] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    """CPU seconds of the server for each accepted event."""

    def of(self, name: str) -> float:
        """The median over the rounds."""
        return median(found[name] for found in self.rounds)

    @property
    def per_second(self) -> float:
        """Events accepted a second."""
        return median(found["accepted"] / found["seconds"] for found in self.rounds)


def measure(ground: Ground, sizes: Sizes) -> list[Accepted]:
    """Each server in turn, with events of its own."""
    agreement = ground.agreement()
    ground.fresh_topics(agreement, [TopicSpec(_SEND, 4)])
    python = str(_FASTSTREAM.python())
    peer = [python, "-W", "ignore", str(ROOT / "benchmarks" / "faststream_peer.py")]
    here = {"PYTHONPATH": str(ROOT / "schemas")}
    servers: dict[str, tuple[Sequence[str], Mapping[str, str]]] = {
        "the gateway": (_gateway(), {}),
        "FastStream behind FastAPI": ([*peer, ground.bootstrap, _SEND], here),
        "FastAPI that validates only": ([*peer, "nothing", _SEND], here),
    }
    found = {name: Accepted(name) for name in servers}
    first = 5_000_000
    for _ in range(sizes.rounds):
        for name, (command, more) in servers.items():
            with _serving(ground, command, more) as (port, process):
                _posted(port, _WARM, first)
                before = process.cpu_times()
                posted = _posted(port, sizes.posted, first + _WARM)
                after = process.cpu_times()
                used = after.user + after.system - before.user - before.system
                found[name].rounds.append(posted)
                found[name].cpu.append(used / max(1, posted["accepted"]))
            first += _WARM + sizes.posted
    return list(found.values())


def tables(found: Sequence[Accepted]) -> Iterator[Table]:
    """The servers side by side."""
    peer = next(one for one in found if one.server.startswith("FastStream"))
    rows = [
        (
            one.server,
            f"{one.per_second:,.0f}",
            f"{one.per_second / peer.per_second:.2f}",
            f"{median(one.cpu) * 1e6:,.0f}",
            f"{one.of('median') * 1000:.0f}",
            f"{one.of('p99') * 1000:.0f}",
            f"{one.of('refused'):.0f}",
        )
        for one in found
    ]
    yield Table(
        f"Events accepted over HTTP from {_CLIENTS} clients",
        ("server", "events/s", ": FastStream", "CPU µs/event", "p50 ms", "p99 ms", "not now"),
        tuple(rows),
        "Each client posts one event after the other. The gateway checks what the bus would ask, "
        "keeps the event once by its id and has it on the disk when it answers, Kafka away or not; "
        "its CPU is with the sending. FastStream answers when the one broker has it, asks nothing "
        "and keeps no id. Clients, servers and broker share the cores.",
    )


def _gateway() -> Sequence[str]:
    return [
        str(Path(sys.executable).parent / "wholepicture"), "gateway", "--for", AGENCY,
        "--practice", "--port",
    ]  # fmt: skip


@contextmanager
def _serving(
    ground: Ground, command: Sequence[str], more: Mapping[str, str]
) -> Iterator[tuple[int, psutil.Process]]:
    """A server with a folder of its own, from its first answer to its end."""
    port, folder = free_port(), ground.folder / f"served-{time.monotonic_ns()}"
    folder.mkdir()
    own = {
        "KAFKA_BOOTSTRAP_SERVERS": ground.bootstrap, "WHOLEPICTURE_DATA": str(folder),
        "WHOLEPICTURE_GATEWAY_MOST_WAITING": "1000000", "WHOLEPICTURE_EXERCISE": "true",
    }  # fmt: skip
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(  # noqa: S603 - our own command, or the peer's
            [*command, str(port)], stdout=log, stderr=log, cwd=folder,
            env={**os.environ, **own, **more},
        )  # fmt: skip
    try:
        _answers(port, process, folder / "log")
        yield port, psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait(timeout=30)
        shutil.rmtree(folder, ignore_errors=True)


def _answers(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    """Wait for its first answer, whatever it says."""
    until = time.monotonic() + _STARTS_WITHIN
    while time.monotonic() < until and process.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/openapi.json", timeout=5)
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
        else:
            return
    said = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    raise RuntimeError(f"A server did not answer: {said[-1] if said else 'it said nothing'}")


def _posted(port: int, events: int, first: int) -> dict[str, float]:
    done = subprocess.run(  # noqa: S603 - this very interpreter
        [
            sys.executable, "-W", "ignore", "-m", "benchmarks.posting",
            str(port), str(_CLIENTS), str(events), str(first),
        ],
        capture_output=True, text=True, check=False, timeout=600, cwd=ROOT,
    )  # fmt: skip
    if done.returncode:
        said = done.stderr.strip().splitlines()
        raise RuntimeError(f"Posting ended: {said[-1] if said else 'it said nothing'}")
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found
