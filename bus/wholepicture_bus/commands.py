"""The bus's own commands: the local broker."""

import typer


def add_commands(app: typer.Typer) -> None:
    """Add the bus's commands."""
    from wholepicture_bus.local.commands import kafka

    app.add_typer(kafka, name="kafka")
