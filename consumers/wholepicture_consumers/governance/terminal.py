"""What the agreement's commands share: finding it, loading it, ending with a sentence."""

import datetime as dt
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from wholepicture_agreement.written.loading import AgreementError, load
from wholepicture_agreement.written.model import Agreement
from wholepicture_bus.settings import Settings

PartnershipFolder = Annotated[
    Path | None,
    typer.Option(
        help="The folder with agencies.toml, legal.toml and sharing.toml.",
        show_default="WHOLEPICTURE_PARTNERSHIP, else partnership",
    ),
]


def folder(given: Path | None) -> Path:
    """The folder that was given, else the one of the settings."""
    return given or Settings().partnership


def loaded(given: Path | None, *, today: dt.date | None = None) -> Agreement:
    """The agreement of a folder; where it has mistakes, the command ends and says which."""
    try:
        return load(folder(given), today=today)
    except AgreementError as error:
        stop(str(error))


def stop(sentence: str) -> NoReturn:
    """End the command with a sentence and exit code 2."""
    typer.echo(sentence, err=True)
    raise typer.Exit(2)


def day_told(text: str) -> dt.datetime:
    """The day that somebody names, at its beginning."""
    try:
        return dt.datetime.combine(dt.date.fromisoformat(text), dt.time())
    except ValueError:
        raise typer.BadParameter("Write the day as year, month and day: 2026-03-04.") from None
