"""A census becomes events: what each element is, and what nobody said stays out."""

import datetime as dt

import pytest

from tests.producers.social_care.returns import (
    ASSESSMENT,
    NUMBER,
    REFERRAL,
    SECTION_47,
    WHOLE,
    Council,
    census,
    child,
)


def test_a_referral_becomes_the_events_of_what_is_in_it(council: Council) -> None:
    """Each stands at the day on which it was, in the order of the days."""
    council.publish(census(child(WHOLE)))

    told = [(name, time[:19]) for name, time, _ in council.events()]

    assert told == [
        ("referral-received", "2025-05-06T00:00:00"),
        ("involvement-changed", "2025-05-06T00:00:00"),
        ("assessment-started", "2025-05-07T00:00:00"),
        ("assessment-authorised", "2025-06-18T00:00:01"),
        ("section-47-started", "2025-06-20T00:00:00"),
        ("section-47-ended", "2025-07-09T00:00:01"),
        ("child-protection-conference", "2025-07-09T00:00:01"),
        ("plan-started", "2025-07-09T00:00:01"),
        ("involvement-changed", "2025-07-09T00:00:01"),
        ("child-protection-conference", "2025-10-02T00:00:01"),
    ]


def test_each_element_stands_in_its_field(council: Council) -> None:
    """The census's own codes and days, and nothing beside them."""
    council.publish(census(child(WHOLE)))

    (referral,) = council.of("referral-received")
    (authorised,) = council.of("assessment-authorised")
    (enquiry,) = council.of("section-47-started")
    (plan,) = council.of("plan-started")
    first, second = council.of("involvement-changed")

    assert referral["detail"] == {
        "referral_received_on": "2025-05-06", "referred_by": "2A", "primary_need": "N1",
    }  # fmt: skip
    assert authorised["detail"]["factors"] == ["16A", "3B"]
    assert enquiry["detail"] == {
        "section_47_started_on": "2025-06-20", "conference_due_on": "2025-07-11",
        "conference_not_required": False,
    }  # fmt: skip
    assert plan["detail"] == {
        "plan_kind": "child-protection", "plan_since": "2025-07-09", "category": "NEG",
        "latest_category": "NEG", "previous_plans": 0,
    }  # fmt: skip
    assert [told["detail"]["kind"] for told in (first, second)] == [
        "child-in-need", "child-protection",
    ]  # fmt: skip
    assert {told["detail"]["team"] for told in (first, second)} == {"east-team"}


def test_the_child_is_known_by_numbers(council: Council) -> None:
    """By the council's own number, under whose it is, and by the pupil number; no name is made."""
    council.publish(census(child(REFERRAL)))
    (known,) = council.of("referral-received")[0]["core"]["children"]

    assert known["local_identifiers"] == [{"system": "LAchildID of authority 801", "value": NUMBER}]
    assert known["upn"] == "H801200001001"
    assert known["disability"] == ["COMM", "MOB"]
    assert "name" not in known
    assert "nhs_number" not in known


@pytest.mark.parametrize(
    ("year", "identifiers", "sex"),
    [
        (2024, {"Sex": None, "GenderCurrent": "2"}, "F"),
        (2024, {"Sex": None, "GenderCurrent": "9"}, "U"),
        (2025, {"Sex": "M"}, "M"),
        (2026, {"Sex": "U"}, "U"),
    ],
)
def test_each_years_form_is_read(
    council: Council, year: int, identifiers: dict[str, str | None], sex: str
) -> None:
    """The gender of 2023-24 and the sex of the years behind it are one field."""
    referral = {**REFERRAL, "CINreferralDate": f"{year - 1}-05-06"}
    council.publish(census(child(referral, **identifiers), year=year))
    (known,) = council.of("referral-received")[0]["core"]["children"]

    assert known["sex"] == sex
    assert not council.remarks


def test_an_unborn_child_is_expected(council: Council) -> None:
    """They have no pupil number and no day of birth, and the reason for it is no number."""
    council.publish(
        census(
            child(
                {**REFERRAL, "CINreferralDate": "2026-01-05"}, UPN="UN1", UPNunknown="UN1",
                PersonBirthDate=None, Sex="U",
                ExpectedPersonBirthDate="2026-06-09",
            )
        )
    )  # fmt: skip
    (known,) = council.of("referral-received")[0]["core"]["children"]

    assert known["expected_birth_date"] == "2026-06-09"
    assert "birth_date" not in known
    assert "upn" not in known
    assert not council.asked("ExpectedPersonBirthDate")


def test_a_referral_without_further_action_begins_no_episode(council: Council) -> None:
    """It is told with its decision, and nobody is said to work with the child."""
    council.publish(census(child({**REFERRAL, "ReferralNFA": "1"})))
    told = [name for name, _, _ in council.events()]

    assert told == ["referral-received", "referral-decision"]


def test_a_case_that_begins_and_ends_on_one_day_is_closed(council: Council) -> None:
    """The end stands behind the begin, so that nobody is held to work with the child."""
    closed = {**REFERRAL, "CINclosureDate": "2025-05-06", "ReasonForClosure": "RC8"}
    council.publish(census(child(closed)))
    told = [(name, time[11:19]) for name, time, _ in council.events()]

    assert told == [
        ("referral-received", "00:00:00"),
        ("involvement-changed", "00:00:00"),
        ("case-closed", "00:00:04"),
        ("involvement-changed", "00:00:04"),
    ]


def test_without_a_team_no_episode_is_made_up(council: Council) -> None:
    """It is counted and said, and the rest is told."""
    council.publish(census(child(REFERRAL)), settings={"team": ""})

    assert [name for name, _, _ in council.events()] == ["referral-received"]
    assert any("Episodes that are not told: 1," in remark for remark in council.remarks)


def test_what_no_event_says_is_counted_by_element(council: Council) -> None:
    """With the line on which it stands first; what is not known here too."""
    assessment = {**ASSESSMENT, "AssessmentInternalReviewDate": "2025-05-20", "Novelty": "1"}
    council.publish(census(child({**REFERRAL, "Assessments": [assessment, ASSESSMENT]})))
    untold, unknown = council.remarks

    assert "CINdetails/Assessments/AssessmentInternalReviewDate 1 (first at line" in untold
    assert "CINdetails/Assessments/Novelty 1 (first at line" in unknown


def test_an_unknown_code_goes_as_it_is_written(council: Council) -> None:
    """It is asked about with its line and element, and holds nothing back."""
    council.publish(census(child({**REFERRAL, "ReferralSource": "5Z"})))
    (referral,) = council.of("referral-received")
    (asked,) = council.asked("ReferralSource")

    assert referral["detail"]["referred_by"] == "5Z"
    assert asked.startswith("line 32, element ReferralSource: detail.referred_by")
    assert "5Z" not in asked


def test_what_happened_before_a_council_joined_is_history(council: Council) -> None:
    """It fills the chronology, and nobody is told of it."""
    council.publish(
        census(child({**REFERRAL, "Section47": SECTION_47})),
        settings={"history_before": dt.date(2025, 6, 1)},
    )

    assert council.of("referral-received")[0]["core"]["history"] is True
    assert "history" not in council.of("section-47-started")[0]["core"]


NAMES = {
    "names": {
        "once": "Case number",
        "dates": "day-first",
        "columns": {
            "Forename": "core.children.0.name.given",
            "Surname": "core.children.0.name.family",
            "Date of birth": "core.children.0.birth_date",
            "NHS number": "core.children.0.nhs_number",
            "Team": "detail.team",
            "Worker": "detail.worker.name",
        },
    }
}
_HEADER = "Case number,Forename,Surname,Date of birth,NHS number,Team,Worker\n"
_ROW = f"{NUMBER},Iris,Fell,09/03/2016,999 000 0018,north-team,Ada Lark\n"


def test_the_councils_own_table_says_who_the_child_is(council: Council) -> None:
    """Names, the NHS number, and who works with the child, by the number of the return."""
    council.publish(census(child(REFERRAL)), names=_HEADER + _ROW, settings=NAMES)
    (referral,) = council.of("referral-received")
    (episode,) = council.of("involvement-changed")

    (known,) = referral["core"]["children"]
    assert (known["name"]["given"], known["name"]["family"]) == ("Iris", "Fell")
    assert known["nhs_number"] == "9990000018"
    assert [number["value"] for number in known["local_identifiers"]] == [NUMBER]
    assert episode["detail"]["team"] == "north-team"
    assert episode["detail"]["worker"] == {"name": "Ada Lark"}


def test_a_row_of_another_day_of_birth_names_nobody(council: Council) -> None:
    """As where one column was sorted without the others."""
    other = _ROW.replace("2016", "2014")
    council.publish(census(child(REFERRAL)), names=_HEADER + other, settings=NAMES)
    (known,) = council.of("referral-received")[0]["core"]["children"]

    assert "name" not in known
    assert any("Another day of birth" in remark for remark in council.remarks)


def test_two_rows_of_one_number_name_nobody(council: Council) -> None:
    """Nobody can tell which of them the child is."""
    twice = _HEADER + _ROW + _ROW.replace("Iris", "Otis")
    council.publish(census(child(REFERRAL)), names=twice, settings=NAMES)
    (known,) = council.of("referral-received")[0]["core"]["children"]

    assert "name" not in known
    assert any("neither is used" in remark for remark in council.remarks)
