"""The stages of one machine as a process group: each started, watched, and started again.

A worker that stops with a sentence stays stopped, because a person has to look. A worker that dies
otherwise is started again, because its work is safe in Kafka and the database.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from wholepicture_bus.log import logger

from wholepicture_consumers.running.waits import Log, Waits
from wholepicture_consumers.stages import STAGES

METRICS = "WHOLEPICTURE_METRICS"
"""The setting that says where a member serves its figures."""
STOPPED_FOR_A_PERSON = 2
"""The exit code of a stage that stopped with a sentence."""
TOPIC_ABSENT = 3
"""The exit code of a stage that a topic is missing for: it runs again once the topic is made."""
STARTED_AGAIN = 1
"""The exit code of a stage that could not go on for now, or that died of an error."""

_TOO_SHORT_A_LIFE = 10.0
"""Seconds; a worker that repeatedly dies sooner than this is restarted after growing pauses."""
_LONGEST_REST = 5.0
"""The longest such pause in seconds: its work is safe, and others wait for it."""

_ONCE_PUT_RIGHT = (
    "The others go on. Once that is done: wholepicture down, and wholepicture up again."
)
_log = logger()


@dataclass
class Worker:
    """One process of one stage."""

    stage: str
    number: int
    process: subprocess.Popen[bytes] | None = None
    began: float = 0.0
    again_at: float = 0.0
    failures: int = 0
    log: Log | None = None
    says: str = field(default="")
    needs_topics: bool = False
    """Whether it ended because a topic is not there."""

    @property
    def name(self) -> str:
        """The worker's name, for people."""
        return f"{self.stage}-{self.number}"


class Supervisor:
    """Runs a number of workers of every stage, until it is told to end."""

    def __init__(
        self,
        workers: int,
        environment: Mapping[str, str],
        logs: Path,
        *,
        stages: Sequence[str] = (),
        metrics: int | None = None,
        say: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._environment = dict(environment)
        self._logs = logs
        self._say = say
        self._metrics = metrics
        self._waits = Waits(say)
        self._workers = [
            Worker(stage, number)
            for stage in (stages or tuple(STAGES))
            for number in range(1, workers + 1)
        ]

    def start(self) -> None:
        """Start every worker."""
        self._logs.mkdir(parents=True, exist_ok=True)
        for worker in self._workers:
            self._start(worker)
            if METRICS in self._environment_of(worker):
                self._say(
                    f"Figures of {worker.name}: "
                    f"http://{self._environment_of(worker)[METRICS]}/metrics"
                )

    def watch(self, ending: threading.Event, also: Callable[[], None]) -> list[str]:
        """Keep the workers running until ``ending``; the sentences of those that stopped.

        ``also`` is called each time round: it looks after what the workers need.
        """
        while not ending.wait(0.2):
            self.look_after()
            also()
            if all(worker.says for worker in self._workers):
                break
        return [worker.says for worker in self._workers if worker.says]

    def look_after(self) -> None:
        """Start again what died, unless it stopped for a person."""
        now = time.monotonic()
        for worker in self._workers:
            process = worker.process
            for line in worker.log.new_lines() if worker.log is not None else ():
                self._waits.heard(worker.name, line)
            if process is not None and process.poll() is not None:
                worker.process = None
                self._waits.ended(worker.name)
                if process.returncode == STOPPED_FOR_A_PERSON:
                    worker.says = f"{worker.name}: {self._last_words(worker)}"
                    if not all(other.says for other in self._workers):
                        self._say(f"{worker.says} {_ONCE_PUT_RIGHT}")
                    continue
                if process.returncode == TOPIC_ABSENT:
                    worker.needs_topics = True
                    self._say(f"{worker.name}: {self._last_words(worker)}")
                    continue
                lived = now - worker.began
                worker.failures = worker.failures + 1 if lived < _TOO_SHORT_A_LIFE else 0
                wait = min(_LONGEST_REST, 0.1 * (2**worker.failures - 1))
                worker.again_at = now + wait
                _log.warning("worker-died", worker=worker.name, attempt=worker.failures)
                when = f" in {wait:.0f} s" if wait >= 1 else ""
                log = self._log_of(worker)
                self._say(f"{worker.name} has died; it is started again{when}. Its log is {log}.")
            waits = bool(worker.says) or worker.needs_topics or now < worker.again_at
            if worker.process is None and not waits:
                self._start(worker)
        self._waits.say()

    @property
    def needs_topics(self) -> bool:
        """Whether a worker ended because a topic is not there, and none was made since."""
        return any(worker.needs_topics for worker in self._workers)

    def topics_made(self) -> None:
        """Start again what waited for a topic."""
        for worker in self._workers:
            worker.needs_topics = False

    def stop(self) -> None:
        """End every worker in peace; one that does not end is killed."""
        running = [worker.process for worker in self._workers if worker.process is not None]
        for process in running:
            if process.poll() is None:
                process.terminate()
        until = time.monotonic() + 20
        for process in running:
            try:
                process.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _start(self, worker: Worker) -> None:
        worker.began = time.monotonic()
        worker.log = Log(self._log_of(worker))
        with self._log_of(worker).open("ab") as log:
            worker.process = subprocess.Popen(  # noqa: S603 - our own command
                [sys.executable, "-m", "wholepicture_consumers.running.worker", worker.stage],
                env=self._environment_of(worker),
                stdin=subprocess.PIPE,  # it ends when this process does, however that ends
                stdout=log,
                stderr=log,
            )

    def _environment_of(self, worker: Worker) -> dict[str, str]:
        """The environment of a worker: each serves its figures on a port of its own, or none."""
        own = {name: value for name, value in self._environment.items() if name != METRICS}
        if self._metrics is None:
            return own
        return own | {METRICS: f"127.0.0.1:{self._metrics + self._workers.index(worker)}"}

    def _log_of(self, worker: Worker) -> Path:
        return self._logs / f"{worker.name}.log"

    def _last_words(self, worker: Worker) -> str:
        lines = self._log_of(worker).read_text(encoding="utf-8", errors="replace").splitlines()
        plain = [line for line in lines if line and not line.startswith("{")]
        return plain[-1] if plain else "it stopped."


def end_on_signals(ending: threading.Event) -> None:
    """Have SIGTERM and SIGINT end the group in peace."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ending.set())


def environment_for(
    bootstrap: str, database_url: str, partnership: Path, data: Path
) -> dict[str, str]:
    """The environment of a worker, from which it reads its settings."""
    return {
        **os.environ,
        "KAFKA_BOOTSTRAP_SERVERS": bootstrap,
        "DATABASE_URL": database_url,
        "WHOLEPICTURE_PARTNERSHIP": str(partnership),
        "WHOLEPICTURE_DATA": str(data),
        "PYTHONUNBUFFERED": "1",
    }
