"""The commands for what could not be read: see it, put it right, send it on, or close it."""

import json
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.table import Table
from wholepicture_agreement import Agreement, load
from wholepicture_bus.connection import bootstrap
from wholepicture_bus.settings import Settings
from wholepicture_schemas.json_text import in_utf8

from wholepicture_consumers.intake.sent_on import ROLE
from wholepicture_consumers.invalid import entries, putting_right, settling
from wholepicture_consumers.invalid.entries import Entry, Kept
from wholepicture_consumers.invalid.putting_right import NotPutRight, Parse, Proposed
from wholepicture_consumers.stages import STAGES

console = Console()
invalid = typer.Typer(
    help="What could not be read: put it right, send it on, or close it.", no_args_is_help=True
)
Which = Annotated[list[str], typer.Argument(help="Records or groups, as invalid list names them.")]
By = Annotated[str, typer.Option(help="Your role, for the record: never a name.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do it; else it is only shown.")]
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What could move a terminal's cursor, or hide a part of a text."""


@invalid.command("list")
def list_invalid(
    group: Annotated[str | None, typer.Argument(help="A group: its records, one a line.")] = None,
    sender: Annotated[str | None, typer.Option(help="Of this agency or recipient alone.")] = None,
) -> None:
    """Show what is open, by sender and reason; without content."""
    found = [entry for entry in _kept().open if sender in {None, entry.sender}]
    if group is not None:
        _tell_records([entry for entry in found if entry.group == group])
        return
    if not found:
        console.print("Nothing is open.")
        return
    table = Table("group", "sender", "why", "open", "since")
    by_group: dict[str, list[Entry]] = {}
    for entry in found:
        by_group.setdefault(entry.group, []).append(entry)
    for name, of_group in by_group.items():
        first = of_group[0]
        since = f"{first.since:%Y-%m-%d %H:%M}"
        table.add_row(name, first.sender, _safe(first.reason), str(len(of_group)), since)
    console.print(table)
    console.print("One by one: wholepicture invalid list GROUP. One: wholepicture invalid show ID.")


@invalid.command()
def show(
    which: Annotated[str, typer.Argument(help="A record, as invalid list GROUP names it.")],
    to: Annotated[
        Path | None, typer.Option(help="Write it to this file, to be put right there.")
    ] = None,
) -> None:
    """Show a record, and what is wrong with it. It is personal data: look who sees your screen."""
    entry = _named([which])[0]
    document = putting_right.document_of(entry)
    if document is None:
        text = in_utf8(entry.record.value or b"").decode("utf-8", "replace")
    else:
        text = json.dumps(document, indent=2, ensure_ascii=False)
    if to is not None:
        _write(to, text)
        console.print(f"Written to {to}. Then: wholepicture invalid fix {which} --from {to}")
        return
    console.print(f"{entry.name} of {entry.since:%Y-%m-%d %H:%M}: {_safe(entry.reason)}.")
    console.print(f"Its event's id: {entry.event or 'none can be read'}.")
    _tell(putting_right.as_it_is(entry, "nobody", _parse()))
    console.print(_safe(text), markup=False, highlight=False, soft_wrap=True)


@invalid.command()
def fix(
    which: Which,
    by: By,
    set_: Annotated[
        list[str] | None, typer.Option("--set", metavar="FIELD=VALUE", help="A change; many.")
    ] = None,
    from_: Annotated[
        Path | None, typer.Option("--from", help="The event as it is right, in a file.")
    ] = None,
    because: Annotated[str | None, typer.Option(help="How you know that it is right.")] = None,
    yes: Yes = False,
) -> None:
    """Put records right and send them on; what would be sent is only shown, until you say --yes."""
    found, parse, role = _named(which), _parse(), _role(by)
    if from_ is not None and len(found) > 1:
        _refuse("A file is the event of one record: name one.")
    if not set_ and from_ is None:
        _refuse("Say what is right: --set FIELD=VALUE, or --from FILE.")
    proposed = []
    for entry in found:
        document = _from_file(from_) if from_ else putting_right.document_of(entry)
        if document is None:
            _refuse(f"{entry.name} is no JSON object. Write what is right: --from FILE.")
        try:
            right = putting_right.changed(document, set_ or ())
        except NotPutRight as error:
            _refuse(str(error))
        proposed.append(putting_right.put_right(entry, right, role, parse))
    if yes and not because:
        _refuse("Say how you know that it is right: --because '...'.")
    _send(proposed, role, because, really=yes)


@invalid.command()
def redrive(
    which: Which,
    by: By,
    because: Annotated[str | None, typer.Option(help="Why they can be read now.")] = None,
    yes: Yes = False,
) -> None:
    """Send records on as they are, where they can be read now: a type was released since, say."""
    parse, role = _parse(), _role(by)
    proposed = [putting_right.as_it_is(entry, role, parse) for entry in _named(which)]
    _send(proposed, role, because, really=yes)


@invalid.command()
def close(
    which: Which,
    by: By,
    because: Annotated[str, typer.Option(help="Why nobody needs it any more.")],
) -> None:
    """Close records with a reason; they stay where they are kept, and are open no more."""
    role = _role(by)
    decisions = [settling.closed(entry, role, because) for entry in _named(which)]
    done = settling.settle(bootstrap(), decisions, _kept)
    console.print(f"{len(done)} closed.")


def _send(proposed: Sequence[Proposed], by: str, because: str | None, *, really: bool) -> None:
    """Show what would be sent; send what can be read, where that is wanted."""
    ready = [one for one in proposed if one.refused is None]
    for one in proposed:
        console.print(f"[bold]{one.entry.name}[/] to {one.entry.came_on}, event {one.event}")
        if one.put_right:
            console.print(f"  changed: {', '.join(one.put_right)}", markup=False)
        _tell(one)
    if len(proposed) == 1 and not really and ready:
        text = (ready[0].outgoing.value or b"").decode("utf-8", "replace")
        console.print(_safe(text), markup=False, highlight=False, soft_wrap=True)
    left = len(proposed) - len(ready)
    if not really:
        console.print(f"{len(ready)} would be sent, {left} not. To do it: add --yes.")
    else:
        decisions = [settling.sent_on(one, by, because) for one in ready]
        done = settling.settle(bootstrap(), decisions, _kept)
        console.print(f"{len(done)} sent on. What becomes of each, its sender hears as always.")
    if left:
        raise typer.Exit(1)


def _tell(one: Proposed) -> None:
    if one.refused is None:
        asked = f"; its sender is asked about {len(one.problems)}" if one.problems else ""
        console.print(f"  It can be read{asked}.")
    else:
        console.print(f"  It cannot be read: {one.refused}.", markup=False)
    for problem in one.problems:
        console.print(f"    {problem}", markup=False, soft_wrap=True)


def _tell_records(found: Sequence[Entry]) -> None:
    for entry in found:  # in lines: an id that is cut off cannot be used
        console.print(entry.name, soft_wrap=True)
        where = f"{entry.came_on}, {entry.since:%Y-%m-%d %H:%M}"
        console.print(f"  event {entry.event or 'without an id'}, {where}", soft_wrap=True)
    if not found:
        console.print("Nothing of this group is open.")


def _named(names: Sequence[str]) -> list[Entry]:
    found = _kept().named(names)
    known = {name for entry in found for name in (entry.name, entry.group)}
    for name in names:
        if name not in known:
            _refuse(f"Nothing open is named {_safe(name)}. See: wholepicture invalid list.")
    return found


def _kept() -> Kept:
    return entries.kept(bootstrap(), _agreement())


def _agreement() -> Agreement:
    return load(Settings().partnership)


def _parse() -> Parse:
    parse: Parse = STAGES["intake"](_agreement()).parse
    return parse


def _role(by: str) -> str:
    if not ROLE.fullmatch(by):
        _refuse("Write your role in up to 60 letters, such as --by 'on-call engineer'.")
    return by


def _from_file(path: Path) -> dict[str, object]:
    try:
        found = json.loads(in_utf8(path.read_bytes()))
    except (OSError, ValueError):
        _refuse(f"{path} cannot be read as JSON.")
    if not isinstance(found, dict) or not isinstance(found.get("data"), dict):
        _refuse(f"{path} is no whole event: it needs id, source, type, time and data.")
    return found


def _write(path: Path, text: str) -> None:
    """Write personal data to a new file that its owner alone can read."""
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(text)
    except OSError as error:
        _refuse(f"{path} cannot be written: {error.strerror}. Name a new file.")


def _safe(text: str) -> str:
    """A text from outside, without what a terminal would obey."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)


def _refuse(sentence: str) -> NoReturn:
    console.print(sentence, markup=False, soft_wrap=True)
    raise typer.Exit(2)
