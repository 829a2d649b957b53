"""A file system of a few pages, for a program that fills it; nobody else sees it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

_MOUNTED = 'mount -t tmpfs -o "size=$1" tmpfs "$2" && exec "$3" -m "$4" "$2" "$5"'
_OWN = ("unshare", "--user", "--map-root-user", "--mount", "sh", "-c")


def on_small_disk(program: str, folder: Path, *, size: int) -> Any:
    """What a program prints as JSON, run with a file system of so many bytes of its own.

    The program gets the folder of the file system and ``folder``, which is elsewhere. The test is
    skipped where this user may mount nothing.
    """
    disk = folder / "disk"
    disk.mkdir()
    _skip_unless_it_can_be_mounted(disk)
    told = [str(size), str(disk), sys.executable, program, str(folder)]
    ended = subprocess.run(
        [*_OWN, _MOUNTED, "sh", *told], check=False, capture_output=True, text=True
    )
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout)


def fill(disk: Path, leave: int = 0) -> Path:
    """Fill a disk to its end but for so many bytes; the file that fills it."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            pass
        file.truncate(max(0, file.tell() - leave))
    return ballast


def _skip_unless_it_can_be_mounted(disk: Path) -> None:
    if os.name != "posix":
        pytest.skip("there is no tmpfs here")
    try:
        tried = subprocess.run(
            [*_OWN, 'mount -t tmpfs -o size=4096 tmpfs "$1"', "sh", str(disk)],
            check=False, capture_output=True, text=True,
        )  # fmt: skip
    except FileNotFoundError:
        pytest.skip("there is no unshare here")
    if tried.returncode:
        pytest.skip(f"no file system may be mounted here: {tried.stderr.strip()}")
