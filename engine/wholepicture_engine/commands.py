"""The engine's own commands: held records."""

from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from wholepicture_bus.connection import bootstrap

from wholepicture_engine import holding
from wholepicture_engine.connection import database
from wholepicture_engine.releasing import ask_release

console = Console()
held = typer.Typer(help="Items that could not be processed and wait for a person.")


@held.command("list")
def list_held() -> None:
    """Show what is held, oldest first, without content."""
    records = holding.waiting(database())
    if not records:
        console.print("Nothing is held.")
        return
    table = Table("id", "stage", "where", "since", "why")
    for record in records:
        table.add_row(
            record.id, record.stage, record.place, f"{record.since:%Y-%m-%d %H:%M}", record.reason
        )
    console.print(table)


@held.command()
def release(
    held: Annotated[str, typer.Argument(help="The item's id, as held list shows it.")],
    by: Annotated[str, typer.Option(help="Your role, for the record.")],
) -> None:
    """Have a held item tried again, and those behind it."""
    matching = [record for record in holding.waiting(database()) if record.id == held]
    if not matching:
        console.print("There is no held item of this id: wholepicture held list")
        raise typer.Exit(2)
    ask_release(bootstrap(), matching[0].stage, held, by)
    console.print("Asked. The stage tries it again within seconds: wholepicture held list")
