"""What a cell says: numbers, words for not known, dates, times, codes and names of exports."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wholepicture_producers.cell.cells import Said, Value, Words, said
from wholepicture_producers.cell.days import Dates
from wholepicture_producers.cell.not_known import NOT_KNOWN
from wholepicture_producers.shape import leaf
from wholepicture_schemas.catalogue import by_name
from wholepicture_schemas.texts import is_not_known

MARKER = "Zebedee-Marker"
DAY_FIRST = Dates(order="day-first")
LONDON = ZoneInfo("Europe/London")
NHS, UPN = "core.children.+.nhs_number", "core.children.+.upn"
UPRN, URN = "core.children.+.lives_at.uprn", "core.children.+.school.urn"
POSTCODE, PHONE = "core.children.+.lives_at.postcode", "core.call_back.phone"
BORN, WHEN = "core.children.+.birth_date", "time"
SEX, SEEN = "core.children.+.sex", "core.children.+.seen"
FAMILY, GIVEN = "core.children.+.name.family", "core.children.+.name.given"
CONCERN, EXPOSURE = "detail.concern", "core.children.+.exposure"
UNTIL = "core.allegations.+.now_until"


def read(text: str, path: str, dates: Dates = DAY_FIRST, words: Words | None = None) -> Said:
    """What a cell says in a field of a child concern."""
    kind = by_name("child-concern")
    assert kind is not None
    field = leaf(kind, path)
    return said(text, field, dates) if words is None else said(text, field, dates, words)


def told(text: str, path: str, dates: Dates = DAY_FIRST) -> Value | None:
    """The value of a cell of which nothing is asked."""
    found = read(text, path, dates)
    assert found.asked is None, str(found.asked)
    return found.value


def asked(text: str, path: str, dates: Dates = DAY_FIRST) -> str:
    """What is asked of a cell, which quotes nothing of it."""
    found = read(text, path, dates)
    assert found.asked is not None, found.value
    assert text not in str(found.asked)
    return str(found.asked)


@pytest.mark.parametrize(
    "text",
    [
        "9990000018", "999 000 0018", "999-000-0018", "999.000.0018", "9990000018.0",
        "9990000018.00", "'9990000018", '="9990000018"', '"9990000018"', "999?000?0018",
        "999\u00a0000\u00a00018", "999\u200d000\u200d0018", "\u200b9990000018", "9990000018\ufeff",
        "\u202a9990000018\u202c", "999\u2011000\u20110018", "\uff19\uff19\uff190000018",
        "999\ufffd000\ufffd0018", " 9990000018\t",
    ],
)  # fmt: skip
def test_an_nhs_number_is_read_as_a_spreadsheet_writes_it(text: str) -> None:
    """The same ten digits, whatever stands between and around them."""
    assert told(text, NHS) == "9990000018"


@pytest.mark.parametrize("text", ["9.99E+09", "9.990000018E9", "1e10", "9,99E+09"])
@pytest.mark.parametrize("path", [NHS, UPRN, PHONE, "detail.where.uprn"])
def test_digits_that_a_spreadsheet_lost_are_asked_for(text: str, path: str) -> None:
    """They are not made up, and the fix says where they went."""
    assert "has lost its digits in a spreadsheet. Format its column as text" in asked(text, path)


def test_a_zero_that_was_lost_is_hinted_at() -> None:
    """The number is not completed: it may be another that lacks a digit elsewhere."""
    assert "has nine digits: the 0 that it begins with may be lost" in asked("607230002", NHS)
    assert "is not an NHS number" in asked("607230003", NHS)
    phone = read("1174960123", PHONE)
    assert phone.value == "1174960123"
    assert "may have lost the 0" in str(phone.asked)


@pytest.mark.parametrize(
    ("text", "path", "value"),
    [
        ("100023336956.0", UPRN, "100023336956"),
        ("000123456", UPRN, "123456"),
        ("137035.0", URN, "137035"),
        ("h801200001001", UPN, "H801200001001"),
        ("0117\u00a0496 0123", PHONE, "0117 496 0123"),
        ("+44 117 496\u20110123", PHONE, "+44 117 496-0123"),
        ('="01174960123"', PHONE, "01174960123"),
        ("0117 496 0123 ext 12", PHONE, "0117 496 0123 ext 12"),
        ("bs1-5tr.", POSTCODE, "BS1 5TR"),
        ("BS1", POSTCODE, "BS1"),
        ("6.0", "detail.indicators_counted", 6),
        ("1,204", "detail.indicators_counted", 1204),
        ("0", "detail.indicators_counted", 0),
    ],
)
def test_other_numbers_are_read_likewise(text: str, path: str, value: Value) -> None:
    """Property, pupil and school numbers, telephones, postcodes and counts."""
    kind = by_name("domestic-abuse-incident")
    assert kind is not None

    assert said(text, leaf(kind, path), DAY_FIRST) == Said(value)


@pytest.mark.parametrize("text", ["12345", "M1 1A", "see notes", "Q"])
def test_what_is_no_postcode_is_asked_about(text: str) -> None:
    """It is left out, so that no two children live there."""
    assert read(text, POSTCODE).value is None
    assert "is not a postcode. Write the postcode as BS1 5TR" in asked(text, POSTCODE)


@pytest.mark.parametrize(
    "text",
    [
        "Not known",
        "N/A",
        "NK",
        "unknown",
        "TBC",
        "-",
        "#N/A",
        "n/k",
        "Not  Recorded",
        "(null)",
        "?",
    ],
)
@pytest.mark.parametrize("path", [NHS, UPN, UPRN, URN, POSTCODE, PHONE, BORN, SEEN])
def test_a_word_for_not_known_is_no_value(text: str, path: str) -> None:
    """Nobody is asked what was said not to be known."""
    assert read(text, path) == Said()


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("0000000000", NHS), ("000 000 0000", NHS), ("0", UPRN), ("000000", URN), ("UN3", UPN),
        ("00/00/0000", BORN), ("0000-00-00", BORN), ("0", BORN), ("NFA", POSTCODE),
        ("ZZ99 3VZ", POSTCODE), ("00000000000", PHONE),
    ],
)  # fmt: skip
def test_numbers_and_dates_for_not_known_are_no_value(text: str, path: str) -> None:
    """Systems fill them in."""
    assert read(text, path) == Said()


@pytest.mark.parametrize("text", ["Null", "None", "Na", "Nil", "Nan", "Nk", "X", "Ng", "O"])
def test_a_name_that_is_a_word_for_nothing_is_a_name(text: str) -> None:
    """People have it."""
    assert told(text, FAMILY) == text


@pytest.mark.parametrize("text", ["Not known", "UNKNOWN", "N/K", "-", "#N/A", "TBC"])
def test_a_name_that_nobody_has_is_none(text: str) -> None:
    """Two children without a known name are not of one name."""
    assert read(text, GIVEN) == Said()


def test_a_text_stays_what_was_written() -> None:
    """Unknown is what somebody wrote of the concern; only a lookup in vain is nothing."""
    assert told("Unknown", CONCERN) == "Unknown"
    assert told("N/A", CONCERN) == "N/A"
    assert told("  'Left alone', she said. ", CONCERN) == "'Left alone', she said."
    assert read("#N/A", CONCERN) == Said()


@pytest.mark.parametrize("text", ["#REF!", "#VALUE!", "########"])
@pytest.mark.parametrize("path", [CONCERN, NHS, FAMILY, BORN])
def test_an_error_of_a_spreadsheet_is_asked_about(text: str, path: str) -> None:
    """A value stood there before the export."""
    assert "holds a spreadsheet's error" in asked(text, path)


def test_a_code_is_read_as_itself_or_by_its_label_and_not_known_has_its_own() -> None:
    """A code that is a word for nothing is the code."""
    assert told("Female", SEX) == "F"
    assert told("f", SEX) == "F"
    assert told("Not known", SEX) == "U"
    assert told("nk", EXPOSURE) == "UNKNOWN"
    assert told("None", "core.children.+.disability") == "NONE"
    assert read("N/A", SEX) == Said()
    assert "is not one of the codes. Use one of F, M, U" in asked(MARKER, SEX)


def test_a_mapping_names_its_own_words() -> None:
    """Beside the usual ones for the whole, and in place of them for a column."""
    whole = Words(not_known=frozenset({"info not held"}))
    own = Words(not_known=frozenset({"8888"}), blank=frozenset({"nr"}), alone=True)

    assert read("Info not held", NHS, words=whole) == Said()
    assert read("NK", NHS, words=whole) == Said()
    assert read("Info not held", CONCERN, words=whole).value == "Info not held"
    assert read("8888", SEX, words=own).value == "U"
    assert read("NR", CONCERN, words=own) == Said()
    assert read("NK", NHS, words=own).asked is not None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("9 Mar 2016", "2016-03-09"), ("09-MAR-2016", "2016-03-09"), ("09.03.2016", "2016-03-09"),
        ("20160309", "2016-03-09"), ("2016/03/09", "2016-03-09"), ("09032016", "2016-03-09"),
        ("Mar  9 2016 12:00AM", "2016-03-09"), ("2016-03-09T00:00:00Z", "2016-03-09"),
        ("2016-07-08T23:00:00Z", "2016-07-09"), ("2016-07-09T00:00:00.000Z", "2016-07-09"),
        ("9th March 2016", "2016-03-09"), ("Wed 09 Mar 2016", "2016-03-09"),
        ("Wednesday, 9th of March, 2016", "2016-03-09"), ("March 9, 2016", "2016-03-09"),
        ("42438", "2016-03-09"), ("42438.5", "2016-03-09"), ("42438.0", "2016-03-09"),
        ("09/03/2016 14:32", "2016-03-09"), ("'09/03/2016", "2016-03-09"),
        ("March 2016", "2016-03"), ("03/2016", "2016-03"), ("2016-03", "2016-03"),
        ("2016-03-00", "2016-03"), ("00/03/2016", "2016-03"), ("00/00/2016", "2016"),
        ("2016", "2016"), ("Sept 2016", "2016-09"), ("2016 Mar 9", "2016-03-09"),
    ],
)  # fmt: skip
def test_a_birth_date_is_read_in_the_fields_forms(text: str, day: str) -> None:
    """A day, or as much of it as is written."""
    assert told(text, BORN) == day


@pytest.mark.parametrize("text", ["09-Mar-16", "09/03/16", "9.3.16", "Mar-16", "9 March '16"])
def test_two_digits_of_a_year_are_read_where_the_mapping_says_how(text: str) -> None:
    """Else the hint says what to write."""
    hint = asked(text, BORN)
    assert "has a year of two digits" in hint
    assert "two_digit_years_from = 1930" in hint

    since_1930 = Dates(order="day-first", years_from=1930)
    assert str(told(text, BORN, since_1930)).startswith("2016-03")
    assert told("09/03/31", BORN, since_1930) == "1931-03-09"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("31/02/2016", "is not a day of the calendar"),
        ("25/13/2016", "is not a day of the calendar"),
        ("01/01/1900", "is the day that systems fill in"),
        ("01/01/0001", "has a year that cannot be right"),
        ("31/12/9999", "has a year that cannot be right"),
        ("9 Marzec 2016", "is not a date as the mapping says"),
        (MARKER, "is not a date as the mapping says"),
        ("04/03", "is not a date as the mapping says"),
    ],
)
def test_a_date_that_is_none_is_asked_about(text: str, what: str) -> None:
    """It is left out, and not made to fit."""
    assert what in asked(text, BORN)


def test_day_and_month_are_never_guessed() -> None:
    """The mapping says the order; a number that no month has changes nothing."""
    month_first = Dates(order="month-first")
    assert told("03/09/2016", BORN, month_first) == "2016-03-09"
    assert "is not a day of the calendar" in asked("25/03/2016", BORN, month_first)
    assert 'set dates = "day-first"' in asked("25/03/2016", BORN, Dates())


def test_several_formats_of_one_column_are_read() -> None:
    """What two of them read in two ways is not."""
    two = Dates(order="day-first", formats=("%d/%m/%Y", "%d-%b-%y"))
    assert told("09/03/2016", BORN, two) == "2016-03-09"
    assert told("09-Mar-16", BORN, two) == "2016-03-09"
    both = Dates(formats=("%d/%m/%Y", "%m/%d/%Y"))
    assert told("25/03/2016", BORN, both) == "2016-03-25"
    assert "can be read in two ways" in asked("04/03/2016", BORN, both)
    assert told("09/03/31", BORN, Dates(formats=("%d/%m/%y",), years_from=1930)) == "1931-03-09"


@pytest.mark.parametrize(
    "text",
    [
        "04/03/2026 21:15", "04/03/2026 21:15:00", "04/03/2026 9:15 pm", "04/03/2026 9.15pm",
        "04/03/2026 2115 hrs", "2115hrs 04/03/2026", "21:15 04/03/2026", "21:15 on 04/03/2026",
        "04/03/2026 at 21:15", "04/03/2026, 21.15", "20260304 2115", "20260304T211500Z",
        "2026-03-04T21:15:00.000Z", "2026-03-04T21:15:00+00:00", "04/03/2026 21:15 GMT",
        "04/03/2026 22:15 BST", "4 Mar 2026 2115", "Wed Mar 04 21:15:00 GMT 2026",
        "Wed Mar 04 2026 21:15:00 GMT+0000 (Greenwich Mean Time)", "Mar  4 2026  9:15PM",
        "46085.885416667", "46085.8854166667", "04/03/2026 9.15 p.m.", "04/03/2026 21h15",
        "04 March 2026 - 21:15", "2026-03-04 21:15:00.0000000", "2026-03-04T16:15-05:00",
    ],
)  # fmt: skip
def test_a_moment_is_read_in_the_fields_forms(text: str) -> None:
    """All are one moment."""
    moment = told(text, WHEN)

    assert datetime.fromisoformat(str(moment)) == datetime(2026, 3, 4, 21, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("04/03/2026 24:00", "2026-03-05T00:00:00+00:00"),
        ("31/12/2026 24:00:00", "2027-01-01T00:00:00+00:00"),
        ("04/03/2026 00:00", "2026-03-04T00:00:00+00:00"),
        ("04/03/2026 12:05am", "2026-03-04T00:05:00+00:00"),
        ("04/03/2026 12 noon", "2026-03-04T12:00:00+00:00"),
        ("04/07/2026 21:15", "2026-07-04T21:15:00+01:00"),
        ("04/07/2026 21:15 BST", "2026-07-04T21:15:00+01:00"),
        ("25/10/2026 01:30", "2026-10-25T01:30:00+01:00"),
        ("25/10/2026 01:30 GMT", "2026-10-25T01:30:00+00:00"),
    ],
)
def test_midnight_and_the_clocks_of_summer_are_as_they_are_written(text: str, moment: str) -> None:
    """24:00 ends the day, and the doubled hour is its first where nothing else is said."""
    assert told(text, WHEN) == moment


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("04/03/2026", "has no time of day"),
        ("9 Mar 2016", "has no time of day"),
        ("March 2026", "is not a date as the mapping says"),
        ("04/03/26 21:15", "has a year of two digits"),
        ("04/03/2026 25:00", "is not a time of day"),
        ("04/03/2026 24:01", "is not a time of day"),
        ("04/03/2026 13:00 pm", "is not a time of day"),
        ("04/03/2026 midnight", "is not a time of day"),
        ("04/03/2026 21:15-22:00", "is not one time of day"),
        ("29/03/2026 01:30", "clocks left out"),
        (MARKER, "is not a date as the mapping says"),
    ],
)
def test_a_moment_that_is_none_is_told(text: str, what: str) -> None:
    """Nothing is made up, midnight neither."""
    assert what in asked(text, WHEN)


@pytest.mark.parametrize("text", ["EDD 05/05/2026", "c. 01/02/2015", "5 yrs", "born 1/2/2015"])
def test_words_in_a_date_are_no_time_of_day(text: str) -> None:
    """What is asked for is a date: nobody is told to write an hour of birth."""
    assert "is not a date as the mapping says" in asked(text, BORN)


def test_bst_is_an_offset_in_britain_alone() -> None:
    """Elsewhere it is another."""
    dhaka = Dates(order="day-first", zone=ZoneInfo("Asia/Dhaka"))

    assert "has an offset that is not known" in asked("04/07/2026 21:15 BST", WHEN, dhaka)


def test_a_day_or_a_moment_is_what_is_written() -> None:
    """Bail ends on a day, or at an hour of it."""
    assert told("01/04/2026", UNTIL) == "2026-04-01"
    assert told("01/04/2026 00:00", UNTIL) == "2026-04-01"
    assert told("01/04/2026 16:00", UNTIL) == "2026-04-01T16:00:00+01:00"


DAYS = st.dates(date(1901, 1, 1), date(2099, 12, 31))
FORMS = st.sampled_from(
    ["%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%d %b %Y", "%d-%b-%Y",
     "%d %B %Y", "%B %d, %Y", "%a %d %b %Y", "%d%b%Y", "%b %d %Y 12:00AM", "%Y-%m-%dT00:00:00Z"]
)  # fmt: skip


@given(day=DAYS, form=FORMS)
def test_a_day_in_every_accepted_form_reads_back_as_itself(day: date, form: str) -> None:
    """No form is another day's."""
    assert told(day.strftime(form), BORN) == day.isoformat()


@given(day=DAYS)
def test_a_spreadsheets_count_of_days_is_its_day(day: date) -> None:
    """It counts from the end of 1899."""
    count = (day - date(1899, 12, 30)).days
    if count < 10000:
        return

    assert told(str(count), BORN) == day.isoformat()


@given(
    day=st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    clock=st.times().map(lambda clock: clock.replace(microsecond=0)),
    form=FORMS.filter(lambda form: "00" not in form),
    clock_form=st.sampled_from(["%H:%M:%S", "%I:%M:%S %p", "%H%M%S", "%H.%M.%S", "%H:%M:%S GMT"]),
    first=st.booleans(),
)
def test_a_moment_in_every_accepted_form_reads_back_as_itself(
    day: date, clock: time, form: str, clock_form: str, first: bool
) -> None:
    """Or is an hour that the clocks left out."""
    parts = [clock.strftime(clock_form), day.strftime(form)]
    found = read(" ".join(parts if first else reversed(parts)), WHEN)

    zone: Any = UTC if "GMT" in clock_form else LONDON
    meant = datetime.combine(day, clock, tzinfo=zone)
    if found.asked is not None:
        assert "clocks left out" in str(found.asked)
        assert (meant + timedelta(hours=1)).utcoffset() != (meant - timedelta(hours=1)).utcoffset()
    else:
        assert datetime.fromisoformat(str(found.value)) == meant.astimezone(UTC)


@pytest.mark.parametrize("word", sorted(NOT_KNOWN))
def test_what_a_table_says_is_not_known_is_so_for_the_bus(word: str) -> None:
    """No other client's "not stated" is a name that somebody could be found by."""
    assert is_not_known(word)


@pytest.mark.parametrize(
    ("text", "number"),
    [("92.5", 92.5), ("92,5", 92.5), ("92.5%", 92.5), ("1,250", 1250.0), ("0", 0.0), (" 7 ", 7.0)],
)
def test_a_number_may_have_parts_of_one(text: str, number: float) -> None:
    """An attendance, or hours a week, as schools write them."""
    kind = by_name("attendance-fall")
    assert kind is not None

    assert said(text, leaf(kind, "detail.attendance_percent"), DAY_FIRST).value == number


def test_what_is_no_number_is_asked_about() -> None:
    """The question names no value."""
    kind = by_name("attendance-fall")
    assert kind is not None

    found = said("about half", leaf(kind, "detail.attendance_percent"), DAY_FIRST)

    assert found.value is None
    assert found.asked is not None
    assert found.asked.what == "is not a number"
