"""The one command, ``wholepicture``: its sub-commands come from what is installed here."""

import logging
import sys
from importlib.metadata import entry_points
from typing import Any

import typer
from typer.main import get_command
from wholepicture_schemas.errors import WholePictureError

from wholepicture_bus import log
from wholepicture_bus.help_page import in_words

GROUP = "wholepicture.commands"
"""The entry point group: each entry is a function that adds commands to the app it is given."""


def app() -> typer.Typer:
    """The command with every sub-command that is installed."""
    whole = typer.Typer(
        help="What one agency learns about a child reaches every agency that needs it.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    for entry in sorted(entry_points(group=GROUP), key=lambda one: one.name):
        entry.load()(whole)
    return whole


def command() -> Any:
    """The command as it is run, its help in words."""
    return in_words(get_command(app()))


def main() -> None:
    """Run the command; what stops it is told in a sentence, with exit code 2."""
    log.configure(level=logging.CRITICAL)  # what matters comes as a sentence
    try:
        command()()
    except WholePictureError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(2)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
