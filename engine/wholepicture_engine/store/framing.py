"""Outputs and records as one piece of bytes, so that a stored output goes again unchanged."""

import struct
from collections.abc import Iterator, Sequence
from functools import lru_cache
from io import BytesIO

from wholepicture_bus.records import NAMES, Headers, Outgoing, Place, Record, broker_time

_COUNT = struct.Struct(">I")
_PARTITION = struct.Struct(">i")
_PLACE = struct.Struct(">iqq")
_ABSENT = 0xFFFFFFFF
_NOTHING = _COUNT.pack(_ABSENT)
_NO_PARTITION = -1


def packed(outputs: Sequence[Outgoing]) -> bytes:
    """Outputs in order, as bytes."""
    parts: list[bytes] = []
    for output in outputs:
        _put(parts, output.topic.encode(), output.key, output.value, output.order_by)
        parts.append(
            _PARTITION.pack(_NO_PARTITION if output.partition is None else output.partition)
        )
        _put_headers(parts, output.headers)
    return b"".join(parts)


def unpacked(body: bytes) -> Iterator[Outgoing]:
    """The outputs that were packed."""
    stream = BytesIO(body)
    while stream.tell() < len(body):
        topic = (_take(stream) or b"").decode()
        key, value, order_by = _take(stream), _take(stream), _take(stream)
        (partition,) = _PARTITION.unpack(stream.read(_PARTITION.size))
        headers = _take_headers(stream)
        place = None if partition == _NO_PARTITION else partition
        yield Outgoing(topic, key, value, headers, place, order_by)


def packed_record(record: Record) -> bytes:
    """A record with its place, as bytes."""
    place = record.place
    parts: list[bytes] = []
    _put(parts, place.topic.encode(), place.topic_id.encode())
    milliseconds = round(record.appended.timestamp() * 1000)
    parts.append(_PLACE.pack(place.partition, place.offset, milliseconds))
    _put(parts, record.key, record.value)
    _put_headers(parts, record.headers)
    return b"".join(parts)


def unpacked_record(body: bytes) -> Record:
    """The record that was packed."""
    stream = BytesIO(body)
    topic, topic_id = (_take(stream) or b"").decode(), (_take(stream) or b"").decode()
    partition, offset, milliseconds = _PLACE.unpack(stream.read(_PLACE.size))
    return Record(
        place=Place(topic, topic_id, partition, offset),
        key=_take(stream),
        value=_take(stream),
        headers=_take_headers(stream),
        appended=broker_time(milliseconds),
    )


def _put(parts: list[bytes], *values: bytes | None) -> None:
    for value in values:
        if value is None:
            parts.append(_NOTHING)
        else:
            parts += (_COUNT.pack(len(value)), value)


def _take(stream: BytesIO) -> bytes | None:
    (length,) = _COUNT.unpack(stream.read(_COUNT.size))
    return None if length == _ABSENT else stream.read(length)


def _put_headers(parts: list[bytes], headers: Headers) -> None:
    parts.append(_COUNT.pack(len(headers)))
    for name, value in headers:
        parts.append(_name(name))
        if value is None:
            parts.append(_NOTHING)
        else:
            parts += (_COUNT.pack(len(value)), value)


@lru_cache(maxsize=256)  # a stage says the same names again and again
def _name(name: str) -> bytes:
    encoded = name.encode("utf-8", NAMES)
    return _COUNT.pack(len(encoded)) + encoded


def _take_headers(stream: BytesIO) -> Headers:
    (count,) = _COUNT.unpack(stream.read(_COUNT.size))
    return tuple(
        ((_take(stream) or b"").decode("utf-8", NAMES), _take(stream)) for _ in range(count)
    )
