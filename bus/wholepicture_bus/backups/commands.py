"""The commands ``wholepicture backup`` and ``wholepicture restore``."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Annotated

import typer

from wholepicture_bus.backups.copies import back_up, restore
from wholepicture_bus.errors import StopError
from wholepicture_bus.settings import Settings

_DUMP = "stages.dump"
_DRIVER = re.compile(r"\+\w+://")
"""A driver of Python in the address, which PostgreSQL's own programs do not know."""
_AFTER = (
    "Then, where stages run here: wholepicture recover intake, and wholepicture recover picture; "
    "each shows what it would do."
)


def backup(
    folder: Annotated[Path, typer.Argument(help="A new folder, best on another disk.")],
) -> None:
    """Copy what this machine keeps: the stages' database, spools, and what was received.

    Everything may go on running meanwhile. Kafka's own records are not copied.
    """
    settings = Settings()
    postgres = settings.database_url is not None and settings.database_url.startswith("postgres")
    found = back_up(settings.data, folder) if _has_files(settings.data) or not postgres else None
    if found is not None:
        typer.echo(f"{len(found.files)} files copied to {folder}.")
    if postgres:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _postgres("pg_dump", "--format=custom", f"--file={folder / _DUMP}", _url(settings))
        (folder / _DUMP).chmod(0o600)
        typer.echo(f"The stages' database is in {folder / _DUMP}.")
    typer.echo("It holds children's records: keep it as safely as the originals.")


def restore_from(
    folder: Annotated[Path, typer.Argument(help="The folder that `wholepicture backup` made.")],
) -> None:
    """Put a backup back; what it replaces is moved aside, and deleted by nobody."""
    settings = Settings()
    _refuse_while_running(settings.data)
    if (folder / _DUMP).exists():
        options = ("--clean", "--if-exists", "--single-transaction")
        _postgres("pg_restore", *options, f"--dbname={_url(settings)}", str(folder / _DUMP))
        typer.echo("The stages' database is restored.")
    if (folder / "backup.json").exists() or not (folder / _DUMP).exists():
        kept, aside = restore(folder, settings.data)
        typer.echo(f"{len(kept.files)} files restored as of {kept.made}.")
        typer.echo(f"What they replaced is in {aside}: delete it when all is well.")
    typer.echo(_AFTER)


def _has_files(data: Path) -> bool:
    return any(data.glob("**/*.db"))


def _url(settings: Settings) -> str:
    if settings.database_url is None:
        raise StopError("The backup holds a PostgreSQL database: set DATABASE_URL to where it is.")
    return _DRIVER.sub("://", settings.database_url, count=1)


def _postgres(program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's own programs, which find the password in PGPASSFILE."""
    path = shutil.which(program)
    if path is None:
        raise StopError(f"{program} is not on this machine: run this where PostgreSQL's client is.")
    ended = subprocess.run([path, *arguments], check=False)  # noqa: S603 - its own program
    if ended.returncode:
        raise StopError(f"{program} ended with {ended.returncode}: what it says stands above.")


def _refuse_while_running(data: Path) -> None:
    """Refuse to take files away from a house that runs here."""
    try:
        pid = int(json.loads((data / "running.json").read_text(encoding="utf-8"))["pid"])
        if os.name != "nt":
            os.kill(pid, 0)
    except (OSError, ValueError, KeyError):
        return
    raise StopError(f"Whole Picture runs here (process {pid}): end it first, wholepicture down.")
