"""Records travel as they are: null values, headers, and what is larger than a topic takes."""

from contextlib import closing

import pytest
from wholepicture_bus.topics import OUTPUT_BYTES

from tests.delivery.ground import Ground
from tests.delivery.oracle import Event, events
from tests.support.waiting import until

pytestmark = pytest.mark.broker


def test_null_values_and_headers_go_through_untouched(ground: Ground) -> None:
    """A null value stays null, and headers keep their order, their repeats and their bytes."""
    headers = (("a", b"1"), ("a", b"2"), ("bytes", b"\xff\x00"), ("empty", b""))
    ledger = ground.publish([Event("e0", "k0", None, headers), Event("e1", "k0", b"")])
    ground.member()
    with closing(ground.reader()) as reader:
        got = {one.output: one for one in reader.read_outputs_of(ledger.ids("ok"))}

    assert got["e0#0"].value is None
    assert got["e0#0"].headers[1 : 1 + len(headers)] == headers
    assert got["e1#0"].value == b""


def test_output_that_no_topic_takes_is_held_before_anything_of_it_is_sent(ground: Ground) -> None:
    """A stored output that Kafka refuses would stop a partition for ever, so it is not stored."""
    huge = Event("huge", "k0", headers=(("size", str(OUTPUT_BYTES + 1).encode()),))
    large = Event("large", "k0", headers=(("size", str(OUTPUT_BYTES).encode()),))
    ground.publish([*events(3, keys=1), huge, large, *events(3, keys=1, first=3)])
    ground.member()
    with closing(ground.reader()) as reader:
        got = reader.read_outputs_of(["e0", "e1", "e2", "large", "e3", "e4", "e5"])
        until(lambda: any(one.output == "huge#held" for one in reader.read()), "huge is held")

    assert {one.output for one in got if one.of == "huge"} <= {"huge#held"}
    (held,) = ground.rows("SELECT reason FROM held")
    assert f"larger than {OUTPUT_BYTES} bytes" in held.reason


def test_record_that_the_stage_cannot_read_is_held_with_its_bytes(ground: Ground) -> None:
    """A record without what the stage needs is kept whole, and the next one goes on."""
    ground.publish_raw(key=b"k0", value=b"\xff\xfe")
    ledger = ground.publish(events(2, keys=1))
    ground.member()
    with closing(ground.reader()) as reader:
        reader.read_outputs_of(ledger.ids("ok"))

    (held,) = ground.rows("SELECT reason, record FROM held")
    assert held.reason.startswith("ValueError")
    assert b"\xff\xfe" in held.record
