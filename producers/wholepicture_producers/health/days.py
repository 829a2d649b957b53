"""Days and times of FHIR: known in part, with or without an offset, and periods."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

_LONDON = ZoneInfo("Europe/London")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_PART = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_A_CHILD_UNTIL = 18


def time_of(text: Any) -> str | None:
    """A time with its offset; a day is its beginning in London. None where it is neither."""
    if not isinstance(text, str):
        return None
    try:
        if _DAY.fullmatch(text):
            return dt.datetime.fromisoformat(text).replace(tzinfo=_LONDON).isoformat()
        told = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return told.isoformat() if told.tzinfo else None


def day_of(text: Any) -> str | None:
    """The day of a time, in London; a day known in part as it is. None where it is neither."""
    if not isinstance(text, str):
        return None
    if _PART.fullmatch(text):
        return text
    try:
        told = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return (told.astimezone(_LONDON) if told.tzinfo else told).date().isoformat()


def is_over(period: Any, day: str) -> bool:
    """Whether a period has ended before a day."""
    end = day_of(period.get("end")) if isinstance(period, Mapping) else None
    return bool(end and end < day[: len(end)])


def begins_after(period: Any, day: str) -> bool:
    """Whether a period begins after a day."""
    start = day_of(period.get("start")) if isinstance(period, Mapping) else None
    return bool(start and start > day[: len(start)])


def may_be_a_child(born: str, day: str) -> bool:
    """Whether somebody born on a day, which may be known in part, may be under 18 on another."""
    grown_up = _years_later(born, _A_CHILD_UNTIL)
    known_in_part = len(born) < len(day)
    return grown_up > day[: len(born)] or (known_in_part and grown_up == day[: len(born)])


def is_under(born: str, years: int, day: str) -> bool:
    """Whether somebody is surely under an age on a day."""
    return _years_later(born, years) > day[: len(born)]


def _years_later(born: str, years: int) -> str:
    return f"{int(born[:4]) + years:04}{born[4:]}"
