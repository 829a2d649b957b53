"""Times and dates as the partnership's papers write them."""

import datetime as dt

from wholepicture_agreement.by_when.working_time import LONDON


def moment(at: dt.datetime) -> str:
    """A time in London: 4 March 2026, 21:15:03."""
    return f"{at.astimezone(LONDON):%-d %B %Y, %H:%M:%S}"


def day(at: dt.date) -> str:
    """A date: 4 March 2026."""
    return f"{at:%-d %B %Y}"
