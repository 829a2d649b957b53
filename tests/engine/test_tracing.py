"""The trace of a record goes on with what follows from it, and with nothing else."""

from datetime import UTC, datetime

import pytest
from wholepicture_bus.records import Outgoing, Place, Record
from wholepicture_engine.tracing import traced

TRACE = b"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


def _record(*headers: tuple[str, bytes | None]) -> Record:
    place = Place("events.police", "id", 0, 0)
    return Record(place, b"k", b"v", headers, datetime(2026, 3, 4, tzinfo=UTC))


@pytest.mark.parametrize("name", ["ce_traceparent", "traceparent"])
def test_a_trace_goes_on_as_the_attribute_of_cloudevents(name: str) -> None:
    """By whichever header it came."""
    sent = traced(_record((name, TRACE)), [Outgoing("children", b"k", b"v", (("ce_id", b"1"),))])

    assert sent[0].headers == (("ce_id", b"1"), ("ce_traceparent", TRACE))


@pytest.mark.parametrize(
    "odd",
    [
        b"",
        b"Rowan Practice",
        TRACE.upper(),
        TRACE + b"\n",
        b"00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        b"\xff",
    ],
)
def test_what_is_no_trace_goes_no_further(odd: bytes) -> None:
    """A header of a sender is not passed on to others as it stands."""
    outgoing = Outgoing("children", b"k", b"v")

    assert traced(_record(("traceparent", odd)), [outgoing]) == [outgoing]


def test_a_trace_that_an_output_has_stays_and_invalid_records_stay_as_they_came() -> None:
    """The stage knows better, and what is unreadable is kept byte for byte."""
    own = Outgoing("children", b"k", b"v", (("ce_traceparent", b"own"),))
    invalid = Outgoing("invalid.police", b"k", b"v")

    assert traced(_record(("traceparent", TRACE)), [own, invalid]) == [own, invalid]
