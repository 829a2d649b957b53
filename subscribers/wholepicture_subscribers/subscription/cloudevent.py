"""A record in structured mode: one JSON document with attributes and content."""

import json

from wholepicture_bus.binding import attributes_of
from wholepicture_bus.records import Record


def as_cloudevent(record: Record) -> bytes:
    """The record of an item as one CloudEvent in JSON; its content is byte for byte what came."""
    attributes = json.dumps(attributes_of(record.headers), ensure_ascii=False).encode()
    return attributes[:-1] + b', "data": ' + (record.value or b"null") + b"}"
