"""Worker processes of the benchmark: ``python -m benchmarks.process WHAT JSON``, and their owner.

A worker answers each line on its standard input with its meter, and ends when the input does.
"""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.meter import Meter, Reading

ROOT = Path(__file__).parents[1]
PATIENCE = 300.0
"""Seconds without an end after which a measurement is given up."""


class WorkerProcess:
    """A running worker process."""

    def __init__(self, what: str, told: Mapping[str, Any], log: Path) -> None:
        self._log = log
        with log.open("wb") as errors:
            self._process = subprocess.Popen(  # noqa: S603 - this very interpreter
                [
                    sys.executable, "-W", "ignore", "-m", "benchmarks.process",
                    what, json.dumps(told),
                ],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, cwd=ROOT, text=True,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
            )  # fmt: skip

    def read(self, *, with_memory: bool = False) -> Reading:
        """The worker's meter now."""
        assert self._process.stdin
        assert self._process.stdout
        try:
            self._process.stdin.write("memory\n" if with_memory else "\n")
            self._process.stdin.flush()
            answer = self._process.stdout.readline()
        except BrokenPipeError:
            answer = ""
        if not answer:
            said = self._log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
            raise RuntimeError(f"A worker ended: {said[-1] if said else 'it said nothing'}")
        return Reading(**json.loads(answer))

    def stop(self) -> None:
        """End it; what it has in hand is finished first."""
        if self._process.stdin:
            self._process.stdin.close()
        try:
            self._process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self._process.kill()


@contextmanager
def running(
    what: str, told: Sequence[Mapping[str, Any]], folder: Path
) -> Iterator[list[WorkerProcess]]:
    """Worker processes for the length of a block, one for each entry of ``told``."""
    with ExitStack() as ending:
        workers = []
        for number, settings in enumerate(told):
            worker = WorkerProcess(
                what, settings, folder / f"{what}-{time.monotonic_ns()}-{number}.log"
            )
            ending.callback(worker.stop)
            workers.append(worker)
        yield workers


def until(workers: Sequence[WorkerProcess], records: int) -> list[Reading]:
    """The meters, once the workers together have finished so many records."""
    patience = time.monotonic() + PATIENCE
    while True:
        readings = [worker.read() for worker in workers]
        done = sum(reading.records for reading in readings)
        if done >= records:
            return readings
        if time.monotonic() > patience:
            raise RuntimeError(f"{done} of {records} records were done in {PATIENCE:.0f} s.")
        time.sleep(0.2)


def main(what: str, told: Mapping[str, Any]) -> None:
    """Run a worker until its input ends."""
    from benchmarks import works

    meter, ending = Meter(), threading.Event()

    def answer() -> None:
        for line in sys.stdin:
            reading = meter.reading(with_memory=bool(line.strip()))
            sys.stdout.write(json.dumps(asdict(reading)) + "\n")
            sys.stdout.flush()
        ending.set()

    threading.Thread(target=answer, daemon=True).start()
    work: Callable[..., None] = getattr(works, what)
    work(meter, ending.is_set, **told)


if __name__ == "__main__":
    main(sys.argv[1], json.loads(sys.argv[2]))
