"""One process holds a file: a lock that the system releases when its last holder ends.

No process number in a file has to be trusted. The lock ends with its holder, however the holder
died, and a process that reuses the number does not hold it. Two holders within one process are told
apart, too.

On POSIX the lock belongs to the open file, so a child that inherits the descriptor keeps it after
its parent has closed its own. The local broker thus holds its data folder from start to end.
Windows does not pass locks to children. There the starter holds the folder during the start, and
Kafka's own lock on its log folder tells afterwards.
"""

import os
import sys
import time
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

PAST_A_LOOK = timedelta(milliseconds=200)
"""``is_held`` takes the lock for a moment; a taker that waits this long outlasts it."""
AT_ONCE = timedelta(0)
_BETWEEN_TRIES = 0.02


class Hold:
    """A taken lock file. `close` gives it up, unless a child has inherited `descriptor`."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        self._closed = False

    def close(self) -> None:
        """Give up this process's part in the lock; a second call does nothing."""
        if not self._closed:
            self._closed = True
            os.close(self.descriptor)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def take(file: Path, *, wait: timedelta) -> Hold | None:
    """The lock on `file`, made if it is not there; None if another holds it for all of `wait`."""
    descriptor = _opened(file)
    deadline = time.monotonic() + wait.total_seconds()
    try:
        while not _locked_now(descriptor):
            if time.monotonic() >= deadline:
                os.close(descriptor)
                return None
            time.sleep(_BETWEEN_TRIES)
    except BaseException:
        os.close(descriptor)
        raise
    return Hold(descriptor)


def take_in_turn(file: Path) -> Hold:
    """The lock on `file`, however long others hold it; waiting takes no processor's time."""
    descriptor = _opened(file)
    try:
        _lock_in_turn(descriptor)
    except BaseException:
        os.close(descriptor)
        raise
    return Hold(descriptor)


def is_held(file: Path) -> bool:
    """Whether a living process holds `file`. A file that is not there is not held."""
    try:
        descriptor = os.open(file, os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        return not _locked_now(descriptor)
    finally:
        os.close(descriptor)


def _opened(file: Path) -> int:
    return os.open(file, os.O_RDWR | os.O_CREAT, 0o600)


if sys.platform == "win32":
    import msvcrt

    def _locked_now(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _lock_in_turn(descriptor: int) -> None:
        while True:
            with suppress(OSError):
                msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)  # waits ten seconds, then raises
                return
else:
    import fcntl

    def _locked_now(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _lock_in_turn(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
