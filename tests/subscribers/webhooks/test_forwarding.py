"""Forwarding: signed, in order, tried again until it is taken; a dead receiver is seen."""

import base64
import hmac
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner
from wholepicture_bus.binding import headers_of, value_of
from wholepicture_bus.cli import app
from wholepicture_bus.errors import StopError
from wholepicture_bus.records import Place, Record
from wholepicture_bus.webhook_state import STATE_FILE, unreached
from wholepicture_schemas.identifiers import RecipientId
from wholepicture_schemas.replies import CannotProcess
from wholepicture_subscribers.subscription import ItemState, Referral, SubscriptionRecord
from wholepicture_subscribers.webhooks.forwarding import Forwarder
from wholepicture_subscribers.webhooks.posting import Receiver
from wholepicture_subscribers.webhooks.signing import secrets_in

from tests.subscribers.subscription.bus_side import BusSide, delivery
from tests.subscribers.webhooks.receiving import Came, System, receiving
from tests.support.brokers import Broker
from tests.support.ports import free_port

SECRET = "whsec_" + base64.b64encode(bytes(range(32))).decode()
OLDER = "whsec_" + base64.b64encode(bytes(range(32, 64))).decode()
NOW = datetime(2026, 3, 4, 21, 17, tzinfo=UTC)


@pytest.fixture
def record(tmp_path: Path) -> Iterator[SubscriptionRecord]:
    """A recipient's record."""
    made = SubscriptionRecord(tmp_path / "record.db", RecipientId("test-desk"))
    yield made
    made.close()


@pytest.fixture
def item(record: SubscriptionRecord) -> Referral:
    """An item of the record."""
    told = delivery(1)
    place = Place("referrals.test-desk", "t", 0, 0)
    kept = Record(place, b"k", value_of(told.data), headers_of(told), NOW)
    with record.writing():
        record.keep(told.source, told.id, kept, ItemState.WAITING)
    return Referral(
        record.find(told.id),
        RecipientId("test-desk"),
        record,
        answered=lambda: None,
        now=lambda: NOW,
    )


def forwarder(
    system: System, folder: Path, pause: Callable[[float], bool] = lambda _: False
) -> Forwarder:
    """What forwards to a system."""
    receiver = Receiver(system.address, secrets_in(f"{SECRET}\n{OLDER}\n"), now=lambda: NOW)
    return Forwarder(receiver, folder / STATE_FILE, pause)


def is_signed(came: Came, secret: str) -> bool:
    """Whether a receiver that has this secret would take it, as Standard Webhooks says."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    content = f"{came.headers['webhook-id']}.{came.headers['webhook-timestamp']}.".encode()
    found = hmac.new(key, content + came.body, "sha256").digest()
    return f"v1,{base64.b64encode(found).decode()}" in came.headers["webhook-signature"].split()


def test_an_item_is_posted_whole_and_signed(item: Referral, tmp_path: Path) -> None:
    """A CloudEvent in JSON with the bus's own content, under the id that never changes."""
    with receiving() as system:
        taken = forwarder(system, tmp_path).forward(item)

    (came,) = system.came
    told = json.loads(came.body)
    assert taken
    assert came.headers["content-type"] == "application/cloudevents+json"
    assert came.headers["webhook-id"] == told["id"] == item.id
    assert came.headers["webhook-timestamp"] == str(int(NOW.timestamp()))
    assert told["data"]["headline"] == "Item 1"
    assert is_signed(came, SECRET)
    assert is_signed(came, OLDER), "while a secret is changed, both are known"


def test_it_is_tried_again_with_longer_pauses_until_it_is_taken(
    item: Referral, tmp_path: Path, record: SubscriptionRecord
) -> None:
    """A receiver's own wish to wait counts; the id stays, so that a repeat is known."""
    pauses: list[float] = []

    def paused(seconds: float) -> bool:
        pauses.append(seconds)
        return False

    with receiving(502, 503, 302, 401, 500) as system:
        taken = forwarder(system, tmp_path, paused).forward(item)

    assert taken
    assert pauses == [1, 7, 4, 8, 16]
    assert {came.headers["webhook-id"] for came in system.came} == {item.id}
    assert not (tmp_path / STATE_FILE).exists()
    assert not record.replies.to_spool()


def test_an_item_that_the_receiver_cannot_take_holds_back_no_other(
    item: Referral, tmp_path: Path, record: SubscriptionRecord
) -> None:
    """After three refusals of its content the bus hears of it, and a person looks."""
    with receiving(422, 422, 422) as system:
        settled = forwarder(system, tmp_path).forward(item)

    assert settled
    assert len(system.came) == 3
    (reply,) = record.replies.to_spool()
    assert reply.type == CannotProcess.TYPE
    assert "HTTP 422" in json.dumps(reply.content)


def test_a_dead_receiver_is_seen_in_status(item: Referral, tmp_path: Path) -> None:
    """What is not taken for five minutes is said, with the item; nothing is marked as handled."""
    folder = tmp_path / "subscriptions" / "test-desk"
    folder.mkdir(parents=True)
    system = System()
    system.address = f"http://127.0.0.1:{free_port()}/items"

    settled = forwarder(system, folder, lambda _: True).forward(item)

    now = datetime.now(UTC)
    assert not settled
    assert list(unreached(tmp_path, now)) == []
    (sentence,) = unreached(tmp_path, now + timedelta(minutes=6))
    assert "test-desk" in sentence
    assert item.id in sentence


def test_a_receiver_that_is_gone_for_good_ends_it(item: Referral, tmp_path: Path) -> None:
    """HTTP 410: a person has to say where items go now."""
    with receiving(410) as system, pytest.raises(StopError, match="gone"):
        forwarder(system, tmp_path).forward(item)


@pytest.mark.parametrize(
    "address",
    [
        "http://system.example.org/items",
        "https://name:word@system.example.org/items",
        "ftp://system.example.org/items",
        "system.example.org/items",
        "https://system.example.org:port/",
    ],
)
def test_items_go_nowhere_in_the_clear(address: str) -> None:
    """The address is https, or on this machine, and holds no password."""
    with pytest.raises(StopError, match=r"webhook|password"):
        Receiver(address, [bytes(32)])


@pytest.mark.parametrize("text", ["", "whsec_", "whsec_c2hvcnQ=", "not base64!"])
def test_a_weak_secret_is_refused(text: str) -> None:
    """A sentence says how to make one, and not what it was."""
    with pytest.raises(StopError):
        secrets_in(text)


@pytest.mark.broker
def test_what_comes_is_posted_once_and_in_order(
    broker: Broker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the topic through the kit's record; a second run has nothing left to post."""
    bus = BusSide.new(broker.bootstrap)
    bus.send(delivery(1), delivery(2, kind="notice"), delivery(3))
    monkeypatch.setenv("KAFKA_BOOTSTRAP_SERVERS", broker.bootstrap)
    monkeypatch.setenv("WHOLEPICTURE_DATA", str(tmp_path))
    (tmp_path / "secret").write_text(SECRET)

    with receiving() as system:
        line = ["forward", bus.recipient, system.address, "--once"]
        runs = [
            CliRunner().invoke(app(), [*line, "--secret-file", str(tmp_path / "secret")])
            for _ in range(2)
        ]

    assert [run.exit_code for run in runs] == [0, 0]
    told = [json.loads(came.body)["data"]["headline"] for came in system.came]
    assert sorted(told) == ["Item 1", "Item 2", "Item 3"]
    assert [headline for headline in told if headline != "Item 2"] == ["Item 1", "Item 3"]
