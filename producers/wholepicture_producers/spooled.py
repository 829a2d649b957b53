"""The commands ``wholepicture spool``: what is kept here, sent, sent again and removed."""

from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer
from wholepicture_bus.spool import History, Spool

from wholepicture_producers.telling import ALL_ACCEPTED, SOME_REJECTED, sending_code, tell_spool
from wholepicture_producers.terminal import (
    AgencyOption,
    AsJson,
    Wait,
    agency_told,
    count_of,
    opened_spool,
    progress_shown,
    send_waiting,
)
from wholepicture_producers.timeline import NoSuchReceipt, whole_receipt

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
    receipts: Annotated[
        list[str], typer.Argument(help="The receipts of what never arrived, or beginnings.")
    ],
    agency: AgencyOption = None,
    wait: Wait = None,
) -> None:
    """Send once more what was sent and never arrived. What did arrive is taken in once."""
    with opened_spool(agency_told(agency or context.obj)) as kept:
        history = History(kept.path)
        unknown = [why for receipt in receipts if (why := _not_again(receipt, kept, history))]
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
    agency: AgencyOption = None,
) -> None:
    """Remove what was sent long ago, with all that it says. What waits is never removed.

    What is removed can no longer be put right with `wholepicture fix`, nor sent again: keep it
    for 35 days.
    """
    with opened_spool(agency_told(agency or context.obj)) as kept:
        removed = kept.prune(datetime.now(UTC) - timedelta(days=older_than_days))
    typer.echo(f"{count_of(removed, 'event')} removed.")


def _not_again(told: str, kept: Spool, history: History) -> str | None:
    """Make an event wait to be sent once more; why that cannot be, or None.

    Feedback may still name a pruned receipt, so only the records of the spool are looked up.
    """
    try:
        known = kept.again(whole_receipt(told, history))
    except NoSuchReceipt as error:
        if history.beginning(told):
            return str(error)
        known = False
    return None if known else f"{told} is not in the spool of this machine."
