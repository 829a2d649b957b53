"""Working days and opening hours, as people in England count them."""

from datetime import UTC, date, datetime

import pytest
from wholepicture_agreement.by_when.spoken_hours import spoken_hours
from wholepicture_agreement.by_when.working_time import hours, in_words, is_working_day


def at(text: str) -> datetime:
    """A moment in UTC."""
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2026-11-18T12:00Z", "by noon Wednesday 18 November"),
        ("2026-11-18T12:30Z", "by 12:30pm Wednesday 18 November"),
        ("2026-11-19T00:00Z", "by 11:59pm Wednesday 18 November"),
        ("2026-11-19T00:20Z", "by 12:20am Thursday 19 November"),
        ("2026-07-01T16:00Z", "by 5pm Wednesday 1 July"),
    ],
)
def test_a_time_is_said_so_that_nobody_takes_it_for_another(moment: str, words: str) -> None:
    """Noon is no 12pm, and midnight belongs to the day that ends with it."""
    assert in_words(at(moment)) == words


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


@pytest.mark.parametrize(
    ("text", "moment", "opens", "closes"),
    [
        ("mon-fri 09:00-17:00", "2026-11-18T10:00Z", "2026-11-18T10:00Z", "2026-11-18T17:00Z"),
        ("mon-fri 09:00-17:00", "2026-11-18T03:00Z", "2026-11-18T09:00Z", "2026-11-18T17:00Z"),
        ("mon-fri 09:00-17:00", "2026-12-24T17:00Z", "2026-12-29T09:00Z", "2026-12-29T17:00Z"),
        ("mon 09:00-12:00, mon 13:00-17:00", "2026-11-16T12:30Z", "2026-11-16T13:00Z",
         "2026-11-16T17:00Z"),
        ("always", "2026-12-25T03:00Z", "2026-12-25T03:00Z", None),
    ],
)  # fmt: skip
def test_who_is_closed_opens_next(text: str, moment: str, opens: str, closes: str | None) -> None:
    """Over nights, weekends and bank holidays; whoever is open is there from the moment itself."""
    assert hours(text).opening(at(moment)) == (at(opens), at(closes) if closes else None)


@pytest.mark.parametrize("text", ["9 to 5", "mon-fri", "monday 09:00-17:00", ""])
def test_hours_that_cannot_be_read_are_refused(text: str) -> None:
    """A slip in the hours must not close a front door in silence."""
    with pytest.raises(ValueError, match="Write hours as"):
        hours(text)


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("every day 8am to 8pm", "mon-sun 08:00-20:00, bank-holidays 08:00-20:00"),
        ("7am-11pm daily", "mon-sun 07:00-23:00, bank-holidays 07:00-23:00"),
        ("Seven days a week, 07:30 until 22:00", "mon-sun 07:30-22:00, bank-holidays 07:30-22:00"),
        ("Monday to Friday 9am to 5pm", "mon-fri 09:00-17:00"),
        ("weekdays, 9 to 5", "mon-fri 09:00-17:00"),
        ("8.30am to 4.30pm", "mon-fri 08:30-16:30"),
        ("Mon\u2013Thurs 8:30am\u20135pm, Fri 8:30am\u20134:30pm",
         "mon-thu 08:30-17:00, fri 08:30-16:30"),
        ("Mondays 9am to noon", None),
        ("24 hours", "always"),
        ("24/7", "always"),
        ("day and night", "always"),
        ("8pm to 8am", None),
        ("25:00 to 26:00", None),
        ("13am to 2pm", None),
        ("ask for the desk", None),
        ("every day 8am to 8pm, but not in August", None),
    ],
)  # fmt: skip
def test_hours_are_read_as_people_write_them(said: str, written: str | None) -> None:
    """What cannot be read wholly is not read at all, so that no hour is made up."""
    assert spoken_hours(said) == (hours(written) if written else None)


def test_the_london_day_counts_not_the_utc_day() -> None:
    """Half past eleven of Sunday in UTC is Monday in British summer, a working day."""
    assert is_working_day(date(2026, 6, 1))
    assert hours("mon-fri 00:00-01:00").open_at(at("2026-05-31T23:30Z"))
