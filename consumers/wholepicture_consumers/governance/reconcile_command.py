"""The command ``wholepicture reconcile``: every event of a time is accounted for, or it alarms."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

import typer

from wholepicture_consumers.governance.terminal import PartnershipFolder, day_told, loaded

_Day = Annotated[
    datetime, typer.Option("--from", parser=day_told, metavar="DAY", help="The first day.")
]


def reconcile(
    begin: _Day,
    end: Annotated[
        datetime | None,
        typer.Option("--to", parser=day_told, metavar="DAY", help="The last day; else until now."),
    ] = None,
    partnership: PartnershipFolder = None,
    *,
    each: Annotated[bool, typer.Option("--each", help="A line for each event, by its id.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, for a program.")] = False,
) -> None:
    """Say what became of every event of a time. Exit code 1 if one is missing.

    Each id counts once: delivered, kept with the reason, held, unreadable, or not handled yet. What
    an agency told as history counts like any event. An entry of the ledger that cannot be read is
    named; the exit code is 1 then, too.
    """
    from wholepicture_agreement.by_when.working_time import LONDON
    from wholepicture_bus import topics
    from wholepicture_bus.connection import bootstrap
    from wholepicture_bus.reading import read_to_end
    from wholepicture_engine.connection import database

    from wholepicture_consumers.governance.accounting import FATES, Books, account, topics_of
    from wholepicture_consumers.governance.accounting_store import handled, standing

    agreed, servers = loaded(partnership), bootstrap()
    sent = handled(servers)  # first: what is handled from now on counts as not handled yet
    told = [
        record for topic in topics_of(agreed.agency_ids) for record in read_to_end(servers, topic)
    ]
    stored = database()
    try:
        stands = standing(sent, stored)
    finally:
        stored.close()
    unreadable = (
        record
        for agency in agreed.agency_ids
        for record in read_to_end(servers, topics.invalid(agency))
    )
    books = Books().read(
        read_to_end(servers, topics.CHILDREN),
        read_to_end(servers, topics.DISCLOSURES),
        unreadable,
    )
    first = begin.replace(tzinfo=LONDON)
    last = end.replace(tzinfo=LONDON) + timedelta(days=1) if end else datetime.now(UTC)
    accounts = account(told, first, last, books, stands)
    if as_json:
        facts = [_as_data(fact) for fact in accounts.facts.values()] if each else None
        whole: dict[str, Any] = {"all": len(accounts.facts), "repeats": accounts.repeats}
        typer.echo(
            json.dumps({**whole, "counts": dict(accounts.counts), "events": facts}, indent=2)
        )
    else:
        for line in (*_lines(accounts.counts, FATES), f"{accounts.repeats} more came again."):
            typer.echo(line)
        for fact in accounts.facts.values() if each else ():
            said = ", ".join(fact.to) or fact.why
            typer.echo(f"  {fact.name}: {FATES[fact.fate]}{f' ({said})' if said else ''}")
    for name in accounts.missing:
        typer.echo(f"ALARM: nothing is known of {name}, which was accepted.", err=True)
    for place in books.not_entries:
        typer.echo(f"ALARM: the entry of the ledger at {place} cannot be read.", err=True)
    if accounts.missing or books.not_entries:
        raise typer.Exit(1)


def _lines(counts: Any, words: Any) -> Iterator[str]:
    yield f"{sum(counts.values())} events came, of which"
    for fate, count in counts.items():
        yield f"{count:>8}  {words[fate]}"


def _as_data(fact: Any) -> dict[str, Any]:
    return {"event": fact.name, "fate": fact.fate, "to": list(fact.to), "why": fact.why}
