"""The commands of who routes: running the stages, and the agreement."""

import json
import os
import signal
import threading
import time
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table
from wholepicture_agreement import load
from wholepicture_bus.connection import bootstrap
from wholepicture_bus.errors import StopError
from wholepicture_bus.settings import Settings
from wholepicture_engine.connection import database

if TYPE_CHECKING:
    from wholepicture_consumers.running.status import Overview

console = Console()
topics = typer.Typer(help="The topics that the agreement needs.", no_args_is_help=True)
_ENDS_WITHIN = 60.0
"""Seconds that `down` waits for what is in hand to be finished."""
_STAGES_HELP = "The stage: intake or picture."


def up(
    workers: Annotated[int, typer.Option(min=1, help="Processes of each stage.")] = 1,
    fresh: Annotated[bool, typer.Option("--fresh", help="Begin with nothing kept.")] = False,
    metrics: Annotated[
        int | None,
        typer.Option(
            min=1024,
            max=65000,
            help="Serve the figures of each process here, from this port of the loopback on.",
        ),
    ] = None,
) -> None:
    """Run everything on this machine: Kafka, the topics, every stage. Ctrl-C ends it in peace."""
    from wholepicture_consumers.running.machine import start
    from wholepicture_consumers.running.supervisor import end_on_signals

    ending = threading.Event()
    end_on_signals(ending)
    machine = start(Settings(), workers=workers, fresh=fresh, metrics=metrics, say=console.print)
    try:
        console.print(
            "Everything runs. Look how it is: wholepicture status. End: Ctrl-C.\n"
            f"Other programs find Kafka here: {machine.bootstrap}",
            soft_wrap=True,
        )
        sentences = machine.supervisor.watch(ending, machine.revive)
    finally:
        machine.end()
    for sentence in sentences:
        console.print(sentence)
    console.print("Everything has ended; what was kept is kept.")
    if sentences:
        console.print(
            "What is advised above needs Kafka: wholepicture kafka start. Afterwards: wholepicture "
            "kafka stop, and wholepicture up."
        )
        raise typer.Exit(2)


def down() -> None:
    """End what `wholepicture up` started on this machine."""
    from wholepicture_bus.running import running_pid

    pid = running_pid(Settings().data)
    if pid is None:
        console.print("Nothing runs here.")
        return
    os.kill(pid, signal.SIGTERM)
    console.print("Asked to end; what is in hand is finished first ...")
    until = time.monotonic() + _ENDS_WITHIN
    while time.monotonic() < until:
        if running_pid(Settings().data) is None:
            console.print("Everything has ended; what was kept is kept.")
            return
        time.sleep(0.2)
    console.print(f"It has not ended yet (process {pid}). See how it is: wholepicture status.")
    raise typer.Exit(1)


def status(
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Say how everything is. Exit code 1 when a person is needed."""
    from wholepicture_consumers.running import place
    from wholepicture_consumers.running import status as how

    settings = Settings()
    try:
        servers: str | None = bootstrap(settings)
    except StopError:
        if settings.bootstrap:  # then it is named, and named wrongly
            raise
        servers = None
    if place.has_agreement(settings):
        overview = how.status(
            servers,
            database(settings),
            load(settings.partnership),
            settings.data,
            starts=place.how_to_start(settings),
        )
    else:
        overview = place.of_a_publisher(servers, settings.data)
    if as_json:
        console.print_json(json.dumps(overview.as_json()))
    else:
        _show(overview)
    raise typer.Exit(1 if overview.needs else 0)


def _show(overview: "Overview") -> None:
    table = Table("stage", "alive", "waiting", "held", box=None)
    for stage in overview.stages:
        waiting = "?" if stage.waiting is None else str(stage.waiting)
        waiting += f" and {stage.history} of history" if stage.history else ""
        table.add_row(stage.name, str(stage.members), waiting, str(stage.held))
    if overview.stages:
        console.print(table)
    else:
        console.print("There is no agreement here, so this is the status of this machine alone.")
    spooled = sum(overview.spooled.values())
    console.print(f"Not sent yet from this machine: {spooled}.")
    for sentence in overview.needs:
        console.print(f"[bold]A person is needed:[/] {sentence}")
    if not overview.needs:
        console.print("Nobody is needed. This says that the bus works, not that a child is safe.")


def stage(
    name: Annotated[str, typer.Argument(help=_STAGES_HELP)],
    metrics: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="Serve /metrics here: host:port, or a port."),
    ] = None,
) -> None:
    """Run one member of one stage, so that many machines can share the work."""
    from wholepicture_bus import log

    from wholepicture_consumers.running.member import run

    _require_stage(name)
    log.configure()
    settings = Settings()
    run(name, settings.model_copy(update={"metrics": metrics or settings.metrics}))


def recover(
    stage: Annotated[str, typer.Argument(help=_STAGES_HELP)],
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
    from wholepicture_engine import recovery

    _require_stage(stage)
    for line in recovery.recover(
        bootstrap(), database(), stage, again=since or 0, new_cluster=new_cluster, really=yes
    ):
        console.print(line, soft_wrap=True)
    if not yes:
        console.print("Nothing was changed. To do it: stop the stage, then add --yes.")


def _require_stage(name: str) -> None:
    from wholepicture_consumers.stages import STAGES

    if name not in STAGES:
        raise StopError(f"There is no such stage. Use one of: {', '.join(STAGES)}.")


@topics.command()
def create(
    replication: Annotated[int, typer.Option(min=1, help="Copies of each record.")] = 1,
) -> None:
    """Make the topics that are missing, and refuse others than they must be."""
    from wholepicture_consumers.running.exposure import require_safe
    from wholepicture_consumers.running.machine import create_topics

    settings = Settings()
    agreement, servers = load(settings.partnership), bootstrap(settings)
    require_safe(servers, agreement)
    made = create_topics(servers, agreement, replication=replication)
    console.print(f"{len(made)} made; all that the agreement needs are there.")


@topics.command(name="list")
def list_topics() -> None:
    """Show the topics that the agreement needs, with their settings."""
    from wholepicture_consumers.topic_specs import topic_specs

    table = Table("topic", "partitions", "largest record", "kept", box=None)
    for spec in topic_specs(load(Settings().partnership)):
        days = int(spec.settings["retention.ms"]) // 86_400_000
        size = f"{int(spec.settings['max.message.bytes']) / 1048576:g} MiB"
        table.add_row(spec.name, str(spec.partitions), size, f"{days} days")
    console.print(table)
