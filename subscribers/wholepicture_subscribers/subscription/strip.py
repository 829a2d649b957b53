"""The strip of six months: lanes by who told it, from the item itself and what it shows as earlier.

It shows that something was told and when, before anybody reads what. Events of one day that are of
one kind have a shape each, beside that day. Of which time nothing was told is said in words, and
that this does not mean that nothing happened.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise

from wholepicture_bus.pages.lanes import LEGEND, Entries, Entry, Lane, Lanes, mark, months_between
from wholepicture_schemas.catalogue import FROM_THE_BUS, STRENGTHS, short_name
from wholepicture_schemas.deliveries import DeliveryData
from wholepicture_schemas.words import listed

from wholepicture_subscribers.subscription.moments import LONDON, date_in_words, month_in_words
from wholepicture_subscribers.subscription.naming import people_of

MONTHS = 6
A_GAP = timedelta(days=28)
"""How long nothing was told before it is said."""
GOES_WELL = "something that goes well"
CAPTION = "What was told of the time from {first} to {last}"
GAPS = (
    "Of the time between {gaps} nothing was told that you may see; this does not mean that nothing "
    "happened."
)
_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class _Told:
    """Something that was told, about one or several children of the item."""

    on: date
    who: str
    what: str
    strength: bool
    children: tuple[str, ...]
    times: int = 1
    """How many of the same were told of that day."""


def strip(data: DeliveryData) -> Iterator[Lanes]:
    """The lanes of an item; none where it does not show what was told before, or amends another."""
    if data.amends is not None or not (data.earlier or data.around):
        return
    last = data.received.astimezone(LONDON).date()
    first, told = _months_before(last), _told(data)
    here = [one for one in told if first <= one.on <= last]
    months = months_between(first, last)
    yield Lanes(
        caption=CAPTION.format(first=date_in_words(first), last=date_in_words(last)),
        months=tuple(month_in_words(month)[:3] for month in months),
        lanes=tuple(
            Lane(who, tuple(tuple(_in_month(here, who, month)) for month in months))
            for who in sorted({one.who for one in here})
        ),
        notes=(f"{LEGEND}.", *_notes(data, told, here, first, last)),
    )


def _told(data: DeliveryData) -> list[_Told]:
    """The item's own event, where an agency told it, and what it shows as earlier, by the day.

    Each with how often it was. An event about several children is one event.
    """
    names = people_of(data.told)
    several = len(data.children) > 1
    events: dict[tuple[datetime, str, str, bool], list[str]] = {}
    if data.event_type not in FROM_THE_BUS:  # what the bus finds is told by no agency
        own = short_name(data.event_type)
        events[data.happened, data.told_by.agency, own.replace("-", " "), own in STRENGTHS] = []
    times: Counter[tuple[datetime, str, str, bool]] = Counter(list(events))
    of_a_child: Counter[tuple[object, ...]] = Counter()
    for item in data.earlier:
        if item.retracted:
            continue
        event = item.happened, item.told_by, item.about, item.strength
        of = events.setdefault(event, [])
        of_a_child[event, item.person] += 1  # two events of one moment are two of each child
        times[event] = max(times[event], of_a_child[event, item.person])
        if several and (name := names.get(item.person)) and name not in of:
            of.append(name)
    found: dict[_Told, int] = {}
    for event, of in events.items():
        happened, who, what, strength = event
        told = _Told(happened.astimezone(LONDON).date(), who, what, strength, tuple(of))
        found[told] = found.get(told, 0) + times[event]
    all_told = [replace(told, times=count) for told, count in found.items()]
    return sorted(all_told, key=lambda one: (one.on, one.who))


def _in_month(told: Sequence[_Told], who: str, month: date) -> Iterator[Entries]:
    here = [one for one in told if one.who == who and one.on.replace(day=1) == month]
    if here:
        yield Entries(
            tuple(
                Entry(one.on.day, _says(one, month), mark(strength=one.strength) * one.times)
                for one in here
            )
        )


def _says(one: _Told, month: date) -> str:
    of = f" (of {listed(one.children)})" if one.children else ""
    often = f", {one.times} times" if one.times > 1 else ""
    well = f", {GOES_WELL}" if one.strength else ""
    return f"{month_in_words(month)} {month.year}: {one.what}{often}{of}{well}"


def _notes(
    data: DeliveryData, told: Sequence[_Told], here: Sequence[_Told], first: date, last: date
) -> Iterator[str]:
    """Of which time nothing was told, and that something older stands below or was cut."""
    days = [one.on for one in here]
    shown = [*days, last] if data.earlier_cut else [first, *days, last]
    gaps = [
        f"{date_in_words(begin)} and {date_in_words(end)}"
        for begin, end in pairwise(shown)
        if end - begin >= A_GAP
    ]
    if gaps:
        yield GAPS.format(gaps=", and between ".join(gaps))
    older = sum(one.times for one in told if one.on < first)
    if older:
        yield f"{older} older {'stands' if older == 1 else 'stand'} below."
    if data.earlier_cut:
        yield data.earlier_cut


def _months_before(day: date) -> date:
    """The same day six months before, or the last one of that month."""
    months = day.year * _A_YEAR + day.month - 1 - MONTHS
    first = date(months // _A_YEAR, months % _A_YEAR + 1, 1)
    end = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return min(first + timedelta(days=day.day - 1), end)
