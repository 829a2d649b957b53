"""Whose silence a delivery names: who is connected, who was heard, whose list has come.

Promise 10: silence is never shown as safety. Promise 6: what is withheld leaves no trace, so what
stands here follows from the rule, from what the recipient sees, and from whole feeds, never from
what else is known of a child.
"""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache

from wholepicture_agreement import Agreement, Item
from wholepicture_agreement.by_when.working_time import LONDON, day_in_words
from wholepicture_agreement.written.feeds import Feed
from wholepicture_agreement.written.files import Agency
from wholepicture_engine.stage import Key
from wholepicture_schemas.deliveries import Coverage, Delivery
from wholepicture_schemas.identifiers import Source
from wholepicture_schemas.model import unchecked
from wholepicture_schemas.news import NewsOfAChild

from wholepicture_consumers.documents import FeedHeard
from wholepicture_consumers.picture.causes import House
from wholepicture_consumers.picture.context import EarlierEvent, grants_earlier

EVERYBODY = "All of them"
NOT_SHOWN = (
    "What others told before is not shown to you by agreement; "
    "this does not mean that nothing happened."
)
SHOWN_IN_PART = (
    "What you may not see by agreement is left out here without a trace; "
    "this does not mean that nothing else happened."
)
NOT_REPEATED = (
    "What was told before is not repeated here; this does not mean that nothing else happened."
)
_WAITS = "An earlier item about this family waits and is not shown here yet. It will follow."

_MOST_SILENT = 64
"""How many ways in which nobody was heard are kept: each hour by which lists are due is another."""

Heard = Mapping[Source, FeedHeard | None]

_coverage = unchecked(Coverage)


def keys_of_feeds(agreement: Agreement) -> list[Key]:
    """What coverage reads: how far each feed's lists have come."""
    return [Key(FeedHeard, feed.source, only_read=True) for feed in agreement.feeds]


def coverage(
    item: Item, shown: Collection[EarlierEvent], at: dt.datetime, house: House
) -> tuple[Coverage, ...]:
    """A line for each agency that takes part and each area that does not, and for all together.

    What an agency sent and this recipient may not see does not count as heard: present or absent,
    the recipient gets the same. That there is news shows nothing that anybody sent, so it has the
    line for all together alone.
    """
    if item.event_type == NewsOfAChild.TYPE:
        return (_of_everybody(NOT_SHOWN),)
    sees = grants_earlier(item, at, house.agreement)
    heard = [(earlier.told_by, earlier.received) for earlier in shown]
    heard.append((item.told_by.agency, item.received))
    lines = _lines(heard, at, house, sees=sees)
    if item.earlier_item_held:
        lines = (*lines, _of_everybody(_WAITS))
    return (*lines, _of_everybody(SHOWN_IN_PART if sees else NOT_SHOWN))


def with_coverage(delivery: Delivery, house: House) -> Delivery:
    """A delivery that amends another, with coverage; it does not repeat what was told before."""
    data = delivery.data
    if data.event_type == NewsOfAChild.TYPE:
        return delivery
    heard = [(data.told_by.agency, data.received)]
    lines = (*_lines(heard, delivery.time, house, sees=False), _of_everybody(NOT_REPEATED))
    return delivery.model_copy(update={"data": data.model_copy(update={"coverage": lines})})


@cache
def _of_everybody(says: str) -> Coverage:
    """The line for all together; there are few."""
    return _coverage(agency=EVERYBODY, connected=True, says=says)


def _lines(
    heard: Sequence[tuple[str, dt.datetime]], at: dt.datetime, house: House, *, sees: bool
) -> tuple[Coverage, ...]:
    """A line for each agency that takes part and each area that does not."""
    newest: dict[str, dt.datetime] = {}
    for name, when in heard:
        if name not in newest or newest[name] < when:
            newest[name] = when
    key = frozenset(newest.items()), at, sees
    lines = house.coverage.get(key)
    if lines is None:
        lines = house.coverage[key] = tuple(_made(newest, at, house, sees=sees))
    return lines


def _made(
    newest: Mapping[str, dt.datetime], at: dt.datetime, house: House, *, sees: bool
) -> list[Coverage]:
    agreement = house.agreement
    lists = {feed.source: house.work.get(FeedHeard, feed.source) for feed in agreement.feeds}
    lines = list(_silent(lists, at, house, sees=sees))
    for place, agency in enumerate(agreement.agencies.values()):
        if agency.name in newest:
            key = agency.id, newest[agency.name], at
            if key not in house.coverage:  # it says the same whatever else a recipient sees
                line = _of_agency(agency, newest[agency.name], lists, at, house, sees=sees)
                house.coverage[key] = (line,)
            (lines[place],) = house.coverage[key]
    return lines


def _silent(lists: Heard, at: dt.datetime, house: House, *, sees: bool) -> tuple[Coverage, ...]:
    """The lines as they are of whoever was not heard: agencies first, then areas.

    They hang on the day, on the hours by which lists are due, and on the lists that have come, so
    they are made once for many events.
    """
    agreement, here = house.agreement, at.astimezone(LONDON)
    clock = here.time().isoformat("minutes")
    late = tuple([clock >= feed.manifest_by for feed in agreement.feeds])
    days = tuple([heard.day if heard else None for heard in lists.values()])
    key = (here.date(), late, days, sees)
    lines = house.silent.get(key)
    if lines is None:
        if len(house.silent) >= _MOST_SILENT:
            house.silent.clear()  # most of it is of other days
        lines = house.silent[key] = (
            *(
                _of_agency(agency, None, lists, at, house, sees=sees)
                for agency in agreement.agencies.values()
            ),
            *(
                Coverage(
                    agency=area.name,
                    connected=False,
                    says="It is not connected: ask it.",
                )
                for area in agreement.authorities.values()
                if area.front_door is None
            ),
        )
    return lines


def _of_agency(
    agency: Agency,
    last: dt.datetime | None,
    lists: Heard,
    at: dt.datetime,
    house: House,
    *,
    sees: bool,
) -> Coverage:
    feeds = house.agreement.feeds_of.get(agency.id, ())
    return _line(agency, feeds, last, lists, at, sees=sees)


def _line(
    agency: Agency,
    feeds: Sequence[Feed],
    last: dt.datetime | None,
    lists: Heard,
    at: dt.datetime,
    *,
    sees: bool,
) -> Coverage:
    since = agency.connected_since
    if since > at.astimezone(LONDON).date():
        says = "It is not connected: ask it yourself."
        return Coverage(agency=agency.name, connected=False, says=says)
    days = [heard.day if heard else None for heard in (lists.get(feed.source) for feed in feeds)]
    known = [day for day in days if day is not None]
    sentences = [
        f"Connected since {day_in_words(since)}.",
        *_heard(agency, last, sees=sees),
        *_lists(feeds, days, since, at),
    ]
    return _coverage(
        agency=agency.name,
        connected=True,
        connected_since=since,
        last_heard=last,
        list_of=min(known) if known and len(known) == len(feeds) else None,
        says=" ".join(sentences),
    )


def _heard(agency: Agency, last: dt.datetime | None, *, sees: bool) -> Iterator[str]:
    if last is not None:
        day = day_in_words(last.astimezone(LONDON).date())
        yield f"{agency.name} last told us something that you may see on {day}."
    elif sees:
        yield (
            f"Nothing that you may see has been sent to us by {agency.name}; "
            "this does not mean that nothing happened."
        )


def _lists(
    feeds: Sequence[Feed], days: Sequence[dt.date | None], since: dt.date, at: dt.datetime
) -> Iterator[str]:
    """How far the lists of an agency's feeds have come; with several feeds each by its name."""
    if not feeds:
        yield "It sends no daily list, so what never arrived is not noticed."
    for feed, day in zip(feeds, days, strict=True):
        whose = "Its daily list" if len(feeds) == 1 else f"The daily list of {feed.name}"
        if day is not None and day >= feed.due(at):
            yield f"{whose} of {day_in_words(day)} has come."
        elif day is not None:
            yield f"{whose} has not come since that of {day_in_words(day)}."
        elif feed.due(at) >= since:
            yield f"{whose} has not come yet."
