"""The commands for how long what was told is kept, and for legal holds."""

import datetime as dt
from collections.abc import Mapping
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from wholepicture_agreement import Agreement, load
from wholepicture_bus.connection import bootstrap
from wholepicture_bus.errors import StopError
from wholepicture_bus.settings import Settings
from wholepicture_engine.connection import database
from wholepicture_schemas.operations import LegalHoldData

from wholepicture_consumers.governance.dates import day
from wholepicture_consumers.intake.sent_on import ROLE
from wholepicture_consumers.retention.alone import alone
from wholepicture_consumers.retention.holding import children_of_event, target
from wholepicture_consumers.retention.holds import Holds, ended, holds_now, placed, record_it
from wholepicture_consumers.retention.run import keep_in_kafka, time_of_kafka
from wholepicture_consumers.retention.run import run as run_now
from wholepicture_consumers.retention.survey import Why, survey

console = Console(highlight=False)
retention = typer.Typer(
    help="How long what was told is kept, what is deleted then, and legal holds.",
    invoke_without_command=True,
)
Reason = Annotated[str, typer.Option(help="Why, in a sentence; nothing personal.")]
By = Annotated[str, typer.Option(help="Your role, for the record: never a name.")]
_WHY: Mapping[Why, str] = {
    "on hold": "are on legal hold",
    "work goes on": "tell of work with a child that goes on",
    "a person is asked": "have a person asked who acts on them: wholepicture status",
    "held for a person": "wait for a person, or a record about them does: wholepicture held list",
    "protects": "protect somebody whom what is still kept could give away",
}
_MOST_WORDS = 500


@retention.callback()
def retention_now(context: typer.Context) -> None:
    """Say how long what was told is kept, and what would be deleted now."""
    if context.invoked_subcommand is None:
        show()


@retention.command()
def show() -> None:
    """Say how long what was told is kept, what would be deleted now, and what stays and why."""
    agreement, holds = _agreement(), holds_now(bootstrap())
    partnership = agreement.partnership
    _say(
        f"What was told is kept for {partnership.picture_months} months after its agency's last "
        f"word of it. Why: {partnership.picture_because}."
    )
    months = partnership.ledger_months or partnership.picture_months
    why = partnership.ledger_because or "nothing else was agreed, so it is kept as the picture is"
    _say(f"The ledger, without what was told, is kept for {months} months. Why: {why}.")
    if holds:
        _say("While a legal hold stands, Kafka deletes no record of any topic.")
    before = time_of_kafka(bootstrap(), dt.datetime.now(dt.UTC)) - agreement.keep
    found = survey(database(), agreement, holds, before)
    _say(f"{_events(len(found.expired))} told last before {day(before)} would be deleted now.")
    _tell_what_stays(found.stays)
    _tell(holds)


@retention.command()
def run() -> None:
    """Delete what was kept long enough. `wholepicture up` does it each day."""
    servers = bootstrap()
    now = time_of_kafka(servers, dt.datetime.now(dt.UTC))
    ran = run_now(servers, database(), _agreement(), now)
    _say(
        f"{_events(ran.events)} told last before {day(ran.before)} deleted, with {ran.patterns} "
        f"patterns that they made. Nothing is left of {ran.children} children."
    )
    _tell_what_stays(ran.stays)
    if ran.topics:
        _say(f"Kafka keeps {len(ran.topics)} topics for another time now, as was agreed.")


@retention.command()
def hold(
    named: Annotated[
        str, typer.Argument(metavar="CHILD-OR-EVENT", help="A child's reference, or an event's id.")
    ],
    reason: Reason,
    by: By,
    until: Annotated[
        str, typer.Option(metavar="DATE", help="When a person looks whether it is still needed.")
    ],
    of_its_children: Annotated[
        bool, typer.Option("--of-its-children", help="Hold all that is known of its children.")
    ] = False,
) -> None:
    """Have nothing deleted of a child, or of an event, until the hold is released."""
    says = {"because": _reason(reason), "by": _role(by), "review_on": _date(until)}
    about, key = target(database(), named)
    targets = [(about, key)]
    if of_its_children:
        targets = [("child", child) for child in children_of_event(database(), about, key)]
    servers, agreement = bootstrap(), _agreement()
    with alone(database()):
        keep_in_kafka(servers, agreement, held=True)
        for kind, name in targets:
            made = placed(LegalHoldData.model_validate({"about": kind, "named": name, **says}))
            record_it(servers, made)
            _say(f"Hold {made.id}: nothing is deleted of the {kind} {name}.")
    _say("It gives nobody access to anything. To end it: wholepicture retention release HOLD.")


@retention.command()
def release(
    hold: Annotated[str, typer.Argument(help="The hold's id, as retention list shows it.")],
    reason: Reason,
    by: By,
) -> None:
    """End a hold: what it kept is deleted by the next run, where its time has passed."""
    because, role = _reason(reason), _role(by)
    servers, agreement = bootstrap(), _agreement()
    if hold not in {one.id for one in holds_now(servers).standing}:
        raise StopError("No hold of this id stands. See those that do: wholepicture retention list")
    record_it(servers, ended(hold, because, role))
    left = holds_now(servers)
    keep_in_kafka(servers, agreement, held=bool(left))
    _say("Released. What it alone kept is deleted by the next: wholepicture retention run.")
    _say(f"{len(left.standing)} others stand." if left else "No hold stands: Kafka deletes again.")


@retention.command("list")
def list_holds() -> None:
    """Show the holds that stand, the oldest first."""
    _tell(holds_now(bootstrap()))


def _tell(holds: Holds) -> None:
    if not holds:
        _say("No legal hold stands.")
        return
    table = Table("hold", "of", "since", "review on", "by", "why")
    for one in holds.standing:
        says, past = one.says, one.is_past(dt.datetime.now(dt.UTC).date())
        review = f"{day(says.review_on)}, which has passed" if past else day(says.review_on)
        named = f"{says.about} {says.named}"
        table.add_row(one.id, named, day(one.since), review, says.by, says.because)
    console.print(table)


def _tell_what_stays(stays: Mapping[Why, int]) -> None:
    for why, count in stays.items():
        _say(f"{_events(count)} kept as long stay: they {_WHY[why]}.")


def _events(count: int) -> str:
    return "1 event" if count == 1 else f"{count} events"


def _agreement() -> Agreement:
    return load(Settings().partnership)


def _reason(text: str) -> str:
    plain = " ".join(text.split())
    if not 0 < len(plain) <= _MOST_WORDS:
        raise StopError(f"Say why with --reason, in up to {_MOST_WORDS} letters.")
    return plain


def _role(text: str) -> str:
    if not ROLE.fullmatch(text):
        raise StopError("Write your role in up to 60 letters: --by 'information governance lead'.")
    return text


def _date(text: str) -> dt.date:
    try:
        found = dt.date.fromisoformat(text)
    except ValueError:
        raise StopError(f"Write the date as 2027-05-31; {text[:40]!r} is none.") from None
    if found <= dt.datetime.now(dt.UTC).date():
        raise StopError("The date on which the hold is looked at again has to be in the future.")
    return found


def _say(sentence: str) -> None:
    console.print(sentence, soft_wrap=True, markup=False)
