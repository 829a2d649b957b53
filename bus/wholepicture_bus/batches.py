"""Batch mode of CloudEvents: one record that brings several events, split into one record each.

Each event is cut out of the value byte for byte and becomes a record of structured mode on the same
topic. So each is handled, kept back, refused or put right by itself, whatever the others are.

Source: CloudEvents JSON Event Format 1.0.2, section 4 (JSON Batch Format).
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from wholepicture_schemas.json_text import in_utf8
from wholepicture_schemas.problems import Unreadable

from wholepicture_bus.binding import CONTENT_TYPE, PREFIX, attributes_of, content_type_of
from wholepicture_bus.forms import STRUCTURED, carried
from wholepicture_bus.records import Headers, Outgoing, Record

CAME_IN = "wp_batch"
"""The header that says in which record an event came, and as which of its events, from 1."""
_BATCH = "application/cloudevents-batch"
_CLOUDEVENTS = "application/cloudevents"
_BLANKS = " \t\r\n"
_LIST = re.compile(rb"\s*\[\s*\{")
_BEGINNING = 64
_NO_EVENT = {"specversion", "datacontenttype"}
"""Attributes that do not say that the headers are those of one event."""


@dataclass(frozen=True, slots=True)
class Batch:
    """The events of a batch, each as a record for the topic that the batch came on."""

    members: tuple[Outgoing, ...]
    rest: Record | None
    """The batch from its first event on that is no JSON; none where all of it could be cut."""


def is_batch(record: Record) -> bool:
    """Whether a record brings a list of events."""
    kind = content_type_of(record.headers).lower()
    if kind.startswith(_BATCH):
        return True
    if record.value is None or b"[" not in record.value[:_BEGINNING]:
        return False
    says_so = kind.startswith(_CLOUDEVENTS) or attributes_of(record.headers).keys() <= _NO_EVENT
    return says_so and _LIST.match(in_utf8(record.value)) is not None


def split(record: Record) -> Batch:
    """The events of a batch in their order; a single event that is called a batch is one of it.

    Raises:
        Unreadable: where the value is no list of events at all.
    """
    texts, rest = _cut(in_utf8(record.value or b"", content_type_of(record.headers)))
    if not texts and rest is not None:
        raise Unreadable("the batch is not a list of events in JSON")
    members = [_member(record, text, number) for number, text in enumerate(texts, 1)]
    return Batch(
        tuple(
            Outgoing(record.place.topic, _key(member), member.value, member.headers)
            for member in members
        ),
        None if rest is None else _member(record, rest, len(texts) + 1),
    )


def _cut(value: bytes) -> tuple[Sequence[bytes], bytes | None]:
    """The texts of the entries of a list, and what begins where the next is no JSON.

    As Latin-1 every byte is a letter, and no sign of JSON is part of a letter of UTF-8: what is cut
    is what came.
    """
    text = value.decode("latin-1").strip(_BLANKS)
    if text.startswith("{"):
        return [text.encode("latin-1")], None
    found: list[bytes] = []
    if not text.startswith("["):
        return found, value
    at, decoder = _behind_blanks(text, 1), json.JSONDecoder(parse_int=len, strict=False)
    while text[at : at + 1] != "]":
        try:
            _, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            return found, text[at:].encode("latin-1")
        found.append(text[at:end].encode("latin-1"))
        at = _behind_blanks(text, end)
        if text[at : at + 1] == ",":
            at = _behind_blanks(text, at + 1)
    return found, None


def _behind_blanks(text: str, at: int) -> int:
    while at < len(text) and text[at] in _BLANKS:
        at += 1
    return at


def _member(record: Record, text: bytes, number: int) -> Record:
    own: Headers = tuple(
        (name, value)
        for name, value in record.headers
        if name.lower() != CONTENT_TYPE and not name.lower().replace("-", "_").startswith(PREFIX)
    )
    place = f"{record.place}#{number}".encode()
    headers: Headers = ((CONTENT_TYPE, STRUCTURED.encode()), *own, (CAME_IN, place))
    return replace(record, value=text, headers=headers)


def _key(member: Record) -> bytes | None:
    """What keeps an event in order: its own partition key, else that of the batch."""
    try:
        own = carried(member).attributes.get("partitionkey")
    except Unreadable:
        own = None
    return own.encode() if own else member.key
