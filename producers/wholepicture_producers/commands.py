"""The commands of an agency that publishes: template, validate, publish, spool."""

import os
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wholepicture_producers import template as templates
from wholepicture_producers.again.growing import Terms
from wholepicture_producers.mapping import ColumnMapping, MappingError, checked, document_of
from wholepicture_producers.publisher import Publisher
from wholepicture_producers.publishing import publish, validate
from wholepicture_producers.reading import EventFile
from wholepicture_producers.rejects import Rejects
from wholepicture_producers.telling import (
    CommandRun,
)
from wholepicture_producers.terminal import (
    AGENCY,
    AgencyOption,
    AsJson,
    Wait,
    agency_told,
    learn_limit_if_there,
    opened_spool,
    progress_shown,
    refuse,
    send_waiting,
    spool_if_there,
    told_type,
)

if TYPE_CHECKING:
    from wholepicture_producers.health.reading import Health
    from wholepicture_producers.social_care.census import Census

_MAPPING_HELP = (
    "For tables: the TOML file that says which column is which field. For an export in FHIR: the "
    "TOML file of its settings."
)
_TYPE_HELP = "The type of those events that do not say their own."
_FILES_HELP = (
    "Events in JSON or NDJSON (one a line); a table in CSV or .xlsx; a children in need census in "
    "XML; - is standard input."
)
_CENSUS_HELP = "For a children in need census: the TOML file that says what the return does not."
_NAMES_HELP = "For a census: a table of the children's names, numbers and teams by LAchildID."

Files = Annotated[list[str], typer.Argument(help=_FILES_HELP)]
Map = Annotated[Path | None, typer.Option("--map", metavar="FILE", help=_MAPPING_HELP)]
CensusTold = Annotated[Path | None, typer.Option("--census", metavar="FILE", help=_CENSUS_HELP)]
NamesTold = Annotated[Path | None, typer.Option("--names", metavar="FILE", help=_NAMES_HELP)]
As = Annotated[str | None, typer.Option("--as", metavar="TYPE", help=_TYPE_HELP)]


def print_template(
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
    census: Annotated[
        bool, typer.Option("--census", help="Print the settings of a children in need census.")
    ] = False,
    fhir: Annotated[
        bool, typer.Option("--fhir", help="Print the settings of an export in FHIR.")
    ] = False,
    agency: AgencyOption = None,
) -> None:
    """Print an event of a type to begin with: as JSON, or as a mapping of a table's columns."""
    if census:
        typer.echo(templates.of_census())
        return
    if fhir:
        typer.echo(templates.of_fhir())
        return
    if kind is None:
        typer.echo("\n".join(templates.types()))
        return
    found = told_type(kind)
    if csv:
        typer.echo(templates.as_mapping(found, minimal=minimal))
    else:
        typer.echo(templates.as_json(found, agency or "your-agency", minimal=minimal))


def check(
    files: Files,
    mapping: Map = None,
    kind: As = None,
    census: CensusTold = None,
    names: NamesTold = None,
    agency: AgencyOption = None,
    as_json: AsJson = False,
) -> None:
    """Check events without publishing them, and name every problem with its fix.

    Exit codes: 0 nothing is wrong and nothing lacks, 1 something cannot be published or would go
    incomplete, 2 nothing could be read.
    """
    who = agency_told(agency) if agency else None
    run = CommandRun(as_json=as_json, strict=True)
    with spool_if_there(who) as spool:
        publisher = Publisher(who, spool, None, send_in_background=False) if who and spool else None
        returns = _returns(census, names, publisher)
        for source in _sources(files, mapping, kind, returns):
            with run.reading(source) as report:
                validate(source, who, report.refuse, datetime.now(UTC), report.accepted, spool)
    raise typer.Exit(run.tell())


def publish_files(
    files: Files,
    agency: AgencyOption = None,
    mapping: Map = None,
    kind: As = None,
    census: CensusTold = None,
    names: NamesTold = None,
    rejects: Annotated[
        Path | None,
        typer.Option(help="The file or folder for rejected rows; else beside each file."),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Reject what lacks anything, to mend it first.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what is new and changed; keep and send nothing.")
    ] = False,
    because: Annotated[
        str | None,
        typer.Option(metavar="TEXT", help="Why published events are corrected by changed rows."),
    ] = None,
    new_only: Annotated[
        bool, typer.Option("--new-only", help="Hold back the corrections of published events.")
    ] = False,
    removals: Annotated[
        bool, typer.Option("--removals", help="Take away what is in the rows no longer.")
    ] = False,
    reverts: Annotated[
        bool, typer.Option("--reverts", help="Let rows say again what an earlier export said.")
    ] = False,
    history: Annotated[
        bool,
        typer.Option("--history", help="What was held before you joined: nobody is sent it."),
    ] = False,
    wait: Wait = None,
    as_json: AsJson = False,
) -> None:
    """Publish events: each is checked, kept on this machine, and then sent to Kafka.

    What lacks something goes all the same, marked incomplete, and what is asked is said.
    A row that says something else than was published under its number corrects that.

    Exit codes: 0 all accepted, 1 some rows rejected, 2 nothing could be read,
    3 --wait ended before all was sent, 4 Kafka refuses something that was accepted.
    """
    who = agency_told(agency)
    _sources(files, mapping, kind, _returns(census, names))  # the settings are looked at first
    terms = Terms(because, strict, new_only, removals, reverts, dry_run)
    again = _again(mapping, kind, agency, strict=strict, history=history)
    run = CommandRun(as_json=as_json, again=again, dry_run=dry_run)
    with opened_spool(who) as spool, progress_shown() as progress:
        learn_limit_if_there(spool, who)
        publisher = Publisher(who, spool, None, send_in_background=False)
        returns = _returns(census, names, publisher)
        for source in _sources(files, mapping, kind, returns):
            source.history = history
            with run.reading(source) as report, _set_aside(source, rejects, terms) as report.aside:
                count = progress("Reading")
                try:
                    publish(source, publisher, report.refuse, count, report.accepted, terms)
                finally:
                    report.keep_receipts(rejects, terms)
        if not dry_run:
            run.sent = send_waiting(spool, wait, progress("Sending"))
        run.counts = spool.counts()
    raise typer.Exit(run.tell(waited=wait is not None))


def _set_aside(
    source: EventFile, rejects: Path | None, terms: Terms
) -> AbstractContextManager[Rejects | None]:
    """Where rejected rows are kept; nowhere in a dry run."""
    return nullcontext() if terms.dry_run else Rejects(source, rejects)


def _sources(
    files: list[str], mapping: Path | None, kind: str | None, census: "Census | None" = None
) -> list[EventFile]:
    told = None if kind is None else told_type(kind).TYPE
    columns: ColumnMapping | None = None
    health: Health | None = None
    if mapping is not None:
        try:
            document = document_of(mapping)
            if "reads" in document:
                from wholepicture_producers.health.reading import health_of

                health = health_of(document, str(mapping), files)
            else:
                columns = checked(document, str(mapping))
        except MappingError as error:
            refuse("\n".join(error.sentences))
    return [EventFile(name, columns, told, census=census, health=health) for name in files]


def _returns(
    settings: Path | None, names: Path | None, publisher: Publisher | None = None
) -> "Census | None":
    """How returns are read; with a publisher, beside what it published of earlier ones."""
    if settings is None:
        if names is not None:
            refuse("--names is for a children in need census: add --census FILE.")
        return None
    from wholepicture_producers.social_care.reading import census_of

    try:
        return census_of(settings, names, publisher)
    except MappingError as error:
        refuse("\n".join(error.sentences))


def _again(
    mapping: Path | None, kind: str | None, agency: str | None, *, strict: bool, history: bool
) -> list[str]:
    """The options of a run that publish its rejected rows again."""
    told = {
        "--map": mapping,
        "--as": kind,
        "--agency": agency if agency != os.environ.get(AGENCY) else None,
    }
    options = [str(part) for option in told.items() if option[1] is not None for part in option]
    return [*options, *(["--strict"] * strict), *(["--history"] * history)]
