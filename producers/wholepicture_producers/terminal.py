"""What the agency's commands share at a terminal: who it is, its spool, and sending it."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from pydantic import TypeAdapter, ValidationError
from wholepicture_bus.connection import bootstrap
from wholepicture_bus.data_folder import data_folder
from wholepicture_bus.errors import StopError
from wholepicture_bus.spool import Sender, SendOutcome, Spool, learn_limit
from wholepicture_bus.topics import events
from wholepicture_schemas.catalogue import TOLD, by_name, told_like
from wholepicture_schemas.envelope import Event
from wholepicture_schemas.identifiers import AgencyId, AgencyIdField

from wholepicture_producers.telling import NOTHING_READ, sending_code, sending_lines

AGENCY = "WHOLEPICTURE_AGENCY"
_TRIES_WITHOUT_WAIT = timedelta(seconds=5)

AgencyOption = Annotated[
    str | None, typer.Option(metavar="ID", help="Your agency's id.", envvar=AGENCY)
]
AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON, for a program.")]
Wait = Annotated[
    float | None,
    typer.Option(metavar="SECONDS", help="How long to wait until Kafka has all of it.", min=0),
]

Told = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="WHICH",
        help=(
            "Receipts or their beginnings; a file that was published, its rejected rows or its "
            "receipts; a day such as 2026-03-04; your own number of an event."
        ),
    ),
]
AskedOnly = Annotated[bool, typer.Option("--asked", help="Only what is asked about still.")]
UnansweredOnly = Annotated[
    bool, typer.Option("--unanswered", help="Only what somebody has not answered.")
]


def agency_told(told: str | None) -> AgencyId:
    """The agency of a command; the command ends with a sentence where none is told."""
    if not told:
        refuse(f"Say who you are: --agency ID, or set {AGENCY}.")
    try:
        return TypeAdapter[AgencyId](AgencyIdField).validate_python(told)
    except ValidationError:
        refuse(
            "An agency's id has small letters, digits and hyphens only, "
            "such as avon-and-somerset-police."
        )


@contextmanager
def opened_spool(agency: AgencyId) -> Iterator[Spool]:
    """The agency's spool on this machine, in a folder that only its owner can open."""
    file = _spool_file(agency)
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if os.name == "posix":
            file.parent.chmod(0o700)
    except OSError as error:
        refuse(
            f"The folder {file.parent} cannot be used ({error.strerror}): "
            "check that the disk has room and that this user may write there."
        )
    spool = Spool(file)
    try:
        yield spool
    finally:
        spool.close()


@contextmanager
def spool_if_there(agency: AgencyId | None) -> Iterator[Spool | None]:
    """The agency's spool where it has one on this machine; none is made."""
    if agency is None or not _spool_file(agency).exists():
        yield None
        return
    with opened_spool(agency) as spool:
        yield spool


def _spool_file(agency: AgencyId) -> Path:
    return data_folder() / "spools" / agency / "spool.db"


def learn_limit_if_there(spool: Spool, agency: AgencyId) -> None:
    """Learn how large an event may be, where Kafka is there to say it."""
    with suppress(StopError):
        learn_limit(spool, bootstrap(), events(agency))


def send_waiting(spool: Spool, wait: float | None, told: Callable[[int], None]) -> SendOutcome:
    """Send what waits, for as long as is wanted; where another process sends, watch it."""
    within = _TRIES_WITHOUT_WAIT if wait is None else timedelta(seconds=wait)
    if not spool.unsent(1):
        return SendOutcome("all-sent", 0)
    try:
        where = bootstrap()
    except StopError as error:
        typer.echo(str(error), err=True)
        return SendOutcome("time-up", 0)
    sender = Sender(spool, where)
    outcome = sender.send(within=within, told=told)
    if outcome.ended == "busy" and wait is not None:
        sender.watch(within)
    return outcome


def send_and_tell(spool: Spool, wait: float | None) -> int:
    """Send what waits, and say how far that came; the exit code."""
    with progress_shown() as progress:
        sent = send_waiting(spool, wait, progress("Sending"))
    counts = spool.counts()
    typer.echo("\n".join(sending_lines(counts, sent)))
    return sending_code(counts, waited=wait is not None)


@contextmanager
def progress_shown() -> Iterator[Callable[[str], Callable[[int], None]]]:
    """A counter for each kind of work, on a terminal; elsewhere nothing is shown."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:

        def counter(what: str) -> Callable[[int], None]:
            task = progress.add_task(what, total=None)
            return lambda count: progress.update(task, advance=count)

        yield counter


def refuse(sentence: str) -> NoReturn:
    """End the command with a sentence."""
    sys.stderr.write(f"{sentence}\n")
    raise typer.Exit(NOTHING_READ)


def told_type(name: str) -> type[Event[Any]]:
    """The type of event that somebody names; the command ends with a sentence where it is none."""
    found = by_name(name)
    if found is not None and found.TYPE in TOLD:
        return found
    if near := told_like(name):
        refuse(f"There is no such type of event. Did you mean {', or '.join(near)}?")
    refuse("There is no such type of event. All are named by: wholepicture template")


def count_of(number: int, what: str) -> str:
    """A number of things, the word in the plural where it has one."""
    return f"{number} {what}{'' if number == 1 else 's'}"
