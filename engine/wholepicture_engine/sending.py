"""Sending a batch's outputs and its offsets in one Kafka transaction.

kafka-python speaks transaction protocol 1 and re-sends EndTxn by itself, so a transaction can be
torn without a visible error. Waiting for every output's own future before the offsets are added
turns that from loss into at worst a repeat with the same id; after any error the producer is thrown
away.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from kafka import TopicPartition
from kafka.errors import (
    InvalidTopicError,
    KafkaError,
    MessageSizeTooLargeError,
    RecordListTooLargeError,
)
from kafka.partitioner.default import murmur2
from kafka.structs import OffsetAndMetadata
from wholepicture_bus import client
from wholepicture_bus.errors import StopError
from wholepicture_bus.records import Outgoing
from wholepicture_bus.refusals import as_ours
from wholepicture_bus.steps import reached

_SEND_TIMEOUT = 20.0
"""Seconds to wait for outputs: longer than a broker's restart, shorter than an eviction."""

_ENDS_WITHIN = 1.0
"""Seconds to wait for the thread of a producer that is thrown away."""

_AT_THE_FLUSH = 1_000
"""Milliseconds that a part of a batch waits for more: longer than until the flush, which sends all.

Sent piece by piece, the same records take a twentieth more CPU.
"""


class TransactionalSender:
    """Sends batches under one transactional id, with a producer of its own."""

    def __init__(self, bootstrap: str, transactional_id: str) -> None:
        self._bootstrap, self._id = bootstrap, transactional_id
        self._producer: Any = None

    def send(
        self,
        outputs: Sequence[Outgoing],
        offsets: Mapping[TopicPartition, int],
        group_metadata: Any,
    ) -> None:
        """All outputs in order and the offsets, or nothing.

        Raises:
            TransientError: it is not certain that it happened; read again from Kafka's offset.
            StopError: Kafka will never take one of the outputs.
        """
        try:
            self._send(outputs, offsets, group_metadata)
        except (MessageSizeTooLargeError, RecordListTooLargeError, InvalidTopicError) as error:
            self.discard()
            raise StopError(
                f"Kafka refuses an output of this stage: {type(error).__name__}. "
                "Compare the topics' settings: wholepicture topics check."
            ) from None
        except (KafkaError, AssertionError, RuntimeError) as error:
            self.discard()
            raise as_ours(error) from None
        except BaseException:
            self.discard()
            raise

    def take_over(self) -> None:
        """End what an earlier producer of this id left open, so that its offsets can be read.

        To be called before offsets are read: those of an open transaction are not to be had until
        it ends, which takes 10 s when nobody ends it. And once the id is taken over, an EndTxn that
        was delayed on its way is refused: it cannot commit what is about to be sent again.

        Raises:
            TransientError: the broker is away.
        """
        try:
            self._ready()
        except (KafkaError, AssertionError, RuntimeError) as error:
            self.discard()
            raise as_ours(error) from None

    def discard(self) -> None:
        """Throw the producer away; the next batch makes a new one, which fences this one.

        Its thread is ended first. ``close`` by itself gives up where a record is on its way, and
        leaves a thread behind that sends on, after each failure another one.
        """
        producer, self._producer = self._producer, None
        if producer is not None:
            with suppress(Exception):
                producer._sender.force_close()  # noqa: SLF001 - there is no public way to say it
                producer._sender.join(_ENDS_WITHIN)  # noqa: SLF001 - likewise
                producer.close(timeout=0)

    def close(self) -> None:
        """Give the producer back in peace."""
        producer, self._producer = self._producer, None
        if producer is not None:
            with suppress(Exception):
                producer.close(timeout=5)

    def _send(
        self,
        outputs: Sequence[Outgoing],
        offsets: Mapping[TopicPartition, int],
        group_metadata: Any,
    ) -> None:
        producer = self._ready()
        _know(producer, {output.topic for output in outputs})
        producer.begin_transaction()
        futures = _handed_over(producer, outputs)
        if futures:
            producer.flush(timeout=_SEND_TIMEOUT)
        for future in futures:
            future.get(timeout=_SEND_TIMEOUT)
        reached("outputs-sent")
        producer.send_offsets_to_transaction(
            {place: OffsetAndMetadata(offset, "", -1) for place, offset in offsets.items()},
            group_metadata,
        )
        reached("offsets-sent")
        reached("before-end")
        producer.commit_transaction()
        reached("after-end")

    def _ready(self) -> Any:
        if self._producer is None:
            self._producer = client.producer(
                self._bootstrap,
                self._id,
                linger_ms=_AT_THE_FLUSH,
                max_block_ms=10_000,
                request_timeout_ms=10_000,
                delivery_timeout_ms=20_000,
            )
            self._producer.init_transactions()
        return self._producer


def send_plainly(bootstrap: str, batches: Iterable[Sequence[Outgoing]]) -> None:
    """Send stored outputs again, in order and without a transaction: their ids are known.

    Raises:
        TransientError: the broker is away; what was sent by then may be sent again.
    """
    producer: Any = None
    try:
        for outputs in batches:
            producer = producer or client.producer(bootstrap, max_block_ms=10_000)
            _know(producer, {output.topic for output in outputs})
            for future in _handed_over(producer, outputs):
                future.get(timeout=_SEND_TIMEOUT)
    except (KafkaError, AssertionError) as error:
        raise as_ours(error) from None
    finally:
        if producer is not None:
            producer.close(timeout=5)


def _handed_over(producer: Any, outputs: Sequence[Outgoing]) -> list[Any]:
    """What becomes of each output, in order; they are on their way, and not sent yet."""
    return [
        producer.send(
            output.topic,
            key=output.key,
            value=output.value,
            headers=list(output.headers),
            partition=_partition(producer, output),
        )
        for output in outputs
    ]


def _know(producer: Any, topics: set[str]) -> None:
    """Have the producer ask for all topics at once: alone, each costs it a tenth of a second."""
    for topic in topics:
        producer._metadata.add_topic(topic)  # noqa: SLF001 - there is no public way to say it


def _partition(producer: Any, output: Outgoing) -> int | None:
    """Where a record goes; none where its key decides."""
    if output.partition is not None:
        return output.partition
    count = len(producer.partitions_for(output.topic))
    if count == 1:  # then no key has to be hashed to know it
        return 0
    return None if output.order_by is None else int(murmur2(output.order_by) & 0x7FFFFFFF) % count
