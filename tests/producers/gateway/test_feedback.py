"""Feedback over HTTP: a poll that goes on where it was, a stream likewise, and one's own only."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest
from wholepicture_bus import client as kafka
from wholepicture_bus.binding import outgoing
from wholepicture_producers.gateway.served import opened
from wholepicture_producers.gateway.settings import GatewaySettings
from wholepicture_schemas.children import Missing
from wholepicture_schemas.envelope import new_id
from wholepicture_schemas.feedback import Feedback, FeedbackData, FixRequest, FixRequestData
from wholepicture_schemas.identifiers import AgencyId, Source

from tests.producers.conftest import NewTopic
from tests.producers.gateway.calling import POLICE, STRUCTURED, Gateway, document
from tests.producers.gateway.running import running
from tests.support.brokers import OwnBroker
from tests.support.waiting import until

BEGUN = datetime(2026, 3, 4, 21, 15, tzinfo=UTC)
BUS = Source("/bus/intake")


def delivered(agency: AgencyId, event: str, minute: int) -> Feedback:
    """Word that an event was delivered."""
    at = BEGUN + timedelta(minutes=minute)
    said = FeedbackData(
        agency=agency, event=event, at=at, state="delivered", to="social-care", says="Delivered."
    )
    return Feedback(id=new_id(), source=BUS, type=Feedback.TYPE, time=at, data=said)


def asked(agency: AgencyId, event: str, minute: int) -> FixRequest:
    """A request to put an event right."""
    at = BEGUN + timedelta(minutes=minute)
    missing = Missing(field="core.call_back", what="is missing", fix="Name whom one can call.")
    said = FixRequestData(agency=agency, event=event, at=at, delivered=True, problems=(missing,))
    return FixRequest(id=new_id(), source=BUS, type=FixRequest.TYPE, time=at, data=said)


def say(bootstrap: str, topic: str, *events: Feedback | FixRequest) -> None:
    """Put these on an agency's feedback topic."""
    producer = kafka.producer(bootstrap)
    for event in events:
        told = outgoing(event, topic, None)
        producer.send(topic, value=told.value, headers=list(told.headers)).get(timeout=30)
    producer.close()


def streamed(text: str) -> list[dict[str, Any]]:
    """The items of a stream of Server-Sent Events, each under its id."""
    found = []
    for part in text.split("\n\n"):
        fields = dict(line.split(": ", 1) for line in part.splitlines() if not line.startswith(":"))
        if "data" in fields:
            item = json.loads(fields["data"])
            assert fields["id"] == item["cursor"]
            found.append(item)
    return found


def test_without_the_bus_what_is_known_is_told(gateway: Gateway) -> None:
    """An empty page says that the bus could not be asked, so that silence is no news."""
    answer = gateway.get("/feedback").json()

    assert answer == {"items": [], "next": "0", "more": False, "kafka_asked": False}


@pytest.mark.broker
def test_feedback_is_polled_and_streamed_from_where_the_reader_was(
    own_broker: OwnBroker,
    new_topic: NewTopic,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Posted over HTTP, sent to Kafka, answered by the bus, and heard by its own agency alone."""
    monkeypatch.setenv("WHOLEPICTURE_DATA", str(tmp_path))
    agency, other = AgencyId("force-over-http"), AgencyId("trust-over-http")
    topics = {name: new_topic(f"feedback.{name}") for name in (agency, other)}
    for name in topics:
        new_topic(f"events.{name}")
    settings = GatewaySettings(
        agencies=f"{agency},{other}", practice=True, port=0, least_free_bytes=0, stream_seconds=0.1
    )
    mine = {"wholepicture-agency": agency}
    with (
        opened(settings, own_broker.bootstrap) as served,
        running(settings, served) as address,
        httpx2.Client(base_url=address, timeout=30) as caller,
    ):
        posted = caller.post(
            "/events",
            content=json.dumps(document(agency=agency)).encode(),
            headers={**mine, "content-type": STRUCTURED},
        )
        receipt = posted.json()["receipt"]
        say(own_broker.bootstrap, topics[agency], delivered(agency, receipt, 0))
        say(own_broker.bootstrap, topics[agency], asked(agency, receipt, 1))
        say(own_broker.bootstrap, topics[other], delivered(other, "of-another", 2))

        def heard() -> Any:
            page = caller.get("/feedback", headers=mine).json()
            return page if len(page["items"]) == 2 else None

        page = until(heard, "both words are heard")
        first = caller.get("/feedback?limit=1", headers=mine).json()
        rest = caller.get(f"/feedback?after={first['next']}", headers=mine).json()
        stream = caller.get("/feedback/stream", headers=mine)
        returned = caller.get("/feedback/stream", headers={**mine, "last-event-id": first["next"]})

        def sent() -> Any:
            state = caller.get(f"/events/{receipt}", headers=mine).json()
            return state if state["status"] == "sent" else None

        state = until(sent, "the event is in Kafka")

    assert page["kafka_asked"] is True
    assert [item["state"] for item in page["items"]] == ["delivered", "fix-request"]
    assert page["items"][1]["problems"][0]["field"] == "core.call_back"
    assert (first["more"], rest["items"]) == (True, page["items"][1:])
    assert stream.headers["content-type"].startswith("text/event-stream")
    assert streamed(stream.text) == page["items"]
    assert streamed(returned.text) == page["items"][1:]
    assert [entry["state"] for entry in state["timeline"]] == ["delivered", "fix-request"]


def test_a_stream_that_was_left_makes_room(gateway: Gateway) -> None:
    """One after the other, more than may be open at once."""
    answers = [gateway.get("/feedback/stream").status_code for _ in range(6)]

    assert answers == [200] * 6
    assert gateway.served[POLICE].heard.page("0", 1).items == []
