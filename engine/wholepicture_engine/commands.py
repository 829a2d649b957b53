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
    found = holding.waiting(database())
    if not found:
        console.print("Nothing is held.")
        return
    table = Table("id", "stage", "where", "since", "why")
    for one in found:
        table.add_row(one.id, one.stage, one.place, f"{one.since:%Y-%m-%d %H:%M}", one.reason)
    console.print(table)


@held.command()
def release(
    held: Annotated[str, typer.Argument(help="The item's id, as held list shows it.")],
    by: Annotated[str, typer.Option(help="Your role, for the record.")],
) -> None:
    """Have a held item tried again, and those behind it."""
    found = [one for one in holding.waiting(database()) if one.id == held]
    if not found:
        console.print("There is no held item of this id: wholepicture held list")
        raise typer.Exit(2)
    ask_release(bootstrap(), found[0].stage, held, by)
    console.print("Asked. The stage tries it again within seconds: wholepicture held list")
