"""One member of the test stage, a process that may be told to end itself at a step of the loop."""

import argparse
import faulthandler
import os
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from wholepicture_bus import log, steps
from wholepicture_bus.errors import StopError
from wholepicture_engine.loop import Loop
from wholepicture_engine.pace import Pace
from wholepicture_engine.setup import Setup
from wholepicture_engine.store import Database

from tests.delivery.echo import Echo

STOPPED_ITSELF = 3
"""The exit code of a member whose loop stopped for a person to look."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Work until SIGTERM, or until the step comes at which the process is to end or to wait."""
    told = _arguments(arguments)
    log.configure(Path(told.log).open("a", buffering=1, encoding="utf-8"), level=told.level)  # noqa: SIM115 - open for as long as the process lives
    if told.step:
        steps.listen(_Trap(told.step, told.at_pass, told.signal, told.gate))
    faulthandler.register(signal.SIGUSR1)
    ended: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _frame: ended.append(number))
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
    stage = Echo(
        told.stage,
        told.inputs.split(","),
        told.out,
        told.other,
        frozenset(told.fails_on.split(",")) - {""},
        frozenset(told.dies_on.split(",")) - {""},
    )
    pace = Pace(most_records=told.batch, session_seconds=told.session)
    try:
        setup = Setup(told.setup, f"agreement {told.setup}") if told.setup else None
        loop = Loop(stage, Database(told.database), told.bootstrap, pace=pace, setup=setup)
        loop.run(lambda: bool(ended))
    except StopError as error:
        sys.stdout.write(f"{error}\n")
        sys.exit(STOPPED_ITSELF)


class _Trap:
    """At the n-th pass of a step: a signal to the own process, or waiting until a file is there.

    One that waits is set by another file, past whatever the topic of operations has held before.
    """

    def __init__(self, step: str, at_pass: int, name: str | None, gate: str | None) -> None:
        self._step, self._left = step, at_pass
        self._signal = None if name is None else signal.Signals[f"SIG{name}"]
        self._gate = None if gate is None else Path(gate)

    def __call__(self, step: str) -> None:
        if step != self._step or (self._gate and not self._gate.with_suffix(".set").exists()):
            return
        self._left -= 1
        if self._left:
            return
        if self._signal is not None:
            os.kill(os.getpid(), self._signal)
        if self._gate is not None:
            while not self._gate.exists():
                time.sleep(0.01)


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    for name in ("bootstrap", "database", "stage", "inputs", "out", "other", "log"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--session", type=float, default=6.0)
    parser.add_argument("--batch", type=int, default=1000)
    parser.add_argument("--level", type=int, default=20)
    parser.add_argument("--fails-on", default="")
    parser.add_argument("--dies-on", default="")
    parser.add_argument("--setup")
    parser.add_argument("--step")
    parser.add_argument("--pass", dest="at_pass", type=int, default=1)
    parser.add_argument("--signal", choices=["KILL", "STOP"])
    parser.add_argument("--gate")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
