"""School days: terms, holidays, the hour of handing over, and the summer between two schools."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wholepicture_agreement import Agreement, Item, decide
from wholepicture_agreement.by_when.school_days import SchoolDays, Term

from tests.agreement.incidents import Case, situation
from tests.agreement.refusing import copied, refused

AUTUMN = Term(first=date(2026, 9, 3), last=date(2026, 10, 23))
AREA = SchoolDays((AUTUMN, Term(first=date(2026, 11, 2), last=date(2027, 7, 23))))
_ONE: Case = {"children": [{"person": "c1", "born": "2016-03-09", "urn": "100001"}]}
moments = st.datetimes(datetime(2026, 9, 1), datetime(2028, 9, 1), timezones=st.just(UTC))  # noqa: DTZ001


def at(text: str) -> datetime:
    """A moment in UTC."""
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.mark.parametrize(
    ("day", "open_"),
    [
        ("2026-10-23", True),
        ("2026-10-24", False),
        ("2026-10-28", False),
        ("2026-11-02", True),
        ("2027-03-29", False),
        ("2027-08-10", False),
        ("2027-09-01", True),
        ("2026-05-27", True),
    ],
)
def test_a_school_day_is_a_working_day_in_term(day: str, *, open_: bool) -> None:
    """Where no terms are known for a year every working day counts, so nothing is told late."""
    assert AREA.is_school_day(date.fromisoformat(day)) is open_


@pytest.mark.parametrize(
    ("moment", "holidays"),
    [
        ("2026-10-22T20:00Z", False),
        ("2026-10-23T09:00Z", False),
        ("2026-10-23T19:00Z", True),
        ("2026-10-24T09:00Z", True),
        ("2026-10-30T09:00Z", False),
        ("2026-11-20T19:00Z", False),
        ("2027-08-03T03:00Z", True),
    ],
)
def test_in_the_holidays_a_working_day_passes_before_the_school_is_there(
    moment: str, *, holidays: bool
) -> None:
    """A weekend in term is no holiday, nor is the last Friday before school begins again."""
    assert AREA.in_holidays(at(moment)) is holidays


def test_the_london_day_counts_not_the_utc_day() -> None:
    """Half past midnight in British summer is the new day, though UTC still has the old one."""
    assert AREA.next_school_day(at("2026-06-01T23:30Z")) == date(2026, 6, 2)


@given(moment=moments)
def test_a_school_is_due_on_a_school_day_before_the_next_hand_over(moment: datetime) -> None:
    """Never later than the next school day begins, and never on a day without children."""
    limit = AREA.limit(moment)

    assert limit > moment
    assert AREA.is_school_day(limit.date())
    assert limit.date() <= AREA.next_school_day(moment)


def items_of(case: Case, agreement: Agreement) -> dict[str, Item]:
    """What each recipient gets in a case."""
    return {str(item.recipient): item for item in decide(situation(case), agreement).items}


def changed(agreement: Agreement, **changes: object) -> Agreement:
    """The agreement with one school changed."""
    setting = next(one for one in agreement.of_kind("setting") if one.urn == "100001")
    recipients = {**agreement.recipients, setting.id: setting.model_copy(update=changes)}
    return replace(agreement, recipients=recipients)


def test_a_setting_has_terms_and_an_hour_of_its_own(agreement: Agreement) -> None:
    """Its terms come before its area's; a nursery hands over at noon."""
    own = (Term(first=date(2026, 9, 7), last=date(2026, 11, 17)),)
    case = {**_ONE, "detail": {"orders": []}}

    closed = items_of(case, changed(agreement, terms=own))
    noon = items_of(case, changed(agreement, hands_over=time(12)))

    assert closed["setting-100001"].respond_by == at("2027-09-01T07:30Z")
    assert noon["setting-100001"].respond_by == at("2026-11-18T11:45Z")


def test_an_order_in_the_holidays_is_due_now_for_who_acts_for_the_school(
    agreement: Agreement,
) -> None:
    """A child may be at a holiday club: the contact acts now, the school when it opens."""
    items = items_of({**_ONE, "at": "2026-10-27T11:00:00"}, agreement)

    contact, school = items["education-bristol"], items["setting-100001"]
    assert contact.respond_by_words == "now, by noon Tuesday 27 October"
    assert contact.stands_in_for == ("setting-100001",)
    assert contact.told == school.told
    assert school.respond_by_words == "by 8:30am Monday 2 November"


@pytest.mark.parametrize(
    ("born", "starts"),
    [
        ("2016-05-09", "starts year 7 in September"),
        ("2015-08-31", None),
        ("2016-09-01", None),
        ("2016", "starts year 7 in September"),
        ("2023-02-01", "starts reception in September"),
        ("2011-02-01", "starts year 12, if at school at all, in September"),
        ("2018-02-01", None),
    ],
)
def test_the_summer_brings_some_children_to_another_school(
    agreement: Agreement, born: str, starts: str | None
) -> None:
    """Whoever acts for the schools is asked to find the new one; other children stay."""
    case = {"children": [{"person": "c1", "born": born}], "at": "2027-08-03T11:00:00"}

    items = items_of(case, agreement)

    said = " ".join(items["education-bristol"].instructions)
    assert (starts in said) if starts else ("in September" not in said)
    assert "in September" not in " ".join(items["front-door-bristol"].instructions)


AGENCIES = "agencies.toml"
IN_AUTUMN = "{ first = 2026-09-03, last = 2026-10-23 }"


@pytest.mark.parametrize(
    ("had", "has", "said"),
    [
        (IN_AUTUMN, "{ first = 2026-10-23, last = 2026-09-03 }",
         "a term that begins on 2026-10-23 ends before, on 2026-09-03"),
        (IN_AUTUMN, "{ first = 2026-09-03, last = 2026-11-23 }",
         "the term that begins on 2026-11-02 is not after the one that ends on 2026-11-23"),
        ('holiday_contact = "education-bristol"', 'holiday_contact = "education-bristle"',
         "there is no recipient education-bristle. Did you mean education-bristol?"),
        ('holiday_contact = "education-bristol"', 'holiday_contact = "emergency-duty-bristol"',
         "would read what is meant for a school"),
        ('holiday_contact = "education-bristol"\n', "",
         "Bristol has school terms: name who acts for its schools in the holidays"),
        ('id = "education-bristol"\n', 'id = "education-bristol"\nhands_over = 12:00:00\n',
         "Recipient education-bristol is no setting: leave out hands_over"),
        ('phone_out_of_hours = "0117 496 0102"', 'phone_out_of_hours = "0117 496 0101"',
         "is the number of safeguarding-police, which is closed at night"),
    ],
)  # fmt: skip
def test_terms_and_contacts_that_cannot_be_right_are_refused(
    tmp_path: Path, had: str, has: str, said: str
) -> None:
    """A slip in the year's dates must not close a school in silence."""
    sentences = refused(copied(tmp_path), [(AGENCIES, had, has)])

    assert any(said in sentence for sentence in sentences)
