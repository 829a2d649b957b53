"""Moments, as events say them: written out, with their offset from UTC."""

import datetime as dt
import re
from typing import Annotated, Any

from pydantic import AwareDatetime, BeforeValidator
from pydantic_core import PydanticCustomError

WRITTEN_OUT = (
    r"(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.,][0-9]+)?)?"
    r"([Zz]|[+-][0-9]{2}:?[0-9]{2})?"
)
"""The pattern of a moment that is written out, with its offset or without."""
_MOMENT = re.compile(WRITTEN_OUT)


def written_out(value: Any) -> dt.datetime:
    """The moment that a text writes out; it may lack the offset.

    A bare number could be seconds or milliseconds since 1970, each as good a guess as the other; a
    year outside 1900 to 2199 is a system's way to say "unknown" or "for ever".
    Source: RFC 3339, section 5.6.
    """
    if isinstance(value, dt.datetime):
        return value
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        try:
            return dt.datetime.fromisoformat(value.upper())
        except ValueError:
            pass
    raise PydanticCustomError(
        "wholepicture.time", "Write the time with its offset from UTC: 2026-03-04T21:15:00Z."
    )


Time = Annotated[AwareDatetime, BeforeValidator(written_out)]
