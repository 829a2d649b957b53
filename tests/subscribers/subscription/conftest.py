"""A recipient of its own for every test, with its topics and its record."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from wholepicture_bus.binding import headers_of, value_of
from wholepicture_bus.records import Place, Record
from wholepicture_schemas.deliveries import Delivery
from wholepicture_schemas.identifiers import RecipientId
from wholepicture_subscribers.subscription import (
    ItemState,
    Referral,
    Subscription,
    SubscriptionRecord,
)

from tests.subscribers.subscription.bus_side import BusSide, delivery
from tests.support.brokers import Broker


@pytest.fixture
def bus(broker: Broker) -> BusSide:
    """The bus's side, for a recipient whom no other test has."""
    return BusSide.new(broker.bootstrap)


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """Where the subscriber keeps its record."""
    return tmp_path / "subscriber" / "record.db"


@pytest.fixture
def subscribe(bus: BusSide, record: Path) -> Iterator[Callable[..., Subscription]]:
    """A subscription of the test's recipient, which ends when all that is there was handed over."""
    made: list[Subscription] = []

    def make(**settings: Any) -> Subscription:
        wanted: dict[str, Any] = {"bootstrap": bus.bootstrap, "record": record, "follow": False}
        made.append(Subscription(bus.recipient, **wanted | settings))
        return made[-1]

    yield make
    for subscription in made:
        subscription.close()


@pytest.fixture
def referral_of(tmp_path: Path) -> Iterator[Callable[[Delivery], Referral]]:
    """An item as the subscriber's code gets it, from a record that no bus has filled."""
    record = SubscriptionRecord(tmp_path / "record.db", RecipientId("test-desk"))

    def in_record(item: Delivery) -> Referral:
        place = Place("referrals.test-desk", "t", 0, 0)
        appended = datetime(2026, 3, 4, 21, 17, tzinfo=UTC)
        kept = Record(place, b"k", value_of(item.data), headers_of(item), appended)
        with record.writing():
            record.keep(item.source, item.id, kept, ItemState.WAITING)
        return Referral(
            record.find(item.id),
            RecipientId("test-desk"),
            record,
            answered=lambda: None,
            now=lambda: appended,
        )

    yield in_record
    record.close()


@pytest.fixture
def full() -> Delivery:
    """An item that says everything an item can say."""
    return delivery(
        1,
        phone_first="0117 496 0001",
        instructions=["Do not speak to the family before calling.", "Keep it out of portals."],
        urgency="immediate",
        respond_by="2026-03-10T17:00:00Z",
        respond_by_words="by 5pm Tuesday 10 March",
        addressed_to={"team": "front-door", "worker": {"name": "A Worker", "phone": "0117 496 1"}},
        incomplete=[
            {"field": "core.children.0.birth_date", "what": "is missing", "fix": "Give it"}
        ],
        earlier_item_held=True,
        children=[
            {
                "person": "c1",
                "child_reference": "r-1",
                "confidence": "probable",
                "question": "Is this the child you know as 4711?",
                "arrival": "contact",
                "your_reference": "LL-20",
            }
        ],
        told={
            "core": {
                "summary": "Neighbours called.\nA child was there.",
                "children": [
                    {
                        "person": "c1",
                        "name": {"given": "Robin", "family": "Test"},
                        "birth_date": "2015-03",
                        "disability": ["COMM"],
                        "communication": ["NON_VERBAL"],
                        "exposure": "PRESENT_SAW",
                        "seen": True,
                    }
                ],
                "allegations": [{"alleged": "a1", "victims": ["a2"], "standing": "alleged"}],
                "adults": [
                    {"person": "a1", "name": {"given": "Alex"}},
                    {"person": "a2"},
                ],
            },
            "detail": {"connection": "EX_SPOUSE", "risk_grade": None},
        },
        earlier=[
            {
                "person": "c1",
                "happened": "2025-12-24T20:00:00Z",
                "told_by": "Test School",
                "about": "attendance",
                "told": {"days_missed": 4},
                "retracted": True,
            }
        ],
        coverage=[
            {
                "agency": "Test Health",
                "connected": False,
                "says": "Nothing has been sent to us by Test Health;"
                " this does not mean that nothing happened.",
            }
        ],
        amends={
            "delivery": "d-0",
            "how": "correction",
            "because": "Wrong date.",
            "before": {"a": 1},
        },
    )
