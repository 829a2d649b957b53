"""This machine: where the spool is kept, the room on its disk, and what is installed."""

import os
import platform
import shutil
import tempfile
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from wholepicture_bus.doctor.finding import Finding, bad, good

_LEAST_FREE = 256 * 1024 * 1024


def folder(data: Path) -> Finding:
    """Whether what is published can be kept here before it is sent."""
    check = f"folder {data}"
    there = data
    while not there.exists() and there != there.parent:
        there = there.parent
    try:
        with tempfile.TemporaryFile(dir=there) as file:
            file.write(b"-")
            file.flush()
            os.fsync(file.fileno())
        free = shutil.disk_usage(there).free
    except OSError as error:
        return bad(
            check,
            f"it cannot be written ({error.strerror}). Name another by WHOLEPICTURE_DATA, or give "
            "this user the right to write there.",
        )
    if free < _LEAST_FREE:
        return bad(
            check,
            f"{free // 2**20} MiB are free on its disk. Make room: what is published is kept there "
            "before it is sent.",
        )
    return good(check, f"can be written, {free / 2**30:.1f} GiB free")


def versions() -> Finding:
    """What is installed, for whoever is asked for help."""
    names = ("wholepicture-bus", "kafka-python", "crc32c")
    found = [f"{name} {_version(name)}" for name in names]
    return good("versions", ", ".join([*found, f"Python {platform.python_version()}"]))


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"
