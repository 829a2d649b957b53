"""Moments, as events say them."""

import datetime as dt

import pytest
from pydantic import TypeAdapter, ValidationError
from wholepicture_schemas.times import Time

TIMES: TypeAdapter[dt.datetime] = TypeAdapter(Time)
MOMENT = dt.datetime(2026, 3, 4, 21, 15, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    "text",
    ["2026-03-04T21:15:00Z", "2026-03-04t21:15:00.000z", "2026-03-04 21:15Z",
     "2026-03-04T22:15:00+01:00", "2026-03-04T16:15:00-0500"],
)  # fmt: skip
def test_a_time_is_written_out_with_its_offset(text: str) -> None:
    """The same moment, however it is written."""
    assert TIMES.validate_python(text) == MOMENT
    assert TIMES.validate_json(f'"{text}"', strict=True) == MOMENT


@pytest.mark.parametrize(
    "text",
    ["1772658900", "2026", "2026-03-04", "2026-03-04T21:15:00", "2026-02-30T21:15:00Z",
     "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2026-03-04T25:00:00Z", "now", ""],
)  # fmt: skip
def test_what_leaves_the_moment_open_is_refused(text: str) -> None:
    """Neither bare numbers, nor times without an offset, nor what systems fill in."""
    with pytest.raises(ValidationError):
        TIMES.validate_python(text)


def test_a_bare_number_is_no_time() -> None:
    """Seconds or milliseconds: nobody knows."""
    with pytest.raises(ValidationError):
        TIMES.validate_json("1772658900")
