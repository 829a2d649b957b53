"""The commands of an agency that publishes: template, validate, publish, spool."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer
from wholepicture_bus.spool import History, Spool
from wholepicture_schemas.catalogue import TOLD, by_name
from wholepicture_schemas.envelope import Event

from wholepicture_producers import afterwards
from wholepicture_producers import template as templates
from wholepicture_producers.mapping import ColumnMapping, MappingError, load
from wholepicture_producers.publisher import Publisher
from wholepicture_producers.publishing import publish, validate
from wholepicture_producers.reading import Source
from wholepicture_producers.rejects import Rejects
from wholepicture_producers.telling import (
    ALL_ACCEPTED,
    NOT_YET_SENT,
    SOME_REJECTED,
    Run,
    tell_spool,
)
from wholepicture_producers.terminal import (
    AGENCY,
    Agency,
    AsJson,
    Wait,
    agency_told,
    count_of,
    opened_spool,
    progress_shown,
    refuse,
    send_waiting,
    spool_if_there,
)
from wholepicture_producers.timeline import NoSuchReceipt, whole_receipt

_MAPPING_HELP = "For tables: the TOML file that says which column is which field."
_TYPE_HELP = "The type of those events that do not say their own."
_FILES_HELP = "Events in JSON, in NDJSON (one a line) or in CSV; - is the standard input."

Files = Annotated[list[str], typer.Argument(help=_FILES_HELP)]
Map = Annotated[Path | None, typer.Option("--map", metavar="FILE", help=_MAPPING_HELP)]
As = Annotated[str | None, typer.Option("--as", metavar="TYPE", help=_TYPE_HELP)]


def add_commands(app: typer.Typer) -> None:
    """Add the agency's commands."""
    app.command("template")(_template)
    app.command("validate")(_validate)
    app.command("publish")(_publish)
    app.add_typer(_spool(), name="spool")
    afterwards.add_commands(app)


def _template(
    kind: Annotated[
        str | None,
        typer.Argument(
            metavar="TYPE", help="Such as domestic-abuse-incident; without one all are named."
        ),
    ] = None,
    minimal: Annotated[bool, typer.Option("--minimal", help="Only what must be given.")] = False,
    csv: Annotated[
        bool, typer.Option("--csv", help="Print a mapping of a table's columns, in TOML.")
    ] = False,
    agency: Agency = None,
) -> None:
    """Print an event of a type to begin with: as JSON, or as a mapping of a table's columns."""
    if kind is None:
        typer.echo("\n".join(templates.types()))
        return
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
    who = agency_told(agency) if agency else None
    run = Run(as_json=as_json)
    with spool_if_there(who) as spool:
        for source in _sources(files, mapping, kind):
            with run.reading(source) as report:
                validate(source, who, report.refuse, datetime.now(UTC), report.accepted, spool)
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
    wait: Wait = None,
    as_json: AsJson = False,
) -> None:
    """Publish events: each is checked, kept on this machine, and then sent to Kafka.

    Exit codes: 0 all accepted, 1 some rows rejected, 2 nothing could be read,
    3 --wait ended before all was sent.
    """
    who = agency_told(agency)
    sources = _sources(files, mapping, kind)
    run = Run(as_json=as_json, again=_again(mapping, kind, agency))
    with opened_spool(who) as spool, progress_shown() as progress:
        publisher = Publisher(who, spool, None, send_in_background=False)
        for source in sources:
            with run.reading(source) as report, Rejects(source, rejects) as report.aside:
                publish(source, publisher, report.refuse, progress("Reading"), report.accepted)
        run.sent = send_waiting(spool, wait, progress("Sending"))
        run.counts = spool.counts()
    raise typer.Exit(run.tell(waited=wait is not None))


def _spool() -> typer.Typer:
    spool = typer.Typer(help="What is kept on this machine until Kafka has it.")

    @spool.callback(invoke_without_command=True)
    def show(context: typer.Context, agency: Agency = None, as_json: AsJson = False) -> None:
        """Show how much is kept, and what keeps it from being sent."""
        context.obj = agency_told(agency) if agency else None
        if context.invoked_subcommand is None:
            with opened_spool(agency_told(agency)) as kept:
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
        with opened_spool(agency_told(agency or context.obj)) as kept, progress_shown() as progress:
            outcome = send_waiting(kept, wait, progress("Sending"))
            counts = kept.counts()
        tell_spool(counts, as_json=as_json, outcome=outcome)
        raise typer.Exit(NOT_YET_SENT if counts.waiting else ALL_ACCEPTED)

    @spool.command()
    def again(
        context: typer.Context,
        receipts: Annotated[
            list[str], typer.Argument(help="The receipts of what never arrived, or beginnings.")
        ],
        agency: Agency = None,
        wait: Wait = None,
    ) -> None:
        """Send once more what was sent and never arrived. What did arrive is taken in once."""
        with opened_spool(agency_told(agency or context.obj)) as kept:
            history = History(kept.path)
            unknown = [why for one in receipts if (why := _not_again(one, kept, history))]
            outcome = send_waiting(kept, wait, lambda _: None)
            counts = kept.counts()
        tell_spool(counts, as_json=False, outcome=outcome)
        for why in unknown:
            typer.echo(why)
        raise typer.Exit(SOME_REJECTED if unknown else ALL_ACCEPTED)

    @spool.command()
    def prune(
        context: typer.Context,
        older_than_days: Annotated[
            int, typer.Option(metavar="DAYS", help="Only what was sent longer ago.", min=0)
        ],
        agency: Agency = None,
    ) -> None:
        """Remove what was sent long ago, with all that it says. What waits is never removed.

        What is removed can no longer be put right with `wholepicture fix`, nor sent again: keep it
        for 35 days.
        """
        with opened_spool(agency_told(agency or context.obj)) as kept:
            removed = kept.prune(datetime.now(UTC) - timedelta(days=older_than_days))
        typer.echo(f"{count_of(removed, 'event')} removed.")

    return spool


def _not_again(told: str, kept: Spool, history: History) -> str | None:
    """Why an event cannot be sent once more; nothing where it now waits to be.

    A receipt that was pruned may still have been heard of, so only what is kept can be meant.
    """
    try:
        known = kept.again(whole_receipt(told, history))
    except NoSuchReceipt as error:
        if history.beginning(told):
            return str(error)
        known = False
    return None if known else f"{told} is not in the spool of this machine."


def _sources(files: list[str], mapping: Path | None, kind: str | None) -> list[Source]:
    told = None if kind is None else _type(kind).TYPE
    columns: ColumnMapping | None = None
    if mapping is not None:
        try:
            columns = load(mapping)
        except MappingError as error:
            refuse("\n".join(error.sentences))
    return [Source(name, columns, told) for name in files]


def _again(mapping: Path | None, kind: str | None, agency: str | None) -> list[str]:
    """The options of a run that publish its rejected rows again."""
    told = {
        "--map": mapping,
        "--as": kind,
        "--agency": agency if agency != os.environ.get(AGENCY) else None,
    }
    return [str(part) for option in told.items() if option[1] is not None for part in option]


def _type(name: str) -> type[Event[Any]]:
    found = by_name(name)
    if found is None or found.TYPE not in TOLD:
        refuse(f"There is no such type of event. There are: {templates.names()}.")
    return found
