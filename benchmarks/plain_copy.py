"""The plain copy: kafka-python, exactly once, the same bytes, and nothing else.

Same client settings, same batches, one Kafka transaction a batch with its offsets, and every send
waited for, as in the house; but no validation, no database, no inbox, no decision.
"""

from collections.abc import Callable, Sequence
from typing import Any

from kafka import TopicPartition
from kafka.structs import OffsetAndMetadata
from wholepicture_bus import client
from wholepicture_bus.records import Outgoing
from wholepicture_engine.pace import Pace

from benchmarks.meter import Meter


def copy(
    meter: Meter,
    stop: Callable[[], bool],
    *,
    group: str,
    topics: Sequence[str],
    send: str,
    like: Sequence[Sequence[Outgoing]],
    bootstrap: str,
) -> None:
    """Copy what comes on ``topics`` to ``send`` until told to stop.

    With ``like``, what a stage sent of some records, the copy sends the like of that instead: as
    many records, of the same bytes, to the same topics.
    """
    consumer = client.consumer(
        bootstrap, group, auto_offset_reset="earliest", max_poll_records=Pace().most_records
    )
    producer = client.producer(bootstrap, transactional_id=group)
    producer.init_transactions()
    consumer.subscribe(list(topics))
    while not stop():
        polled = consumer.poll(timeout_ms=Pace().poll_milliseconds)
        if not polled:
            continue
        metadata = consumer.group_metadata()
        meter.reached("polled")
        producer.begin_transaction()
        futures: list[Any] = []
        for batch in polled.values():
            meter.count(len(batch))
            for record in batch:
                if not like:
                    futures.append(
                        producer.send(send, key=record.key, value=record.value,
                                      headers=record.headers)
                    )  # fmt: skip
                    continue
                futures += [
                    producer.send(output.topic, key=output.key, value=output.value,
                                  headers=list(output.headers), partition=output.partition)
                    for output in like[record.offset % len(like)]
                ]  # fmt: skip
        producer.flush()
        for future in futures:
            future.get(timeout=20)
        meter.reached("outputs-sent")
        producer.send_offsets_to_transaction(
            {
                TopicPartition(place.topic, place.partition): OffsetAndMetadata(
                    batch[-1].offset + 1, "", -1
                )
                for place, batch in polled.items()
            },
            metadata,
        )
        meter.reached("offsets-sent")
        producer.commit_transaction()
        meter.reached("after-end")
    producer.close()
    consumer.close(autocommit=False)
