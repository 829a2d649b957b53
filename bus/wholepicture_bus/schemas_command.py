"""The commands ``wholepicture schemas``; other distributions add theirs to the group."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

HELP = "The contract: schemas and pages of what can be said, for other tools and for people."

schemas = typer.Typer(help=HELP, no_args_is_help=True)


@schemas.callback()
def _group() -> None:
    """Without it a group of one command would be that command."""


@schemas.command()
def export(
    folder: Annotated[Path, typer.Argument(help="The folder to write to.")],
    *,
    bundled: Annotated[
        bool,
        typer.Option(
            "--bundled",
            help="Each file with its definitions inside, for tools that follow no reference.",
        ),
    ] = False,
) -> None:
    """Write the JSON Schema of every type of event, and an index of them (index.json)."""
    from wholepicture_schemas.contract.exporting import exported

    write(exported(bundled=bundled), folder)
    typer.echo(f"{folder / 'index.json'} lists what was written.")


def write(files: Mapping[str, str], folder: Path) -> None:
    """Write files to a folder, by their paths in it."""
    for path, text in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
