"""Hours as people write them, such as "every day 8am to 8pm", read into opening hours."""

import re
from functools import lru_cache

from wholepicture_agreement.by_when.working_time import Hours, hours

_NOON = 12
_ALWAYS = re.compile(
    r"24[ -]?(hours?|hrs?|/ ?7)|24h|always|any ?time|at all times|round the clock|"
    r"day (and|or) night"
)
_BETWEEN_SPANS = re.compile(r"[,;](?! ?\d)| and (?=[mtwfs])")
_EVERY = r"every ?day|daily|(?:7|seven) days(?: a week)?"
_WEEK = r"week ?days|working days"
_DAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?s?"
_TO = r"(?:to|until|till|-|\u2013)"
_SPAN = re.compile(
    rf"(?:(?P<every>{_EVERY})|{_WEEK}|(?P<first>{_DAY})(?: ?{_TO} ?(?P<last>{_DAY}))?)?,? ?"
    r"(?:from |between )?(?P<opens>\d{1,2})(?:[:.](?P<opens_at>\d{2}))? ?(?P<opens_half>am|pm)?"
    rf" ?(?:{_TO}|and) ?"
    r"(?P<closes>\d{1,2})(?:[:.](?P<closes_at>\d{2}))? ?(?P<closes_half>am|pm)?"
    rf"(?:,? (?:(?P<then_every>{_EVERY})|{_WEEK}))?"
)


@lru_cache(maxsize=1000)
def spoken_hours(text: str) -> Hours | None:
    """The hours that a text says; none where any part of it cannot be read.

    Hours without days are those of working days.

    >>> import datetime as dt
    >>> night = dt.datetime(2026, 11, 19, 3, tzinfo=dt.UTC)
    >>> unit = spoken_hours("every day 8am to 8pm")
    >>> unit.open_at(night), unit.open_at(night + dt.timedelta(hours=6))
    (False, True)
    >>> spoken_hours("ask for the desk")
    """
    said = re.sub(r"\s+", " ", text.lower()).strip(" .")
    if _ALWAYS.fullmatch(said):
        return hours("always")
    spans: list[str] = []
    for part in _BETWEEN_SPANS.split(said):
        span = _SPAN.fullmatch(part.strip())
        written = span and _as_written_in_files(span)
        if not written:
            return None
        spans.append(written)
    try:
        return hours(", ".join(spans))
    except ValueError:
        return None


def _as_written_in_files(span: re.Match[str]) -> str | None:
    """A span in the form of the agreement's files; none where it has no such times."""
    opens = _minutes(span["opens"], span["opens_at"], span["opens_half"])
    closes = _minutes(span["closes"], span["closes_at"], span["closes_half"])
    if opens is None or closes is None:
        return None
    if closes <= opens and not (span["opens_half"] or span["closes_half"]):
        closes += _NOON * 60  # "9 to 5"
    if closes <= opens:
        return None
    times = f"{opens // 60:02}:{opens % 60:02}-{closes // 60:02}:{closes % 60:02}"
    if span["every"] or span["then_every"]:
        return f"mon-sun {times}, bank-holidays {times}"
    days = "-".join(day[:3] for day in (span["first"], span["last"]) if day)
    return f"{days or 'mon-fri'} {times}"


def _minutes(hour: str, minute: str | None, half: str | None) -> int | None:
    """The minutes since midnight; none where a clock has no such hour."""
    count = int(hour)
    if half is not None:
        if not 1 <= count <= _NOON:
            return None
        count = count % _NOON + (_NOON if half == "pm" else 0)
    return count * 60 + int(minute or 0)
