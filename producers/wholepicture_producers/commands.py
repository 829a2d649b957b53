"""The commands of an agency: template, validate, publish, spool, sent."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from pydantic import TypeAdapter, ValidationError
from rich.console import Console
from rich.progress import Progress
from wholepicture_bus.connection import bootstrap
from wholepicture_bus.errors import StopError, TransientError
from wholepicture_bus.settings import data_folder
from wholepicture_bus.spool import Sender, Sent, Spool
from wholepicture_schemas.catalogue import TOLD, by_name
from wholepicture_schemas.envelope import Event
from wholepicture_schemas.identifiers import AgencyId, AgencyIdField

from wholepicture_producers import template as templates
from wholepicture_producers.hearing import Hearing
from wholepicture_producers.mapping import ColumnMapping, MappingError, load
from wholepicture_producers.publisher import Publisher
from wholepicture_producers.publishing import publish, validate
from wholepicture_producers.reading import Source
from wholepicture_producers.rejects import Rejects
from wholepicture_producers.telling import (
    ALL_ACCEPTED,
    NOT_YET_SENT,
    NOTHING_READ,
    Run,
    tell_spool,
    tell_timeline,
    timeline_json,
)

AGENCY = "WHOLEPICTURE_AGENCY"
_TRIES_WITHOUT_WAIT = timedelta(seconds=5)
_MAPPING_HELP = "For tables: the TOML file that says which column is which field."
_TYPE_HELP = "The type of those events that do not say their own."
_FILES_HELP = "Events in JSON, in NDJSON (one a line) or in CSV; - is the standard input."

Files = Annotated[list[str], typer.Argument(help=_FILES_HELP)]
Agency = Annotated[str | None, typer.Option(metavar="ID", help="Your agency's id.", envvar=AGENCY)]
Map = Annotated[Path | None, typer.Option("--map", metavar="FILE", help=_MAPPING_HELP)]
As = Annotated[str | None, typer.Option("--as", metavar="TYPE", help=_TYPE_HELP)]
AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON, for a program.")]


def add_commands(app: typer.Typer) -> None:
    """Add the agency's commands."""
    app.command("template")(_template)
    app.command("validate")(_validate)
    app.command("publish")(_publish)
    app.command("sent")(_sent)
    app.add_typer(_spool(), name="spool")


def _template(
    kind: Annotated[str, typer.Argument(metavar="TYPE", help="Such as domestic-abuse-incident.")],
    minimal: Annotated[bool, typer.Option("--minimal", help="Only what must be given.")] = False,
    csv: Annotated[
        bool, typer.Option("--csv", help="Print a mapping of a table's columns, in TOML.")
    ] = False,
    agency: Agency = None,
) -> None:
    """Print an event of a type to begin with: as JSON, or as a mapping of a table's columns."""
    found = _type(kind)
    if csv:
        typer.echo(templates.as_mapping(found, minimal=minimal))
    else:
        typer.echo(templates.as_json(found, agency or "your-agency", minimal=minimal))


def _validate(
    files: Files,
    mapping: Map = None,
    kind: As = None,
    agency: Agency = None,
    as_json: AsJson = False,
) -> None:
    """Check events without publishing them, and name every problem with its fix.

    Exit codes: 0 all can be published, 1 some cannot, 2 nothing could be read.
    """
    who = _agency(agency) if agency else None
    run = Run(as_json=as_json)
    for source in _sources(files, mapping, kind):
        with run.reading(source) as report:
            validate(source, who, report.refuse, datetime.now(UTC), report.accepted)
    raise typer.Exit(run.tell())


def _publish(
    files: Files,
    agency: Agency = None,
    mapping: Map = None,
    kind: As = None,
    rejects: Annotated[
        Path | None,
        typer.Option(help="The file or folder for rejected rows; else beside each file."),
    ] = None,
    wait: Annotated[
        float | None,
        typer.Option(metavar="SECONDS", help="How long to wait until Kafka has all of it.", min=0),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Publish events: each is checked, kept on this machine, and then sent to Kafka.

    Exit codes: 0 all accepted, 1 some rows rejected, 2 nothing could be read,
    3 --wait ended before all was sent.
    """
    who = _agency(agency)
    sources = _sources(files, mapping, kind)
    run = Run(as_json=as_json, again=_again(mapping, kind, agency))
    with _opened(who) as spool, _progress() as progress:
        publisher = Publisher(who, spool, None, send_in_background=False)
        for source in sources:
            with run.reading(source) as report, Rejects(source, rejects) as report.aside:
                publish(source, publisher, report.refuse, progress("Reading"), report.accepted)
        run.sent = _send(spool, wait, progress("Sending"))
        run.counts = spool.counts()
    raise typer.Exit(run.tell(waited=wait is not None))


def _spool() -> typer.Typer:
    spool = typer.Typer(help="What is kept on this machine until Kafka has it.")

    @spool.callback(invoke_without_command=True)
    def show(context: typer.Context, agency: Agency = None, as_json: AsJson = False) -> None:
        """Show how much is kept, and what keeps it from being sent."""
        context.obj = _agency(agency) if agency else None
        if context.invoked_subcommand is None:
            with _opened(_agency(agency)) as kept:
                tell_spool(kept.counts(), as_json=as_json)

    @spool.command()
    def send(
        context: typer.Context,
        agency: Agency = None,
        wait: Annotated[
            float, typer.Option(metavar="SECONDS", help="How long to try.", min=0)
        ] = 60.0,
        as_json: AsJson = False,
    ) -> None:
        """Send what waits. The exit code is 3 when something still waits at the end."""
        with _opened(_agency(agency or context.obj)) as kept, _progress() as progress:
            outcome = _send(kept, wait, progress("Sending"))
            counts = kept.counts()
        tell_spool(counts, as_json=as_json, outcome=outcome)
        raise typer.Exit(NOT_YET_SENT if counts.waiting else ALL_ACCEPTED)

    @spool.command()
    def prune(
        context: typer.Context,
        older_than_days: Annotated[
            int, typer.Option(metavar="DAYS", help="Only what was sent longer ago.", min=0)
        ],
        agency: Agency = None,
    ) -> None:
        """Remove what was sent long ago, with all that it says. What waits is never removed."""
        with _opened(_agency(agency or context.obj)) as kept:
            removed = kept.prune(datetime.now(UTC) - timedelta(days=older_than_days))
        typer.echo(f"{_count(removed, 'event')} removed.")

    return spool


def _sent(
    receipt: Annotated[str, typer.Argument(help="The receipt that publish gave.")],
    agency: Agency = None,
    as_json: AsJson = False,
) -> None:
    """Show how far an event has come: kept, sent, accepted, delivered, acknowledged, decided."""
    who = _agency(agency)
    away = None
    with _opened(who) as spool:
        own = spool.receipt(receipt)
        hearing = Hearing(spool.path, who)
        try:
            hearing.listen(bootstrap())
        except (StopError, TransientError) as error:
            away = f"{error} This is what this machine knows; ask again later."
        heard = hearing.about(receipt)
    if as_json:
        typer.echo(json.dumps(timeline_json(receipt, own, heard, away), indent=2))
    else:
        tell_timeline(receipt, own, heard, away)
    if own is None and not heard:
        raise typer.Exit(NOTHING_READ)


def _sources(files: list[str], mapping: Path | None, kind: str | None) -> list[Source]:
    told = None if kind is None else _type(kind).TYPE
    columns: ColumnMapping | None = None
    if mapping is not None:
        try:
            columns = load(mapping)
        except MappingError as error:
            _refuse("\n".join(error.sentences))
    return [Source(name, columns, told) for name in files]


def _again(mapping: Path | None, kind: str | None, agency: str | None) -> list[str]:
    """The options of a run that publish its rejected rows again."""
    told = {
        "--map": mapping,
        "--as": kind,
        "--agency": agency if agency != os.environ.get(AGENCY) else None,
    }
    return [str(part) for option in told.items() if option[1] is not None for part in option]


def _send(spool: Spool, wait: float | None, told: Callable[[int], None]) -> Sent:
    """Send what waits, for as long as is wanted; where another process sends, watch it."""
    within = _TRIES_WITHOUT_WAIT if wait is None else timedelta(seconds=wait)
    if not spool.unsent(1):
        return Sent("all-sent", 0)
    try:
        where = bootstrap()
    except StopError as error:
        typer.echo(str(error), err=True)
        return Sent("time-up", 0)
    sender = Sender(spool, where)
    outcome = sender.send(within=within, told=told)
    if outcome.ended == "busy" and wait is not None:
        sender.watch(within)
    return outcome


@contextmanager
def _opened(agency: AgencyId) -> Iterator[Spool]:
    folder = data_folder() / "spools" / agency
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if os.name == "posix":
        folder.chmod(0o700)
    spool = Spool(folder / "spool.db")
    try:
        yield spool
    finally:
        spool.close()


@contextmanager
def _progress() -> Iterator[Callable[[str], Callable[[int], None]]]:
    """A counter for each kind of work, on a terminal; elsewhere nothing is shown."""
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:

        def counter(what: str) -> Callable[[int], None]:
            task = progress.add_task(what, total=None)
            return lambda count: progress.update(task, advance=count)

        yield counter


def _agency(told: str | None) -> AgencyId:
    if not told:
        _refuse(f"Say who you are: --agency ID, or set {AGENCY}.")
    try:
        return TypeAdapter[AgencyId](AgencyIdField).validate_python(told)
    except ValidationError:
        _refuse(
            "An agency's id has small letters, digits and hyphens only, "
            "such as avon-and-somerset-police."
        )


def _type(name: str) -> type[Event[Any]]:
    found = by_name(name)
    if found is None or found.TYPE not in TOLD:
        _refuse(f"There is no such type of event. There are: {templates.names()}.")
    return found


def _refuse(sentence: str) -> NoReturn:
    sys.stderr.write(f"{sentence}\n")
    raise typer.Exit(NOTHING_READ)


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
