"""Days of the census, as XML writes them, and the moments at which its events stand.

Source: W3C, XML Schema part 2, ``xs:date``: a day may carry a time zone, which moves no day here.
"""

import datetime as dt
import re
from zoneinfo import ZoneInfo

_LONDON = ZoneInfo("Europe/London")
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:T00:00:00(?:\.0+)?)?(?:Z|[+-]\d\d:\d\d)?")


def day_of(text: str) -> str | None:
    """The day that a text says, as 2026-03-09; None where it says none in the form of XML."""
    found = _DAY.fullmatch(text)
    if found is None:
        return None
    try:
        return dt.date.fromisoformat(found[1]).isoformat()
    except ValueError:
        return None


def moment_of(day: str, after: int) -> str:
    """So many seconds behind the begin of a day in England, with the offset.

    All of them are in its first minute, by which a day without a time of day is recognised.

    >>> moment_of("2026-06-01", 1)
    '2026-06-01T00:00:01+01:00'
    """
    start = dt.datetime.combine(dt.date.fromisoformat(day), dt.time(), _LONDON)
    return (start + dt.timedelta(seconds=after)).isoformat()


def period_of(year: int) -> tuple[str, str]:
    """The first and the last day of the return of a year.

    >>> period_of(2026)
    ('2025-04-01', '2026-03-31')
    """
    return f"{year - 1}-04-01", f"{year}-03-31"
