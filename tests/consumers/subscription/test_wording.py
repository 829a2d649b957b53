"""What a practitioner reads begins with what to do, and has no system words."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from wholepicture_bus.binding import headers_of, value_of
from wholepicture_bus.records import Place, Record
from wholepicture_consumers.subscription import Referral, State, SubscriptionRecord
from wholepicture_consumers.subscription.moments import moment, moment_or_date
from wholepicture_consumers.subscription.wording import in_words
from wholepicture_schemas.deliveries import Delivery
from wholepicture_schemas.identifiers import RecipientId

from tests.consumers.subscription.bus_side import delivery

BANNED = re.compile(
    r"dead letter|parked|epoch|offset|partition|topic|broker|kafka|queue|payload|schema|null|None"
    r"|all clear|no concerns|no alert",
    re.IGNORECASE,
)


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


@pytest.fixture
def read(tmp_path: Path) -> Any:
    """An item's words."""
    record = SubscriptionRecord(tmp_path / "record.db", RecipientId("test-desk"))

    def in_record(item: Delivery) -> str:
        place = Place("referrals.test-desk", "t", 0, 0)
        appended = datetime(2026, 3, 4, 21, 17, tzinfo=UTC)
        kept = Record(place, b"k", value_of(item.data), headers_of(item), appended)
        with record.writing():
            record.keep(item.source, item.id, kept, State.WAITING)
        referral = Referral(
            record.find(item.id),
            RecipientId("test-desk"),
            record,
            answered=lambda: None,
            now=lambda: appended,
        )
        return in_words(referral)

    yield in_record
    record.close()


def test_what_matters_first_stands_first(read: Any, full: Delivery) -> None:
    """Phone first, instructions and the date to respond stand before who, what and why."""
    text = read(full)

    wanted = (
        "EXERCISE",
        "PHONE FIRST: 0117 496 0001",
        "Do not speak to the family before calling.",
        "Respond by 5pm Tuesday 10 March",
        "This corrects item d-0",
        "Children",
        "Is this the child you know as 4711?",
        "Who told it",
        "0117 496 0000",
        "What was told",
        "Told before",
        "Who has told anything, and who has not",
        "What is missing",
        "Why you are told",
    )
    places = [text.index(words) for words in wanted]
    assert places == sorted(places)


def test_what_is_taken_back_is_said_before_all_else(read: Any, full: Delivery) -> None:
    """Nobody is asked for anything about a child before they read that it was taken back."""
    assert full.data.amends
    amends = full.data.amends.model_copy(update={"how": "retraction"})
    text = read(full.model_copy(update={"data": full.data.model_copy(update={"amends": amends})}))

    assert text.index("This takes back item d-0") < text.index("First")
    assert "This is a contact" not in text


def test_codes_and_references_are_read_as_words(read: Any, full: Delivery) -> None:
    """A code is shown as its label, a person as a name, a partial date as far as it is known."""
    text = read(full)

    assert "Disability: communication" in text
    assert "Communication: does not speak" in text
    assert "Exposure: was there and saw it" in text
    assert "Birth date: March 2015" in text
    assert "Seen: yes" in text
    assert "Alleged: Alex" in text
    assert "Victims: adult 2 (name not told)" in text
    assert "Children 1, birth date is missing." in text


def test_no_system_words_and_no_false_comfort(read: Any, full: Delivery) -> None:
    """Neither a full item nor an empty one has words of the system, or says that all is well."""
    assert BANNED.findall(read(full)) == []
    assert BANNED.findall(read(delivery(2))) == []


def test_an_item_without_history_does_not_reassure(read: Any) -> None:
    """Where nothing was told before, the item does not let it pass for safety."""
    assert "does not mean that nothing happened" in read(delivery(2))


def test_text_cannot_steer_the_terminal(read: Any) -> None:
    """Control signs in what an agency wrote are not passed on to the screen."""
    text = read(delivery(2, headline="Red \x1b[31malert\x07"))

    assert "\x1b" not in text
    assert "\x07" not in text


def test_times_are_those_of_the_clock_on_the_wall() -> None:
    """Summer and winter, a time is told as people in England read it."""
    assert moment(datetime(2026, 7, 1, 11, 5, tzinfo=UTC)) == "12:05pm on Wednesday 1 July 2026"
    assert moment(datetime(2026, 1, 1, 0, 0, tzinfo=UTC)) == "12am on Thursday 1 January 2026"
    assert moment_or_date("2015-03-09") == "9 March 2015"
    assert moment_or_date("2015-13-09") == "2015-13-09"
