"""`wholepicture kafka`: the local broker started, stopped and looked at by hand."""

import json
from pathlib import Path
from typing import Annotated

import typer

from wholepicture_bus.local.broker import LocalBroker
from wholepicture_bus.local.errors import LocalBrokerError
from wholepicture_bus.local.jars import KAFKA_VERSION

kafka = typer.Typer(
    name="kafka", help="The local Kafka broker of this machine.", no_args_is_help=True
)

DataOption = Annotated[
    Path | None, typer.Option("--data", help="The broker's data folder; else this user's own.")
]


@kafka.command()
def start(
    data: DataOption = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Delete the data first.")] = False,
    port: Annotated[
        int | None, typer.Option("--port", min=1, max=65535, help="Where clients find it.")
    ] = None,
) -> None:
    """Start the broker and leave it running."""
    try:
        broker = LocalBroker(data, port=port, wipe=fresh).start(detached=True)
    except LocalBrokerError as error:
        raise _said(error) from error
    typer.echo(
        f"Kafka {KAFKA_VERSION} answers on {broker.bootstrap}; its data is in {broker.data}."
    )


@kafka.command()
def stop(data: DataOption = None) -> None:
    """Stop the broker; its data is kept."""
    broker = LocalBroker(data)
    try:
        was_running = broker.running
        broker.stop()
    except LocalBrokerError as error:
        raise _said(error) from error
    typer.echo(
        f"Kafka is stopped; its data is kept in {broker.data}."
        if was_running
        else f"No broker runs over {broker.data}."
    )


@kafka.command()
def status(
    data: DataOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="For a programme to read.")] = False,
) -> None:
    """Say whether the broker runs and where. The exit code is 1 when it does not."""
    broker = LocalBroker(data)
    try:
        found = {"running": True, "bootstrap": broker.bootstrap, "pid": broker.pid}
        sentence = f"Kafka {KAFKA_VERSION} answers on {broker.bootstrap} (process {broker.pid})."
    except LocalBrokerError as error:
        found = {"running": False}
        sentence = str(error)
    typer.echo(json.dumps(found | {"data": str(broker.data)}) if as_json else sentence)
    raise typer.Exit(0 if found["running"] else 1)


def _said(error: LocalBrokerError) -> typer.Exit:
    typer.echo(str(error), err=True)
    return typer.Exit(1)
