"""Numbers: whom to telephone at an hour, so that somebody answers."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from wholepicture_agreement import Agreement, decide
from wholepicture_agreement.by_when.numbers import answers_at
from wholepicture_schemas.identifiers import AgencyId
from wholepicture_schemas.persons import CallBack

from tests.agreement.incidents import Case, document, of_document

UNIT, ROOM, OFFICE, DESK = "0117 496 0101", "0117 496 0102", "0117 496 0100", "0117 496 0177"
DAY, EVENING, NIGHT, SUNDAY = (
    "2026-11-18T10:00Z", "2026-11-18T19:00Z", "2026-11-19T03:00Z", "2026-11-22T11:00Z",
)  # fmt: skip


@pytest.mark.parametrize(
    ("phone", "hours", "moment", "number"),
    [
        (UNIT, "every day 8am to 8pm", DAY, UNIT),
        (UNIT, "every day 8am to 8pm", NIGHT, ROOM),
        ("01174960101", "ask anybody", EVENING, "01174960101"),
        (UNIT, "day and night", NIGHT, ROOM),
        (DESK, "day and night", NIGHT, DESK),
        (DESK, "Mon to Fri 9am-5pm", SUNDAY, ROOM),
        (DESK, None, DAY, DESK),
        (DESK, None, EVENING, ROOM),
        (DESK, "9am to noon-ish", SUNDAY, ROOM),
        (None, None, DAY, OFFICE),
        (None, None, NIGHT, ROOM),
    ],
)
def test_the_number_answers_at_that_hour(
    agreement: Agreement, phone: str | None, hours: str | None, moment: str, number: str
) -> None:
    """A known number answers in its recipient's hours, whatever is said; else as it is said.

    Hours that are not told, or cannot be read, are those of an office.
    """
    police = agreement.agencies[AgencyId("avon-and-somerset-police")]
    back = CallBack(role="Somebody", phone=phone, hours=hours) if phone else None

    found = answers_at(datetime.fromisoformat(moment), agreement, police, back)

    assert found is not None
    assert found.phone == number
    assert ("(out of hours)" in found.in_words) is (number == ROOM)


def test_without_a_number_for_the_night_it_is_said_that_nobody_may_answer(
    agreement: Agreement,
) -> None:
    """A number is better than none, and nobody takes it for one that answers."""
    health = agreement.agencies[AgencyId("community-health")]

    found = answers_at(datetime(2026, 11, 19, 3, tzinfo=UTC), agreement, health)

    assert found is not None
    assert found.in_words.endswith("on 0117 496 0500 (it is out of hours, and nobody may answer)")


@pytest.mark.parametrize(
    ("moment", "reads", "number"),
    [
        (DAY, "phone its front door on 0117 496 0822 now", "0117 496 0822"),
        (NIGHT, "it is out of hours, so phone its emergency duty team on 0117 496 0922",
         "0117 496 0922"),
    ],
)  # fmt: skip
def test_an_area_that_is_not_connected_is_telephoned_where_somebody_answers(
    agreement: Agreement, moment: str, reads: str, number: str
) -> None:
    """In the day its front door, at night its emergency duty team."""
    child = {"person": "c1", "born": "2023-03-09", "area": "E06000022"}
    case: Case = {"children": [child], "at": moment, "urgency": "same-day"}

    items = decide(of_document(document(case), case), agreement).items

    told = [item for item in items if item.phone_first]
    assert told
    assert all(item.phone_first == number for item in told)
    assert all(reads in " ".join(item.instructions) for item in told)


@pytest.mark.parametrize(
    ("moment", "reads"),
    [
        (DAY, "which is not connected: phone its front door now"),
        (NIGHT, "which is not connected: it is out of hours, so phone its emergency duty team now"),
    ],
)
def test_an_area_without_any_number_is_telephoned_as_the_hour_asks(
    agreement: Agreement, moment: str, reads: str
) -> None:
    """Whoever telephones looks for the number of somebody who answers then."""
    child = {"person": "c1", "born": "2023-03-09", "area": "E06000054"}
    case: Case = {"children": [child], "at": moment, "urgency": "same-day"}

    items = decide(of_document(document(case), case), agreement).items

    told = [said for item in items for said in item.instructions if "not connected" in said]
    assert told
    assert all(reads in said for said in told)


def test_a_team_that_is_closed_is_reached_where_somebody_is_on_duty_for_it(
    agreement: Agreement,
) -> None:
    """The area where a child is staying is told whom of the team to speak to at that hour."""
    child = {"person": "c1", "born": "2023-03-09", "open": "social-work-bristol-1"}
    case: Case = {
        "children": [child | {"staying": "E06000025"}],
        "at": NIGHT,
        "urgency": "same-day",
    }

    items = decide(of_document(document(case), case), agreement).items

    door = next(item for item in items if item.recipient == "front-door-south-gloucestershire")
    said = "North social work unit on 0117 496 0202 (out of hours)"
    assert said in " ".join(door.instructions)


def test_an_area_without_a_number_for_the_night_is_telephoned_all_the_same(
    agreement: Agreement,
) -> None:
    """Its office's number is given, and that it is out of hours is said."""
    areas = {
        code: area.model_copy(update={"phone_out_of_hours": None})
        for code, area in agreement.authorities.items()
    }
    child = {"person": "c1", "born": "2023-03-09", "area": "E06000022"}
    case: Case = {"children": [child], "at": NIGHT, "urgency": "immediate"}

    items = decide(of_document(document(case), case), replace(agreement, authorities=areas)).items

    duty = next(item for item in items if item.recipient == "emergency-duty-bristol")
    assert "on 0117 496 0822, though it is out of hours, now" in " ".join(duty.instructions)
