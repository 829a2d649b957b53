"""Reading how far back to look: 90d, 12w, or a date."""

import datetime as dt
import re

from wholepicture_agreement.by_when.working_time import LONDON
from wholepicture_bus.errors import StopError

_BACK = re.compile(r"(?P<count>[1-9][0-9]{0,3})(?P<unit>[dw])")
_DAYS = {"d": 1, "w": 7}


def since(text: str, now: dt.datetime) -> dt.datetime:
    """The moment that a text means; a date is the beginning of that day in London.

    Raises:
        StopError: it is neither a number of days or weeks nor a date.
    """
    back = _BACK.fullmatch(text)
    if back:
        return now - dt.timedelta(days=int(back["count"]) * _DAYS[back["unit"]])
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        raise StopError("Write --since as days or weeks back (90d, 12w) or as a date.") from None
    return dt.datetime.combine(day, dt.time(), LONDON)
