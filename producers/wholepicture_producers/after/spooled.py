"""The commands ``wholepicture spool``: what is kept here, sent, sent again and removed."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer
from wholepicture_bus.spool import History
from wholepicture_bus.spool import drop as give_up

from wholepicture_producers.after.choosing import Choosing
from wholepicture_producers.after.hearing import Hearing
from wholepicture_producers.after.overview import overviews
from wholepicture_producers.after.timeline import NoSuchReceipt, whole_receipt
from wholepicture_producers.telling import SOME_REJECTED, sending_code, tell_spool
from wholepicture_producers.terminal import (
    AgencyOption,
    AsJson,
    Told,
    UnansweredOnly,
    Wait,
    agency_told,
    count_of,
    opened_spool,
    progress_shown,
    refuse,
    send_waiting,
)

spool = typer.Typer(help="What is kept on this machine until Kafka has it.")


@spool.callback(invoke_without_command=True)
def show(context: typer.Context, agency: AgencyOption = None, as_json: AsJson = False) -> None:
    """Show how much is kept, and what keeps it from being sent."""
    context.obj = agency_told(agency) if agency else None
    if context.invoked_subcommand is None:
        with opened_spool(agency_told(agency)) as kept:
            tell_spool(kept.counts(), as_json=as_json)


@spool.command()
def send(
    context: typer.Context,
    agency: AgencyOption = None,
    wait: Annotated[float, typer.Option(metavar="SECONDS", help="How long to try.", min=0)] = 60.0,
    as_json: AsJson = False,
) -> None:
    """Send what waits.

    Exit codes: 0 all sent, 3 something still waits at the end, 4 Kafka refuses something.
    """
    with opened_spool(agency_told(agency or context.obj)) as kept, progress_shown() as progress:
        outcome = send_waiting(kept, wait, progress("Sending"))
        counts = kept.counts()
    tell_spool(counts, as_json=as_json, outcome=outcome)
    raise typer.Exit(sending_code(counts, waited=True))


@spool.command()
def again(
    context: typer.Context,
    told: Told = None,
    unanswered: UnansweredOnly = False,
    agency: AgencyOption = None,
    wait: Wait = None,
) -> None:
    """Send once more what was sent and never arrived. What did arrive is taken in once."""
    if not told and not unanswered:
        refuse("Say of which events: a receipt, a file, a day or your own number.")
    who = agency_told(agency or context.obj)
    with opened_spool(who) as kept:
        history, hearing = History(kept.path), Hearing(kept.path, who)
        choosing = Choosing(history)
        receipts = [] if told else list(choosing.chosen([]))
        unknown: list[str] = []
        for one in told or ():
            try:
                receipts += choosing.chosen([one])
            except NoSuchReceipt as error:
                is_several = bool(history.beginning(one))
                unknown.append(str(error) if is_several else _not_here(one, error))
        if unanswered:
            found = overviews(receipts, kept, history, hearing, choosing)
            receipts = [one.told.receipt for one in found if one.unanswered]
        unknown += [_GONE.format(one=one) for one in receipts if not kept.again(one)]
        outcome = send_waiting(kept, wait, lambda _: None)
        counts = kept.counts()
    tell_spool(counts, as_json=False, outcome=outcome)
    for why in unknown:
        typer.echo(why)
    raise typer.Exit(SOME_REJECTED if unknown else sending_code(counts, waited=wait is not None))


@spool.command()
def drop(
    context: typer.Context,
    receipt: Annotated[str, typer.Argument(help="The receipt of what Kafka refused.")],
    because: Annotated[str, typer.Option(metavar="TEXT", help="Why it is given up.")],
    agency: AgencyOption = None,
) -> None:
    """Give up an event that Kafka refused, with a reason that stays. Nobody was told of it."""
    if not because.strip():
        refuse("Write why with --because. Nothing was given up.")
    with opened_spool(agency_told(agency or context.obj)) as kept:
        try:
            whole = whole_receipt(receipt, History(kept.path))
        except NoSuchReceipt as error:
            refuse(str(error))
        dropped = give_up(kept, whole, because.strip())
    if not dropped:
        refuse(
            "Kafka did not refuse this event, so that it cannot be given up. "
            "To take back what was sent, publish a retraction: wholepicture template retraction"
        )
    behind = f", and {count_of(len(dropped) - 1, 'correction')} of it" if len(dropped) > 1 else ""
    typer.echo(f"Given up: {whole}{behind}. Its row can be published again.")


@spool.command()
def prune(
    context: typer.Context,
    older_than_days: Annotated[
        int, typer.Option(metavar="DAYS", help="Only what was sent longer ago.", min=0)
    ],
    agency: AgencyOption = None,
) -> None:
    """Remove what was sent long ago, with all that it says. What waits is never removed.

    What is removed can no longer be put right with `wholepicture fix`, nor sent again: keep it
    for 35 days.
    """
    with opened_spool(agency_told(agency or context.obj)) as kept:
        removed = kept.prune(datetime.now(UTC) - timedelta(days=older_than_days))
    typer.echo(f"{count_of(removed, 'event')} removed.")


_GONE = "{one} is not in the spool of this machine."


def _not_here(told: str, error: NoSuchReceipt) -> str:
    """Why something leads to no event here: feedback may still name what was pruned."""
    return str(error) if Path(told).exists() else _GONE.format(one=told)
