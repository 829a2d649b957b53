"""Records travel as they are: null values, headers, and what is larger than a topic takes."""

from contextlib import closing
from dataclasses import replace

import pytest
from wholepicture_bus.topics import OUTPUT_BYTES
from wholepicture_engine.store.framing import unpacked_record

from tests.delivery.conftest import MakeGround
from tests.delivery.echo import OUTPUTS
from tests.delivery.ground import Ground
from tests.delivery.oracle import Event, events
from tests.support import foreign
from tests.support.foreign import Foreign
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


def _named(name: str, record: Foreign) -> Foreign:
    """The record with an id, which the stage needs."""
    return replace(record, headers=((b"id", name.encode()), *record.headers))


def _told(headers: foreign.BytesHeaders) -> foreign.BytesHeaders:
    """The headers as they were read, before those that the stage has put behind them."""
    return headers[: [name for name, _ in headers].index(b"count")]


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_foreign_record_goes_through_untouched(make_ground: MakeGround, kind: str) -> None:
    """Whatever Kafka takes from a client of another make, the stage reads, and sends as it is."""
    ground = make_ground(kind, partitions=1)
    sent = [_named(name, record) for name, record in foreign.RECORDS.items()]
    foreign.send(ground.bootstrap, ground.input, sent)
    ground.member()
    ground.drained()

    # the third output alone has a topic of one partition
    got = foreign.read(ground.bootstrap, ground.other, len(sent))

    found = [foreign.in_bytes(one) for one in got]
    assert [replace(one, headers=_told(one.headers)) for one in found] == sent
    assert ground.rows("SELECT * FROM held") == []


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_foreign_record_that_is_held_keeps_its_bytes_and_holds_up_nothing(
    make_ground: MakeGround, kind: str
) -> None:
    """What the stage cannot read lies in the database as it came, and the next one goes on."""
    ground = make_ground(kind, partitions=1)
    foreign.send(ground.bootstrap, ground.input, list(foreign.RECORDS.values()))
    ledger = ground.publish(events(2, keys=1))
    ground.member()
    with closing(ground.reader()) as reader:
        got = reader.read_outputs_of(ledger.ids("ok"))

    held = ground.rows('SELECT record FROM held ORDER BY "offset"')
    kept = [foreign.in_bytes(unpacked_record(bytes(one.record))) for one in held]
    assert kept == list(foreign.RECORDS.values())
    assert sum(one.of in ledger.ids("ok") for one in got) == OUTPUTS * 2


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_held_record_whose_id_no_database_takes_holds_up_nothing(
    make_ground: MakeGround, kind: str
) -> None:
    """An id with a NUL in it, which PostgreSQL takes in no text, is kept without it."""
    ground = make_ground(kind, partitions=1)
    ground.publish([Event("a\0b", "k0")])
    ledger = ground.publish(events(2, keys=1))
    ground.member(fails_on="a\0b")
    ground.publish([Event("c", "k0", headers=(("corrects", b"a\0b"),))], ledger)
    with closing(ground.reader()) as reader:
        reader.read_outputs_of(["e0", "e1"])
        until(lambda: len(ground.rows("SELECT * FROM held")) == 2, "the record and its correction")

    front, behind = ground.rows('SELECT id, behind FROM held ORDER BY "offset"')
    assert behind.behind == front.id
