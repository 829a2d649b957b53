"""A subscription hands over each item once, in order, and says what it cannot read."""

import sqlite3
import stat
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from wholepicture_bus.binding import headers_of
from wholepicture_bus.errors import RecoverError, StopError
from wholepicture_subscribers.subscription import (
    AlreadyHandled,
    ItemState,
    SecondCopyError,
    Subscription,
)

from tests.subscribers.subscription.bus_side import BusSide, delivery
from tests.support import foreign

pytestmark = pytest.mark.broker
Subscribe = Callable[..., Subscription]


def headlines(subscription: Subscription) -> list[str]:
    """What a whole run hands over."""
    return [referral.data.headline for referral in subscription]


def test_items_come_in_order_and_repeats_once(bus: BusSide, subscribe: Subscribe) -> None:
    """An item that lies on the topic twice is recorded and handed over once."""
    bus.send(delivery(1), delivery(2), delivery(1), delivery(3), delivery(2))

    subscription = subscribe()

    assert headlines(subscription) == ["Item 1", "Item 2", "Item 3"]
    assert len(subscription.recorded()) == 3


def test_both_topics_are_read_in_the_order_of_the_broker(
    bus: BusSide, subscribe: Subscribe
) -> None:
    """Referrals and notices come as one sequence."""
    bus.send(delivery(1), delivery(2, kind="notice"), delivery(3))

    assert [(item.data.headline, item.kind) for item in subscribe()] == [
        ("Item 1", "referral"),
        ("Item 2", "notice"),
        ("Item 3", "referral"),
    ]


def test_one_kind_can_be_asked_for(bus: BusSide, subscribe: Subscribe) -> None:
    """A subscriber to notices gets no referral."""
    bus.send(delivery(1), delivery(2, kind="notice"))

    assert headlines(subscribe(kinds=["notice"])) == ["Item 2"]


def test_next_run_goes_on_where_the_last_one_ended(bus: BusSide, subscribe: Subscribe) -> None:
    """What was handled does not come again, and the place is told to Kafka behind the record."""
    bus.send(delivery(1), delivery(2))
    first = headlines(subscribe())
    bus.send(delivery(3))

    assert first == ["Item 1", "Item 2"]
    assert headlines(subscribe()) == ["Item 3"]
    assert bus.committed(bus.referrals) == 3


def test_aborted_items_are_never_seen(bus: BusSide, subscribe: Subscribe) -> None:
    """What the bus took back before committing is not handed over, and does not block the end."""
    bus.send(delivery(1), committed=True)
    bus.send(delivery(2), aborted=True)

    subscription = subscribe()

    assert headlines(subscription) == ["Item 1"]
    assert len(subscription.recorded()) == 1


def test_item_left_unfinished_comes_again_and_says_so(bus: BusSide, subscribe: Subscribe) -> None:
    """A handler that stopped gets the same item again, first, marked redelivered."""
    bus.send(delivery(1), delivery(2))
    subscription = subscribe()
    seen = []
    for referral in subscription:
        seen.append((referral.id, referral.redelivered))
        break

    seen += [(referral.id, referral.redelivered) for referral in subscription]

    assert seen == [
        (delivery(1).id, False),
        (delivery(1).id, True),
        (delivery(2).id, False),
    ]


def test_own_rows_and_mark_are_one_transaction(bus: BusSide, subscribe: Subscribe) -> None:
    """Rows of a handler that fails are not kept; those of one that ends are, once."""
    bus.send(delivery(1))
    subscription = subscribe()
    subscription.record.connection.execute("CREATE TABLE contact (delivery TEXT)")
    for referral in subscription:
        with suppress(ZeroDivisionError), referral.transaction() as connection:
            connection.execute("INSERT INTO contact VALUES (?)", (referral.id,))
            referral.acknowledge()
            raise ZeroDivisionError
        break

    for referral in subscription:
        with referral.transaction() as connection:
            connection.execute("INSERT INTO contact VALUES (?)", (referral.id,))

    rows = subscription.record.connection.execute("SELECT delivery FROM contact").fetchall()
    assert rows == [(delivery(1).id,)]
    assert subscription.record.replies.answers() == {}


def test_transaction_is_used_once(bus: BusSide, subscribe: Subscribe) -> None:
    """A second transaction for the same item is refused before its block runs."""
    bus.send(delivery(1))
    for referral in subscribe():
        with referral.transaction():
            pass
        with pytest.raises(AlreadyHandled), referral.transaction():
            pytest.fail("the block ran")


def test_broken_item_is_kept_answered_and_passed_over(bus: BusSide, subscribe: Subscribe) -> None:
    """An item that cannot be read is kept as bytes, answered, and the next one comes."""
    broken = delivery(1)
    headers = (
        ("ce_id", broken.id.encode()),
        ("ce_source", b"/bus/picture"),
        ("ce_type", broken.type.encode()),
        ("ce_time", b"2026-03-04T21:17:00Z"),
    )
    bus.send_bytes(b"{not json", headers)
    bus.send(delivery(2))

    subscription = subscribe()

    assert headlines(subscription) == ["Item 2"]
    kept = subscription.recorded()[0]
    assert (kept.state, kept.record.value) == (ItemState.UNREADABLE, b"{not json")
    (answer,) = bus.read(bus.replies)
    assert answer.headers["ce_type"] == "uk.wholepicture.recipient.cannot-process.v1"
    assert broken.id.encode() in answer.value


def test_bytes_without_any_header_are_answered_too(bus: BusSide, subscribe: Subscribe) -> None:
    """What has no id of its own gets one from its bytes: sent twice, it is one item, one answer."""
    bus.send_bytes(b"\xff\x00")
    bus.send_bytes(b"\xff\x00")

    subscription = subscribe()

    assert headlines(subscription) == []
    assert [kept.state for kept in subscription.recorded()] == [ItemState.UNREADABLE]
    assert len(bus.read(bus.replies)) == 1


def test_readable_copy_takes_the_place_of_a_broken_one(bus: BusSide, subscribe: Subscribe) -> None:
    """The same id sent again in a form that can be read is handed over."""
    sent = delivery(1)
    headers = (("ce_id", sent.id.encode()), ("ce_source", sent.source.encode()))
    bus.send_bytes(b"{", headers)
    bus.send(sent)

    assert headlines(subscribe()) == ["Item 1"]


def test_item_never_loses_a_child_by_being_read(bus: BusSide, subscribe: Subscribe) -> None:
    """A delivery with a child that cannot be read is answered, not shown without the child."""
    whole = delivery(1)
    value = whole.data.model_dump_json().replace('"confirmed"', '"a-code-of-tomorrow"').encode()
    headers = (
        ("ce_id", whole.id.encode()),
        ("ce_source", b"/bus/picture"),
        ("ce_type", whole.type.encode()),
        ("ce_time", b"2026-03-04T21:17:00Z"),
    )
    bus.send_bytes(value, headers)

    assert headlines(subscribe()) == []
    assert len(bus.read(bus.replies)) == 1


def test_records_of_a_foreign_client_are_kept_and_hold_up_nothing(
    bus: BusSide, subscribe: Subscribe
) -> None:
    """Whatever Kafka takes from a client of another make is kept as it came; the next one comes."""
    sent = list(foreign.RECORDS.values())
    foreign.send(bus.bootstrap, bus.referrals, sent)
    bus.send(delivery(1))
    subscription = subscribe()

    assert headlines(subscription) == ["Item 1"]
    *kept, last = [foreign.in_bytes(one.record) for one in subscription.recorded()]
    assert last.value == delivery(1).data.model_dump_json(exclude_none=True).encode()
    assert all(one in sent for one in kept)
    assert {(one.key, one.value) for one in kept} == {(one.key, one.value) for one in sent}


def test_a_part_that_does_not_mislead_is_left_out_and_named(
    bus: BusSide, subscribe: Subscribe
) -> None:
    """A part that cannot be read, and without which the item says the same, is named."""
    whole = delivery(1, coverage=[{"agency": "Test Health", "connected": True, "says": "Nothing."}])
    value = whole.data.model_dump_json().replace('"connected":true', '"connected":"in-part"')
    bus.send_bytes(value.encode(), headers_of(whole))

    found = [(item.data.headline, len(item.left_out)) for item in subscribe()]

    assert found == [("Item 1", 1)]


def test_unknown_fields_are_passed_over(bus: BusSide, subscribe: Subscribe) -> None:
    """What a newer bus adds does not trouble an older kit."""
    whole = delivery(1)
    value = whole.data.model_dump_json().replace("{", '{"of_tomorrow": {"a": 1}, ', 1)
    bus.send_bytes(value.encode(), (*headers_of(whole), ("ce_oftomorrow", b"x")))

    assert [(item.data.headline, item.left_out) for item in subscribe()] == [("Item 1", ())]


def test_newer_kit_hands_over_what_an_older_one_could_not_read(
    bus: BusSide, subscribe: Subscribe
) -> None:
    """What was set aside is tried again at each start, and nobody has to send it again."""
    bus.send(delivery(1))
    older = subscribe()
    headlines(older)
    older.record.connection.execute("UPDATE subscription_delivery SET state = 'unreadable'")

    assert headlines(subscribe()) == ["Item 1"]


def test_second_copy_is_refused_with_a_sentence(bus: BusSide, subscribe: Subscribe) -> None:
    """Two runs on one record cannot hand the same item over: the second says so and ends."""
    bus.send(delivery(1))
    running = iter(subscribe())
    next(running)

    with pytest.raises(SecondCopyError, match=f"subscription of {bus.recipient} is running"):
        headlines(subscribe())

    assert list(running) == []


def test_record_is_for_its_owner_only(subscribe: Subscribe, record: Path) -> None:
    """No other user of the machine can read the record."""
    subscribe()

    assert stat.S_IMODE(record.stat().st_mode) == 0o600


def test_record_of_another_recipient_is_refused(
    bus: BusSide, subscribe: Subscribe, record: Path
) -> None:
    """A record holds one recipient's items."""
    subscribe()

    with pytest.raises(StopError, match="belongs to"):
        Subscription("another-desk", bootstrap=bus.bootstrap, record=record)


def test_recreated_topic_stops_with_a_sentence(bus: BusSide, subscribe: Subscribe) -> None:
    """A topic that was deleted and made again is not read on in the middle."""
    bus.send(delivery(1))
    headlines(subscribe())
    bus.drop_referrals()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bus, "notices", f"spare.{bus.recipient}")
        patch.setattr(bus, "replies", f"spare-too.{bus.recipient}")
        bus.make_topics()
    bus.send(delivery(2), delivery(3))

    with pytest.raises(RecoverError, match="deleted and made again"):
        headlines(subscribe())


def test_record_ahead_of_the_broker_stops_with_a_sentence(
    bus: BusSide, subscribe: Subscribe, record: Path
) -> None:
    """A broker restored from an older copy is not read as if nothing were new."""
    bus.send(delivery(1))
    headlines(subscribe())
    with sqlite3.connect(record) as connection:
        connection.execute("UPDATE subscription_position SET next = next + 5")
    connection.close()

    with pytest.raises(RecoverError, match="read further"):
        headlines(subscribe())


def test_unknown_recipient_stops_with_a_sentence(bus: BusSide, tmp_path: Path) -> None:
    """A misspelt name is told, not waited for."""
    with (
        Subscription("nobody-here", bootstrap=bus.bootstrap, record=tmp_path / "r.db") as misspelt,
        pytest.raises(StopError, match="Check the recipient's name"),
    ):
        headlines(misspelt)


def test_idle_time_ends_a_run_that_waits(bus: BusSide, subscribe: Subscribe) -> None:
    """A run that waits for more ends when nothing came for as long as it was told."""
    bus.send(delivery(1))

    assert headlines(subscribe(follow=True, until_idle=timedelta(milliseconds=200))) == ["Item 1"]


def test_run_that_follows_hands_over_what_comes_later(bus: BusSide, subscribe: Subscribe) -> None:
    """A run that follows gets what is sent after it began, and ends when it is told to."""
    bus.send(delivery(1))
    subscription = subscribe(follow=True)
    seen = []
    for referral in subscription:
        seen.append(referral.data.headline)
        if len(seen) == 1:
            bus.send(delivery(2))
        else:
            subscription.stop()

    assert seen == ["Item 1", "Item 2"]
