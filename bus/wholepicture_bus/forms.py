"""The forms in which an event lies in a record: what its attributes are, and where its content is.

Binary mode: the attributes are headers, and the value is the content. Structured mode: the value is
the whole event, under ``application/cloudevents+json``. Other systems send what lies between: a
whole event under the headers of binary mode, or the content one step down, under ``data`` or a
connector's ``payload``. Whatever has a core is read, and its sender hears in which form it came.

In binary mode the headers count before the value, in structured mode the value.

Source: CloudEvents Kafka Protocol Binding 1.0.2, sections 3.1 to 3.3; JSON Event Format 1.0.2.
"""

import binascii
import re
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wholepicture_schemas.envelope import Attributes
from wholepicture_schemas.parsing import Parsed, parsed
from wholepicture_schemas.problems import Problem, Unreadable

from wholepicture_bus.binding import attributes_of, content_type_of
from wholepicture_bus.records import Record

STRUCTURED = "application/cloudevents+json"
_CLOUDEVENTS = "application/cloudevents"
_NAMING = ("id", "source", "type", "time")
_ENCODED = "data_base64"
_WAYS = (
    ("data",), ("payload",), (_ENCODED,), ("payload", "data"), ("payload", _ENCODED),
)  # fmt: skip
"""Where the content may stand below the top of a value, the likeliest first."""
_KNOWN = frozenset(Attributes.model_fields) - {"datacontenttype"}
_BESIDE = frozenset(Attributes.model_fields) | {"dataschema", "subject"}
_ID = re.compile(rb'"id"\s*:\s*"([^"\\]{1,200})"')
_CONTENT = re.compile(rb'"(?:data|data_base64|payload|core)"\s*:')


@dataclass(frozen=True, slots=True)
class Carried:
    """An event as a record carries it, unchecked."""

    attributes: Mapping[str, str]
    content: dict[str, Any]
    """What it says: its core and its detail, where it has them."""
    structured: bool
    problems: tuple[Problem, ...] = ()
    """What of the value could not be read."""
    remarks: tuple[Problem, ...] = ()
    """What its sender should know about the form, though nothing is lost by it."""


def carried(record: Record) -> Carried:
    """The event that a record carries, in whichever form.

    Raises:
        Unreadable: where the value is no JSON object, or of a format that is not read.
    """
    kind = content_type_of(record.headers)
    headers = attributes_of(record.headers)
    if (structured := kind.lower().startswith(_CLOUDEVENTS)) and not _is_json(kind):
        fix = f"Send it as {STRUCTURED}, or as JSON with its attributes in headers."
        problem = Problem("content-type", "names a format that is not read", fix)
        raise Unreadable("the event is in a format of CloudEvents other than JSON", (problem,))
    found = parsed(record.value, kind)
    document = found.content
    if document.keys() <= {"core", "detail"} and not structured:
        return Carried(
            headers, document, structured=False, problems=found.problems, remarks=found.remarks
        )
    whole, way, inside = _content_in(found)
    own = _attributes_in(document) | _attributes_in(whole)
    remarks = list(inside.remarks)
    if not structured:
        structured = not any(name in headers for name in _NAMING) and any(map(own.get, _NAMING))
        remarks += _unusual(way, structured=structured)
    remarks += _differing(headers, own, structured=structured)
    attributes = {**headers, **own} if structured else {**own, **headers}
    return Carried(attributes, inside.content, structured, inside.problems, tuple(remarks))


def id_in(record: Record) -> str | None:
    """The id that a record gives its event, though nothing else of it may be legible."""
    given = attributes_of(record.headers).get("id")
    if given or not record.value:
        return given
    try:
        return carried(record).attributes.get("id")
    except Unreadable:
        head = _CONTENT.split(record.value, maxsplit=1)[0]
        found = _ID.search(head)
        return found[1].decode("ascii", "replace") if found else None


def _is_json(content_type: str) -> bool:
    """Whether a content type of CloudEvents is that of JSON, or says no format."""
    form = content_type.partition(";")[0].strip().lower()
    return form.endswith("json") or "+" not in form


def _content_in(found: Parsed) -> tuple[Mapping[str, Any], tuple[str, ...], Parsed]:
    """The object that holds the content, the way down to it, and the content itself.

    Where nothing has a core the content is what stands under ``data``, else the whole.
    """
    document = found.content
    if "core" in document:
        content = {name: part for name, part in document.items() if name.lower() not in _BESIDE}
        return document, (), found._replace(content=content)
    first = None
    for way in _WAYS:
        holder: Any = document
        for name in way[:-1]:
            holder = _opened(holder.get(name), found) if isinstance(holder, dict) else None
            holder = holder.content if isinstance(holder, Parsed) else None
        inside = _opened(holder.get(way[-1]), found, way[-1]) if isinstance(holder, dict) else None
        if inside is None or not isinstance(holder, dict):
            continue
        if "core" in inside.content:
            return holder, way, inside
        first = first or (holder, way, inside)
    if first is not None and first[1] != ("payload",):
        return first
    return document, (), found


def _opened(part: Any, around: Parsed, name: str = "") -> Parsed | None:
    """The object of a part that is one, or a text of one; with what was odd around it."""
    if isinstance(part, dict):
        return around._replace(content=part)
    if not isinstance(part, str):
        return None
    try:
        inner = parsed(b64decode(part, validate=True) if name == _ENCODED else part.encode())
    except (Unreadable, binascii.Error, UnicodeEncodeError):
        return None
    return Parsed(
        inner.content, (*around.problems, *inner.problems), (*around.remarks, *inner.remarks)
    )


def _attributes_in(holder: Mapping[str, Any]) -> dict[str, str]:
    """The attributes that stand beside a content."""
    return {
        name.lower(): str(value)
        for name, value in holder.items()
        if name.lower() in _KNOWN and isinstance(value, str | int) and not isinstance(value, bool)
    }


def _unusual(way: tuple[str, ...], *, structured: bool) -> list[Problem]:
    """What to say of a whole event, or a content one step down, that is not called structured."""
    if structured:
        fix = f"Add the header content-type: {STRUCTURED}."
        return [Problem("content-type", "does not say that the value is a whole event", fix)]
    if not way:
        return []
    what = "holds the event, which was read there"
    fix = f"Send what stands there as the value, or the whole event as {STRUCTURED}."
    return [Problem(".".join(way), what, fix)]


def _differing(
    headers: Mapping[str, str], own: Mapping[str, str], *, structured: bool
) -> list[Problem]:
    """What to say of attributes that headers and value give otherwise."""
    counts = "value" if structured else "headers"
    return [
        Problem(
            name,
            f"is another in the value than in the headers; the one in the {counts} counts",
            "Give it once, or twice the same.",
        )
        for name in own
        if name in headers and not _same(name, own[name], headers[name])
    ]


def _same(name: str, first: str, second: str) -> bool:
    if first == second or not name.endswith("time"):
        return first == second
    try:
        return datetime.fromisoformat(first) == datetime.fromisoformat(second)
    except (ValueError, TypeError):
        return False
