"""The commands for what was published: sent, fix."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any

import typer
from wholepicture_bus.connection import bootstrap
from wholepicture_bus.errors import StopError, TransientError
from wholepicture_bus.spool import History, Spool, TooLarge, check_size, replace
from wholepicture_schemas.catalogue import short_name
from wholepicture_schemas.identifiers import AgencyId
from wholepicture_schemas.problems import InvalidEvent, Problem

from wholepicture_producers.after.choosing import Choosing
from wholepicture_producers.after.fixing import (
    asked_of,
    fixed,
    lines_to_fill_in,
    replaced,
    still_asked,
)
from wholepicture_producers.after.hearing import Hearing
from wholepicture_producers.after.overview import Overview, as_csv, lines_of_many, overviews
from wholepicture_producers.after.published import NotFixable, Published, published
from wholepicture_producers.after.said_values import said_changes
from wholepicture_producers.after.timeline import NoSuchReceipt, lines_of, timeline
from wholepicture_producers.publisher import Publisher
from wholepicture_producers.telling import ALL_ACCEPTED, SOME_REJECTED
from wholepicture_producers.terminal import (
    AgencyOption,
    AsJson,
    AskedOnly,
    Told,
    UnansweredOnly,
    Wait,
    agency_told,
    count_of,
    opened_spool,
    refuse,
    send_and_tell,
)
from wholepicture_producers.too_large import too_large


@dataclass(frozen=True, slots=True)
class _Known:
    """What this machine knows of what was published."""

    agency: AgencyId
    spool: Spool
    history: History
    hearing: Hearing
    away: str | None
    """Why the bus could not be asked, where it could not."""

    def chosen(
        self, told: Sequence[str], *, asked: bool, unanswered: bool
    ) -> tuple[tuple[str, ...], list[Overview]]:
        """The receipts that were told of, and how each stands where several are."""
        if not told and not asked and not unanswered:
            refuse("Say of which events: a receipt, a file, a day, your own number, or --asked.")
        choosing = Choosing(self.history, self.hearing)
        try:
            receipts = choosing.chosen(told)
        except NoSuchReceipt as error:
            refuse(" ".join(filter(None, (str(error), self.away))))
        if len(receipts) == 1 and not asked and not unanswered:
            return receipts, []
        found = [
            one
            for one in overviews(receipts, self.spool, self.history, self.hearing, choosing)
            if (one.asked or not asked) and (one.unanswered or not unanswered)
        ]
        return tuple(one.told.receipt for one in found), found


def sent(
    told: Told = None,
    asked: AskedOnly = False,
    unanswered: UnansweredOnly = False,
    csv: Annotated[bool, typer.Option("--csv", help="Answer as a table, a row an event.")] = False,
    agency: AgencyOption = None,
    as_json: AsJson = False,
) -> None:
    """Show an event's way: kept, sent, accepted, delivered, answered; its corrections within.

    Of several events a line each: of a file that was published, a day, your own number.
    """
    with _known(agency) as known:
        several = asked or unanswered or csv
        receipts, found = known.chosen(told or (), asked=asked, unanswered=unanswered)
        if csv and not found and receipts:
            choosing = Choosing(known.history, known.hearing)
            found = list(overviews(receipts, known.spool, known.history, known.hearing, choosing))
        if len(receipts) == 1 and not several:
            one = timeline(receipts[0], known.spool, known.history, known.hearing)
            whole: Any = {"kafka_asked": known.away is None, **one.as_json()}
            lines = list(lines_of(one))
        else:
            whole = {"kafka_asked": known.away is None, "events": [one.as_json() for one in found]}
            lines = [as_csv(found).rstrip()] if csv else list(lines_of_many(found))
    if as_json:
        typer.echo(json.dumps(whole, indent=2))
        return
    typer.echo("\n".join(lines))
    if known.away is not None:
        typer.echo(known.away, err=csv)


def fix(
    told: Told = None,
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
    asked: AskedOnly = False,
    unanswered: UnansweredOnly = False,
    agency: AgencyOption = None,
    wait: Wait = None,
) -> None:
    """Put events right without a new export; without --set, show what was asked about them.

    Exit codes: 0 put right, 1 refused, 2 it cannot be put right so, 3 --wait ended before it was
    sent, 4 Kafka refuses something.
    """
    if because is not None and not settings:
        refuse("--because needs what it is about: add --set FIELD=VALUE. Nothing was sent.")
    with _known(agency) as known:
        receipts, found = known.chosen(told or (), asked=asked, unanswered=unanswered)
        codes = [_fix_one(one, settings, because, known, alone=not found) for one in receipts]
        if not receipts:
            typer.echo("There is no such event.")
        if not settings:
            return
        outcome = send_and_tell(known.spool, wait)
    raise typer.Exit(max(codes, default=ALL_ACCEPTED) or outcome)


def _fix_one(
    receipt: str, settings: list[str] | None, because: str | None, known: _Known, *, alone: bool
) -> int:
    """Put one event right, or show what is asked about it; the exit code of several.

    One that cannot be put right ends the command where it is alone, and no other.
    """
    heard = known.hearing.about(receipt)
    try:
        event = published(receipt, known.hearing, known.spool, known.history)
        if not settings:
            _show_asked(event, known)
            return ALL_ACCEPTED
        fields, lacks = _put_right(event, settings, because, known)
    except NotFixable as error:
        problems = [str(problem) for problem in asked_of(heard)] if not settings or alone else []
        for line in problems:
            typer.echo(line)
        if alone:
            refuse(str(error))
        typer.echo(f"{receipt}: {error}", err=True)
        return SOME_REJECTED
    except InvalidEvent as error:
        for problem in error.problems:
            typer.echo(str(problem) if alone else f"{receipt}: {problem}", err=True)
        if alone:
            typer.echo("Nothing was sent.", err=True)
            raise typer.Exit(SOME_REJECTED) from None
        return SOME_REJECTED
    for problem in still_asked(heard, event, fields, lacks):
        typer.echo(f"Still asked: {problem}")
    return ALL_ACCEPTED


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
    """Show what is asked about an event, each with a command line to fill in."""
    asked = still_asked(known.hearing.about(event.receipt), event)
    typer.echo(f"Receipt {event.receipt} ({short_name(event.kind.TYPE)})")
    for problem in asked:
        typer.echo(f"  {problem}")
        for line in lines_to_fill_in(event, problem):
            typer.echo(f"    {line}")
    if not asked:
        typer.echo("  Nothing is asked about it.")
    if known.away is not None:
        typer.echo(known.away)


def _put_right(
    event: Published, settings: list[str], because: str | None, known: _Known
) -> tuple[list[str], tuple[Problem, ...]]:
    """The fields that a correction has now changed, and what the event lacks after it.

    Raises:
        InvalidEvent: it cannot be right so.
        NotFixable: there is nothing to correct.
    """
    changes = said_changes(event.kind, settings)
    done, lacks = _sent_right(event, changes, because, known)
    typer.echo(f"Put right in {count_of(len(changes), 'field')}. {done}")
    return [field for field, _ in changes], lacks


def _sent_right(
    event: Published, changes: list[tuple[str, Any]], because: str | None, known: _Known
) -> tuple[str, tuple[Problem, ...]]:
    """Publish the changes as a correction; what Kafka never took is replaced by the right one."""
    now, kept = datetime.now(UTC), known.spool.receipt(event.receipt)
    if kept is not None and kept.status == "refused":
        record, lacks = replaced(event, changes, known.agency, now)
        try:
            check_size(known.spool, record)
        except TooLarge as error:
            document = {"data": json.loads(record.value or b"{}")}
            raise InvalidEvent([too_large(document, error.size, error.most)]) from None
        replace(known.spool, record)
        return (
            f"Kafka never took it: it is sent anew, as it is right. Receipt {event.receipt}",
            lacks,
        )
    asked = still_asked(known.hearing.about(event.receipt), event)
    found = fixed(event, changes, because, asked, known.agency, now)
    publisher = Publisher(known.agency, known.spool, None, send_in_background=False)
    return f"Receipt {publisher.publish(found.correction).event}", found.lacks
