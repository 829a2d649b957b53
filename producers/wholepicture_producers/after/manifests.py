"""The command ``wholepicture manifest``: the list of what was sent on a day."""

import json
from datetime import UTC, date, datetime
from typing import Annotated, Any

import typer
from wholepicture_bus.spool import History, SaidOtherwise, Spool
from wholepicture_schemas.identifiers import AgencyId, agency_source, derived
from wholepicture_schemas.problems import InvalidEvent

from wholepicture_producers.after.day_list import day_before, list_of, terms_of
from wholepicture_producers.publisher import Publisher
from wholepicture_producers.terminal import (
    AgencyOption,
    Wait,
    agency_told,
    count_of,
    opened_spool,
    refuse,
    send_and_tell,
)


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
        outcome = send_and_tell(spool, wait)
    raise typer.Exit(outcome)


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


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        refuse("Write the day as 2026-03-04.")
