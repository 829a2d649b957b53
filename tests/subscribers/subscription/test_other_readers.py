"""A subscriber that has only the published schema and the headers gets everything it needs."""

import json
from collections.abc import Callable

import pytest
from jsonschema import Draft202012Validator
from kafka import KafkaProducer
from wholepicture_schemas.deliveries import DeliveryData
from wholepicture_schemas.reading import read_closed
from wholepicture_subscribers.subscription import Subscription

from tests.subscribers.subscription.bus_side import BusSide, delivery

pytestmark = pytest.mark.broker


def test_headers_and_schema_are_enough_to_read(bus: BusSide) -> None:
    """A committed reader in any language tells items apart by headers, and the schema fits them."""
    bus.send(delivery(1), committed=True)
    bus.send(delivery(2), aborted=True)
    bus.send(delivery(1), committed=True)

    found = bus.read(bus.referrals)

    once = {(raw.headers["ce_source"], raw.headers["ce_id"]): raw for raw in found}
    assert len(found) == 2
    assert list(once) == [("/bus/picture", delivery(1).id)]
    (raw,) = once.values()
    assert raw.headers["ce_specversion"] == "1.0"
    assert raw.headers["content-type"] == "application/json"
    schema = Draft202012Validator(DeliveryData.model_json_schema())
    assert list(schema.iter_errors(json.loads(raw.value))) == []


def test_headers_are_enough_to_answer(bus: BusSide) -> None:
    """A reply written with a plain producer, as the example for other languages says, is valid."""
    bus.send(delivery(1))
    (raw,) = bus.read(bus.referrals)
    headers = {
        "content-type": "application/json",
        "ce_specversion": "1.0",
        "ce_id": "0195618e-5e1b-7c00-8000-000000000001",
        "ce_source": f"/recipients/{bus.recipient}",
        "ce_type": "uk.wholepicture.recipient.acknowledged.v1",
        "ce_time": "2026-03-04T21:20:00Z",
        "ce_causationid": f"{raw.headers['ce_source']}:{raw.headers['ce_id']}",
        "ce_correlationid": raw.headers["ce_correlationid"],
        "ce_dataclassification": "official-sensitive",
    }
    producer = KafkaProducer(bootstrap_servers=bus.bootstrap, acks="all")
    value = json.dumps({"delivery": raw.headers["ce_id"], "by": "duty social worker"}).encode()
    producer.send(
        bus.replies,
        key=raw.key,
        value=value,
        headers=[(name, text.encode()) for name, text in headers.items()],
    ).get(20)
    producer.close()

    (reply,) = bus.read(bus.replies)

    attributes = {name.removeprefix("ce_"): text for name, text in reply.headers.items()}
    attributes.pop("content-type")
    event = read_closed({**attributes, "data": json.loads(reply.value)})
    assert event.data.delivery == delivery(1).id


def test_the_example_subscriber_runs(bus: BusSide, subscribe: Callable[..., Subscription]) -> None:
    """What the example for subscribers shows works as it stands."""
    from examples.subscriber import subscriber

    bus.send(delivery(1), delivery(2, kind="notice"))
    subscription = subscribe()

    subscriber.run(subscription)

    rows = subscription.record.connection.execute("SELECT delivery, kind FROM contact").fetchall()
    assert rows == [(delivery(1).id, "referral"), (delivery(2).id, "notice")]
    assert len(bus.read(bus.replies)) == 1
