"""CloudEvents 1.0.2 on Kafka, binary mode: attributes are ``ce_`` headers, content is the value.

Source: CloudEvents Kafka Protocol Binding 1.0.2, section 3.2.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from wholepicture_schemas.envelope import Attributes, Content, Event
from wholepicture_schemas.model import json_of

from wholepicture_bus.records import Headers, Outgoing

PREFIX = "ce_"
CONTENT_TYPE = "content-type"
_JSON = "application/json"
_TYPE = (CONTENT_TYPE, _JSON.encode())
_NAMES = tuple(
    (name, PREFIX + name) for name in Attributes.model_fields if name != "datacontenttype"
)

_HEADERS = frozenset(header for _, header in _NAMES)
_LONG = len(PREFIX)


def headers_of(attributes: Attributes) -> Headers:
    """The headers of an event: one for each attribute that is set, and the content type."""
    told = attributes.__dict__
    own = [
        (header, value.encode() if type(value) is str else _text(value).encode())
        for name, header in _NAMES
        if (value := told[name]) is not None
    ]
    return (_TYPE, *own)


def attributes_of(headers: Headers) -> dict[str, str]:
    """The attributes that headers give, unchecked; bytes that are no text are dropped.

    Names are read in any case, and with ``ce-`` for ``ce_``: other systems write them so. What is
    written as the standard has it comes before.
    """
    found: dict[str, str] = {}
    otherwise: dict[str, str] = {}
    for name, value in headers:
        if value is None:
            continue
        try:
            text = value.decode()
        except UnicodeDecodeError:
            continue
        if name in _HEADERS or (name.startswith(PREFIX) and name.islower()):
            found[name[_LONG:]] = text
            continue
        lower = name.lower().replace("-", "_")
        if lower.startswith(PREFIX):
            otherwise.setdefault(lower.removeprefix(PREFIX), text)
        elif name.lower() == CONTENT_TYPE and text.lower().startswith(_JSON):
            found["datacontenttype"] = _JSON
    return {**otherwise, **found} if otherwise else found


def content_type_of(headers: Headers) -> str:
    """The content type that headers give; empty where they give none."""
    for name, value in headers:
        if name in _HEADERS or value is None:
            continue
        if name.lower().replace("_", "-") == CONTENT_TYPE:
            return value.decode("utf-8", "replace").strip()
    return ""


def value_of(content: Content) -> bytes:
    """The value of a record: the content as JSON, absent fields left out."""
    return json_of(content)


def outgoing(
    event: Event[Any],
    topic: str,
    key: str | None,
    *,
    partition: int | None = None,
    order_by: str | None = None,
) -> Outgoing:
    """An event as a record for a topic."""
    return Outgoing(
        topic=topic,
        key=key.encode() if key is not None else None,
        value=value_of(event.data),
        headers=headers_of(event),
        partition=partition,
        order_by=None if order_by is None else order_by.encode(),
    )


def outgoing_as_given(
    event: Event[Any], given: Mapping[str, str], value: bytes, topic: str
) -> Outgoing:
    """A record with a value as it is, and each attribute as it was given where it could be read.

    An attribute that could not be read is left out: its text may be anything, and headers hold
    nothing personal.
    """
    key = event.partitionkey or event.source
    read = event.attributes().model_copy(
        update={"partitionkey": key, "correlationid": event.correlationid or event.id}
    )
    as_given = {
        PREFIX + name: text.encode()
        for name, text in given.items()
        if getattr(event, name, None) is not None
    }
    headers = tuple((name, as_given.get(name, encoded)) for name, encoded in headers_of(read))
    return Outgoing(topic=topic, key=key.encode(), value=value, headers=headers)


def _text(value: str | datetime) -> str:
    """An attribute as text; a time as RFC 3339."""
    return value if isinstance(value, str) else value.isoformat().replace("+00:00", "Z")
