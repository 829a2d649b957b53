"""The commands ``wholepicture agreement``: check the files, and explain before anything is sent."""

import json
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from wholepicture_agreement.by_when.working_time import LONDON
from wholepicture_agreement.deciding import decide
from wholepicture_agreement.later.standing import standing
from wholepicture_agreement.situation import KnownChild, OpenEpisode, Situation
from wholepicture_agreement.written.model import Agreement
from wholepicture_schemas.children import Missing
from wholepicture_schemas.codes import Confidence
from wholepicture_schemas.identifiers import PersonRef, RecipientId
from wholepicture_schemas.reading import Read, Unreadable, read_open

from wholepicture_consumers.governance.cases import cases
from wholepicture_consumers.governance.terminal import PartnershipFolder, day_told
from wholepicture_consumers.governance.terminal import loaded as _loaded
from wholepicture_consumers.governance.terminal import stop as _stop

agreement = typer.Typer(
    name="agreement",
    help="The sharing agreement: check it, and explain who would be told what.",
    no_args_is_help=True,
)

agreement.command()(cases)


@agreement.command()
def check(
    partnership: PartnershipFolder = None,
    on: Annotated[
        datetime | None,
        typer.Option(metavar="DAY", parser=day_told, help="As of another day than today."),
    ] = None,
) -> None:
    """Say whether the agreement holds together, and if not, what is wrong in which line."""
    day = on.date() if on else datetime.now(LONDON).date()
    for line in standing(_loaded(partnership, today=day), day):
        typer.echo(line)


@agreement.command()
def explain(
    event_file: Annotated[
        Path, typer.Argument(help="An event as CloudEvents JSON; - reads it in.")
    ],
    partnership: PartnershipFolder = None,
    open_episodes: Annotated[
        list[str] | None,
        typer.Option(
            "--open", metavar="PERSON=TEAM", help="A child with an open episode: c1=team's id."
        ),
    ] = None,
    unsure: Annotated[
        list[str] | None,
        typer.Option("--unsure", metavar="PERSON", help="A child who is only probably known."),
    ] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, for a program.")] = False,
) -> None:
    """Say who would be told what of an event and why, and who would not; nothing is sent."""
    agreed = _loaded(partnership)
    read = _event(event_file)
    situation = _situation(read, _pairs(open_episodes or (), agreed), unsure or ())
    decision = decide(situation, agreed, explaining=True)
    from rich.console import Console

    from wholepicture_consumers.governance.explaining import as_data, explanation

    if as_json:
        typer.echo(json.dumps(as_data(decision, agreed), indent=2))
        return
    width = None if sys.stdout.isatty() or "COLUMNS" in os.environ else 100
    Console(highlight=False, width=width).print(explanation(decision, agreed, situation))


def _as_published(document: dict[str, Any]) -> dict[str, Any]:
    """The event with what the publisher fills in, where it is not there yet."""
    data = document.get("data")
    core = data.get("core") if isinstance(data, dict) else None
    producer = core.get("producer") if isinstance(core, dict) else None
    return {"id": "not-published-yet", "source": f"/agencies/{producer}"} | document


def _event(path: Path) -> Read:
    try:
        text = sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        _stop(f"{path} cannot be read. Give the path of an event's file.")
    try:
        document: Any = json.loads(text)
    except json.JSONDecodeError as error:
        _stop(f"{path} is not JSON: see line {error.lineno}.")
    if not isinstance(document, dict):
        _stop(f"{path} is not an event: it must be an object, in curly brackets.")
    document = _as_published(document)
    content = json.dumps(document.pop("data", None)).encode()
    try:
        return read_open({name: str(value) for name, value in document.items()}, content)
    except Unreadable as error:
        _stop(f"{path} cannot be read as an event: {error.reason}.")


def _pairs(
    texts: list[str] | tuple[()], agreed: Agreement
) -> dict[PersonRef, tuple[OpenEpisode, ...]]:
    pairs: dict[PersonRef, tuple[OpenEpisode, ...]] = {}
    for text in texts:
        person, _, team = text.partition("=")
        if not team or team not in agreed.recipients:
            teams = ", ".join(recipient.id for recipient in agreed.of_kind("social-work-team"))
            _stop(f"Write --open as PERSON=TEAM, such as c1 with one of {teams}.")
        of = PersonRef(person)
        pairs[of] = (*pairs.get(of, ()), OpenEpisode(RecipientId(team)))
    return pairs


def _situation(
    read: Read,
    episodes: dict[PersonRef, tuple[OpenEpisode, ...]],
    unsure: list[str] | tuple[()],
) -> Situation:
    """The event as if it had arrived when it was written down, its children known as was said."""
    persons = [child.person for child in read.event.data.core.children]
    for person in (*episodes, *unsure):
        if person not in persons:
            _stop(f"The event has no child {person}; it has {', '.join(persons) or 'none'}.")

    def confidence(person: PersonRef) -> Confidence:
        return "probable" if person in unsure else "confirmed"

    return Situation(
        event=read.event,
        received=read.event.recordedtime or read.event.time,
        missing=tuple(
            Missing(field=problem.field, what=problem.what, fix=problem.fix)
            for problem in read.problems
        ),
        children=tuple(
            KnownChild(person, None, confidence(person), episodes.get(person, ()))
            for person in persons
        ),
    )
