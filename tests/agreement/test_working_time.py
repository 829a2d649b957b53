"""Working days, school days, opening hours and due times, as people in England count them."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wholepicture_agreement.working_time import (
    due,
    hours,
    in_words,
    is_working_day,
    next_school_day,
)

moments = st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
limits = st.sampled_from(
    ["1 working day", "3 working days", "24 hours", "before the next school day"]
)


def at(text: str) -> datetime:
    """A moment in UTC."""
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.mark.parametrize(
    ("received", "within", "words"),
    [
        ("2026-11-18T10:00Z", "1 working day", "by 5pm Thursday 19 November"),
        ("2026-11-20T20:30Z", "1 working day", "by 5pm Monday 23 November"),
        ("2026-11-21T09:00Z", "1 working day", "by 5pm Monday 23 November"),
        ("2026-12-24T10:00Z", "1 working day", "by 5pm Tuesday 29 December"),
        ("2026-04-02T10:00Z", "1 working day", "by 5pm Tuesday 7 April"),
        ("2026-11-18T10:00Z", "3 working days", "by 5pm Monday 23 November"),
        ("2026-11-18T10:00Z", "24 hours", "by 10am Thursday 19 November"),
        ("2026-11-18T03:00Z", "before the next school day", "by 8:30am Wednesday 18 November"),
        ("2026-11-18T10:00Z", "before the next school day", "by 8:30am Thursday 19 November"),
        ("2026-11-20T23:00Z", "before the next school day", "by 8:30am Monday 23 November"),
    ],
)
def test_a_due_time_is_said_as_people_say_it(received: str, within: str, words: str) -> None:
    """Weekends and the bank holidays of England, moved ones too, do not count."""
    assert in_words(due(within, at(received))) == words


def test_the_clock_change_moves_no_due_time() -> None:
    """Due is 5pm by the clock on the wall: 16:00 UTC in summer, 17:00 in winter."""
    before_spring = due("1 working day", at("2026-03-27T12:00Z"))
    before_winter = due("1 working day", at("2026-10-23T12:00Z"))

    assert before_spring == at("2026-03-30T16:00Z")
    assert before_winter == at("2026-10-26T17:00Z")


def test_the_london_day_counts_not_the_utc_day() -> None:
    """Half past midnight in British summer is the new day, though UTC still has the old one."""
    assert next_school_day(at("2026-06-01T23:30Z")) == date(2026, 6, 2)


@pytest.mark.parametrize(
    ("text", "moment", "is_open"),
    [
        ("mon-thu 08:30-17:00, fri 08:30-16:30", "2026-11-20T16:29Z", True),
        ("mon-thu 08:30-17:00, fri 08:30-16:30", "2026-11-20T16:30Z", False),
        ("mon-thu 08:30-17:00, fri 08:30-16:30", "2026-07-01T07:30Z", True),
        ("mon-fri 09:00-17:00", "2026-12-25T12:00Z", False),
        ("mon-sun 08:00-20:00, bank-holidays 08:00-20:00", "2026-12-25T12:00Z", True),
        ("always", "2026-12-25T03:00Z", True),
    ],
)
def test_a_recipient_is_open_in_its_hours(text: str, moment: str, *, is_open: bool) -> None:
    """Hours are London time; a bank holiday has hours of its own or none."""
    assert hours(text).open_at(at(moment)) is is_open


@pytest.mark.parametrize("text", ["9 to 5", "mon-fri", "monday 09:00-17:00", ""])
def test_hours_that_cannot_be_read_are_refused(text: str) -> None:
    """A slip in the hours must not close a front door in silence."""
    with pytest.raises(ValueError, match="Write hours as"):
        hours(text)


def test_a_limit_that_cannot_be_read_is_refused() -> None:
    """A slip in a limit must not take it away."""
    with pytest.raises(ValueError, match="Write the limit as"):
        due("soon", at("2026-11-18T10:00Z"))


@given(moment=moments, within=limits)
def test_a_due_time_is_always_ahead(moment: datetime, within: str) -> None:
    """Whenever something arrives, there is time to answer; and it ends on a working day."""
    end = due(within, moment)

    assert end > moment
    assert end.tzinfo is UTC
    assert "hours" in within or is_working_day(end.date())
