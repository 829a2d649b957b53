"""What a person sees while Kafka's jars are fetched: a bar on a terminal, else a few lines."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

_LINES = 4  # this many plain lines tell the whole download
_MEGABYTE = 1_000_000


class Fetching(Protocol):
    """Receives the progress of the download, from several threads."""

    def received(self, count: int) -> None:
        """Note that ``count`` more bytes have come."""

    def finished_one(self) -> None:
        """Note that one more jar is complete and checked."""


@contextmanager
def shown(what: str, jars: int, console: Console | None = None) -> Iterator[Fetching]:
    """A display of the fetching of so many jars, on the standard error output."""
    on = console or Console(stderr=True)
    if not on.is_terminal:
        yield _Lines(what, jars, on)
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[megabytes]:.0f} MB"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=on) as progress:
        task = progress.add_task(f"Fetching {what} (once)", total=jars, megabytes=0.0)
        yield _Bar(
            lambda megabytes: progress.update(task, megabytes=megabytes),
            lambda: progress.advance(task),
        )


class _Bar:
    def __init__(self, show: Callable[[float], None], advance: Callable[[], None]) -> None:
        self._show = show
        self._advance = advance
        self._bytes = 0
        self._one_at_a_time = threading.Lock()

    def received(self, count: int) -> None:
        with self._one_at_a_time:
            self._bytes += count
            self._show(self._bytes / _MEGABYTE)

    def finished_one(self) -> None:
        self._advance()


class _Lines:
    def __init__(self, what: str, jars: int, console: Console) -> None:
        self._jars = jars
        self._every = max(1, -(-jars // _LINES))
        self._console = console
        self._finished = 0
        self._bytes = 0
        self._one_at_a_time = threading.Lock()
        self._say(f"Fetching {what} (once): {jars} jars ...")

    def received(self, count: int) -> None:
        with self._one_at_a_time:
            self._bytes += count

    def finished_one(self) -> None:
        with self._one_at_a_time:
            self._finished += 1
            if self._finished % self._every == 0 or self._finished == self._jars:
                megabytes = self._bytes / _MEGABYTE
                self._say(f"  {self._finished} of {self._jars} jars, {megabytes:.0f} MB")

    def _say(self, line: str) -> None:
        self._console.print(line, highlight=False, soft_wrap=True)
