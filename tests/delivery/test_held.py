"""What cannot be processed is held, holds back only what corrects it, and is released in order."""

from contextlib import closing

import pytest
from wholepicture_engine.holding import CEILING
from wholepicture_engine.releasing import ask_release

from tests.delivery.ground import Ground
from tests.delivery.member import STOPPED_ITSELF
from tests.delivery.oracle import Event, Got, Reader, events
from tests.support.waiting import until

pytestmark = pytest.mark.broker


def _correction(name: str, of: str) -> Event:
    return Event(name, "k0", headers=(("corrects", of.encode()),))


def _order(got: list[Got], topic: str) -> list[str]:
    return [one.of for one in got if one.topic == topic and one.output.endswith("#0")]


def _held_id(ground: Ground, offset: int) -> str:
    (row,) = ground.rows(f'SELECT id FROM held WHERE "offset" = {offset}')  # noqa: S608 - a number
    return str(row.id)


def _is_held(reader: Reader, *names: str) -> bool:
    seen = {one.output for one in reader.read()}
    return all(f"{name}#held" in seen for name in names)


def _release(ground: Ground, offset: int) -> None:
    ask_release(ground.bootstrap, ground.name, _held_id(ground, offset), "on-call engineer")


def test_failing_record_is_held_and_the_others_go_on_in_order(ground: Ground) -> None:
    """One record that the stage fails on delays nothing else, and its producer gets a word."""
    ledger = ground.publish(events(12, keys=1))
    ground.member(fails_on="e3")
    others = [one.id for one in ledger.events if one.id != "e3"]
    with closing(ground.reader()) as reader:
        reader.read_outputs_of(others)
        until(lambda: _is_held(reader, "e3"), "the producer of e3 hears that it is held")
        ground.end()
        got = reader.read_to_end()

    assert _order(got, ground.out) == others
    (held,) = ground.rows("SELECT reason, released FROM held")
    assert held.reason.startswith("ValueError at tests.delivery.echo:")
    assert not held.released


def test_later_records_of_the_same_key_say_that_an_earlier_one_is_held(ground: Ground) -> None:
    """What goes past a held record of its key is marked, and what has another key is not."""
    ledger = ground.publish([*events(6, keys=2), *events(2, keys=2, first=6)])
    ground.member(fails_on="e2")
    with closing(ground.reader()) as reader:
        got = reader.read_outputs_of([one.id for one in ledger.events if one.id != "e2"])

    marked = {one.of for one in got if one.header("held") == "earlier"}
    assert marked == {"e4", "e6"}


def test_correction_of_a_held_record_waits_and_a_release_drains_both_in_order(
    ground: Ground,
) -> None:
    """What corrects a held record is held behind it; released, both are handled, in order."""
    ledger = ground.publish(
        [*events(4, keys=1), _correction("c1", "e1"), *events(2, keys=1, first=4)]
    )
    failing = ground.member(fails_on="e1")
    with closing(ground.reader()) as reader:
        until(lambda: _is_held(reader, "e1", "c1"), "both are held")
        reader.read_outputs_of(["e0", "e2", "e3", "e4", "e5"])
        failing.stop()
        ground.member()
        _release(ground, 1)
        reader.read_outputs_of([one.id for one in ledger.events])
        ground.end()
        got = reader.read_to_end()

    assert _order(got, ground.out) == ["e0", "e2", "e3", "e4", "e5", "e1", "c1"]
    assert [row.released for row in ground.rows("SELECT released FROM held")] == [1, 1]
    assert ground.counts() == {"k0": (7, "c1")}


def test_release_stops_at_the_first_that_fails_again_and_the_rest_waits_for_it(
    ground: Ground,
) -> None:
    """Of four in a row the third still fails: the fourth waits, and goes when the third does."""
    queue = [_correction(name, "e0") for name in ("c1", "c2", "c3")]
    ground.publish([*events(1, keys=1), *queue])
    first = ground.member(fails_on="e0,c2")
    with closing(ground.reader()) as reader:
        until(lambda: _is_held(reader, "e0", "c1", "c2", "c3"), "all four are held")
        first.stop()
        second = ground.member(fails_on="c2")
        _release(ground, 0)
        got = list(reader.read_outputs_of(["e0", "c1"]))
        half = _order(got, ground.out)
        second.stop()
        ground.member()
        _release(ground, 2)
        got = reader.read_outputs_of(["c2", "c3"])

    assert half == ["e0", "c1"]
    assert _order(got, ground.out) == ["e0", "c1", "c2", "c3"]


def test_record_that_ends_the_process_is_found_and_held(ground: Ground) -> None:
    """After three attempts that each ended a process, the record is held and the rest goes on."""
    ledger = ground.publish(events(20, keys=3))
    others = [one.id for one in ledger.events if one.id != "e7"]
    deaths = 0
    with closing(ground.reader()) as reader:
        while ground.member(dies_on="e7").dies_or(lambda: _is_held(reader, "e7")):
            deaths += 1
        reader.read_outputs_of(others)
        ground.end()
        got = reader.read_to_end()

    assert deaths in {3, 4}  # the first may have been in a batch, which counts for no one record
    assert {one.output for one in got} == {"e7#held"} | {
        f"{name}#{number}" for name in others for number in range(3)
    }


def test_past_the_ceiling_of_held_records_the_stage_stops(ground: Ground) -> None:
    """When everything fails, it is not the records that are wrong: the stage says so and stops."""
    failing = events(CEILING + 20)
    ground.publish(failing)
    member = ground.member(fails_on=",".join(one.id for one in failing))

    assert member.ended(within=90) == STOPPED_ITSELF
    assert f"holds {CEILING} records" in member.said
    assert "wholepicture held list" in member.said
