"""The commands of a recipient: read what came, answer it, list it."""

import json
import shutil
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated, cast

import typer
from wholepicture_bus.errors import StopError
from wholepicture_schemas.codes import OUTCOMES, Outcome
from wholepicture_schemas.identifiers import EventId
from wholepicture_schemas.reading import content_of
from wholepicture_schemas.replies import RecipientReference

from wholepicture_subscribers.subscription.digest import Digest, grouped
from wholepicture_subscribers.subscription.elsewhere import answered_elsewhere
from wholepicture_subscribers.subscription.listing import listed
from wholepicture_subscribers.subscription.overview import overview
from wholepicture_subscribers.subscription.page_files import keep_page, page_file, page_name
from wholepicture_subscribers.subscription.referral import Referral
from wholepicture_subscribers.subscription.saying import clean
from wholepicture_subscribers.subscription.subscription import KINDS, Subscription
from wholepicture_subscribers.subscription.terminal import recorded, told_plainly
from wholepicture_subscribers.subscription.wording import SHORT, in_words

app = typer.Typer(
    name="referrals", help="Read and answer what a recipient is sent.", no_args_is_help=True
)

_PATIENCE = timedelta(seconds=60)
_LINE = "-" * 72


class ReplyKind(StrEnum):
    """What a recipient can answer."""

    ACKNOWLEDGED = "acknowledged"
    DECIDED = "decided"
    CORRECTION_APPLIED = "correction-applied"
    CANNOT_PROCESS = "cannot-process"


class OneKind(StrEnum):
    """Which items to show."""

    REFERRAL = "referral"
    NOTICE = "notice"


RecipientArgument = Annotated[
    str, typer.Argument(help="The recipient, as the agreement names it: front-door-bristol.")
]
DeliveryArgument = Annotated[str, typer.Argument(help="The item's id, or how it begins.")]
RecordFile = Annotated[
    Path | None, typer.Option("--record", help="The record's file, if not the usual one.")
]


@app.command()
def watch(
    recipient: RecipientArgument,
    *,
    once: Annotated[
        bool, typer.Option("--once", help="Show what there is, and end; do not wait for more.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    kind: Annotated[OneKind | None, typer.Option(help="Only referrals, or only notices.")] = None,
    pages: Annotated[
        Path | None,
        typer.Option(help="A folder: each item is kept there too, as a page to print or file."),
    ] = None,
    record: RecordFile = None,
) -> None:
    """Show each referral and notice once, the newest last. What was shown counts as read.

    Notices of a digest come short; with --once those of one day stand together at the end.
    """
    kinds = KINDS if kind is None else (kind.value,)
    patience = _PATIENCE if once else None
    with (
        told_plainly(),
        Subscription(
            recipient, record=record, follow=not once, kinds=kinds, patience=patience
        ) as subscription,
    ):
        count = 0
        waiting: list[Referral] = []
        try:
            for referral in subscription:
                count += 1
                if pages is not None:
                    keep_page(referral.page(), pages / page_name(referral.id))
                if once and not as_json and referral.data.digest:
                    waiting.append(referral)
                    continue
                typer.echo(_as_json(referral) if as_json else _shown(referral, recipient))
        except KeyboardInterrupt:
            return
        finally:
            for entry in grouped(waiting):
                typer.echo(_shown(entry, recipient))
        if once and not count and not as_json:
            typer.echo("Nothing new has been sent. This does not mean that nothing happened.")


@app.command()
def answer(
    recipient: RecipientArgument,
    delivery: DeliveryArgument,
    says: Annotated[ReplyKind, typer.Argument(help="The answer.")],
    *,
    outcome: Annotated[
        str | None, typer.Option(help=f"What was decided: {', '.join(OUTCOMES)}.")
    ] = None,
    reason: Annotated[
        str | None, typer.Option(help="Why, or what went wrong; name nobody in the latter.")
    ] = None,
    by: Annotated[
        str | None, typer.Option(help="The role that answers, such as duty social worker.")
    ] = None,
    reference_child: Annotated[
        str | None, typer.Option(help="Your own number for the child.")
    ] = None,
    reference_contact: Annotated[
        str | None, typer.Option(help="Your own number for the contact.")
    ] = None,
    changes: Annotated[
        bool, typer.Option("--changes", help="The decision takes the place of an earlier one.")
    ] = False,
    record: RecordFile = None,
) -> None:
    """Answer an item that was shown before, at any later time."""
    with told_plainly(), recorded(recipient, record) as subscription:
        own = RecipientReference(child=reference_child, contact=reference_contact)
        referral = subscription.referral(delivery)
        _answer(referral, says, outcome=outcome, reason=reason, by=by, own=own, changes=changes)
        try:
            sent = subscription.send_answers()
        except StopError as error:
            typer.echo(f"Your answer is kept. {error}", err=True)
            return
        typer.echo(
            "Your answer is sent."
            if sent
            else "Your answer is kept. It is sent when the connection is back and"
            " `wholepicture referrals watch` or the next answer runs."
        )


@app.command()
def page(
    recipient: RecipientArgument,
    delivery: DeliveryArgument,
    *,
    out: Annotated[
        str | None, typer.Option(help="The page's file or folder; without it, item-....html here.")
    ] = None,
    record: RecordFile = None,
) -> None:
    """Write an item that was shown before as a page to print or to file, for you alone to read."""
    with told_plainly(), recorded(recipient, record) as subscription:
        referral = subscription.referral(delivery)
        file = page_file(out, referral.id)
        keep_page(referral.page(), file)
        typer.echo(f"The page is in {file}.")


@app.command(name="list")
def list_items(
    recipient: RecipientArgument,
    *,
    unanswered: Annotated[
        bool, typer.Option("--unanswered", help="Only what is still to be answered.")
    ] = False,
    record: RecordFile = None,
) -> None:
    """List what came and how it was answered, by another program of the recipient too."""
    with told_plainly(), Subscription(recipient, record=record) as subscription:
        elsewhere = answered_elsewhere(subscription.recipient)
        items = tuple(listed(subscription.record, elsewhere))
    owed = [item for item in items if item.unanswered]
    width = shutil.get_terminal_size().columns
    for line in overview(owed if unanswered else items, datetime.now(UTC), width):
        typer.echo(line)
    for item in owed:
        if item.asks and item.question:
            typer.echo(clean(f"QUESTION: {item.question.asks} {_to_answer(recipient, item.id)}"))
    typer.echo(f"{len(items)} in the record, {len(owed)} to be answered.")
    if items and elsewhere is None:
        typer.echo(
            "Kafka cannot be asked now: what another program has answered is not known here."
        )
    if items:
        typer.echo(f"Open one: wholepicture referrals page {recipient} ITEM")
    if not items:
        typer.echo(
            "Nothing was read for this recipient here. That does not mean that nothing was sent, "
            f"or that there is such a recipient: wholepicture referrals watch {recipient} --once."
        )


def _answer(
    referral: Referral,
    says: ReplyKind,
    *,
    outcome: str | None,
    reason: str | None,
    by: str | None,
    own: RecipientReference,
    changes: bool,
) -> None:
    if changes and says is not ReplyKind.DECIDED:
        raise typer.BadParameter("Only a decision changes another: answer decided --changes ...")
    if outcome and says is not ReplyKind.DECIDED:
        raise typer.BadParameter("Only a decision has an outcome: answer decided --outcome ...")
    if says is ReplyKind.CORRECTION_APPLIED and referral.amends is None:
        raise typer.BadParameter("This item corrects nothing: answer acknowledged or decided.")
    if says in {ReplyKind.DECIDED, ReplyKind.CANNOT_PROCESS} and not reason:
        raise typer.BadParameter('Write why, in a sentence: --reason "...".')
    if says is ReplyKind.ACKNOWLEDGED:
        referral.acknowledge(by=by, recipient_reference=own)
    elif says is ReplyKind.CORRECTION_APPLIED:
        referral.correction_applied(by=by, recipient_reference=own)
    elif says is ReplyKind.CANNOT_PROCESS:
        referral.cannot_process(reason or "", by=by, recipient_reference=own)
    elif outcome not in OUTCOMES:
        raise typer.BadParameter(f"Say what was decided: --outcome {', '.join(OUTCOMES)}.")
    else:
        decided = cast("Outcome", outcome)
        referral.decide(decided, reason or "", by=by, recipient_reference=own, changes=changes)


def _shown(referral: Referral | Digest[Referral], recipient: str) -> str:
    """The item as text, and how to answer its question; of a digest, all that it has."""
    if isinstance(referral, Digest):
        return "\n".join((*map(clean, referral.lines()), _LINE))
    if referral.data.digest and not referral.data.amends:
        return _shown(Digest(referral.data.digest, referral.data.recipient, (referral,)), recipient)
    text = in_words(referral)
    if referral.data.question:
        text += f"\n\n{_to_answer(recipient, referral.id)}"
    return f"{text}\n{_LINE}"


def _to_answer(recipient: str, delivery: EventId) -> str:
    command = f"wholepicture questions answer {recipient} {delivery[:SHORT]} yes|no --reason ..."
    return f"Answer yes or no: {command}"


def _as_json(referral: Referral) -> str:
    return json.dumps(
        {
            "delivery": referral.id,
            "kind": referral.kind,
            "redelivered": referral.redelivered,
            "received": referral.received.isoformat(),
            "content": content_of(referral.delivery),
        },
        ensure_ascii=False,
    )
