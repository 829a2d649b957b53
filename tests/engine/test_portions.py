"""A batch goes in portions that one Kafka transaction can hold, and all of it goes."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st
from wholepicture_bus.records import Outgoing, Place, Record
from wholepicture_engine.portions import MOST_BYTES, portions

_AT = datetime(2026, 3, 4, tzinfo=UTC)
_SIZES = st.lists(st.integers(0, MOST_BYTES // 2), max_size=4)


def _record(partition: int, offset: int) -> Record:
    return Record(Place("in", "id", partition, offset), b"k", b"v", (), _AT)


@given(st.lists(st.tuples(st.integers(0, 2), _SIZES), max_size=12))
def test_portions_hold_the_batch_in_order_and_end_behind_what_they_hold(
    said: list[tuple[int, list[int]]],
) -> None:
    """Joined, the portions are the batch; each ends behind its own last records."""
    handled = [
        (_record(partition, at), [Outgoing("out", None, bytes(size)) for size in sizes])
        for at, (partition, sizes) in enumerate(said)
    ]

    found = list(portions(handled))

    assert [o for portion in found for o in portion.outputs] == [
        o for _, made in handled for o in made
    ]
    ends: dict[tuple[str, int], int] = {}
    for portion in found:
        for place, end in portion.ends.items():
            assert end > ends.get(place, -1)
        ends |= portion.ends
    assert ends == {("in", one.place.partition): one.place.offset + 1 for one, _ in handled}


def test_a_large_batch_is_sent_in_several() -> None:
    """Three records of three megabytes each do not go at once."""
    large = [Outgoing("out", None, bytes(3 * 1024 * 1024))]

    found = list(portions([(_record(0, at), large) for at in range(3)]))

    assert [portion.ends for portion in found] == [{("in", 0): 1}, {("in", 0): 2}, {("in", 0): 3}]
