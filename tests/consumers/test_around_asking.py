"""Whom a reader asks, whom it can call, and since when anybody could tell: in items."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from wholepicture_agreement import Agreement

from tests.consumers.both_stages import AGREEMENT, Stages
from tests.consumers.pattern_stages import FAMILY, FATHER, IVY, MOTHER, concern, event_id
from tests.journeys.stories import COUNCIL, FRONT_DOOR, POLICE, TEAM, core, involvement

pytestmark = pytest.mark.finding("F5")
HOUSING, SECOND, DUTY = "housing-options", "second-reader-bristol", "emergency-duty-bristol"
AT_NIGHT = 14 * 60
JULY, OCTOBER = (datetime(2026, month, 4, 9, tzinfo=UTC) for month in (7, 10))
LADO = "Designated officer (LADO) for Bristol on 0117 496 0221"
HARMED_HER = [{"alleged": "a1", "victims": ["a2"]}]
REED = {"person": "a7", "name": {"given": "Tom", "family": "Reed"},
        "related_to": [{"child": "c1", "relation": "not-related"}]}  # fmt: skip


def _made(agreement: Agreement = AGREEMENT, *, works: bool = True) -> Stages:
    made = Stages()
    made.agree(agreement)
    if works:
        told = involvement(FAMILY, "Ivy", "2016-05-04", nhs_number="9990000018")
        made.publish(told, event_id("work"), of=COUNCIL, happened=JULY)
    return made


def _concern(of: str, adults: Sequence[dict[str, Any]], **more: Any) -> dict[str, Any]:
    told = core(of, [IVY], [*adults], **more)
    detail = {"concern": "Alone at home.", "worried_about": ["neglect"]}
    return {"type": "uk.wholepicture.any.concern.v1", "data": {"core": told, "detail": detail}}


def _panel(made: Stages, reader: str, of: str, *adults: dict[str, Any], **more: Any) -> Any:
    told = made.publish(_concern(of, adults, **more), event_id("now"), of=of)
    return told.deliveries[reader]["around"][0]


def _asks(panel: Any, name: str = "Dan Quillmere") -> str:
    heed: str = next(one["heed"] for one in panel["adults"] if one["who"] == name)[0]
    return heed.partition("first ask ")[2].removesuffix(".")


@pytest.mark.parametrize(
    ("works_at", "reader"), [(TEAM, SECOND), (FRONT_DOOR, TEAM), ("100001", TEAM)]
)
def test_of_whoever_works_with_children_the_designated_officer_is_asked(
    works_at: str, reader: str
) -> None:
    """Whoever works at the front door, or in the team, is not asked about, nor are colleagues."""
    of_him = [{"alleged": "a7", "victims": ["c1"]}]
    panel = _panel(_made(), reader, HOUSING, MOTHER, {**REED, "works_at": [works_at]},
                   allegations=of_him)  # fmt: skip

    assert [_asks(panel, "Tom Reed"), _asks(panel, "Mo Quillmere")] == [LADO, LADO]


def test_at_night_whoever_is_on_duty_asks_the_sender_at_a_number_that_answers() -> None:
    """The front door is closed, and who acts for it is the reader."""
    made = _made(works=False)
    made.pass_minutes(AT_NIGHT)
    panel = _panel(made, DUTY, POLICE, FATHER, MOTHER, allegations=HARMED_HER, urgency="immediate")

    assert _asks(panel) == "Force incident manager on 0117 496 0102 (out of hours)"


def test_a_team_asks_the_front_door_at_the_number_that_answers_then() -> None:
    """By day its own, at night that of who is on duty for it."""
    asked = []
    for minutes in (0, AT_NIGHT):
        made = _made()
        made.pass_minutes(minutes)
        panel = _panel(made, TEAM, POLICE, FATHER, MOTHER, allegations=HARMED_HER)
        asked.append(_asks(panel))

    assert asked == [
        "First Response on 0117 496 0201", "First Response on 0117 496 0202 (out of hours)",
    ]  # fmt: skip


def test_the_front_door_asks_whoever_told_it_and_not_his_employer() -> None:
    """Police told that he harmed her, housing tells today; where he works there, not housing."""
    made = _made(works=False)
    before = _concern(POLICE, [FATHER, MOTHER], allegations=HARMED_HER,
                      call_back={"role": "The unit", "phone": "0117 496 0101"})  # fmt: skip
    made.publish(before, event_id("before"), happened=OCTOBER)
    by_police = _asks(_panel(made, FRONT_DOOR, HOUSING, FATHER, MOTHER))
    works = {**FATHER, "works_for": HOUSING}
    by_housing = _panel(_made(works=False), FRONT_DOOR, HOUSING, works, MOTHER,
                        allegations=HARMED_HER)  # fmt: skip

    assert by_police == "The unit on 0117 496 0101"
    assert _asks(by_housing) == LADO


@pytest.mark.parametrize(
    ("minutes", "staff", "says"),
    [
        (0, {}, "Ask the front door: 0117 496 0201."),
        (AT_NIGHT, {}, "Ask the front door: 0117 496 0202."),
        (0, {"works_at": [TEAM]}, "Ask the agencies that told them."),
    ],
)
def test_whom_to_ask_for_what_was_cut(minutes: int, staff: dict[str, Any], says: str) -> None:
    """Of thirteen earlier events one is cut: the number answers, and is no colleague's."""
    made = _made()
    for number in range(13):
        made.publish(concern(), event_id(f"one {number}"), happened=OCTOBER)
    made.pass_minutes(minutes)
    told = made.publish(_concern(POLICE, [{**FATHER, **staff}, MOTHER]), event_id("last"))
    (item,) = (told.deliveries[one] for one in (TEAM, SECOND) if one in told.deliveries)

    assert item["earlier_cut"].endswith(says)


def test_whoever_is_alleged_is_not_among_those_who_can_be_called() -> None:
    """A teacher who was named, a father who is the officer of an agency: not with a number."""
    made = _made()
    teacher = {"name": "Mr T. Reed", "role": "teacher", "phone": "0117 496 0311"}
    office = {"role": "Class 3", "phone": "0117 496 0311"}
    dan = {"name": "Dan Quillmere", "role": "housing officer", "phone": "0117 496 0712"}
    before = _concern(HOUSING, [MOTHER], professionals=[teacher, office], call_back=dan)
    made.publish(before, event_id("before"), of=HOUSING, happened=OCTOBER)
    alleged = [{"alleged": "a7", "victims": ["c1"]}, *HARMED_HER]
    panel = _panel(made, TEAM, POLICE, FATHER, MOTHER, REED, allegations=alleged)

    names = [one["name"] for one in panel["works_with"]]
    assert names == ["W. Example", "M. Example"]
    assert [(one.get("name"), one["phone"]) for one in panel["can_be_called"]] == [
        (None, "0117 496 0710"),
    ]  # fmt: skip


def test_where_agencies_are_connected_for_a_shorter_time_that_is_said() -> None:
    """Ninety days of silence are ninety days in which most of them could tell something."""
    panel = _panel(_made(works=False), FRONT_DOOR, HOUSING, MOTHER)
    (mother,) = panel["adults"]

    assert mother["no_recorded_contact_in_days"] == 17
    assert mother["says"] == [
        (
            "No contact is recorded in what stands here; most agencies are connected since "
            "1 November 2026 only, and what was before stands in their own records."
        )
    ]


@pytest.mark.parametrize(("of", "on"), [(POLICE, date(2026, 6, 1)), (HOUSING, None)])
def test_an_arrest_is_told_by_police_alone_and_of_its_own_day(of: str, on: date | None) -> None:
    """What housing heard of June is no contact with housing in November."""
    bail = [{**HARMED_HER[0], "now": "on-bail", "now_as_of": "2026-06-01T10:00:00Z"}]
    panel = _panel(_made(works=False), FRONT_DOOR, of, FATHER, MOTHER, allegations=bail)

    contact = panel["adults"][0].get("last_contact")
    assert (contact and contact["on"]) == (on.isoformat() if on else None)


def test_after_so_many_days_where_all_are_connected_for_longer() -> None:
    """A setting of agencies.toml; what the shipped file has is made up, and says so."""
    told = AGREEMENT.partnership.model_copy(update={"no_recorded_contact_days": 30})
    agencies = {
        name: agency.model_copy(update={"connected_since": date(2026, 1, 1)})
        for name, agency in AGREEMENT.agencies.items()
    }
    made = _made(replace(AGREEMENT, partnership=told, agencies=agencies), works=False)
    item = made.publish(concern(), event_id("now")).deliveries[FRONT_DOOR]

    days = [adult["no_recorded_contact_in_days"] for adult in item["around"][0]["adults"]]
    assert days == [30, 30]
