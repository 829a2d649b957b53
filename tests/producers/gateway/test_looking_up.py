"""Looking up: one's own events and no other's, nothing personal in an address, other pages."""

import logging
from collections.abc import Iterator
from io import StringIO

import pytest
import structlog
from wholepicture_bus import log

from tests.producers.gateway.calling import HEALTH, MARKER, POLICE, Gateway, document
from tests.producers.published import hear, state


def test_an_agency_sees_how_far_its_event_has_come(gateway: Gateway) -> None:
    """Kept, and waiting to be sent."""
    event = document()
    gateway.post(event)

    found = gateway.get(f"/events/{event['id']}")

    assert found.status_code == 200
    assert found.json()["status"] == "waiting"
    assert found.json()["timeline"] == []


def test_each_of_those_whom_one_word_names_is_told(gateway: Gateway) -> None:
    """In words and each by itself; of a word that was there before, the one that it names."""
    event = document()
    gateway.post(event)
    path, name = gateway.served[POLICE].spool.path, event["id"]
    hear(path, state(name, "delivered", 1, "housing"))
    hear(path, state(name, "delivered", 2, "education and health", to_each=("education", "health")))
    hear(path, state(name, "decided", 3, "health", to_each=("health",)))

    found = gateway.get(f"/events/{name}").json()
    heard = gateway.get("/feedback?after=0").json()["items"]

    named = [["housing"], ["education", "health"], ["health"]]
    assert [entry["to_each"] for entry in found["timeline"]] == named
    assert [item["to_each"] for item in heard] == named
    assert [item["to"] for item in heard] == ["housing", "education and health", "health"]
    assert found["not_answered"] == ["housing", "education"]


def test_an_event_of_another_agency_is_not_there(gateway: Gateway) -> None:
    """The answer is that to an id which nobody has."""
    event = document()
    gateway.post(event)

    others = gateway.get(f"/events/{event['id']}", agency=HEALTH)
    nobodys = gateway.get("/events/none-of-that", agency=HEALTH)

    assert others.status_code == nobodys.status_code == 404
    assert others.json() == nobodys.json()


def test_every_error_is_a_problem_without_a_value(gateway: Gateway) -> None:
    """Those of the framework too."""
    pages = {
        f"/events/{MARKER}%20{MARKER}": 422,
        f"/feedback?after={MARKER}": 422,
        "/feedback?limit=0": 422,
        f"/{MARKER}": 404,
        "/events": 405,
        "/docs": 404,
    }
    for path, status in pages.items():
        answer = gateway.get(path)

        assert answer.status_code == status
        assert answer.headers["content-type"] == "application/problem+json"
        assert MARKER not in answer.text


@pytest.fixture
def logged() -> Iterator[StringIO]:
    """What the gateway logs."""
    root, stream = logging.getLogger(), StringIO()
    handlers, level = root.handlers, root.level
    log.configure(stream)
    yield stream
    structlog.reset_defaults()
    root.handlers = handlers
    root.setLevel(level)


def test_the_log_names_neither_address_nor_content(gateway: Gateway, logged: StringIO) -> None:
    """A line says the route, the status and how long it took."""
    event = document()
    event["data"]["detail"]["concern"] = MARKER

    gateway.post(event)
    gateway.get(f"/feedback?after={MARKER}")

    lines = logged.getvalue()
    assert '"step": "events", "says": 202' in lines
    assert MARKER not in lines
    assert POLICE not in lines


def test_what_breaks_in_the_gateway_is_told_without_its_text(
    gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    """503, so that the caller keeps the event and posts it again."""

    def broken(*_: object) -> None:
        raise LookupError(MARKER)

    monkeypatch.setattr("wholepicture_producers.gateway.app.answered", broken)

    answer = gateway.post(document())

    assert answer.status_code == 503
    assert "retry-after" in answer.headers
    assert MARKER not in answer.text
