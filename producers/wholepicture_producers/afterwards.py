"""The commands for what was published: sent, fix, manifest."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated, Any

import typer
from wholepicture_bus.connection import bootstrap
from wholepicture_bus.errors import StopError, TransientError
from wholepicture_bus.spool import History, SaidOtherwise, Spool
from wholepicture_schemas.catalogue import short_name
from wholepicture_schemas.identifiers import AgencyId, agency_source, derived
from wholepicture_schemas.problems import InvalidEvent, Problem

from wholepicture_producers.day_list import day_before, list_of, terms_of
from wholepicture_producers.fixing import asked_of, example_lines, fixed, still_asked
from wholepicture_producers.hearing import Hearing
from wholepicture_producers.published import NotFixable, Published, published
from wholepicture_producers.publisher import Publisher
from wholepicture_producers.said_values import said_changes
from wholepicture_producers.telling import (
    SOME_REJECTED,
    sending_code,
    sending_lines,
)
from wholepicture_producers.terminal import (
    AgencyOption,
    AsJson,
    Wait,
    agency_told,
    count_of,
    opened_spool,
    progress_shown,
    refuse,
    send_waiting,
)
from wholepicture_producers.timeline import NoSuchReceipt, lines_of, timeline, whole_receipt

ReceiptTold = Annotated[
    str, typer.Argument(metavar="RECEIPT", help="The receipt that publish gave, or its beginning.")
]


@dataclass(frozen=True, slots=True)
class _Known:
    """What this machine knows of what was published."""

    agency: AgencyId
    spool: Spool
    history: History
    hearing: Hearing
    away: str | None
    """Why the bus could not be asked, where it could not."""

    def receipt(self, told: str) -> str:
        try:
            return whole_receipt(told, self.history, self.hearing)
        except NoSuchReceipt as error:
            refuse(" ".join(filter(None, (str(error), self.away))))


def sent(receipt: ReceiptTold, agency: AgencyOption = None, as_json: AsJson = False) -> None:
    """Show an event's way: kept, sent, accepted, delivered, answered; its corrections within."""
    with _known(agency) as known:
        found = timeline(known.receipt(receipt), known.spool, known.history, known.hearing)
    if as_json:
        typer.echo(json.dumps({"kafka_asked": known.away is None, **found.as_json()}, indent=2))
        return
    typer.echo("\n".join(lines_of(found)))
    if known.away is not None:
        typer.echo(known.away)


def fix(
    receipt: ReceiptTold,
    settings: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="FIELD=VALUE", help="What a field should have said."),
    ] = None,
    because: Annotated[
        str | None,
        typer.Option(
            metavar="TEXT",
            help="What was wrong, in a sentence; needed for what nobody has asked about.",
        ),
    ] = None,
    agency: AgencyOption = None,
    wait: Wait = None,
) -> None:
    """Put an event right without a new export; without --set, show what was asked about it.

    Exit codes: 0 put right, 1 refused, 2 it cannot be put right so, 3 --wait ended before it was
    sent.
    """
    if because is not None and not settings:
        refuse("--because needs what it is about: add --set FIELD=VALUE. Nothing was sent.")
    with _known(agency) as known:
        whole = known.receipt(receipt)
        heard = known.hearing.about(whole)
        try:
            event = published(whole, known.hearing, known.spool, known.history)
        except NotFixable as error:
            for problem in asked_of(heard):
                typer.echo(str(problem))
            refuse(str(error))
        if not settings:
            _show_asked(event, known)
            return
        fields, lacks = _put_right(event, settings, because, known)
        for problem in still_asked(heard, event, fields, lacks):
            typer.echo(f"Still asked: {problem}")
        outcome = _send(known.spool, wait)
    raise typer.Exit(outcome)


def manifest(
    feed: Annotated[
        str | None, typer.Option(metavar="SOURCE", help="The feed; else the agency's own source.")
    ] = None,
    day: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help="The day; else the day before today.")
    ] = None,
    phone: Annotated[
        str | None,
        typer.Option(metavar="NUMBER", help="Whom to call about it; else as published last."),
    ] = None,
    exercise: Annotated[
        bool | None,
        typer.Option("--exercise/--live", help="Practice or not; else as published last."),
    ] = None,
    agency: AgencyOption = None,
    wait: Wait = None,
) -> None:
    """Publish the list of what was sent on a day, zero included, so that silence is noticed."""
    who = agency_told(agency)
    over = day_before(datetime.now(UTC))
    wanted = over if day is None else _day(day)
    if wanted > over:
        refuse("That day is not over yet in London: its list can be made tomorrow.")
    with opened_spool(who) as spool:
        history = History(spool.path)
        terms = terms_of(history, who)
        if phone is not None:
            terms["call_back"] = {"phone": phone}
        if exercise is not None:
            terms["exercise"] = exercise
        if {"call_back", "exercise"} - terms.keys():
            what = "--phone NUMBER, and --exercise or --live"
            refuse(f"Nothing was published from here yet: add {what}.")
        source = feed or agency_source(who)
        document = list_of(wanted, source, who, history, terms)
        chosen = phone is not None or exercise is not None
        receipt = _publish_list(document, f"list:{source}:{wanted}", who, spool, chosen=chosen)
        total = document["data"]["detail"]["total"]
        typer.echo(f"List of {wanted}: {count_of(total, 'event')}. Receipt {receipt}")
        outcome = _send(spool, wait)
    raise typer.Exit(outcome)


@contextmanager
def _known(agency: str | None) -> Iterator[_Known]:
    """What this machine knows, after the bus was asked for what is new."""
    who = agency_told(agency)
    with opened_spool(who) as spool:
        hearing = Hearing(spool.path, who)
        away = None
        try:
            hearing.listen(bootstrap())
        except (StopError, TransientError) as error:
            away = f"{error} This is what this machine knows; ask again later."
        yield _Known(who, spool, History(spool.path), hearing, away)


def _show_asked(event: Published, known: _Known) -> None:
    """Show what is asked about an event, each with a command line that answers it."""
    asked = still_asked(known.hearing.about(event.receipt), event)
    typer.echo(f"Receipt {event.receipt} ({short_name(event.kind.TYPE)})")
    for problem in asked:
        typer.echo(f"  {problem}")
        for line in example_lines(event, problem, known.agency):
            typer.echo(f"    {line}")
    if not asked:
        typer.echo("  Nothing is asked about it.")
    if known.away is not None:
        typer.echo(known.away)


def _put_right(
    event: Published, settings: list[str], because: str | None, known: _Known
) -> tuple[list[str], tuple[Problem, ...]]:
    """The fields that a correction has now changed, and what the event lacks after it."""
    try:
        changes = said_changes(event.kind, settings)
        asked = still_asked(known.hearing.about(event.receipt), event)
        found = fixed(event, changes, because, asked, known.agency, datetime.now(UTC))
        publisher = Publisher(known.agency, known.spool, None, send_in_background=False)
        receipt = publisher.publish(found.correction)
    except InvalidEvent as error:
        for problem in error.problems:
            typer.echo(str(problem), err=True)
        typer.echo("Nothing was sent.", err=True)
        raise typer.Exit(SOME_REJECTED) from None
    except NotFixable as error:
        refuse(str(error))
    typer.echo(f"Put right in {count_of(len(changes), 'field')}. Receipt {receipt.event}")
    return [field for field, _ in changes], found.lacks


def _publish_list(
    document: dict[str, Any], once: str, agency: AgencyId, spool: Spool, *, chosen: bool
) -> str:
    """The receipt of a day's list. Publishing the same list again is idempotent.

    A list that differs from the one of an earlier run is published beside it. A call-back that was
    not chosen does not count as a difference: it is copied from the event that was published last.

    Example: a job runs twice on one day, and an event with another call-back is published between
    the runs. The second run gives the receipt of the first.
    """
    publisher = Publisher(agency, spool, None, send_in_background=False)
    says = document["data"] if chosen else _of_the_day(document["data"])
    try:
        return publisher.publish(document, once=once).event
    except SaidOtherwise as error:
        earlier = spool.row(error.event)
    except InvalidEvent as error:
        refuse("\n".join(map(str, error.problems)))
    value = earlier.outgoing.value if earlier is not None and not chosen else None
    if earlier is not None and value is not None and _of_the_day(json.loads(value)) == says:
        return earlier.event
    other = f"{once}:{derived('list', json.dumps(says, sort_keys=True))}"
    try:
        return publisher.publish(document, once=other).event
    except SaidOtherwise as error:  # it differs in the call-back only
        return error.event


def _of_the_day(content: dict[str, Any]) -> list[Any]:
    return [content["core"]["exercise"], content["detail"]]


def _send(spool: Spool, wait: float | None) -> int:
    """Send what waits, and say how far that came; the exit code."""
    with progress_shown() as progress:
        sent = send_waiting(spool, wait, progress("Sending"))
    counts = spool.counts()
    typer.echo("\n".join(sending_lines(counts, sent)))
    return sending_code(counts, waited=wait is not None)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        refuse("Write the day as 2026-03-04.")
