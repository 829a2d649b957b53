"""Times of day as exports write them, and the offset behind them."""

import re
from datetime import timedelta

from wholepicture_producers.cell.days import Dates
from wholepicture_producers.cell.unclear import Unclear

_OFFSET = re.compile(
    r"(?<=[\dm ])(?P<name>z|utc|gmt|ut|bst)?(?P<sign>[+-])?"
    r"(?(sign)(?P<hours>\d{1,2})(:?(?P<minutes>\d\d))?)( ?\([a-z ]+\))?$"
)
_WITH_SIGNS = re.compile(
    r"(\d{1,2})[:.h](\d\d)([:.](\d\d)([.,:]\d+)?)?( ?(?P<half>[ap])\.? ?(m\.?)?)?"
)
_DIGITS_ONLY = re.compile(r"(\d?\d)(\d\d)((\d\d)([.,]\d+)?)?( ?(?P<half>[ap])\.? ?m\.?)?")
_HOUR_ONLY = re.compile(r"(\d{1,2})()()()() ?(?P<half>[ap])\.? ?m\.?")
_PART_OF_A_DAY = re.compile(r"0?\.\d+")
_HOURS = re.compile(r"(?<=\d) ?(hrs?|hours?|h|o'?clock)\.?$")
_NOON = 12
_FURTHEST = 14
"""The hours of the offset that is furthest from UTC."""
_BRITISH = {"Europe/London", "GB", "Europe/Belfast", "Europe/Jersey", "Europe/Guernsey",
            "Europe/Isle_of_Man"}  # fmt: skip
_MIDNIGHT_AT_THE_END = timedelta(days=1)


def clock_and_offset(
    text: str, dates: Dates, *, minus: bool = False
) -> tuple[timedelta, timedelta | None]:
    """How long after midnight a text says, and its offset from UTC where it says one.

    24:00 is the midnight that ends the day. GMT and BST are offsets. ``minus`` is whether an offset
    may be negative: elsewhere 21:15-22:00 is a time until another.

    Raises:
        Unclear: where it is no time of day.
    """
    plain = text.casefold().strip()
    found = _OFFSET.search(plain)
    offset = None
    if found and found[0]:
        if found["sign"] == "-" and not minus:
            raise Unclear("is not one time of day", "Write the first of the two.")
        offset = _offset(found, dates)
        plain = plain[: found.start()].strip()
    return _clock(plain), offset


def _offset(found: re.Match[str], dates: Dates) -> timedelta:
    if found["name"] == "bst":
        if dates.zone.key not in _BRITISH or found["sign"]:
            raise Unclear("has an offset that is not known", "Write it as +01:00.")
        return timedelta(hours=1)
    if int(found["hours"] or 0) > _FURTHEST:
        raise Unclear("has an offset that is not known", "Write it as +01:00.")
    told = timedelta(hours=int(found["hours"] or 0), minutes=int(found["minutes"] or 0))
    return -told if found["sign"] == "-" else told


def _clock(text: str) -> timedelta:
    plain = _HOURS.sub("", text)
    if plain in {"noon", "12 noon", "12noon", "midday"}:
        return timedelta(hours=_NOON)
    if _PART_OF_A_DAY.fullmatch(plain):
        return timedelta(seconds=round(float(plain) * timedelta(days=1).total_seconds()))
    for form in (_WITH_SIGNS, _DIGITS_ONLY, _HOUR_ONLY):
        found = form.fullmatch(plain)
        clock = _of(found) if found else None
        if clock is not None:
            return clock
    raise Unclear("is not a time of day", "Write 21:15 or 21:15:00.")


def _of(found: re.Match[str]) -> timedelta | None:
    """The time of day; with am or pm the hours are from 1 to 12. None where no clock shows it."""
    hour, minute, second = int(found[1]), int(found[2] or 0), int(found[4] or 0)
    half = found["half"]
    if half is not None:
        if not 1 <= hour <= _NOON:
            return None
        hour = hour % _NOON + (_NOON if half == "p" else 0)
    if minute >= 60 or second >= 60:  # noqa: PLR2004 - of a clock
        return None
    clock = timedelta(hours=hour, minutes=minute, seconds=second)
    return clock if clock <= _MIDNIGHT_AT_THE_END else None
