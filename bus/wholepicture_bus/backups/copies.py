"""Copies of the SQLite files of a data folder, taken while they are written, and put back.

Each file is copied as of one moment. The files are not copied as of the same moment, and need not
be: what is known twice goes under the same id (docs/delivery.md), and ``wholepicture recover`` puts
Kafka where the restored database says.
"""

import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from wholepicture_bus.errors import StopError

MANIFEST = "backup.json"
_BESIDE = ("-wal", "-shm", "-journal")
_WAIT = 0.2
"""Seconds that a file may hold up its copy; what writes it meanwhile goes on."""
_PAGES = 4_096


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds: each file by its place in the data folder, with its digest."""

    made: str
    files: dict[str, str]


def back_up(data: Path, folder: Path) -> Backup:
    """Copy every SQLite file of a data folder into an empty folder, readable by its owner alone.

    Raises:
        StopError: the folder holds something, or a file cannot be copied.
    """
    if folder.exists() and any(folder.iterdir()):
        raise StopError(f"{folder} is not empty: name a new folder for each backup.")
    _refuse_within(data, folder)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    digests: dict[str, str] = {}
    for file in _databases(data):
        name = file.relative_to(data).as_posix()
        copy = folder / name
        copy.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _copy(file, copy)
        digests[name] = _digest(copy)
    if not digests:
        raise StopError(f"There is nothing to back up in {data}.")
    made = Backup(datetime.now(UTC).isoformat(timespec="seconds"), digests)
    text = json.dumps({"made": made.made, "files": made.files}, indent=2)
    _write(folder / MANIFEST, text)
    return made


def restore(folder: Path, data: Path) -> tuple[Backup, Path]:
    """Put a backup's files into a data folder; the files that it replaces are moved aside.

    Nothing is touched before every file of the backup was found whole.

    Raises:
        StopError: it is no backup, or a file of it is missing or damaged.
    """
    kept = _checked(folder)
    aside = data / f"before-restore-{datetime.now(UTC):%Y%m%dT%H%M%S}"
    for name in kept.files:
        place, old = data / name, aside / name
        old.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        for file in (place, *(place.with_name(place.name + end) for end in _BESIDE)):
            if file.exists():
                file.replace(old.with_name(file.name))
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        half = place.with_name(place.name + ".restoring")
        shutil.copyfile(folder / name, half)
        half.chmod(0o600)
        half.replace(place)
    return kept, aside


def _databases(data: Path) -> Iterator[Path]:
    """The SQLite files of a data folder, those that a restore has moved aside left out."""
    for file in sorted(data.glob("**/*.db")):
        if not file.relative_to(data).parts[0].startswith("before-restore-"):
            yield file


def _copy(file: Path, copy: Path) -> None:
    copy.touch(mode=0o600)
    try:
        with (
            closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as live,
            closing(sqlite3.connect(copy)) as kept,
        ):
            live.backup(kept, pages=_PAGES, sleep=_WAIT)
    except sqlite3.Error as error:
        raise StopError(f"{file} cannot be copied: {error}.") from None


def _checked(folder: Path) -> Backup:
    try:
        told = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        kept = Backup(str(told["made"]), {str(name): str(it) for name, it in told["files"].items()})
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise StopError(f"{folder} is no backup: {MANIFEST} is not there, or damaged.") from None
    for name, digest in kept.files.items():
        file = folder / name
        if Path(name).is_absolute() or ".." in Path(name).parts:
            raise StopError(f"{MANIFEST} names a file outside the backup: {name}.")
        if not file.is_file() or _digest(file) != digest:
            raise StopError(f"{file} is missing or damaged: nothing was restored.")
    return kept


def _refuse_within(data: Path, folder: Path) -> None:
    if data.resolve() in (folder.resolve(), *folder.resolve().parents):
        raise StopError("Name a folder outside the data folder, best on another disk.")


def _digest(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _write(file: Path, text: str) -> None:
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as content:
        content.write(text)
