"""Orders and bail conditions: what each says, and whether it is in force on a day, in plain words.

The words of a condition are the sender's, as far as the recipient is told them. Nothing is made of
them here: that somebody must not collect a child is said where the order says so.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Literal

from pydantic_core import PydanticCustomError
from wholepicture_schemas.codes import ORDER_KINDS
from wholepicture_schemas.texts import PartialDate, partial_date
from wholepicture_schemas.words import listed

from wholepicture_agreement.by_when.working_time import day_in_words
from wholepicture_agreement.told.ages import bounds

State = Literal["in-force", "may-be-in-force", "ended"]
Order = Mapping[str, Any]
"""An order or bail condition as a recipient is told it."""
Called = Callable[[str], str | None]
"""How the recipient can name a person of the event; none where nothing is told of the person."""


def state_of(order: Order, day: dt.date) -> State:
    """Whether an order is in force on a day; one whose end is not told is.

    >>> state_of({"until": "2026-11"}, dt.date(2026, 11, 18))
    'may-be-in-force'
    """
    until = _until(order)
    if until is None:
        return "in-force"
    earliest, latest = bounds(until)
    if latest < day:
        return "ended"
    return "in-force" if day <= earliest else "may-be-in-force"


def stands(orders: Iterable[Order], day: dt.date) -> bool:
    """Whether one of these is in force on a day, or may be."""
    return any(state_of(order, day) != "ended" for order in orders)


def orders_in_words(
    orders: Iterable[Order], called: Called, today: dt.date, acts: dt.date | None
) -> Iterator[str]:
    """A sentence for each order, those in force first; ``acts`` is the day by which one acts."""
    for order in sorted(orders, key=lambda order: state_of(order, today) == "ended"):
        what = ORDER_KINDS.get(order.get("kind", "other"), ORDER_KINDS["other"])
        binds = called(str(order.get("person"))) or "somebody who is not named to you"
        children = [name for child in order.get("children", ()) if (name := called(str(child)))]
        about = f", about {listed(children)}" if children else ""
        condition = order.get("condition")
        says = f"\u201c{condition}\u201d" if condition else "call the sender for what it says."
        stands, ask = _how_it_stands(order, today, acts)
        yield f"{stands}: {what} on {binds}{about}: {says}{ask}"


def _how_it_stands(order: Order, today: dt.date, acts: dt.date | None) -> tuple[str, str]:
    """Whether an order is in force, in words, and what to ask about that."""
    until, state = _until(order), state_of(order, today)
    if until is None:
        return "In force", " Until when is not told: keep to it until the sender says otherwise."
    earliest, latest = bounds(until)
    said = date_in_words(until)
    within = f"on {said}" if earliest == latest else f"in {said}"
    if state == "ended":
        return f"No longer in force, it ended {within}", ""
    if state == "may-be-in-force":
        return f"Ends {within}", " The day is not told: keep to it until the sender says otherwise."
    if earliest == latest == today:
        return f"In force until the end of today, {said}", " Ask the sender what holds after that."
    if acts is not None and earliest < acts:
        return f"In force until {said}", " It ends before you are to act: ask what holds then."
    return f"In force until {said}", ""


def _until(order: Order) -> PartialDate | None:
    """When an order ends; none where that is not told, or not so that it can be read."""
    try:
        return partial_date(str(order.get("until")))
    except PydanticCustomError:
        return None


def date_in_words(date: PartialDate) -> str:
    """A date known in part as people say it: 1 October 2026, October 2026, 2026."""
    first, last = bounds(date)
    if first == last:
        return day_in_words(first)
    return f"{first:%B %Y}" if first.month == last.month else f"{first:%Y}"
