"""The broker's own log file: kept for one start more, and read for why a start failed."""

import os
import re
from pathlib import Path

_READ_AT_MOST = 64_000
_LONGEST = 300
_STAMP = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\S* ")
_REASON = re.compile(r"^Caused by: |ERROR|Exception|Error[: ]|FATAL|Unrecognized|Could not")
_NOISE = re.compile(
    r"^\s+at |^\s*\.\.\. \d+ more|^WARNING:|^\s*$"
    r"|^Error: A fatal exception has occurred|^Error: Could not create the Java Virtual Machine"
)


def turn_over(log: Path) -> None:
    """The log of the last start put aside as `….1`, so that the new one begins empty."""
    if log.exists():
        log.replace(log.with_name(log.name + ".1"))


def last_meaningful_line(log: Path) -> str:
    """The line that says best why the broker failed; empty when the log is."""
    lines = [line for line in _tail(log).splitlines() if not _NOISE.search(line)]
    reasons = [line for line in lines if _REASON.search(line)]
    chosen = (reasons or lines or [""])[-1]
    return _STAMP.sub("", chosen).strip()[:_LONGEST]


def _tail(log: Path) -> str:
    try:
        with log.open("rb") as stream:
            stream.seek(0, os.SEEK_END)
            stream.seek(max(0, stream.tell() - _READ_AT_MOST))
            return stream.read().decode("utf-8", "replace")
    except OSError:
        return ""
