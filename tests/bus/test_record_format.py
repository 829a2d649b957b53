"""A record is written as kafka-python itself writes it, to the byte."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from kafka.record.default_records import DefaultRecordBatchBuilder
from wholepicture_bus.record_format import written

_TIME = 1_790_000_000_000
_CONTENTS = st.none() | st.binary(max_size=200) | st.integers(0, 70_000).map(lambda n: b"x" * n)
_HEADERS = st.lists(st.tuples(st.text(max_size=80), st.none() | st.binary(max_size=200)))


@given(
    records=st.lists(st.tuples(_CONTENTS, _CONTENTS, _HEADERS), min_size=1, max_size=5),
    first=st.sampled_from([0, 60, 8190, 1_048_570]),
)
def test_it_is_the_bytes_that_the_client_writes(records: list[Any], first: int) -> None:
    """Whatever key, value and headers are, and wherever in its batch a record stands."""
    own = DefaultRecordBatchBuilder(2, 0, 0, -1, -1, -1, 2**30)
    for offset, (key, value, headers) in enumerate(records, first):
        own.append(offset, _TIME, key, value, headers)

    made = [
        written(offset, key, value, tuple(headers))
        for offset, (key, value, headers) in enumerate(records, first)
    ]

    assert b"".join(made) == bytes(own.build())[DefaultRecordBatchBuilder.HEADER_STRUCT.size :]
