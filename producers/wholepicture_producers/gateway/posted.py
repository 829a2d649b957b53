"""A posted request as the record that Kafka would have carried: the same bytes, read the same way.

In binary mode the attributes are ``ce-`` headers; in structured and in batch mode they are in the
body. The forms themselves are read by ``wholepicture_bus.forms`` and ``batches``, as from Kafka.

Source: CloudEvents HTTP Protocol Binding 1.0.2, sections 3.1 to 3.3; header values, 3.1.3.2.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from urllib.parse import unquote

from wholepicture_bus.batches import is_batch, split
from wholepicture_bus.binding import CONTENT_TYPE, PREFIX
from wholepicture_bus.records import Place, Record
from wholepicture_bus.topics import events
from wholepicture_schemas.identifiers import AgencyId

from wholepicture_producers.gateway.answers import Refusal

_HTTP_PREFIX = "ce-"
_JSON = re.compile(r"application/(?:json|cloudevents(?:-batch)?(?:\+json)?)", re.IGNORECASE)
_BATCH = "application/cloudevents-batch"
OF_FHIR = re.compile(r"application/(?:fhir\+)?json", re.IGNORECASE)
_QUOTED = re.compile(r'\A"(.*)"\Z', re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
MEDIA = ("application/json", "application/cloudevents+json", "application/cloudevents-batch+json")


@dataclass(frozen=True, slots=True)
class Posted:
    """The events of one request, each as a record."""

    records: tuple[Record, ...]
    rest: Record | None = None
    """What of a batch is no JSON, from there to its end."""
    is_batch: bool = False


def is_batch_type(content_type: str) -> bool:
    """Whether a content type is that of a batch."""
    return content_type.strip().lower().startswith(_BATCH)


def refuse_other_media(
    content_type: str, content_encoding: str, read: re.Pattern[str] = _JSON
) -> None:
    """Refuse a body that is not JSON of the forms that are ``read``, or is compressed.

    Raises:
        Refusal: 415.
    """
    form = content_type.partition(";")[0].strip()
    encoded = content_encoding.strip().lower() not in {"", "identity"}
    if encoded or not read.fullmatch(form):
        detail = (
            "Send the body as it is, not compressed."
            if encoded
            else "Post FHIR to /fhir, where the gateway reads it for your agency."
            if "fhir" in form.lower()
            else f"Send the event as JSON, with the content type {', '.join(MEDIA[:2])}, or "
            f"several as {MEDIA[2]}."
        )
        raise Refusal(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            "unsupported-media",
            "The body is in a form that is not read",
            detail,
            headers={"Accept-Encoding": "identity"} if encoded else {},
        )


def posted(
    agency: AgencyId, headers: Iterable[tuple[bytes, bytes]], body: bytes, now: datetime
) -> Posted:
    """The events of a request, in order.

    Raises:
        Unreadable: where a batch is no list of events at all.
    """
    place = Place(events(agency), "", 0, 0)
    told = tuple(
        (_name(name), _value(value)) for name, value in headers if _is_of_the_event(name.lower())
    )
    record = Record(place, None, body, told, now)
    if not is_batch(record):
        return Posted((record,))
    batch = split(record)
    members = tuple(
        Record(place, member.key, member.value, member.headers, now) for member in batch.members
    )
    return Posted(members, batch.rest, is_batch=True)


def _is_of_the_event(name: bytes) -> bool:
    return name == CONTENT_TYPE.encode() or name.startswith(_HTTP_PREFIX.encode())


def _name(name: bytes) -> str:
    text = name.decode("latin-1").lower()
    return PREFIX + text.removeprefix(_HTTP_PREFIX) if text.startswith(_HTTP_PREFIX) else text


def _value(value: bytes) -> bytes:
    """A header's value: quotes and percent signs undone."""
    text = value.decode("latin-1").strip()
    quoted = _QUOTED.match(text)
    text = _ESCAPED.sub(r"\1", quoted[1]) if quoted else text
    return unquote(text, errors="replace").encode("utf-8", "replace")
