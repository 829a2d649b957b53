"""Packages of npm that some tests are run with, installed once for each machine."""

import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

_PATIENCE = 300


def folder_with(*packages: str) -> Path:
    """A folder in which Node finds these packages; the test is skipped where they cannot be had."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        pytest.skip("Node cannot be had here: install Node 20 or newer, with npm")
    name = "-".join(package.strip("@").replace("/", "-") for package in packages)
    folder = Path(tempfile.gettempdir()) / f"wholepicture-npm-{name}"
    done = folder / "installed"
    if not done.is_file():
        folder.mkdir(exist_ok=True)
        installed = subprocess.run(
            [npm, "install", "--silent", "--no-fund", "--no-audit", "--prefix", folder, *packages],
            capture_output=True,
            check=False,
            timeout=_PATIENCE,
        )
        if installed.returncode:
            pytest.skip("the registry of npm cannot be reached here")
        done.touch()
    return folder


def run(script: Path, folder: Path, *arguments: str) -> str:
    """What a script of Node prints, run with the packages of a folder."""
    copy = folder / script.name
    shutil.copyfile(script, copy)
    ended = subprocess.run(
        ["node", copy.name, *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
        timeout=_PATIENCE,
    )
    return ended.stdout
