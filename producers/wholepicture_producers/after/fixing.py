"""Putting an event right without a new export: a correction of what was published from here.

The event as corrected is validated closed before anything is sent.
"""

from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from wholepicture_bus.records import Outgoing
from wholepicture_schemas.any_agency import Change, Correction
from wholepicture_schemas.changes import not_there
from wholepicture_schemas.changing import make
from wholepicture_schemas.envelope import Event
from wholepicture_schemas.identifiers import AgencyId
from wholepicture_schemas.problems import InvalidEvent, Problem

from wholepicture_producers.after.blanks import BLANK, looks_like
from wholepicture_producers.after.published import NotFixable, Published
from wholepicture_producers.checking import record_of
from wholepicture_producers.shape import EACH, LeafField, NoSuchField, general_path, leaf, leaves

if TYPE_CHECKING:
    from wholepicture_producers.after.hearing import FeedbackEntry

_AS_WAS_ASKED = "It was asked for, and is put right here."
_OF_THE_EVENT = ("producer", "local_reference", "exercise", "call_back", "sharing")
"""The fields of the core that a correction copies from its event."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """The correction that puts it right, and what the event lacks after it."""

    correction: dict[str, Any]
    lacks: tuple[Problem, ...]


def fixed(
    event: Published,
    changes: Sequence[tuple[str, Any]],
    because: str | None,
    asked: Sequence[Problem],
    agency: AgencyId,
    now: datetime,
) -> Fixed:
    """The correction that makes these changes, and what the event still lacks after it.

    ``asked`` is what is still asked about the event: what answers that needs no ``because``.

    Raises:
        InvalidEvent: a change leads to no place, its value cannot be right there, or nobody asked
            for it and it is not said why.
        NotFixable: the event says all of it already.
    """
    content, after = _changed(event, changes, agency, now)
    core = content["core"]
    correction = {
        "type": Correction.TYPE,
        "source": event.attributes["source"],
        "time": now.isoformat(),
        "data": {
            "core": {
                **{name: core[name] for name in _OF_THE_EVENT if name in core},
                "asks": "correction",
            },
            "detail": {
                "corrects": event.receipt,
                "changes": [{"field": field, "value": value} for field, value in changes],
                "because": because or _because(changes, asked),
            },
        },
    }
    return Fixed(correction, after)


def replaced(
    event: Published, changes: Sequence[tuple[str, Any]], agency: AgencyId, now: datetime
) -> tuple[Outgoing, tuple[Problem, ...]]:
    """The record of an event with these changes made, and what it lacks then.

    It is for an event that Kafka never took: nobody was told of it, so that it needs no reason.

    Raises:
        InvalidEvent: likewise, and where the event could not be published as it is then.
        NotFixable: the event says all of it already.
    """
    content, lacks = _changed(event, changes, agency, now)
    return record_of({**event.attributes, "data": content}, agency, now).record, lacks


def _changed(
    event: Published, changes: Sequence[tuple[str, Any]], agency: AgencyId, now: datetime
) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """The content with the changes made, and what it lacks then."""
    content = deepcopy(event.content)
    for number, (field, value) in enumerate(changes):
        if not make(Change(field=field, value=value), content):
            problem = not_there(number, field)
            raise InvalidEvent([Problem(field, "is not there", problem.fix)])
    if content == event.content:
        raise NotFixable("The event says so already: there is nothing to correct.")
    before = _problems(event, event.content, agency, now)
    after = _problems(event, content, agency, now)
    wrong = [
        problem
        for problem in after
        if any(_within(problem.field, field) for field, _ in changes)
        or (problem not in before and problem.what != "is missing")
    ]
    if wrong:
        raise InvalidEvent(wrong)
    return content, after


def _because(changes: Sequence[tuple[str, Any]], asked: Sequence[Problem]) -> str:
    """The reason of a correction that only answers what was asked.

    Raises:
        InvalidEvent: a field was not asked about, so its sender has to give the reason.
    """
    unasked = [
        field
        for field, _ in changes
        if not any(_touches(problem.field, field) for problem in asked)
    ]
    if unasked:
        what = f"is missing, and nothing was asked about {', '.join(unasked)}"
        raise InvalidEvent([Problem("--because", what, "Write what was wrong, in a sentence.")])
    return _AS_WAS_ASKED


def asked_of(heard: "Iterable[FeedbackEntry]") -> tuple[Problem, ...]:
    """Everything that was asked about an event."""
    return tuple(
        problem
        for feedback in heard
        if feedback.state == "fix-request"
        for problem in feedback.problems
    )


def still_asked(
    heard: "Iterable[FeedbackEntry]",
    event: Published,
    more: Sequence[str] = (),
    lacks: Iterable[Problem] = (),
) -> tuple[Problem, ...]:
    """The problems that are still open: what the event lacks, and what was asked and not corrected.

    ``more`` are fields that a correction has changed just now, beside those of ``event``.
    """
    settled = (*event.changed, *more)
    asked = [
        problem
        for problem in asked_of(heard)
        if not any(_touches(problem.field, field) for field in settled)
    ]
    return tuple({problem.field: problem for problem in (*lacks, *asked)}.values())


def lines_to_fill_in(event: Published, problem: Problem) -> Iterator[str]:
    """How to answer a problem: a line to fill in, and how what belongs there looks."""
    if not problem.field.startswith(("core.", "detail.")):
        yield "This cannot be corrected: take the event back and send it anew."
        return
    wanted = [
        (_placed(one.path, problem.field), one) for one in _leaves_of(event.kind, problem.field)
    ]
    settings = [f"--set {path}={BLANK}" for path, _ in wanted]
    yield " ".join(["wholepicture fix", event.receipt, *settings])
    taken_away = "" if problem.what == "is missing" else "; null takes away what is wrong"
    for path, one in wanted:
        yield f"{path}: {looks_like(one)}{taken_away}"


def _leaves_of(kind: type[Event[Any]], field: str) -> list[LeafField]:
    """The field itself, or what has to be said inside it."""
    try:
        return [leaf(kind, field)]
    except NoSuchField:
        start = general_path(field) + "."
        inside = [inner for inner in leaves(kind) if inner.path.startswith(start)]
        return [inner for inner in inside if inner.needed] or inside[:1]


def _placed(path: str, field: str) -> str:
    """A general path with the positions of a field, and 0 beyond them."""
    parts, given = path.split("."), field.split(".")
    for at, part in enumerate(parts):
        if part == EACH:
            parts[at] = given[at] if at < len(given) else "0"
    return ".".join(parts)


def _problems(
    event: Published, content: dict[str, Any], agency: AgencyId, now: datetime
) -> tuple[Problem, ...]:
    """The problems for which the event would be refused with this content."""
    document: dict[str, Any] = {**event.attributes, "data": deepcopy(content)}
    try:
        record_of(document, agency, now, strict=True)
    except InvalidEvent as error:
        return error.problems
    return ()


def _touches(field: str, path: str) -> bool:
    """Whether a change at a path affects a field, or a part of it."""
    return _within(field, path) or _within(path, field)


def _within(field: str, path: str) -> bool:
    """Whether a field is at a path, or inside what stands there."""
    return f"{field}.".startswith(f"{path}.")
