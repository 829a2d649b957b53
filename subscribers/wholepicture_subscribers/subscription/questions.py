"""The commands ``wholepicture questions``: what persons are asked, and their answers."""

from contextlib import suppress
from enum import StrEnum
from typing import Annotated

import typer
from wholepicture_bus.errors import StopError

from wholepicture_subscribers.subscription.commands import RecordFile
from wholepicture_subscribers.subscription.elsewhere import answered_elsewhere
from wholepicture_subscribers.subscription.errors import SecondCopyError
from wholepicture_subscribers.subscription.listing import Listed, listed
from wholepicture_subscribers.subscription.saying import clean
from wholepicture_subscribers.subscription.subscription import Subscription
from wholepicture_subscribers.subscription.terminal import recorded, told_plainly

app = typer.Typer(
    name="questions",
    help="What a person is asked before somebody else is told, and the answers.",
    no_args_is_help=True,
)
_SHORT = 8


class QuestionAnswer(StrEnum):
    """The answer."""

    YES = "yes"
    NO = "no"


RecipientArgument = Annotated[
    str, typer.Argument(help="The recipient that is asked, as the agreement names it.")
]


@app.command(name="list")
def list_questions(
    recipient: RecipientArgument,
    *,
    every: Annotated[bool, typer.Option("--all", help="Those answered too.")] = False,
    record: RecordFile = None,
) -> None:
    """List what is asked and by when; listing counts as reading nothing."""
    with told_plainly(), Subscription(recipient, record=record) as subscription:
        with suppress(SecondCopyError):  # whoever runs there takes everything in
            subscription.take_in()
        elsewhere = answered_elsewhere(subscription.recipient)
        every_item = listed(subscription.record, elsewhere)
        items = [item for item in every_item if item.question is not None]
    open_items = [item for item in items if item.asks]
    for item in items if every else open_items:
        typer.echo(clean("\n".join(_lines(item, recipient))))
    typer.echo(f"{len(open_items)} to be answered of {len(items)} questions.")


@app.command()
def answer(
    recipient: RecipientArgument,
    item: Annotated[str, typer.Argument(help="The item's id, or how it begins.")],
    says: Annotated[QuestionAnswer, typer.Argument(help="The answer.")],
    *,
    reason: Annotated[str, typer.Option(help="Why, in a sentence.")],
    taken_by: Annotated[
        str | None,
        typer.Option(help="Of what was told by telephone: role and place of whoever took it."),
    ] = None,
    by: Annotated[
        str | None, typer.Option(help="The role that answers, such as duty sergeant.")
    ] = None,
    record: RecordFile = None,
) -> None:
    """Answer a question. On yes, those whom it names are told."""
    with told_plainly(), recorded(recipient, record) as subscription:
        asked = subscription.referral(item)
        asked.answer_question(says.value, reason, taken_by=taken_by, by=by)
        try:
            sent = subscription.send_answers()
        except StopError as error:
            typer.echo(f"Your answer is kept. {error}", err=True)
            return
    question = asked.data.question
    if not sent:
        typer.echo("Your answer is kept, and is sent when the connection is back.")
    elif question is None or question.kind == "phone" or says is QuestionAnswer.NO:
        typer.echo("Your answer is sent.")
    else:
        typer.echo(clean(f"Your answer is sent: {question.whom} can be told now."))


def _lines(item: Listed, recipient: str) -> list[str]:
    """A question, of which event it is, until when it is to be answered, and how."""
    question = item.question
    asks = question.asks if question else ""
    short = item.id[:_SHORT]
    about = f"          About what happened: {item.about}"
    if not item.asks:
        return [f"{short}  {asks}", about, f"          {item.state}"]
    more = ' --taken-by "..."' if question and question.kind == "phone" else ""
    how = f'wholepicture questions answer {recipient} {short} yes --reason "..."{more}'
    by = f"{short}  {item.respond_by or ''}".rstrip()
    return [by, f"          {asks}", about, f"          {how}"]
