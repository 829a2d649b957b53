"""An unreadable record put right: its event as one document, changed, and read as intake would.

The document is the whole event, as in structured mode: its attributes, and what it says under
``data``. Its id and its source stay those that its sender gave, unless they are what is wrong.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from wholepicture_bus.binding import CONTENT_TYPE, PREFIX
from wholepicture_bus.forms import STRUCTURED, carried
from wholepicture_bus.records import Headers, Outgoing, Record
from wholepicture_schemas.any_agency import Change
from wholepicture_schemas.changing import copied, make
from wholepicture_schemas.envelope import Attributes
from wholepicture_schemas.identifiers import derived
from wholepicture_schemas.problems import Problem, Unreadable, path_of

from wholepicture_consumers.intake.reading import (
    FromAgency,
    FromRecipient,
    Incoming,
    Invalid,
    InvalidReply,
    Several,
)
from wholepicture_consumers.intake.refusing import OTHER_CONTENT
from wholepicture_consumers.intake.sent_on import BY, PUT_RIGHT, SENT_ON
from wholepicture_consumers.invalid.entries import Entry

_PATH = re.compile(r"(core|detail)(\.[a-z0-9_]+)+")
_MOST_NAMED = 40
Parse = Callable[[Record], Incoming]
"""What intake makes of a record."""


class NotPutRight(ValueError):
    """A change that leads nowhere; the message is a sentence without a value."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """What would be sent for an unreadable record, and what intake would make of it."""

    entry: Entry
    outgoing: Outgoing
    event: str | None
    """The id of the event that would be sent."""
    put_right: tuple[str, ...]
    refused: str | None
    """Why it would not be read; none where it would."""
    problems: tuple[Problem, ...]
    """What its sender would be asked, or what is wrong with it."""


def document_of(entry: Entry) -> dict[str, Any] | None:
    """The event of a record as one document; none where its value is no JSON object."""
    try:
        found = carried(entry.original)
    except Unreadable:
        return None
    return {"specversion": "1.0", **found.attributes, "data": found.content}


def changed(document: Mapping[str, Any], texts: Sequence[str]) -> dict[str, Any]:
    """The document with each ``field=value``, such as ``core.children.0.birth_date=2014-05-06``.

    A value is JSON where it can be read as that, else the text itself; null takes a field away.

    Raises:
        NotPutRight: a change is of another form, or leads to no place.
    """
    made: dict[str, Any] = copied(dict(document))
    for text in texts:
        field, equals, written = text.partition("=")
        if not equals:
            raise NotPutRight("Write each change as --set FIELD=VALUE.")
        if field in Attributes.model_fields:
            made[field] = written
        elif not _PATH.fullmatch(field) or not isinstance(made.get("data"), dict):
            raise NotPutRight("A --set names no field: begin with core., detail. or an attribute.")
        elif not make(Change(field=field, value=_value(written)), made["data"]):
            raise NotPutRight(f"{field} leads to no place in the event.")
    return made


def differing(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> tuple[str, ...]:
    """The paths at which two documents differ, without values; ``event`` where there was none."""
    if before is None:
        return ("event",)
    found: list[str] = []
    _compare(before, after, (), found)
    return tuple(dict.fromkeys(found))[:_MOST_NAMED]


def put_right(entry: Entry, document: Mapping[str, Any], by: str, parse: Parse) -> Proposed:
    """The record that would be sent with this document; an event without an id is given one."""
    told = dict(document)
    told.setdefault("id", derived("put-right", *entry.origin))
    original = entry.original
    own: Headers = tuple(
        (name, value)
        for name, value in original.headers
        if name.lower() != CONTENT_TYPE and not name.lower().replace("-", "_").startswith(PREFIX)
    )
    changes = differing(document_of(entry), told)
    headers: Headers = ((CONTENT_TYPE, STRUCTURED.encode()), *own)
    value = json.dumps(told, ensure_ascii=False).encode("utf-8", "replace")
    return _proposed(entry, replace(original, value=value, headers=headers), changes, by, parse)


def as_it_is(entry: Entry, by: str, parse: Parse) -> Proposed:
    """The record as it came, to be read anew, such as after a new type was released."""
    return _proposed(entry, entry.original, (), by, parse)


def _proposed(
    entry: Entry, record: Record, changes: tuple[str, ...], by: str, parse: Parse
) -> Proposed:
    note: list[tuple[str, bytes | None]] = [
        (SENT_ON, str(entry.record.place).encode()),
        (BY, by.encode()),
    ]
    if changes:
        note.append((PUT_RIGHT, ",".join(changes).encode()))
    record = replace(record, headers=(*record.headers, *note))
    outgoing = Outgoing(entry.came_on, record.key, record.value, record.headers)
    event, refused, problems = _read(parse(record))
    if refused is None and entry.reason == OTHER_CONTENT and event == entry.event:
        refused = f"{OTHER_CONTENT}: give it an id of its own, or have its agency correct the first"
    return Proposed(entry, outgoing, event, changes, refused, problems)


def _read(content: Incoming) -> tuple[str | None, str | None, tuple[Problem, ...]]:
    """The event's id, why it cannot be read, and what is asked about it."""
    match content:
        case FromAgency(event=event, problems=problems):
            return event.id, None, problems
        case FromRecipient(event=reply):
            return reply.id, None, ()
        case Invalid(event=event_id, reason=reason, problems=problems):
            return event_id, reason, problems
        case InvalidReply(reason=reason):
            return None, reason, ()
        case Several():
            return None, None, ()


def _value(written: str) -> Any:
    try:
        return json.loads(written)
    except ValueError:
        return written


def _compare(before: Any, after: Any, path: tuple[int | str, ...], found: list[str]) -> None:
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for name in dict.fromkeys((*before, *after)):
            _compare(before.get(name), after.get(name), (*path, name), found)
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for at, (old, new) in enumerate(zip(before, after, strict=True)):
            _compare(old, new, (*path, at), found)
    elif before != after:
        found.append(path_of(path))
