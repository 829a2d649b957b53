"""What an agency hears back, on a real broker: read once, kept, and shown by receipt."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner
from wholepicture_bus import client
from wholepicture_bus.binding import outgoing
from wholepicture_bus.cli import app
from wholepicture_producers.after.hearing import Hearing
from wholepicture_producers.template import example
from wholepicture_schemas.catalogue import by_name
from wholepicture_schemas.children import Missing
from wholepicture_schemas.envelope import new_id
from wholepicture_schemas.feedback import Feedback, FeedbackData, FixRequest, FixRequestData, State
from wholepicture_schemas.identifiers import AgencyId, EventId, Source

from tests.producers.conftest import NewTopic, spool_path
from tests.support import foreign
from tests.support.brokers import OwnBroker

pytestmark = pytest.mark.broker
BEGUN = datetime(2026, 3, 4, 21, 15, tzinfo=UTC)
BUS = Source("/bus/intake")


def feedback(agency: str, event: str, state: State, minute: int, to: str | None = None) -> Feedback:
    """Something that happened with an event."""
    at = BEGUN + timedelta(minutes=minute)
    return Feedback(
        id=new_id(),
        source=BUS,
        type=Feedback.TYPE,
        time=at,
        data=FeedbackData(
            agency=AgencyId(agency), event=event, at=at, state=state, to=to, says=f"It was {state}."
        ),
    )


def fix_request(agency: str, event: str, minute: int) -> FixRequest:
    """Something that the agency is asked to put right."""
    at = BEGUN + timedelta(minutes=minute)
    asked = Missing(field="core.call_back", what="is missing", fix="Name whom one can call.")
    return FixRequest(
        id=new_id(),
        source=BUS,
        type=FixRequest.TYPE,
        time=at,
        data=FixRequestData(
            agency=AgencyId(agency), event=event, at=at, delivered=True, problems=(asked,)
        ),
    )


def say(bootstrap: str, topic: str, *events: Feedback | FixRequest) -> None:
    """Put these on an agency's feedback topic."""
    producer = client.producer(bootstrap)
    for event in events:
        told = outgoing(event, topic, None)
        producer.send(topic, value=told.value, headers=list(told.headers)).get(timeout=30)
    producer.close()


def test_feedback_is_read_from_where_the_last_look_ended(
    own_broker: OwnBroker, new_topic: NewTopic, tmp_path: Path
) -> None:
    """A second look reads what is new alone; what is about another event is not shown."""
    topic = new_topic("feedback.force-b")
    hearing = Hearing(spool_path(tmp_path), AgencyId("force-b"))
    say(
        own_broker.bootstrap,
        topic,
        feedback("force-b", "e1", "accepted", 0),
        feedback("force-b", "e2", "accepted", 1),
    )
    first = hearing.listen(own_broker.bootstrap)
    say(own_broker.bootstrap, topic, feedback("force-b", "e1", "delivered", 2, to="social-care"))

    second = hearing.listen(own_broker.bootstrap)

    assert (first, second, hearing.listen(own_broker.bootstrap)) == (2, 1, 0)
    assert [(one.state, one.to) for one in hearing.about("e1")] == [
        ("accepted", None),
        ("delivered", "social-care"),
    ]


def test_a_record_that_is_no_feedback_is_passed_over(
    own_broker: OwnBroker, new_topic: NewTopic, tmp_path: Path
) -> None:
    """Whatever Kafka takes from a client of another make, what the bus has said is heard."""
    topic = new_topic("feedback.force-d")
    hearing = Hearing(spool_path(tmp_path), AgencyId("force-d"))
    foreign.send(own_broker.bootstrap, topic, list(foreign.RECORDS.values()))
    say(own_broker.bootstrap, topic, feedback("force-d", "e1", "accepted", 0))

    heard = hearing.listen(own_broker.bootstrap)

    assert heard == 1
    assert [one.state for one in hearing.about("e1")] == ["accepted"]


def test_a_receipt_is_followed_from_the_spool_to_the_decision(
    own_broker: OwnBroker,
    new_topic: NewTopic,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Published and waited for, then asked for: kept, sent, and all that the bus told."""
    monkeypatch.setenv("WHOLEPICTURE_DATA", str(tmp_path))
    monkeypatch.setenv("WHOLEPICTURE_AGENCY", "force-c")
    monkeypatch.setenv("KAFKA_BOOTSTRAP_SERVERS", own_broker.bootstrap)
    new_topic("events.force-c")
    kind = by_name("child-concern")
    assert kind is not None
    event = tmp_path / "event.json"
    event.write_text(json.dumps(example(kind, "force-c", minimal=True)))
    published = CliRunner().invoke(app(), ["publish", str(event), "--wait", "60", "--json"])
    receipt = EventId(json.loads(published.stdout)["files"][0]["receipts"][0]["receipt"])
    say(
        own_broker.bootstrap,
        new_topic("feedback.force-c"),
        feedback("force-c", receipt, "accepted", 0),
        fix_request("force-c", receipt, 1),
        feedback("force-c", receipt, "held", 2),
        feedback("force-c", receipt, "delivered", 3, to="social-care"),
        feedback("force-c", receipt, "acknowledged", 4, to="social-care"),
        feedback("force-c", receipt, "decided", 5, to="social-care"),
    )

    shown = CliRunner().invoke(app(), ["sent", receipt])
    as_json = json.loads(CliRunner().invoke(app(), ["sent", receipt, "--json"]).stdout)

    assert published.exit_code == 0
    assert json.loads(published.stdout)["waiting"] == 0
    assert "sent to Kafka" in shown.stdout
    assert "core.call_back is missing. Name whom one can call." in shown.stdout
    assert as_json["status"] == "sent"
    assert [one["state"] for one in as_json["timeline"]] == [
        "accepted",
        "fix-request",
        "held",
        "delivered",
        "acknowledged",
        "decided",
    ]
