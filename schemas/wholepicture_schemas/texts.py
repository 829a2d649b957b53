"""Texts of a certain form: lines, telephone numbers, dates known in part."""

import datetime as dt
import re
from typing import Annotated, NewType

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from wholepicture_schemas.meaning import Means
from wholepicture_schemas.times import WRITTEN_OUT, written_out

PartialDate = NewType("PartialDate", str)
"""A date known to the year, the month or the day: 2015, 2015-03 or 2015-03-09."""

DayOrTime = NewType("DayOrTime", str)
"""A day, known in part as well, or a moment with its offset: 2026-04-01, 2026-03-05T16:00:00Z."""

Text = Annotated[str, StringConstraints(min_length=1, max_length=20_000, strip_whitespace=True)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=300, strip_whitespace=True)]
Phone = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9+() -]{5,25}$"),
    Means("Telephone", "contact", "phone"),
]
_PARTIAL = r"(19|20|21)[0-9]{2}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?"
_PARTIAL_DATE = re.compile(_PARTIAL)
_WHOLE_DATE = len("2015-03-09")


_NOT_KNOWN = frozenset({
    "unknown", "notknown", "unnamed", "nk", "na", "nil", "none", "null", "tbc", "tba", "unk",
    "notprovided", "notrecorded", "notgiven", "notapplicable", "nodata", "nan", "notyetknown",
    "dontknow", "notstated", "notobtained", "notdisclosed", "notsupplied", "notavailable", "tbd",
    "tobeconfirmed",
})  # fmt: skip
"""What systems and people write where they do not know, without case, blanks and signs."""


def is_not_known(text: str) -> bool:
    """Whether a text says no more than that something is not known."""
    letters = "".join(filter(str.isalnum, text)).casefold()
    return not letters or letters in _NOT_KNOWN


def partial_date(text: str) -> PartialDate:
    """A date known to the year, the month or the day, in the years 1900 to 2199."""
    if not _PARTIAL_DATE.fullmatch(text) or not _is_in_the_calendar(text):
        raise PydanticCustomError(
            "wholepicture.partial_date", "Write what is known: 2015, 2015-03 or 2015-03-09."
        )
    return PartialDate(text)


def _is_in_the_calendar(text: str) -> bool:
    """Whether a whole date has a day that its month has."""
    if len(text) < _WHOLE_DATE:
        return True
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


PartialDateField = Annotated[
    PartialDate, AfterValidator(partial_date), Field(json_schema_extra={"pattern": f"^{_PARTIAL}$"})
]


def day_or_time(text: str) -> DayOrTime:
    """A day, known in part as well, or a moment that is written out with its offset."""
    if "T" not in text.upper():
        return DayOrTime(partial_date(text))
    if written_out(text).tzinfo is None:
        raise PydanticCustomError(
            "wholepicture.time", "Write the time with its offset from UTC: 2026-03-04T21:15:00Z."
        )
    return DayOrTime(text)


DayOrTimeField = Annotated[
    DayOrTime,
    AfterValidator(day_or_time),
    Field(json_schema_extra={"pattern": f"^({_PARTIAL}|{WRITTEN_OUT})$"}),
]
