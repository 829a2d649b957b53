"""Kafka's record format, version 2, as it is written: one record of a batch as bytes.

kafka-python writes a number of it byte by byte, each by a call, which is most of what a record
costs. Here short numbers and the names of headers are looked up.

Source: Apache Kafka documentation, section 5.3.2 (Record) and 5.3.2.1 (Record Header).
"""

from functools import lru_cache

from wholepicture_bus.records import NAMES, Headers

_ABSENT = b"\x01"
"""The length -1: there is no key, or no value."""
_NOW = b"\x00\x00"
"""No attributes, and the time of the batch."""
_SHORT, _SEVEN_BITS = 1 << 12, 0x7F


def written(offset: int, key: bytes | None, value: bytes | None, headers: Headers) -> bytes:
    """A record with its length, at this place in its batch, of the same time as the batch."""
    parts = [_NOW, _number(offset)]
    for content in (key, value):
        if content is None:
            parts.append(_ABSENT)
        else:
            parts.append(_number(len(content)))
            parts.append(content)
    parts.append(_number(len(headers)))
    for name, content in headers:
        parts.append(_name(name))
        if content is None:
            parts.append(_ABSENT)
        else:
            parts.append(_number(len(content)))
            parts.append(content)
    body = b"".join(parts)
    return _number(len(body)) + body


def _number(number: int) -> bytes:
    return _NUMBERS[number] if number < _SHORT else _long(number)


def _long(number: int) -> bytes:
    """A number that is not negative as a varint: zigzag, seven bits a byte, the lowest first."""
    rest, made = number << 1, bytearray()
    while rest > _SEVEN_BITS:
        made.append(0x80 | (rest & _SEVEN_BITS))
        rest >>= 7
    made.append(rest)
    return bytes(made)


_NUMBERS = tuple(map(_long, range(_SHORT)))


@lru_cache(maxsize=256)  # the same names again and again; those of foreign records are many
def _name(name: str) -> bytes:
    encoded = name.encode("utf-8", NAMES)
    return _long(len(encoded)) + encoded
