"""The environments of peers: each is made once from a lock of its own, and knows not the house."""

import hashlib
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.machine import ROOT


class CannotInstall(Exception):
    """A peer cannot be installed here; the message says why."""


@dataclass(frozen=True, slots=True)
class PeerEnvironment:
    """Where a peer is installed, and from which lock; both names are within benchmarks/."""

    peer: str
    lock: str
    folder: str

    def python(self) -> Path:
        """The Python of the environment, made anew when the lock has changed.

        Raises:
            CannotInstall: it cannot be made.
        """
        lock, environment = ROOT / "benchmarks" / self.lock, ROOT / "benchmarks" / self.folder
        python = environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        stamp = environment / "made-from"
        digest = hashlib.sha256(lock.read_bytes()).hexdigest()
        if stamp.exists() and stamp.read_text(encoding="ascii") == digest:
            return python
        sys.stderr.write(f"Setting up {self.peer} in an environment of its own (once) ...\n")
        for command in (
            [sys.executable, "-m", "venv", "--clear", str(environment)],
            [
                str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
                "--require-hashes", "-r", str(lock),
            ],
        ):  # fmt: skip
            done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
            if done.returncode:
                said = done.stderr.strip().splitlines()
                raise CannotInstall(
                    f"{self.peer} could not be installed, so it is not beside the others: "
                    f"{said[-1] if said else 'no reason was given'}. "
                    f"By hand: {python} -m pip install --require-hashes -r {lock.name}"
                )
        stamp.write_text(digest, encoding="ascii")
        return python
