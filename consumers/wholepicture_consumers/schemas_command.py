"""What the commands ``wholepicture schemas`` say of the agreement: pages and topics."""

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer
from wholepicture_bus.schemas_command import HELP, write

from wholepicture_consumers.governance.terminal import PartnershipFolder, folder, loaded

schemas = typer.Typer(help=HELP, no_args_is_help=True)


@schemas.callback()
def _group() -> None:
    """Without it a group of one command would be that command."""


@schemas.command()
def docs(
    to: Annotated[Path, typer.Argument(metavar="FOLDER", help="The folder to write to.")],
    partnership: PartnershipFolder = None,
) -> None:
    """Write pages of every type of event: its fields, an example, who receives it and why."""
    from wholepicture_agreement.written.loading import read

    from wholepicture_consumers.governance.reference import INDEX, reference

    write(reference(read(folder(partnership)), dt.datetime.now(dt.UTC)), to)
    typer.echo(f"{to / INDEX} leads to what was written.")


@schemas.command()
def asyncapi(
    out: Annotated[
        Path | None, typer.Option(help="The file to write to.", show_default="the terminal")
    ] = None,
    partnership: PartnershipFolder = None,
) -> None:
    """Describe all topics as AsyncAPI 3: what lies on each, who writes it and who may read it."""
    from wholepicture_schemas.contract.text import text_of

    from wholepicture_consumers.running.described import described

    text = text_of(described(loaded(partnership), dt.datetime.now(dt.UTC)))
    if out is None:
        typer.echo(text, nl=False)
    else:
        out.write_text(text, "utf-8")
        typer.echo(out)
