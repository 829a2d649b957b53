"""Each day: `wholepicture up` has what was kept long enough deleted, by a process of its own."""

import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

_FIRST, _AGAIN = 600.0, 24 * 3600.0
"""Seconds until the first run, when the stages have caught up, and from one run to the next."""
_RUN = "from wholepicture_bus.cli import main; main()"


class Daily:
    """Starts a run each day and says a run's last words where it fails."""

    def __init__(
        self,
        environment: Mapping[str, str],
        logs: Path,
        say: Callable[[str], None],
        *,
        first: float = _FIRST,
    ) -> None:
        self._environment, self._say = dict(environment), say
        self._log = logs / "retention.log"
        self._due = time.monotonic() + first
        self._process: subprocess.Popen[bytes] | None = None

    def look_after(self) -> None:
        """Start a run when it is time to; hear how the last one ended."""
        process = self._process
        if process is not None and process.poll() is not None:
            self._process = None
            if process.returncode:
                words = self._log.read_text(encoding="utf-8", errors="replace").splitlines()
                last = words[-1] if words else "it ended without a word."
                self._say(f"What was kept long enough could not be deleted today: {last}")
        if self._process is None and time.monotonic() >= self._due:
            self._due = time.monotonic() + _AGAIN
            self._log.parent.mkdir(parents=True, exist_ok=True)
            with self._log.open("wb") as log:
                self._process = subprocess.Popen(  # noqa: S603 - our own command
                    [sys.executable, "-c", _RUN, "retention", "run"],
                    env=self._environment,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                )

    def end(self) -> None:
        """End a run that is under way: the next one goes on where it was."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            self._process.wait()
