"""Members of the test stage as a test sees them: processes to start, wait for and end."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.support.waiting import until


class Member:
    """A running member."""

    def __init__(self, options: dict[str, object], said: Path) -> None:
        told = [f"--{name.replace('_', '-')}={value}" for name, value in options.items()]
        self._said = said
        with said.open("wb") as file:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.delivery.member", *told],
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
                env={**os.environ, "PYTHONWARNINGS": "ignore"},
            )

    @property
    def runs(self) -> bool:
        """Whether it has not ended."""
        return self._process.poll() is None

    @property
    def said(self) -> str:
        """What it wrote on its way out: the sentence for a person, or a traceback."""
        return self._said.read_text(encoding="utf-8").strip()

    def ended(self, *, within: float = 40.0) -> int:
        """Its exit code, once it has ended; -9 after a SIGKILL."""
        try:
            return self._process.wait(within)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"The member has not ended within {within:g} s.") from None

    def stands_still(self, *, within: float = 40.0) -> None:
        """Return when it has been stopped by SIGSTOP."""
        until(self._is_stopped, "the member stands still", within=within)

    def goes_on(self) -> None:
        """Let a stopped one go on."""
        self._process.send_signal(signal.SIGCONT)

    def kill(self) -> None:
        """End it at once."""
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        """End it in peace."""
        if self.runs:
            self._process.terminate()
        code = self.ended()
        assert code == 0, f"The member ended with {code}: {self.said}"

    def _is_stopped(self) -> bool:
        pid, _ = os.waitpid(self._process.pid, os.WNOHANG | os.WUNTRACED)
        return pid != 0
