"""The partnership's commands: try a change of the agreement, print it, explain a decision."""

import datetime as dt
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console, RenderableType
from wholepicture_bus.settings import Settings

from wholepicture_consumers.governance.agreement import agreement
from wholepicture_consumers.governance.terminal import PartnershipFolder

AsJson = Annotated[bool, typer.Option("--json", help="As JSON, for a program.")]


@agreement.command(name="try")
def try_(
    file: Annotated[
        Path | None,
        typer.Argument(
            help="The proposal: a file such as sharing.toml.",
            show_default="the proposed*.toml of the partnership's folder",
        ),
    ] = None,
    since: Annotated[
        str, typer.Option(help="How far back: 90d, 12w, or a date such as 2026-09-01.")
    ] = "90d",
    partnership: PartnershipFolder = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Say who would have been told more or less by other rules, over what was really told.

    Nothing is sent, and nobody is named.
    """
    from wholepicture_agreement.written import proposals
    from wholepicture_agreement.written.loading import agreement_of, read
    from wholepicture_bus import topics
    from wholepicture_bus.connection import bootstrap
    from wholepicture_bus.reading import read_to_end

    from wholepicture_consumers.governance import history, moments, trying
    from wholepicture_consumers.governance.comparing import compare

    settings, now = Settings(), dt.datetime.now(dt.UTC)
    folder = partnership or settings.partnership
    files = read(folder)
    begin = moments.since(since, now)
    proposal = proposals.proposal(proposals.the_file(file, folder), files)
    agreement = agreement_of(files)
    with _progress("Reading what was told") as progress:
        records = read_to_end(bootstrap(settings), topics.CHILDREN, progress)
        told = history.situations(records, begin, agreement)
        comparison = compare(told, agreement, proposal.terms, now)
    in_force = agreement.in_force(now).version
    trial = trying.Trial(proposal, comparison, agreement, in_force, begin)
    if as_json:
        typer.echo(json.dumps(trying.as_data(trial), indent=2))
    else:
        _show(trying.as_text(trial))


@agreement.command()
def book(
    file: Annotated[
        Path | None,
        typer.Argument(help="A proposal, whose changes are shown; else the newest version's."),
    ] = None,
    out: Annotated[Path, typer.Option(help="The folder to write to.")] = Path("agreement-book"),
    partnership: PartnershipFolder = None,
) -> None:
    """Write the agreement as pages to print: the schedule, who gets what, changes, for families."""
    from wholepicture_agreement.patterns.reviews import read_reviews
    from wholepicture_agreement.written.loading import read
    from wholepicture_agreement.written.proposals import proposal, the_file

    from wholepicture_consumers.governance import book as pages

    folder = partnership or Settings().partnership
    files = read(folder)
    proposed = None if file is None else proposal(the_file(file, folder), files).file
    made = pages.book(files, dt.datetime.now(dt.UTC), proposed, read_reviews(folder, files))
    written = pages.write(made, out)
    for path in written:
        typer.echo(path)


@agreement.command()
def why(
    delivery: Annotated[
        str | None, typer.Argument(help="The delivery's id, or how it begins.")
    ] = None,
    event: Annotated[
        str | None, typer.Option(help="The event's id instead, or how it begins.")
    ] = None,
    html: Annotated[Path | None, typer.Option(help="Write it as a page to print, too.")] = None,
    partnership: PartnershipFolder = None,
) -> None:
    """Say why they were told of an event, or not, from the ledger: for a complaint or a court.

    It shows every decision about the event, and nothing of what the event says.
    """
    from wholepicture_agreement import load
    from wholepicture_bus import topics
    from wholepicture_bus.connection import bootstrap
    from wholepicture_bus.reading import read_to_end

    from wholepicture_consumers.governance import why as told
    from wholepicture_consumers.governance.answers import answers
    from wholepicture_consumers.governance.ledger import account

    if (delivery is None) == (event is None):
        raise typer.BadParameter("Give either a delivery's id, or --event and an event's id.")
    settings = Settings()
    agreement, servers = load(partnership or settings.partnership), bootstrap(settings)
    with _progress("Reading the ledger") as progress:
        event_account = account(
            lambda: read_to_end(servers, topics.DISCLOSURES, progress),
            delivery=delivery,
            event=event,
        )
        replies = read_to_end(servers, topics.CHILDREN, progress) if event_account.asked else ()
        answered = answers(replies, event_account)
    if html is not None:
        html.write_text(told.as_page(event_account, agreement, answered), encoding="utf-8")
    _show(told.as_text(event_account, agreement, answered))
    if event_account.chains.faults:
        raise typer.Exit(1)


def _show(what: RenderableType) -> None:
    width = None if sys.stdout.isatty() or "COLUMNS" in os.environ else 120
    Console(highlight=False, width=width).print(what)


@contextmanager
def _progress(words: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar at a terminal, for work that may take long."""
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn()
    console = Console(stderr=True)
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task(words, total=None)
        yield lambda read, of: bar.update(task, completed=read, total=of or 1)
