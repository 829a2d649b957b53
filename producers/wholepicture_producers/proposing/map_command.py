"""``wholepicture map``: a mapping is proposed for an export, and shown on its first events."""

import json
import tomllib
from collections.abc import Iterator
from importlib.metadata import entry_points
from itertools import islice
from pathlib import Path
from typing import Annotated, Any

import typer
from wholepicture_schemas.catalogue import is_told_by, short_name
from wholepicture_schemas.problems import OF_ANOTHER_KIND

from wholepicture_producers.drafts import Draft, NotReadable
from wholepicture_producers.mapping import MappingError, checked
from wholepicture_producers.own_kind import kind_of
from wholepicture_producers.proposing.proposals import proposal
from wholepicture_producers.proposing.samples import sample_of
from wholepicture_producers.reading import EventFile
from wholepicture_producers.terminal import AgencyOption, agency_told, refuse, told_type

_SHOWN = 3
_MOST_ASKED = 5


def map_export(
    export: Annotated[Path, typer.Argument(help="A table, in CSV or a workbook, with its header.")],
    kind: Annotated[
        str | None, typer.Option("--as", metavar="TYPE", help="The type of its events.")
    ] = None,
    sheet: Annotated[
        str | None, typer.Option(metavar="NAME", help="The sheet of a workbook with several.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the mapping to this new file.")
    ] = None,
    events: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Write the events that are shown, as JSON."),
    ] = None,
    agency: AgencyOption = None,
) -> None:
    """Propose a mapping for an export, with reasons, and show its first events; send nothing."""
    told = told_type(kind) if kind is not None else None
    own = kind_of(agency_told(agency)) if agency else None
    if told is not None and own is not None and not is_told_by(told.TYPE, own):
        refuse(f"{short_name(told.TYPE)} {OF_ANOTHER_KIND.what}. {OF_ANOTHER_KIND.fix}")
    lacks: tuple[str, ...] = ()
    shown: list[Draft] = []
    try:
        text = proposal(sample_of(export, sheet), told, own).as_toml()
        typer.echo(text)
        mapping = checked(tomllib.loads(text))
        shown = list(islice(EventFile(str(export), mapping).drafts(), _SHOWN))
    except MappingError as error:
        lacks = error.sentences
    except NotReadable as error:
        refuse(str(error))
    for draft in shown:
        typer.echo("\n".join(_lines(draft)))
    if lacks:
        typer.echo("\n".join(("No event can be shown yet:", *lacks, "")))
    if events is not None and shown:
        _write_events(shown, events)
    if out is not None:
        _write_new(out, text)
        check = "Fill in what is needed" if lacks else "Check it"
        typer.echo(f"Written: {out}. {check}, then: wholepicture validate {export} --map {out}")
    typer.echo("\n".join(_who_would_be_told(events) if shown else ("Nothing was sent.",)))


def _lines(draft: Draft) -> Iterator[str]:
    """An event as it would go, each value on a line, and what is asked about it."""
    yield f"The event of row {draft.number}:"
    yield from (f"  {path}: {value}" for path, value in _values(draft.document or {}, ""))
    asked = (*draft.found, *draft.asked)
    for located in asked[:_MOST_ASKED]:
        yield f"  asked: {located}"
    if len(asked) > _MOST_ASKED:
        yield f"  and {len(asked) - _MOST_ASKED} more are asked."
    yield ""


def _values(node: Any, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(node, dict):
        inner: list[tuple[str, Any]] = list(node.items())
    elif isinstance(node, list):
        inner = [(str(at), item) for at, item in enumerate(node)]
    else:
        yield path.removeprefix("data."), node
        return
    for name, value in inner:
        yield from _values(value, f"{path}.{name}" if path else name)


def _write_events(shown: list[Draft], folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for number, draft in enumerate(shown, start=1):
            _write_new(folder / f"{number}.json", json.dumps(draft.document, ensure_ascii=False))
    except OSError as error:
        refuse(f"{folder} cannot be written: {error.strerror}.")


def _write_new(path: Path, text: str) -> None:
    """Write a file that is not there yet, readable by its owner alone."""
    try:
        path.touch(mode=0o600, exist_ok=False)
        path.write_text(text, encoding="utf-8")
    except FileExistsError:
        refuse(f"{path} is there already: name another file.")
    except OSError as error:
        refuse(f"{path} cannot be written: {error.strerror}.")


def _who_would_be_told(events: Path | None) -> Iterator[str]:
    """The command that says it, where the agreement is on this machine."""
    yield "Nothing was sent."
    if any(point.name == "consumers" for point in entry_points(group="wholepicture.commands")):
        where = events or "FOLDER"
        save = "" if events else "Save the events with --events FOLDER. "
        yield f"{save}Who would be told of one: wholepicture agreement explain {where}/1.json"
