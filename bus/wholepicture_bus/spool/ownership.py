"""One owner of a file at a time, among all processes of this machine.

The operating system releases the lock when its owner dies, however it dies.
"""

import os
import sys
from pathlib import Path
from typing import IO

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


class Ownership:
    """A lock on a file of its own, which is taken or not, without waiting."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[bytes] | None = None

    def take(self) -> bool:
        """Whether the lock is now ours; False where another process, or thread, has it."""
        if self._file is not None:
            return True
        file = os.fdopen(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600), "r+b")
        try:
            _lock(file)
        except OSError:
            file.close()
            return False
        self._file = file
        return True

    def give_up(self) -> None:
        """Let the next one take the lock."""
        if self._file is not None:
            self._file.close()
            self._file = None


def _lock(file: IO[bytes]) -> None:
    if sys.platform == "win32":
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        # flock and not lockf: it also tells apart two owners within one process
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
