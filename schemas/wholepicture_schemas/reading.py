"""Reading events: closed, as a producer is checked, and open, as a consumer reads.

Closed means that every field is known, of the JSON type that its schema says, and present where it
is needed. Open means a tolerant reader, which reads whatever can be read. An unknown field is
ignored. "true" is true, and "3" is 3. A field of the wrong form is left out and reported
(repairs.py). An absent needed field is reported. Only an event without a readable core is
unreadable (promise 2).
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from pydantic import ValidationError

from wholepicture_schemas.catalogue import EVENT_TYPES, TOLD, agency_kind
from wholepicture_schemas.changes import problems_of_amendment
from wholepicture_schemas.core import Core
from wholepicture_schemas.empty_parts import empty_parts, problem_of_empty
from wholepicture_schemas.envelope import Attributes, Content, Detail, Event, Told
from wholepicture_schemas.fields import field_names
from wholepicture_schemas.model import missing
from wholepicture_schemas.naming import name_everyone
from wholepicture_schemas.parsing import json_object
from wholepicture_schemas.problems import (
    FIXES,
    InvalidEvent,
    Problem,
    Unreadable,
    details_of,
    once,
    problems_of,
)
from wholepicture_schemas.protections import OF_VICTIMS, may_protect, meant_protection
from wholepicture_schemas.repairs import protect, read_strictly, repaired
from wholepicture_schemas.unknown_fields import UnknownField, unknown_fields
from wholepicture_schemas.unrepaired import is_told, unrepaired

__all__ = [
    "InvalidEvent",
    "Problem",
    "Read",
    "UnknownDetail",
    "UnknownType",
    "Unreadable",
    "asked_about",
    "attributes_in",
    "content_of",
    "problems_with",
    "read_attributes",
    "read_closed",
    "read_content",
    "read_document",
    "read_open",
    "value_in",
]

_ANY_ENVELOPE = {"id": "none", "source": "/bus/none", "time": "2000-01-01T00:00:00Z"}
"""Valid attributes, for reading a content by itself."""


class UnknownDetail(Detail, frozen=True):
    """The detail of a type that this version of the language does not know: nothing is read."""


class UnknownType(Event[Told[Core, UnknownDetail]], frozen=True):
    """An event of a type that is not known here, whose core can be read."""

    CALLED: ClassVar[str] = "something of a kind that is not known here"


@dataclass(frozen=True, slots=True)
class Read:
    """An event as it could be read, and what is missing or was left out of it."""

    event: Event[Any]
    problems: tuple[Problem, ...]
    unknown: tuple[UnknownField, ...] = ()
    """The fields that its type does not know, which were not read."""


def read_closed(document: Mapping[str, Any]) -> Event[Any]:
    """The event of a CloudEvents JSON document, held to every rule for producers.

    Raises:
        InvalidEvent: with every problem found, each with its field and its fix.
    """
    try:
        text = json.dumps(document, allow_nan=False)
    except (TypeError, ValueError, RecursionError):
        raise InvalidEvent([_no_json()]) from None
    kind = EVENT_TYPES.get(str(document.get("type")))
    if kind is None:
        raise InvalidEvent([_unknown_type()])
    try:
        event = kind.model_validate_json(text, extra="forbid", strict=True)
    except ValidationError as error:
        known = tuple(field_names(kind))
        found = (*problems_of(error, known), *_missing_beside(kind, document))
        raise InvalidEvent(once(found)) from None
    empty = map(problem_of_empty, empty_parts(document.get("data")))
    found = once((*empty, *problems_with(event), *event.checks_when_made()))
    if found:
        raise InvalidEvent(found)
    return event


def problems_with(event: Event[Any]) -> tuple[Problem, ...]:
    """What a well-formed event still lacks for a producer to publish it."""
    found = (
        Problem(problem.field.removeprefix("data."), problem.what, problem.fix)
        for problem in missing(event)
    )
    return (*found, *problems_of_amendment(event, TOLD))


def asked_about(event: Event[Any]) -> tuple[Problem, ...]:
    """What its sender is asked about: what the event lacks, and what its recipients lack of it."""
    return (*problems_with(event), *event.checks_when_read())


def read_open(attributes: Mapping[str, str], value: bytes | None) -> Read:
    """The event of a record: its CloudEvents attributes, and its value as it lies on the topic.

    A known type whose detail cannot be read at all is an ``UnknownType`` too: its core is there.

    Raises:
        Unreadable: where there is no core to act on.
    """
    envelope, odd = _envelope(attributes)
    content, odder = json_object(value)
    return _read(envelope, content, (*odd, *odder))


def read_content(
    attributes: Mapping[str, str], content: dict[str, Any], *, in_headers: bool = True
) -> Read:
    """The event of attributes and a content, which is changed until it can be read.

    ``in_headers`` is whether the attributes stand in headers, so that one is asked for there.

    Raises:
        Unreadable: where there is no core to act on.
    """
    envelope, odd = _envelope(attributes, in_headers=in_headers)
    return _read(envelope, content, odd)


def _read(envelope: Attributes, content: dict[str, Any], odd: Iterable[Problem]) -> Read:
    found = [*odd]
    kind = EVENT_TYPES.get(envelope.type)
    if kind is None and agency_kind(envelope.type) in {"bus", "recipient"}:
        raise Unreadable("the type of the event is not known here")
    if kind is None:
        found.append(_unknown_type())
    elif is_told(kind):
        event = unrepaired(kind, envelope, content, as_sent=True)
        if event is not None:
            return Read(event, once((*found, *asked_about(event))))
    if not isinstance(content.get("core"), dict):  # put right, or unreadable
        found += repaired(kind or UnknownType, envelope, content, UnknownType)[1]
    unknown = _unknown(kind, content)
    unread = [field for field in unknown if may_protect(field)]
    if unread and isinstance(content["core"].get("handling", {}), dict):
        found += (*name_everyone(content), *(field.problem() for field in unread))
        _read_at_its_strictest(content, unread)
    event, problems = repaired(kind or UnknownType, envelope, content, UnknownType)
    return Read(event, once((*found, *problems, *asked_about(event))), unknown)


def _read_at_its_strictest(content: dict[str, Any], unread: Iterable[UnknownField]) -> None:
    """Protect whom a field of an unknown name may have meant: one adult, or everyone."""
    document = {"data": content}
    for field in unread:
        meant, location = meant_protection(field), ("data", *field.location)
        if meant in OF_VICTIMS and location[:3] == ("data", "core", "adults"):
            protect(document, [(*location[:4], meant)])
        else:
            read_strictly(content["core"], [("data", "core", "handling")])


def _unknown(kind: type[Event[Any]] | None, content: dict[str, Any]) -> tuple[UnknownField, ...]:
    """The unknown fields; of a type that is not known, those of its core."""
    if kind is None:
        return unknown_fields(UnknownType, {"core": content.get("core")})
    return unknown_fields(kind, content)


def read_document(document: Mapping[str, Any]) -> Read:
    """The event of a CloudEvents JSON document, read openly.

    Raises:
        Unreadable: where there is no core to act on.
    """
    return read_open(attributes_in(document), value_in(document))


def attributes_in(document: Mapping[str, Any]) -> dict[str, str]:
    """The attributes of a document as headers would have them, unchecked."""
    return {
        name: str(value)
        for name, value in document.items()
        if isinstance(value, str | int) and name != "data"
    }


def value_in(document: Mapping[str, Any]) -> bytes:
    """The content of a document as the value of a record, unchecked."""
    content = document.get("data")
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "replace")


def read_attributes(attributes: Mapping[str, str]) -> Attributes:
    """The envelope of a record; unknown attributes are passed over, wrong optional ones left out.

    Raises:
        Unreadable: where id, source, type or time is missing or cannot be read.
    """
    return _envelope(attributes)[0]


def _envelope(
    attributes: Mapping[str, str], *, in_headers: bool = True
) -> tuple[Attributes, tuple[Problem, ...]]:
    """The envelope and what is wrong with it. A time without an offset is read as UTC."""
    document: dict[str, Any] = dict(attributes)
    found: list[Problem] = []
    for _ in range(2 * len(Attributes.model_fields)):
        try:
            return Attributes.model_validate(document, extra="ignore"), once(found)
        except ValidationError as error:
            of_the_event = problems_of(error)
            found += map(_of_a_header, of_the_event) if in_headers else of_the_event
            kinds = {str(detail["loc"][0]): detail["type"] for detail in details_of(error)}
        for name, kind in kinds.items():
            if kind == "timezone_aware":
                document[name] = f"{document[name]}Z"
            elif name in {"id", "source", "type", "time"}:
                fatal = ", ".join(sorted(kinds.keys() & {"id", "source", "type", "time"}))
                raise Unreadable(f"the envelope cannot be read: {fatal}", once(found))
            else:
                del document[name]
    raise Unreadable("the envelope cannot be read", once(found))


def _of_a_header(problem: Problem) -> Problem:
    """A problem of the envelope; an absent attribute is called by the name of its Kafka header."""
    if problem.fix != FIXES["missing"]:
        return problem
    return Problem(problem.field, problem.what, f"Add the header ce_{problem.field}.")


def _missing_beside(kind: type[Event[Any]], document: Mapping[str, Any]) -> tuple[Problem, ...]:
    """The other problems of the content, so that a producer gets all problems at once."""
    content = document.get("data")
    if not isinstance(content, dict):
        return ()
    attributes = Attributes.model_validate({**_ANY_ENVELOPE, "type": kind.TYPE})
    try:
        event, problems = repaired(kind, attributes, json.loads(json.dumps(content)), UnknownType)
    except Unreadable:
        return ()
    return (*problems, *problems_with(event), *event.checks_when_made())


def _unknown_type() -> Problem:
    return Problem(
        "type", "is not a type of the language", f"Use one of {', '.join(sorted(TOLD))}."
    )


def _no_json() -> Problem:
    fix = "Use texts, numbers, true, false, lists and objects, and nothing else."
    return Problem("event", "cannot be written as JSON", fix)


def content_of(event: Event[Any]) -> dict[str, Any]:
    """What an event says, as JSON values, absent fields left out."""
    content: Content = event.data
    return content.model_dump(mode="json", exclude_none=True, exclude_defaults=False)


def event_of(attributes: Attributes, content: Mapping[str, Any]) -> Event[Any]:
    """The event again, from what could be read of it when it came: its attributes and content."""
    kind = EVENT_TYPES.get(attributes.type, UnknownType)
    return repaired(kind, attributes, dict(content), UnknownType)[0]
