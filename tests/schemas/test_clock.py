"""What an event says of a time that has not come yet."""

from datetime import UTC, datetime, timedelta

import pytest
from wholepicture_schemas.clock import (
    DRIFT,
    long_grown_up,
    not_yet,
    not_yet_born,
    problems_of_times,
    too_long_ago,
)
from wholepicture_schemas.core import Core
from wholepicture_schemas.reading import read_attributes, read_document

NOW = datetime(2026, 3, 4, 22, tzinfo=UTC)
MOMENT = timedelta(seconds=1)


def fields(**times: datetime) -> list[str]:
    """The fields that are named of an event with these times."""
    told = {"time": NOW, **times}
    attributes = read_attributes(
        {
            "specversion": "1.0",
            "id": "e1",
            "source": "/agencies/a",
            "type": "uk.wholepicture.police.child-concern.v1",
            **{name: at.isoformat() for name, at in told.items()},
        }
    )
    return [problem.field for problem in not_yet(attributes, NOW)]


@pytest.mark.parametrize("name", ["time", "recordedtime"])
def test_a_time_that_has_not_come_is_named(name: str) -> None:
    """What happened or was written down cannot lie ahead."""
    assert fields(**{name: NOW + DRIFT + MOMENT}) == [name]


@pytest.mark.parametrize("at", [NOW - timedelta(days=900), NOW, NOW + DRIFT])
def test_the_past_and_a_clock_that_is_a_little_fast_are_taken(at: datetime) -> None:
    """Two machines' clocks differ by minutes, and an old event is an event."""
    assert fields(time=at, recordedtime=at) == []


@pytest.mark.parametrize("born", ["2027", "2026-04", "2026-03-06"])
def test_a_birth_date_that_has_not_come_is_named(born: str) -> None:
    """It is a slip of the year; a child who is not born yet has an expected date."""
    core = Core.model_validate({"adults": [{"person": "a1", "birth_date": born}]})

    assert [one.field for one in not_yet_born(core, NOW)] == ["core.adults.0.birth_date"]


@pytest.mark.parametrize("born", ["2026", "2026-03", "2026-03-05", "1931-01-01", None])
def test_a_birth_date_that_may_have_come_is_taken(born: str | None) -> None:
    """As far as a date is known, and wherever on earth it is a day later."""
    core = Core.model_validate({"children": [{"person": "c1", "birth_date": born}]})

    assert list(not_yet_born(core, NOW)) == []


@pytest.mark.parametrize(
    ("born", "named"),
    [("1915-03-09", True), ("1926", True), ("2000-03-03", True), ("2000-04", False),
     ("2009-01-01", False), (None, False)],
)  # fmt: skip
def test_a_birth_date_of_somebody_long_grown_up_is_named_among_the_children(
    born: str | None, named: bool
) -> None:
    """A century off, or an adult in the wrong list; a care leaver of 25 is taken."""
    core = Core.model_validate({"children": [{"person": "c1", "birth_date": born}]})

    fields = [problem.field for problem in long_grown_up(core, NOW)]
    assert fields == (["core.children.0.birth_date"] if named else [])
    assert not any(born and born in str(problem) for problem in long_grown_up(core, NOW))


@pytest.mark.parametrize(("year", "named"), [(1970, True), (1999, True), (2001, False)])
def test_a_time_before_any_child_was_born_is_named(year: int, named: bool) -> None:
    """Such as 1 January 1970, which a machine writes that knows no time."""
    told = {"specversion": "1.0", "id": "e1", "source": "/agencies/a",
            "time": f"{year}-01-01T00:00:00Z",
            "type": "uk.wholepicture.police.child-concern.v1"}  # fmt: skip

    assert [one.field for one in too_long_ago(read_attributes(told), NOW)] == ["time"] * named


def asked(time: str, **core: object) -> list[str]:
    """The fields that are asked about of an event of a time, on a day of March 2026."""
    read = read_document(
        {
            "id": "e1",
            "source": "/agencies/a",
            "type": "uk.wholepicture.police.child-concern.v1",
            "time": time,
            "data": {"core": core, "detail": {}},
        }
    )
    return [problem.field for problem in problems_of_times(read.event, NOW)]


@pytest.mark.parametrize(
    ("time", "named"),
    [("1970-01-01T00:00:00Z", True), ("2000-01-01T00:00:00Z", True),
     ("2013-03-01T10:00:00Z", True), ("2015-01-01T10:00:00Z", False),
     ("2026-03-01T10:00:00Z", False)],
)  # fmt: skip
def test_a_time_long_before_a_child_was_born_is_asked_about(time: str, named: bool) -> None:
    """One of the two is wrong; an event of the months before the birth is about the child."""
    child = {"person": "c1", "name": {"given": "Ivy"}, "birth_date": "2015-06"}

    assert ("time" in asked(time, children=[child])) is named


@pytest.mark.parametrize(
    ("expected", "named"),
    [("1900-01-01", True), ("2025-12-01", True), ("2028", True), ("2099-12-31", True),
     ("2026-02-20", False), ("2026-09", False), ("2026", False)],
)  # fmt: skip
def test_an_expected_date_that_cannot_be_one_is_asked_about(expected: str, named: bool) -> None:
    """A child is expected within the months to come, or is some weeks late."""
    child = {"person": "c1", "expected_birth_date": expected}

    assert bool(asked("2026-03-04T21:00:00Z", children=[child])) is named


@pytest.mark.parametrize(
    ("born", "named"), [("2019-03-09", True), ("2026-03-05", False), (None, False)]
)
def test_a_child_said_to_be_unborn_has_no_birth_date_of_the_past(born: str, named: bool) -> None:
    """Either the exposure or the date is wrong; the child may have been born since."""
    child = {"person": "c1", "name": {"given": "Ivy"}, "exposure": "UNBORN", "birth_date": born}
    fields = asked("2026-03-04T21:00:00Z", children=[child])

    assert ("core.children.0.exposure" in fields) is named


def test_a_date_that_systems_fill_in_is_no_adults_birth_date() -> None:
    """Nobody of over 120 is alive."""
    adults = [{"person": "a1", "birth_date": "1900-01-01"}, {"person": "a2", "birth_date": "1931"}]

    assert asked("2026-03-04T21:00:00Z", adults=adults) == ["core.adults.0.birth_date"]
