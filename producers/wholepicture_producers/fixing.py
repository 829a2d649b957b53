"""Putting an event right without a new export: a correction of what was published from here.

The event is taken as it was sent and as every correction from here has left it. What is changed is
checked closed against the event as it would then be, before anything is sent.
"""

import json
import re
import shlex
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wholepicture_bus.binding import attributes_of
from wholepicture_bus.spool import History, Row, Spool
from wholepicture_schemas.any_agency import Change, Correction, FeedManifestSent, Retraction
from wholepicture_schemas.catalogue import TOLD
from wholepicture_schemas.changes import not_there
from wholepicture_schemas.changing import make
from wholepicture_schemas.envelope import Event
from wholepicture_schemas.identifiers import AgencyId
from wholepicture_schemas.problems import InvalidEvent, Problem

from wholepicture_producers.hearing import Heard, Hearing
from wholepicture_producers.publisher import record_of
from wholepicture_producers.shape import EACH, Leaf, NoSuchField, leaf, leaves
from wholepicture_producers.template import example_of

_AS_WAS_ASKED = "It was asked for, and is put right here."
_UNREAD = (
    "Nothing of this event could be read, so there is nothing to correct. Put it right where it "
    "comes from, and publish it again, with a new id."
)
_REFUSED = (
    "Kafka did not take this event, so nobody was told of it and there is nothing to correct. Put "
    "it right where it comes from, and publish it again, with a new id. The command "
    "`wholepicture spool` says why it was not taken."
)
_LEADS_NOWHERE = (
    "This names an event that is not known here, and of which nothing was heard. If the id is "
    "wrong, publish this anew with the right one in {field}; if the event came from another "
    "source of yours, publish this anew with that in detail.source; else publish the event: what "
    "names it is kept, and applied when it comes."
)
_AS_ASKED = (
    "This names no event that it could correct or take back. Publish it anew, as was asked, with a "
    "new id."
)
_NAMING = frozenset({"detail.corrects", "detail.retracts"})
"""The fields by which a correction or a retraction names its event."""
_OF_THE_EVENT = ("producer", "local_reference", "exercise", "call_back", "sharing")
"""What a correction says as its event does."""
_POSITION = re.compile(r"(?<=\.)[0-9]+(?=\.|$)")


class NotFixable(ValueError):
    """An event that cannot be put right so; the message says what to do instead."""


@dataclass(frozen=True, slots=True)
class Published:
    """An event that was published from this machine, as it stands after its corrections."""

    receipt: str
    kind: type[Event[Any]]
    attributes: dict[str, str]
    content: dict[str, Any]
    changed: tuple[str, ...]
    """The fields that its corrections have changed."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """The correction that puts it right, and what the event lacks after it."""

    correction: dict[str, Any]
    lacks: tuple[Problem, ...]


def published(receipt: str, hearing: Hearing, spool: Spool, history: History) -> Published:
    """The event of a receipt, as it can be corrected.

    Raises:
        NotFixable: it is not known here, or a correction is not what it needs.
    """
    asked = [one for one in hearing.about(receipt) if one.state == "fix-request"]
    unread = bool(asked) and not any(one.delivered for one in asked)
    row = spool.row(receipt)
    if row is None and unread:
        names = {problem.field for one in asked for problem in one.problems}
        raise NotFixable(_AS_ASKED if names & _NAMING else _UNREAD)
    if row is None:
        raise NotFixable(
            "This machine does not have the event any more, or never had: run this where it was "
            "published, or publish a correction of it."
        )
    attributes = attributes_of(row.outgoing.headers)
    kind = TOLD.get(attributes.get("type", ""))
    _refuse_what_names_nothing(row, spool, hearing)
    _refuse_what_is_no_event(row, kind)
    kept = spool.receipt(receipt)
    if kept is not None and kept.status == "refused":
        raise NotFixable(_REFUSED)
    if kind is None or unread:
        raise NotFixable(_UNREAD)
    amending = history.amending(receipt)
    if any(attributes_of(one.outgoing.headers)["type"] == Retraction.TYPE for one in amending):
        raise NotFixable("You took this event back. Send it anew, as it is right.")
    content = _content(row)
    changed: list[str] = []
    for change in (change for one in amending for change in _changes(one)):
        trial = deepcopy(content)
        if make(change, trial):
            content = trial
            changed.append(change.field)
    return Published(receipt, kind, attributes, content, tuple(changed))


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
        one
        for one in after
        if any(_within(one.field, field) for field, _ in changes)
        or (one not in before and one.what != "is missing")
    ]
    if wrong:
        raise InvalidEvent(wrong)
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


def _because(changes: Sequence[tuple[str, Any]], asked: Sequence[Problem]) -> str:
    """Why a correction is made that answers what was asked; for any other its sender says why."""
    unasked = [
        field for field, _ in changes if not any(_touches(one.field, field) for one in asked)
    ]
    if unasked:
        what = f"is missing, and nothing was asked about {', '.join(unasked)}"
        raise InvalidEvent([Problem("--because", what, "Write what was wrong, in a sentence.")])
    return _AS_WAS_ASKED


def asked_of(heard: Iterable[Heard]) -> tuple[Problem, ...]:
    """Everything that was asked about an event."""
    return tuple(problem for one in heard if one.state == "fix-request" for problem in one.problems)


def still_asked(
    heard: Iterable[Heard],
    event: Published,
    more: Sequence[str] = (),
    lacks: Iterable[Problem] = (),
) -> tuple[Problem, ...]:
    """What was asked and no correction has touched, ``more`` among them; and what it lacks."""
    settled = (*event.changed, *more)
    asked = [
        problem
        for problem in asked_of(heard)
        if not any(_touches(problem.field, field) for field in settled)
    ]
    return tuple({one.field: one for one in (*lacks, *asked)}.values())


def example_lines(event: Published, problem: Problem, agency: AgencyId) -> Iterator[str]:
    """How to answer a problem: a line to copy, with a made-up value."""
    if not problem.field.startswith(("core.", "detail.")):
        yield "This cannot be corrected: take the event back and send it anew."
        return
    settings = []
    for one in _leaves_of(event.kind, problem.field):
        path = _placed(one.path, problem.field)
        settings.append(f"--set {path}={shlex.quote(_text(example_of(one, agency)))}")
    yield " ".join(["wholepicture fix", event.receipt, *settings])


def _leaves_of(kind: type[Event[Any]], field: str) -> list[Leaf]:
    """The field itself, or what has to be said inside it."""
    try:
        return [leaf(kind, field)]
    except NoSuchField:
        start = _POSITION.sub(EACH, field) + "."
        inside = [one for one in leaves(kind) if one.path.startswith(start)]
        return [one for one in inside if one.needed] or inside[:1]


def _placed(path: str, field: str) -> str:
    """A general path with the positions of a field, and 0 beyond them."""
    parts, given = path.split("."), field.split(".")
    for at, part in enumerate(parts):
        if part == EACH:
            parts[at] = given[at] if at < len(given) else "0"
    return ".".join(parts)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _refuse_what_names_nothing(row: Row, spool: Spool, hearing: Hearing) -> None:
    """A correction or a retraction of an event that is known neither here nor to the bus."""
    detail = _content(row).get("detail", {})
    for field in sorted(_NAMING):
        original = detail.get(field.removeprefix("detail."))
        if original and spool.row(original) is None and not hearing.about(original):
            raise NotFixable(_LEADS_NOWHERE.format(field=field))


def _refuse_what_is_no_event(row: Row, kind: type[Event[Any]] | None) -> None:
    if kind is Correction:
        of = json.loads(row.outgoing.value or b"{}")["detail"]["corrects"]
        raise NotFixable(
            f"This is a correction itself. Put right what it corrects: wholepicture fix {of}"
        )
    if kind is Retraction:
        raise NotFixable(
            "This took an event back, and cannot be corrected: publish the event anew."
        )
    if kind is FeedManifestSent:
        raise NotFixable(
            "This is the list of a day. Publish what never arrived again: wholepicture spool again "
            "RECEIPT; or send the list anew: wholepicture manifest --day DAY"
        )


def _content(row: Row) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(row.outgoing.value or b"{}")
    return content


def _changes(row: Row) -> Iterator[Change]:
    if attributes_of(row.outgoing.headers)["type"] == Correction.TYPE:
        for one in _content(row)["detail"]["changes"]:
            yield Change.model_validate(one)


def _problems(
    event: Published, content: dict[str, Any], agency: AgencyId, now: datetime
) -> tuple[Problem, ...]:
    """What a producer would be refused for, were the event published so."""
    document: dict[str, Any] = {**event.attributes, "data": deepcopy(content)}
    try:
        record_of(document, agency, now)
    except InvalidEvent as error:
        return error.problems
    return ()


def _touches(field: str, path: str) -> bool:
    """Whether a change of a path says something of a field, or of a part of it."""
    return _within(field, path) or _within(path, field)


def _within(field: str, path: str) -> bool:
    """Whether a field is at a path, or inside what stands there."""
    return f"{field}.".startswith(f"{path}.")
