"""The commands of who builds a subscriber: try it with the recorded stream, and replay."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from pydantic import TypeAdapter, ValidationError
from rich.console import Console
from wholepicture_bus.errors import StopError
from wholepicture_schemas.identifiers import RecipientId, RecipientIdField

from wholepicture_subscribers.conformance import replaying
from wholepicture_subscribers.conformance.kafka_playing import KafkaPlay
from wholepicture_subscribers.conformance.playing import Shown, play
from wholepicture_subscribers.conformance.points import points
from wholepicture_subscribers.conformance.record_list import RecordList
from wholepicture_subscribers.conformance.replied import wrong_with
from wholepicture_subscribers.conformance.reporting import Report, as_data, page, table
from wholepicture_subscribers.conformance.run import Run
from wholepicture_subscribers.conformance.stream import RECIPIENT, Step, Stream, stream
from wholepicture_subscribers.conformance.subscribers import (
    Command,
    Endpoint,
    Failed,
    Subscriber,
    words_of,
)
from wholepicture_subscribers.subscription.moments import LONDON


def conform(
    *,
    url: Annotated[
        str | None, typer.Option(help="The subscriber's address, which takes each item by POST.")
    ] = None,
    structured: Annotated[
        bool, typer.Option("--structured", help="With --url: the whole CloudEvent in the body.")
    ] = False,
    restart_command: Annotated[
        str | None, typer.Option(help="With --url: ends your subscriber at once and starts it.")
    ] = None,
    command: Annotated[
        str | None,
        typer.Option(help="The subscriber's command: an item a line in, its replies a line out."),
    ] = None,
    kafka: Annotated[
        bool,
        typer.Option("--kafka", help="With --command: it reads a throw-away Kafka of this run."),
    ] = False,
    recipient: Annotated[
        str, typer.Option(help="For whom your subscriber reads and answers.")
    ] = RECIPIENT,
    record_command: Annotated[
        str | None,
        typer.Option(help="A command that prints the id of each item in your record, a line each."),
    ] = None,
    within: Annotated[float, typer.Option(min=0.1, help="Seconds for each item.")] = 10.0,
    recorded: Annotated[
        Path | None, typer.Option("--stream", help="Another stream, a JSON object a line.")
    ] = None,
    product: Annotated[str, typer.Option(help="What is tried, for the report.")] = "",
    product_version: Annotated[str, typer.Option(help="Which version of it.")] = "",
    report: Annotated[Path | None, typer.Option(help="Write the report as JSON here.")] = None,
    html: Annotated[Path | None, typer.Option(help="Write the report as a page here.")] = None,
) -> None:
    """Play a recorded stream at your subscriber, and check what it makes of it.

    A point that nothing shows is not passed. The exit code is 0 where every point passed, 1 where
    one failed, 2 where nothing could be tried, and 3 where none failed and some were not shown.
    All families are made up, and no bus is touched.
    """
    console = Console()
    if (report or html) and not (product and product_version):
        raise StopError("Say what the report is about: --product NAME --product-version NUMBER.")
    named = _recipient(recipient)
    played = stream(recorded, named)
    if not played.steps:
        raise StopError("The stream has no item in it.")
    record = RecordList(record_command, named)
    with _progress(len(played.steps)) as shown:
        if kafka:
            way = "Kafka"
            run = _on_kafka(command, named, record, played, within, shown)
        else:
            way = "address" if url else "command"
            subscriber = _subscriber(
                url, command, structured=structured, restart=restart_command, recipient=named
            )
            run = play(
                played, subscriber, within=within, record=record, recipient=named, shown=shown
            )
    if all(item.silent for item in run.played):
        raise StopError(
            f"Nothing could be tried: the subscriber {run.played[0].failed}. So it was with the "
            f"first {len(run.played)} of {len(played.steps)} items; the rest was not played. A "
            "slow one gets more time by --within."
        )
    said = Report(
        product=product,
        version=product_version,
        tried=datetime.now(LONDON),
        stream=played.version,
        way=way,
        items=len(run.played),
        left=len(played.steps) - len(run.played),
        points=points(run),
    )
    console.print(table(said))
    if report:
        _write(report, json.dumps(as_data(said), indent=2) + "\n")
    if html:
        _write(html, page(said))
    console.print(said.sentence, highlight=False, soft_wrap=True)
    if said.exit_code:
        raise typer.Exit(said.exit_code)


def _on_kafka(
    command: str | None,
    recipient: RecipientId,
    record: RecordList,
    played: Stream,
    within: float,
    shown: Shown,
) -> Run:
    """The run on a broker that is started for it and thrown away."""
    from wholepicture_bus.local import LocalBroker

    if command is None:
        raise StopError("With --kafka, name the command that starts your subscriber: --command.")
    words = words_of(command)
    with TemporaryDirectory(prefix="wholepicture-conform-", ignore_cleanup_errors=True) as folder:
        broker = LocalBroker(Path(folder))
        try:
            broker.start()
            on_kafka = KafkaPlay(
                broker.bootstrap, recipient, words, record, within=within, shown=shown
            )
            return on_kafka.play(played)
        finally:
            broker.kill()


@contextmanager
def _progress(count: int) -> Iterator[Shown]:
    """A line on standard error that says which item is played."""
    progress = Console(stderr=True)
    with progress.status("Playing ...") as status:

        def shown(number: int, step: Step) -> None:
            says = f"Item {number} of {count}: {step.shows}"
            status.update(f"{says} ...")
            if not progress.is_terminal:  # where nothing can be written over
                typer.echo(says, err=True)

        yield shown


def replay(
    recipient: Annotated[
        str, typer.Argument(help="The recipient, as the agreement names it: front-door-bristol.")
    ],
    *,
    since: Annotated[
        str, typer.Option(help="From which day on: 2026-10-01, or with a time 2026-10-01T09:00.")
    ],
    to_command: Annotated[
        str | None, typer.Option(help="A command that reads an item a line.")
    ] = None,
    to_url: Annotated[str | None, typer.Option(help="An address that takes each item.")] = None,
    within: Annotated[float, typer.Option(min=0.1, help="Seconds for each item.")] = 10.0,
) -> None:
    """Give what was sent since a day again, as an exercise: to a test system, say.

    Each item has an id of its own and is marked as practice and as replayed. Nothing goes onto the
    bus: what you answer is checked and counted here and not sent, and nothing counts as read.
    Without a command or an address the items are printed, a JSON object a line.
    """
    from wholepicture_bus.connection import bootstrap

    moment = _moment(since)
    named = _recipient(recipient)
    subscriber = None
    if to_command or to_url:
        subscriber = _subscriber(to_url, to_command, structured=True)
    count = unreadable = refused = replies = invalid = 0
    errors = Console(stderr=True)
    with errors.status("Reading ...") as status:
        for replayed in replaying.replay(bootstrap(), named, moment, datetime.now(LONDON).date()):
            if replayed.delivery is None:
                unreadable += 1
                continue
            count += 1
            event = replaying.structured(replayed.delivery)
            status.update(f"{count} of about {replayed.of} ...")
            if subscriber is None:
                typer.echo(json.dumps(event, ensure_ascii=False))
                continue
            try:
                given = subscriber.take(event, within)
            except Failed as error:
                refused += 1
                errors.print(f"Item {replayed.delivery.id[:8]}: it {error}.")
                continue
            replies += len(given)
            wrong = [tuple(wrong_with(reply, named, replayed.delivery.id)) for reply in given]
            invalid += sum(map(bool, wrong))
            for sentence in chain.from_iterable(wrong):
                said = f"Item {replayed.delivery.id[:8]}, reply: {sentence.rstrip('.')}."
                errors.print(said, markup=False, highlight=False, soft_wrap=True)
    if subscriber is not None:
        subscriber.close()
    errors.print(
        f"{count} items since {moment:%-d %B %Y} were given as an exercise; {replies} replies came "
        f"back, and none of them is sent. Could not be read: {unreadable}. Not taken: {refused}. "
        f"Not valid: {invalid}."
    )
    raise typer.Exit(1 if refused else 0)


def _recipient(name: str) -> RecipientId:
    try:
        return TypeAdapter(RecipientIdField).validate_python(name)
    except ValidationError:
        raise StopError("A recipient's name is small letters and digits with hyphens.") from None


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise StopError("Write --since as 2026-10-01 or 2026-10-01T09:00.") from None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=LONDON)
    if moment > datetime.now(UTC):
        raise StopError("That day is still to come: give --since a day that has been.")
    return moment


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, "utf-8")
    except OSError:
        raise StopError("The report cannot be written there: name a file in a folder.") from None


def _subscriber(
    url: str | None,
    command: str | None,
    *,
    structured: bool,
    restart: str | None = None,
    recipient: RecipientId = RECIPIENT,
) -> Subscriber:
    if (url is None) == (command is None):
        raise StopError("Name your subscriber: either --url or --command.")
    if url is not None:
        return Endpoint(url, structured=structured, restart=restart)
    return Command(command or "", recipient)
