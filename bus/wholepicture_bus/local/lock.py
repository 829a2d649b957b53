"""`kafka.lock`: which jars make up the local broker, and what each must be.

One line a jar, `group:artifact:version sha256`. It names no address: where jars come from is the
business of the machine that fetches them, what they are is ours.
"""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from wholepicture_bus.local.errors import JarError

LOCK_FILE = Path(__file__).with_name("kafka.lock")
_LINE = re.compile(r"([\w.-]+):([\w.-]+):([\w.-]+) ([0-9a-f]{64})", re.ASCII)


@dataclass(frozen=True, order=True)
class LockedJar:
    """One jar: its Maven coordinate and the SHA-256 of its bytes."""

    group: str
    artifact: str
    version: str
    sha256: str

    @property
    def coordinate(self) -> str:
        """The jar's name as Maven writes it, `group:artifact:version`."""
        return f"{self.group}:{self.artifact}:{self.version}"

    @property
    def file_name(self) -> str:
        """The jar's name in the cache, unlike every other's."""
        return f"{self.group}.{self.artifact}-{self.version}.jar"


def read_lock(file: Path = LOCK_FILE) -> tuple[LockedJar, ...]:
    """Every locked jar, in the order of the file; never empty.

    Raises:
        JarError: the file is missing, empty, or has a line that names no jar.
    """
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise JarError(f"The list of Kafka's jars cannot be read: {file}.") from error
    jars = []
    for number, line in enumerate(lines, start=1):
        parts = _LINE.fullmatch(line)
        if parts is None:
            raise JarError(f"Line {number} of {file} is no 'group:artifact:version sha256'.")
        jars.append(LockedJar(*parts.groups()))
    if not jars:
        raise JarError(f"The list of Kafka's jars is empty: {file}.")
    return tuple(jars)


def write_lock(jars: tuple[LockedJar, ...], file: Path = LOCK_FILE) -> None:
    """The file written anew, sorted by coordinate."""
    lines = (f"{jar.coordinate} {jar.sha256}\n" for jar in sorted(jars))
    file.write_text("".join(lines), encoding="utf-8", newline="\n")


def sha256_of(file: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal digits."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
