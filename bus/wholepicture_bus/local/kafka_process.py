"""Kafka as a process: formatting its storage, starting it, ending it.

The broker gets a session of its own. A Ctrl-C at the terminal reaches the stages that write to it
and not the broker itself, and it can outlive the command that started it.
"""

import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

from wholepicture_bus.hold import Hold
from wholepicture_bus.local.datadir import DataFolder
from wholepicture_bus.local.errors import LocalBrokerError
from wholepicture_bus.local.java import Java
from wholepicture_bus.local.log import last_meaningful_line

# The first compiler alone: the broker answers after 2.0 s instead of 2.8 s.
_OPTIONS = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Djava.awt.headless=true")
_LOG_OPTIONS = (
    "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
    "-Dorg.slf4j.simpleLogger.showDateTime=true",
    "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd HH:mm:ss.SSSXXX",
)
_FORMAT_WITHIN = timedelta(seconds=120)
_BETWEEN_LOOKS = 0.05


class KafkaCommand:
    """How Kafka's classes are run for one data folder."""

    def __init__(self, folder: DataFolder, java: Java, jars: tuple[Path, ...], heap: str) -> None:
        self._folder = folder
        self._start = [
            str(java.executable),
            f"-Xmx{heap}",
            *_OPTIONS,
            *java.quiet_options,
            *_LOG_OPTIONS,
            f"-Djava.io.tmpdir={folder.scratch}",
            "-cp",
            os.pathsep.join(str(jar) for jar in jars),
        ]

    def format_storage(
        self, properties_for: Callable[[Path], str], options: Sequence[str] = ()
    ) -> None:
        """Kafka's log folder made, once: beside its place and then moved, so never half made."""
        folder = self._folder
        if (folder.kafka / "meta.properties").exists():
            return
        folder.wipe()
        making = folder.path / f"kafka-{secrets.token_hex(4)}"
        properties = folder.path / f"{making.name}.properties"
        properties.write_text(properties_for(making), encoding="ascii")
        tool = ["kafka.tools.StorageTool", "format", "-t", folder.cluster(), "-c", str(properties)]
        tool += options
        try:
            with folder.log.open("ab") as log:
                done = subprocess.run(  # noqa: S603 - the Java and jars that were checked
                    [*self._start, *tool],
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    timeout=_FORMAT_WITHIN.total_seconds(),
                    check=False,
                )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise LocalBrokerError(
                f"Kafka's storage in {folder.path} could not be made: {type(error).__name__}."
            ) from error
        finally:
            properties.unlink()
        if done.returncode:
            raise LocalBrokerError(
                f"Kafka's storage in {folder.path} could not be made;"
                f" {folder.log} says: {last_meaningful_line(folder.log)}"
            )
        making.replace(folder.kafka)

    def run(self, hold: Hold) -> subprocess.Popen[bytes]:
        """The broker's process, just begun. It inherits the hold on the folder."""
        command = [*self._start, "kafka.Kafka", str(self._folder.properties)]
        try:
            with self._folder.log.open("ab") as log:
                return _begin(command, log.fileno(), hold.descriptor)
        except OSError as error:
            raise LocalBrokerError(
                f"Java could not be started ({command[0]}): {error.strerror}."
            ) from error


def end(pid: int, *, clean: bool) -> None:
    """End the process, cleanly or at once; nothing happens where it has ended already.

    Windows knows only "at once"; what Kafka has acknowledged is kept there too.
    """
    at_once = signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL
    try:
        os.kill(pid, signal.SIGTERM if clean else at_once)
    except ProcessLookupError:
        return
    except PermissionError as error:
        raise LocalBrokerError(
            f"The broker (process {pid}) belongs to another user and cannot be stopped."
        ) from error


def happens_within(limit: timedelta, is_so: Callable[[], bool]) -> bool:
    """Whether a condition becomes true within a limit, checked every 50 ms."""
    deadline = time.monotonic() + limit.total_seconds()
    while not is_so():
        if time.monotonic() >= deadline:
            return False
        time.sleep(_BETWEEN_LOOKS)
    return True


if sys.platform == "win32":

    def _begin(command: list[str], log: int, _hold: int) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603 - the Java and jars that were checked
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            creationflags=subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW,
        )
else:

    def _begin(command: list[str], log: int, hold: int) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603 - the Java and jars that were checked
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            pass_fds=(hold,),
        )
