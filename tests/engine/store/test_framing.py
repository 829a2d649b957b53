"""Outputs and records survive being stored, byte for byte."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st
from wholepicture_bus import header_text
from wholepicture_bus.records import Headers, Outgoing, Place, Record, broker_time
from wholepicture_engine.handled import outputs_of, stored
from wholepicture_engine.store import packed, unpacked
from wholepicture_engine.store.framing import packed_record, unpacked_record

_text = st.text(max_size=20)
_bytes = st.none() | st.binary(max_size=50)
_name = _text | st.binary(max_size=20).map(lambda found: found.decode("utf-8", "surrogateescape"))
_headers = st.lists(st.tuples(_name, _bytes), max_size=4).map(tuple)
_outgoing = st.builds(
    Outgoing,
    topic=_text,
    key=_bytes,
    value=_bytes,
    headers=_headers,
    partition=st.none() | st.integers(0, 2**31 - 1),
)
_record = st.builds(
    Record,
    place=st.builds(
        Place,
        topic=_text,
        topic_id=_text,
        partition=st.integers(0, 2**31 - 1),
        offset=st.integers(0, 2**62),
    ),
    key=_bytes,
    value=_bytes,
    headers=_headers,
    appended=st.integers(0, int(datetime(2100, 1, 1, tzinfo=UTC).timestamp() * 1000)).map(
        broker_time
    ),
)


@given(st.lists(_outgoing, max_size=5))
def test_outputs_come_back_unchanged_and_in_order(outputs: list[Outgoing]) -> None:
    """A stored output goes again as it was: an absent value is not an empty one."""
    assert list(unpacked(packed(outputs))) == outputs


@given(_record)
def test_record_comes_back_unchanged(record: Record) -> None:
    """A held record is handled later as if it had just been read."""
    assert unpacked_record(packed_record(record)) == record


@given(_headers)
def test_headers_come_back_from_a_column_of_text(headers: Headers) -> None:
    """Whatever bytes a name or a value has, the text of them is plain ASCII."""
    text = header_text.packed(headers)

    assert text.isascii()
    assert header_text.unpacked(text) == headers


@given(_record, _record)
def test_digest_tells_records_apart_by_key_and_value(one: Record, two: Record) -> None:
    """Another record at the same place is noticed."""
    same = (one.key or b"", one.value) == (two.key or b"", two.value)

    assert (one.digest() == two.digest()) is same


@given(st.lists(_outgoing, max_size=5))
def test_stored_outputs_come_back_whichever_release_stored_them(outputs: list[Outgoing]) -> None:
    """They are compressed now; those of an earlier release are kept for 35 days and were not."""
    assert outputs_of(stored(outputs)) == outputs
    assert outputs_of(packed(outputs)) == outputs
