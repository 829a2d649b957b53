"""The bus's own commands: topics, held records, recovery, and the local broker."""

from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from wholepicture_bus import holding
from wholepicture_bus.connection import bootstrap, database
from wholepicture_bus.errors import StopError
from wholepicture_bus.recovery import recover
from wholepicture_bus.releasing import ask_release

console = Console()
STAGES = ("intake", "picture")
"""The stages of the house, which are made elsewhere: here they are names alone."""


def add_commands(app: typer.Typer) -> None:
    """Add the bus's commands."""
    from wholepicture_bus.local.commands import kafka

    app.add_typer(kafka, name="kafka")
    app.add_typer(_held(), name="held")
    app.command("recover")(_recover)


def _held() -> typer.Typer:
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

    return held


def _recover(
    stage: Annotated[str, typer.Argument(help="The stage: intake or picture.")],
    since: Annotated[
        int | None,
        typer.Option(help="Send stored outputs again from this many records back."),
    ] = None,
    new_cluster: Annotated[
        bool, typer.Option("--new-cluster", help="Kafka was made anew: begin at its start.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do it; else it is only shown.")] = False,
) -> None:
    """Put Kafka where the database says: nothing is lost, and ids stay the same."""
    if stage not in STAGES:
        raise StopError(f"There is no such stage. Use one of: {', '.join(STAGES)}.")
    for line in recover(
        bootstrap(), database(), stage, again=since or 0, new_cluster=new_cluster, really=yes
    ):
        console.print(line, soft_wrap=True)
    if not yes:
        console.print("Nothing was changed. To do it: stop the stage, then add --yes.")
