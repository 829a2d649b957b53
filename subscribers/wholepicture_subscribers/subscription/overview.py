"""A recipient's items as a list to work through: what hurries most first, then by when it is due.

An item that says when to call 999 is read at once, and has the due time that it has: so it is in a
group of its own, behind what is immediate.

An item has two lines as wide as the terminal: which child, what was reported and by when; then what
is owed, when it happened, how it is now and the beginning of what happened. So fifty items can be
sorted without opening each.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime

from wholepicture_schemas.catalogue import DECIDED, FROM_THE_BUS
from wholepicture_schemas.codes import URGENCIES, Arrival
from wholepicture_schemas.identifiers import EventId
from wholepicture_schemas.who import initials_and_age

from wholepicture_subscribers.subscription import filling
from wholepicture_subscribers.subscription.digest import Digest, grouped
from wholepicture_subscribers.subscription.doing import is_emergency
from wholepicture_subscribers.subscription.listing import Listed
from wholepicture_subscribers.subscription.moments import LONDON, day_of_week, short, when_in_short
from wholepicture_subscribers.subscription.naming import listed_people
from wholepicture_subscribers.subscription.saying import clean
from wholepicture_subscribers.subscription.wording import SHORT

NARROWEST = 80
"""Columns: a narrower terminal breaks the lines itself."""
URGENT = "!!"
"""What marks an item that is read before all others."""

_INDENT = " " * (len(URGENT) + 1)
_DUE = 18
_NEVER = datetime.max.replace(tzinfo=UTC)
_ARRIVALS: dict[Arrival, str] = {
    "contact": "contact",
    "news-on-open-case": "open case",
    "for-your-information": "to know",
    "possible-linked-children": "whose children?",
}


def overview(items: Sequence[Listed], now: datetime, width: int) -> Iterator[str]:
    """The lines of the list, under a heading for each group that has any items.

    ``now`` marks what is late; ``width`` is the terminal's, in columns.
    """
    owed = [item for item in items if item.unanswered]
    by_id = {item.id: item for item in items}
    immediate = [item for item in owed if _is_immediate(item)]
    danger = [item for item in owed if _is_urgent(item) and not _is_immediate(item)]
    groups = (
        ("IMMEDIATE", immediate),
        ("READ NOW: each says when to call 999", danger),
        ("TO BE ANSWERED, by when it is due", [item for item in owed if not _is_urgent(item)]),
        ("NOTHING IS OWED, the newest first", [item for item in items if not item.unanswered]),
    )
    for title, group in groups:
        entries = grouped(_by_due(group) if group and group[0].unanswered else group)
        if entries:
            yield f"{title} ({len(entries)})"
        if group and not group[0].unanswered:
            entries.reverse()
        for entry in entries:
            if isinstance(entry, Digest):
                lines = _digest(entry, max(width, NARROWEST))
            else:
                lines = _lines(entry, _who(entry, by_id), now, max(width, NARROWEST))
            yield from map(clean, lines)


def _is_urgent(item: Listed) -> bool:
    """Whether an item is read before all others: it is immediate, or says when to call 999."""
    return _is_immediate(item) or (item.data is not None and is_emergency(item.data))


def _is_immediate(item: Listed) -> bool:
    return item.data is not None and item.data.urgency == "immediate"


def _by_due(items: Iterable[Listed]) -> list[Listed]:
    """What is due first in front, what has no due time behind, else in the order of arrival."""
    return sorted(items, key=lambda item: (item.due or _NEVER, item.received))


def _lines(item: Listed, who: list[str], now: datetime, width: int) -> Iterator[str]:
    mark = URGENT if item.unanswered and _is_urgent(item) else ""
    short_id = item.id[:SHORT]
    due = item.due
    left = f"{mark:<{len(URGENT)}} {short_id}  {short(due) if due else '-':<{_DUE}}  "
    room = (width - len(left)) * 2 // 5
    yield f"{left}{_fitting(who, room):<{room}}  {_cut(_what(item), width - len(left) - room - 2)}"
    yield _INDENT + _cut(f"{_state(item, now)}. {_gist(item, now)}", width - len(_INDENT))


def _digest(digest: Digest[Listed], width: int) -> Iterator[str]:
    """The notices of a day: which children, and their items; what there is to do is in each."""
    left = f"{_INDENT}{'digest':<{SHORT}}  {day_of_week(digest.day)[:3]} {digest.day:%d %b}"
    left = f"{left:<{len(_INDENT) + SHORT + 2 + _DUE}}  "
    yield left + _cut(_fitting(digest.initials, width - len(left)), width - len(left))
    yield _INDENT + _cut(f"{digest.headline}. Items {digest.ids}.", width - len(_INDENT))


def _state(item: Listed, now: datetime) -> str:
    """How it was answered and what is owed; then what hurries it on."""
    due, data = item.due, item.data
    marks = (
        ("LATE", item.unanswered and due is not None and due < now),
        (URGENCIES["same-day"], data is not None and data.urgency == "same-day"),
        ("not read yet", data is not None and not item.handled),
    )
    return ", ".join((item.state, *(words for words, holds in marks if holds)))


def _who(item: Listed, items: Mapping[EventId, Listed]) -> list[str]:
    """The children of an item by initials and age; where it tells nothing, of the one it amends."""
    data = item.data
    if data is None:
        return ["-"]
    first = items.get(data.amends.delivery) if data.amends and not data.told else None
    told = first.data.told if first and first.data else data.told
    on = data.happened.astimezone(LONDON).date()
    known = {str(child.get("person")): child for child in listed_people(told, "children")}
    about = [known.get(child.person, {}) for child in data.children]
    return [initials_and_age(child, on) for child in about] or ["no child named"]


def _fitting(children: list[str], room: int) -> str:
    """As many children as there is room for, and how many more there are."""
    for count in range(len(children), 0, -1):
        rest = len(children) - count
        text = ", ".join((*children[:count], *((f"+{rest}",) if rest else ())))
        if len(text) <= room:
            return text
    return _cut(children[0], room)


def _what(item: Listed) -> str:
    """What it is: what was reported and how it arrives, or what it changes."""
    data = item.data
    if data is None:
        return "could not be read"
    if data.amends:
        return "correction" if data.amends.how == "correction" else "taken back"
    if _is_question(item):
        return "question"
    kind = DECIDED.get(data.event_type)
    of = "" if data.event_type in FROM_THE_BUS or not kind else kind.REPORTED.partition(" of ")[2]
    called = of or (kind.CALLED if kind else "")
    called = called.removeprefix("a ").removeprefix("an ")
    return f"{_ARRIVALS[data.arrival]}: {called or 'report'}"


def _is_question(item: Listed) -> bool:
    """Whether an item is listed as a question: not where its call was made and it is to decide."""
    return item.question is not None and (item.asks or not item.unanswered)


def _gist(item: Listed, now: datetime) -> str:
    """The beginning of what an item says; of a change, what has changed."""
    data = item.data
    if data is None:
        return item.headline
    when = when_in_short(data.happened)
    if data.amends:
        return f"{item.headline} Of item {data.amends.delivery[:SHORT]}, {when}."
    if item.question and _is_question(item):
        return f"{when}: {item.question.asks}"
    return f"{when}: {filling.gist(data, now) or item.headline}"


def _cut(text: str, room: int) -> str:
    """A text in one line, with an ellipsis where it is longer than its room."""
    line = " ".join(text.split())
    return line if len(line) <= room else f"{line[: max(room - 1, 0)].rstrip()}…"
