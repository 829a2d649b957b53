"""A client of another make: it sends any record that Kafka takes, well-behaved or not.

It speaks Kafka's Produce request itself, since kafka-python refuses to send some of these records.
"""

import socket
import struct
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from kafka import TopicPartition
from kafka.record.default_records import DefaultRecordBatchBuilder
from wholepicture_bus import client

from tests.support.waiting import until

_PRODUCE, _VERSION, _ALL, _LZ4 = 0, 3, -1, 3
_PATIENCE = 20.0

BytesHeaders = tuple[tuple[bytes, bytes | None], ...]


@dataclass(frozen=True)
class Foreign:
    """A record in nothing but bytes."""

    key: bytes | None = b"k0"
    value: bytes | None = b"{}"
    headers: BytesHeaders = ()


RECORDS = {
    "name-no-utf-8": Foreign(headers=((b"\xff\xfe", b"1"), (b"ce_\xc3", b"2"))),
    "name-no-ascii": Foreign(headers=(("été".encode(), b"1"),)),
    "name-of-surrogates": Foreign(headers=((b"\xed\xb3\xbf", b"1"), (b"\xed\xa0\x80", b"2"))),
    "name-of-control-characters": Foreign(headers=((b"\x00", b"\x00"), (b"a\r\n\x1b[2J\x7f", b""))),
    "name-empty": Foreign(headers=((b"", b"1"), (b"ce_", b"2"), (b"", None))),
    "header-null": Foreign(headers=((b"a", None), (b"ce_source", None), (b"\xff", None))),
    "a-thousand-headers": Foreign(headers=tuple((b"h%d" % at, b"v") for at in range(1000))),
    "key-null": Foreign(key=None),
    "value-null": Foreign(value=None),
    "key-and-value-null": Foreign(key=None, value=None, headers=((b"a", b"1"),)),
}
"""Records that Kafka takes from any client, by what is odd about them."""


class _Bytes(str):
    """A header's name that the encoder of records takes for text, and that is any bytes."""

    __slots__ = ()

    def encode(self, _encoding: str = "", _errors: str = "") -> bytes:
        return super().encode("latin-1")


def send(bootstrap: str, topic: str, records: Sequence[Foreign], *, partition: int = 0) -> None:
    """Send the records in one batch, and return once Kafka has them.

    It is compressed as the house's topics are, where that makes it smaller. A batch that the broker
    compresses itself it writes anew, and then a name's bytes that are no UTF-8 are replaced before
    anybody reads them.
    """
    batch = DefaultRecordBatchBuilder(2, _LZ4, 0, -1, -1, -1, 2**30)
    for offset, one in enumerate(records):
        headers = [(_Bytes(name, "latin-1"), value) for name, value in one.headers]
        batch.append(offset, None, one.key, one.value, headers)
    body = bytes(batch.build())
    request = b"".join((
        struct.pack(">hhih", _PRODUCE, _VERSION, 1, -1),
        struct.pack(">hhii", -1, _ALL, int(_PATIENCE * 1000), 1),
        _text(topic),
        struct.pack(">iii", 1, partition, len(body)),
        body,
    ))  # fmt: skip
    until(lambda: _error(bootstrap, request, topic) == 0, "Kafka takes the records", every=0.2)


def in_bytes(found: Any) -> Foreign:
    """A record that was read, in bytes again."""
    headers = ((name.encode("utf-8", "surrogateescape"), value) for name, value in found.headers)
    return Foreign(found.key, found.value, tuple(headers))


def read(bootstrap: str, topic: str, count: int, *, by: Any = None) -> list[Any]:
    """The first records of a topic's first partition, by this project's consumer or another."""
    with closing(by or client.consumer(bootstrap, None)) as reader:
        place = TopicPartition(topic, 0)
        reader.assign([place])
        reader.seek_to_beginning(place)
        found: list[Any] = []

        def enough() -> bool:
            found.extend(reader.poll(timeout_ms=200).get(place, ()))
            return len(found) >= count

        until(enough, f"{count} records of {topic} come")
        return found


def _error(bootstrap: str, request: bytes, topic: str) -> int:
    """The code of the broker's answer: a topic that was just made may have no leader yet."""
    host, _, port = bootstrap.rpartition(":")
    with socket.create_connection((host, int(port)), timeout=_PATIENCE) as connection:
        connection.sendall(struct.pack(">i", len(request)) + request)
        answer = connection.makefile("rb").read(4 + 4 + 4 + len(_text(topic)) + 4 + 4 + 2)
    (code,) = struct.unpack(">h", answer[-2:])
    return int(code)


def _text(told: str) -> bytes:
    return struct.pack(">h", len(told)) + told.encode()
