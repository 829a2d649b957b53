"""Members of the test stage as a test sees them: processes to start, wait for and end."""

import json
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from itertools import count
from pathlib import Path
from threading import Condition, Thread

import psutil

from tests.support.processes import send
from tests.support.waiting import until


class Nursery:
    """The process that members are forked from, and what it tells of them."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "tests.delivery.nursery"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self._numbers = count()
        self._news = Condition()
        self._born: dict[int, int] = {}
        self._ended: dict[int, int] = {}
        Thread(target=self._listen, daemon=True).start()

    def bear(self, arguments: list[str], said: Path) -> int:
        """The process id of a new member."""
        with self._news:
            number = next(self._numbers)
            told = {"number": number, "arguments": arguments, "said": str(said)}
            assert self._process.stdin is not None
            self._process.stdin.write(json.dumps(told).encode() + b"\n")
            self._process.stdin.flush()
            assert self._news.wait_for(lambda: number in self._born, timeout=60)
            return self._born[number]

    def ended(self, pid: int, within: float) -> int | None:
        """The exit code of a member; None if it has not ended in time."""
        with self._news:
            self._news.wait_for(lambda: pid in self._ended, timeout=within)
            return self._ended.get(pid)

    def close(self) -> None:
        """End it; its members are not its own any more."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(30)

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            news = json.loads(line)
            with self._news:
                if "born" in news:
                    self._born[news["number"]] = news["born"]
                    self._ended.pop(news["born"], None)
                else:
                    self._ended[news["ended"]] = news["code"]
                self._news.notify_all()


class Member:
    """A running member."""

    def __init__(self, nursery: Nursery, options: Mapping[str, object], said: Path) -> None:
        told = [f"--{name.replace('_', '-')}={value}" for name, value in options.items()]
        self._nursery, self._said = nursery, said
        self.pid = nursery.bear(told, said)

    @property
    def runs(self) -> bool:
        """Whether it has not ended."""
        return self._nursery.ended(self.pid, 0) is None

    @property
    def said(self) -> str:
        """What it wrote on its way out: the sentence for a person, or a traceback."""
        return self._said.read_text(encoding="utf-8").strip()

    def ended(self, *, within: float = 60.0) -> int:
        """Its exit code, once it has ended; -9 after a SIGKILL."""
        code = self._nursery.ended(self.pid, within)
        assert code is not None, f"The member has not ended within {within:g} s."
        return code

    def dies_or(self, done: Callable[[], bool]) -> bool:
        """Wait until it has died, which is true, or something is done, which is false."""
        return until(lambda: "died" if not self.runs else done() and "done", "either") == "died"

    def stands_still(self, *, within: float = 60.0) -> None:
        """Return when it has been stopped by SIGSTOP."""
        process = psutil.Process(self.pid)
        until(
            lambda: process.status() == psutil.STATUS_STOPPED,
            "the member stands still",
            within=within,
        )

    def goes_on(self) -> None:
        """Let a stopped one go on."""
        send(self.pid, signal.SIGCONT)

    def kill(self) -> None:
        """End it at once."""
        if self.runs:
            send(self.pid, signal.SIGKILL)
            self.ended()

    def ask_to_stop(self) -> None:
        """Ask it to end in peace."""
        if self.runs:
            send(self.pid, signal.SIGTERM)

    def stop(self) -> None:
        """End it in peace."""
        self.ask_to_stop()
        code = self.ended()
        assert code == 0, f"The member ended with {code}: {self.said}"
