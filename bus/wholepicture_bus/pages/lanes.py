"""Lanes: who told what in which month, a row for each of them, as data that the kit shows.

One renderer shows all lanes (``kit/lanes.html``): a table that can be read aloud, whose cells hold
entries. What an entry is stands in its shape and in a word, never in a colour alone.
"""

import datetime as dt
from dataclasses import dataclass

EVENT, STRENGTH = "\N{BLACK CIRCLE}", "\N{WHITE UP-POINTING TRIANGLE}"
"""The shapes of an event, and of what goes well."""
NOTHING = "\N{MIDDLE DOT}"
LEGEND = f"{EVENT} an event, {STRENGTH} something that goes well"


@dataclass(frozen=True, slots=True)
class Entry:
    """Something in a lane."""

    day: int
    """The day of the month."""
    says: str
    """What it is; where the lanes are a strip, it is heard and not seen."""
    mark: str = ""
    """Its shape; empty where the word of its group says what it is."""


@dataclass(frozen=True, slots=True)
class Entries:
    """The entries of one kind in a cell, under a word for the kind."""

    entries: tuple[Entry, ...]
    word: str = ""
    """What they are, such as knew; empty where the shape of each says it."""
    look: str = ""
    """The name of a look in the style sheet."""


@dataclass(frozen=True, slots=True)
class Lane:
    """Everything that one of them told, by month; an empty month is shown as empty."""

    who: str
    months: tuple[tuple[Entries, ...], ...]


@dataclass(frozen=True, slots=True)
class Lanes:
    """Lanes beside each other over the same months."""

    caption: str
    months: tuple[str, ...]
    lanes: tuple[Lane, ...]
    notes: tuple[str, ...] = ()
    """What stands under them: what the shapes mean, and of which time nothing was told."""
    blank: str = NOTHING
    """What stands in an empty month."""


def mark(*, strength: bool) -> str:
    """The shape of an event."""
    return STRENGTH if strength else EVENT


def months_between(first: dt.date, last: dt.date) -> tuple[dt.date, ...]:
    """The first day of each month from that of one day to that of another.

    >>> [f"{month:%b}" for month in months_between(dt.date(2025, 12, 24), dt.date(2026, 2, 1))]
    ['Dec', 'Jan', 'Feb']
    """
    month, months = first.replace(day=1), list[dt.date]()
    while month <= last:
        months.append(month)
        month = (month + dt.timedelta(days=31)).replace(day=1)
    return tuple(months)
