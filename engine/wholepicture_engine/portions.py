"""Portions of a batch: as much as one Kafka transaction should hold.

The broker ends a transaction that takes longer than ten seconds. A batch whose outputs are large
would be refused again and again if it had to go at once; in portions each gets through, and what is
left after an error goes again from the committed offset.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wholepicture_bus.records import Outgoing, Partition, Record

MOST_BYTES = 4 * 1024 * 1024
MOST_OUTPUTS = 10_000


@dataclass(frozen=True, slots=True)
class Portion:
    """Outputs in input order, and the offset behind the last of their records by partition."""

    outputs: list[Outgoing]
    ends: dict[Partition, int]


def portions(handled: Sequence[tuple[Record, Sequence[Outgoing]]]) -> Iterator[Portion]:
    """The batch in portions; a record's outputs are never apart, however many they are."""
    outputs: list[Outgoing] = []
    ends: dict[Partition, int] = {}
    size = 0
    for record, made in handled:
        more = sum(len(output.value or b"") for output in made)
        if ends and (size + more > MOST_BYTES or len(outputs) + len(made) > MOST_OUTPUTS):
            yield Portion(outputs, ends)
            outputs, ends, size = [], {}, 0
        outputs += made
        size += more
        ends[record.place.topic, record.place.partition] = record.place.offset + 1
    if ends:
        yield Portion(outputs, ends)
