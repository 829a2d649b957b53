"""Dates known to the year, the month or the day: the days that they can mean, and how they read."""

import datetime as dt

from wholepicture_schemas.texts import PartialDate

_MONTH, _DAY = 2, 3


def bounds(text: PartialDate) -> tuple[dt.date, dt.date]:
    """The earliest and the latest day of a partial date: "2018-05" is 1 to 31 May 2018."""
    parts = [int(part) for part in text.split("-")]
    year = max(parts[0], dt.MINYEAR)
    month = parts[1] if len(parts) >= _MONTH else None
    if month is not None and len(parts) >= _DAY:
        try:
            day = dt.date(year, month, parts[2])
        except ValueError:
            pass  # such as 31 February: the month is what is known
        else:
            return day, day
    first = dt.date(year, month or 1, 1)
    after = (month or 12) % 12 + 1
    beyond = dt.date(min(year + (after == 1), dt.MAXYEAR), after, 1)
    return first, beyond - dt.timedelta(days=1)


def partial_in_words(text: PartialDate) -> str:
    """A partial date as people say it: 1 October 2026, October 2026, 2026."""
    first, last = bounds(text)
    if first == last:
        return f"{first.day} {first:%B %Y}"
    return f"{first:%B %Y}" if first.month == last.month else f"{first:%Y}"
