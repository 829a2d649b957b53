"""Records of other Kafka clients: read and sent on byte for byte, whatever they hold.

Kafka takes more than kafka-python 3.0.12 does: a header's name that is no UTF-8, which would stop
its reader on that partition for ever; a header without a value; a record with neither key nor
value. Nobody else may have to wait for such a record (promise 4), and it has to be kept byte for
byte (promise 2). So names are decoded with ``surrogateescape``, which any bytes survive. Values
that kafka-python refuses are disguised until its checks are over. tests/bus/test_foreign.py fails
where another version of kafka-python behaves differently.
"""

from collections.abc import Sequence
from typing import Any

from kafka import KafkaConsumer, KafkaProducer
from kafka.consumer.fetcher import Fetcher
from kafka.record.default_records import DefaultRecordBatch
from kafka.serializer import Serializer

from wholepicture_bus.records import NAMES

_NOTHING = object()
"""Stands for a missing value, which kafka-python refuses in a record without a key."""


class OpenConsumer(KafkaConsumer):  # type: ignore[misc]  # kafka-python has no types
    """A consumer that reads every record that Kafka takes."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self._fetcher.PartitionRecords = _PartitionRecords


class OpenProducer(KafkaProducer):  # type: ignore[misc]  # kafka-python has no types
    """A producer that sends every record that an open consumer has read."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(value_serializer=_Uncovering(), **settings)

    def send(
        self,
        topic: str,
        value: bytes | None = None,
        key: bytes | None = None,
        headers: Sequence[tuple[str, bytes | None]] = (),
        partition: int | None = None,
    ) -> Any:
        """Send a record; what becomes of it is in the future that is returned."""
        odd = any(content is None or not name.isascii() for name, content in headers)
        covered = _Covered(headers) if odd else list(headers)
        told = _NOTHING if value is None and key is None else value
        return super().send(topic, value=told, key=key, headers=covered, partition=partition)


class _PartitionRecords(Fetcher.PartitionRecords):  # type: ignore[misc]  # likewise
    """What was fetched of a partition."""

    def _unpack_records(self, place: Any, records: Any, *more: Any) -> Any:
        return super()._unpack_records(place, _Batches(records), *more)


class _Batches:
    """The fetched batches, each able to read any name."""

    def __init__(self, records: Any) -> None:
        self._records = records

    def next_batch(self) -> Any:
        batch = self._records.next_batch()
        if isinstance(batch, DefaultRecordBatch):
            batch.__class__ = _Batch
        return batch


class _Batch(DefaultRecordBatch):  # type: ignore[misc]  # likewise
    """A batch that switches to the slower, tolerant reading at the first odd name."""

    __slots__ = ()

    def _read_msg(self) -> Any:
        try:
            return super()._read_msg()
        except UnicodeDecodeError:
            self._buffer = _Bytes(self._buffer)  # type: ignore[misc, has-type]  # likewise
            return super()._read_msg()


class _Bytes(bytearray):
    """The bytes of a batch, whose slices can all be decoded."""

    def __getitem__(self, at: Any) -> Any:
        found = super().__getitem__(at)
        return _Slice(found) if isinstance(found, bytearray) else found


class _Slice(bytearray):
    """A slice whose text keeps all of its bytes, whatever they are."""

    def decode(self, encoding: str = "utf-8", errors: str = NAMES) -> str:  # noqa: ARG002
        return _Name(super().decode(encoding, NAMES))


class _Name(str):
    """A header's name that encodes to its original bytes."""

    __slots__ = ()

    def encode(self, encoding: str = "utf-8", errors: str = NAMES) -> bytes:  # noqa: ARG002
        return super().encode(encoding, NAMES)


class _Covered(list[tuple[str, bytes | None]]):
    """Headers that pass kafka-python's checks: a missing value is empty until ``uncover``.

    The list is false where a value is missing. kafka-python then does not count the headers' bytes,
    which it could not, and nobody reads that number.
    """

    def __init__(self, headers: Sequence[tuple[str, bytes | None]]) -> None:
        super().__init__(
            (name if name.isascii() else _Name(name), b"" if value is None else value)
            for name, value in headers
        )
        self._bare = [at for at, (_, value) in enumerate(headers) if value is None]

    def __bool__(self) -> bool:
        return len(self) > 0 and not self._bare

    def uncover(self) -> None:
        """Restore the missing values."""
        for at in self._bare:
            self[at] = (self[at][0], None)


class _Uncovering(Serializer):  # type: ignore[misc]  # likewise
    """Restores missing values; it runs between kafka-python's checks and its encoder."""

    def serialize(self, topic: str, headers: Any, data: Any) -> Any:  # noqa: ARG002
        if isinstance(headers, _Covered):
            headers.uncover()
        return None if data is _NOTHING else data
