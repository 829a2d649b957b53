"""Answers are checked before they are kept, carry what the bus needs, and outlive an outage."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from wholepicture_bus.local.ports import free_port
from wholepicture_schemas.problems import InvalidEvent
from wholepicture_schemas.reading import read_closed
from wholepicture_subscribers.subscription import NotInTheRecord, RecipientReference, Subscription

from tests.subscribers.subscription.bus_side import KEY, BusSide, Raw, delivery

pytestmark = pytest.mark.broker
Subscribe = Callable[..., Subscription]


def document_of(raw: Raw) -> dict[str, object]:
    """A record as the CloudEvents JSON document that it stands for."""
    attributes = {
        name.removeprefix("ce_"): value
        for name, value in raw.headers.items()
        if name.startswith("ce_")
    }
    return {**attributes, "data": json.loads(raw.value)}


def test_answer_is_a_valid_event_about_its_delivery(bus: BusSide, subscribe: Subscribe) -> None:
    """A reply has its delivery's key, names it as its cause, and passes the rules for senders."""
    bus.send(delivery(1))
    for referral in subscribe():
        referral.acknowledge(by="duty social worker")

    (reply,) = bus.read(bus.replies)

    event = read_closed(document_of(reply))
    assert reply.key == KEY
    assert event.source == f"/recipients/{bus.recipient}"
    assert event.causationid == f"/bus/picture:{delivery(1).id}"
    assert event.correlationid == "matter-1"
    assert event.data.delivery == delivery(1).id


def test_every_kind_of_answer_is_sent_in_order(bus: BusSide, subscribe: Subscribe) -> None:
    """All four answers reach the bus in the order in which they were given."""
    bus.send(delivery(1))
    for referral in subscribe():
        referral.acknowledge()
        referral.decide("referral-accepted", "The pattern needs an assessment.")
        referral.correction_applied()
        referral.cannot_process("Our case system refused it.")

    assert [raw.headers["ce_type"].split(".")[3] for raw in bus.read(bus.replies)] == [
        "acknowledged",
        "decided",
        "correction-applied",
        "cannot-process",
    ]


def test_decision_without_a_reason_is_refused_and_not_kept(
    bus: BusSide, subscribe: Subscribe
) -> None:
    """What the rules for senders refuse, the caller hears at once, with the fix."""
    bus.send(delivery(1))
    subscription = subscribe()
    for referral in subscription:
        with pytest.raises(InvalidEvent, match="reason"):
            referral.decide("nfa", "")

    assert bus.read(bus.replies) == []


def test_own_references_travel_with_an_answer(bus: BusSide, subscribe: Subscribe) -> None:
    """The recipient's own numbers go with the reply, so that later deliveries can repeat them."""
    bus.send(delivery(1))
    for referral in subscribe():
        own = RecipientReference(child="LL-20", contact="C-9")
        referral.decide("referral-accepted", "Open already.", recipient_reference=own)

    (reply,) = bus.read(bus.replies)

    assert json.loads(reply.value)["recipient_reference"] == {"child": "LL-20", "contact": "C-9"}


def test_your_reference_comes_with_later_deliveries(bus: BusSide, subscribe: Subscribe) -> None:
    """What the bus repeats of the recipient's own numbers is there for the caller."""
    child = delivery(1).data.children[0].model_copy(update={"your_reference": "LL-20"})
    bus.send(delivery(2, children=[child.model_dump(exclude_none=True)]))

    assert [item.data.children[0].your_reference for item in subscribe()] == ["LL-20"]


def test_same_answer_twice_is_one_reply(bus: BusSide, subscribe: Subscribe) -> None:
    """A handler that runs twice sends the same reply id; a changed answer is another reply."""
    bus.send(delivery(1))
    subscription = subscribe()
    for referral in subscription:
        first = referral.decide("nfa", "Known and safe.")
        break
    for referral in subscription:
        second = referral.decide("nfa", "Known and safe.")
        changed = referral.decide("advice", "Known and safe.", changes=True)

    assert first == second != changed
    assert [raw.headers["ce_id"] for raw in bus.read(bus.replies)] == [first, changed]


def test_answers_given_while_the_broker_is_away_are_sent_later(
    bus: BusSide, subscribe: Subscribe
) -> None:
    """An answer outlives an outage and the program that gave it."""
    bus.send(delivery(1))
    for _ in subscribe():
        pass
    away = subscribe(bootstrap=f"127.0.0.1:{free_port()}")
    given = away.referral(delivery(1).id).acknowledge()
    sent_at_once = away.send_answers(timedelta(milliseconds=300))
    away.close()

    sent_later = subscribe().send_answers(timedelta(seconds=20))

    assert (sent_at_once, sent_later) == (False, True)
    assert [raw.headers["ce_id"] for raw in bus.read(bus.replies)] == [given]


def test_an_item_can_be_answered_days_later_by_the_start_of_its_id(
    bus: BusSide, subscribe: Subscribe
) -> None:
    """An answer needs the record only; an id that is not there is told."""
    bus.send(delivery(1))
    for _ in subscribe():
        pass

    later = subscribe()

    assert later.referral(delivery(1).id[:8]).id == delivery(1).id
    with pytest.raises(NotInTheRecord):
        later.referral("0000")


def test_correction_says_which_delivery_it_amends(bus: BusSide, subscribe: Subscribe) -> None:
    """A retraction quotes the delivery that it takes back."""
    amends = {"delivery": delivery(1).id, "how": "retraction", "because": "Wrong child."}
    bus.send(delivery(2, amends=amends))

    (found,) = [referral.amends for referral in subscribe()]

    assert found is not None
    assert (found.delivery, found.how) == (delivery(1).id, "retraction")
