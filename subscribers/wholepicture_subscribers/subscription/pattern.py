"""A pattern over time on the front sheet: which one it is, and the exact events that make it.

What stood in a family's way is read before anything else of an event.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from wholepicture_schemas.deliveries import DeliveryData
from wholepicture_schemas.field_words import label_at
from wholepicture_schemas.patterns import PatternFound

from wholepicture_subscribers.subscription.moments import moment_or_date
from wholepicture_subscribers.subscription.parts import Fact, Group, Part, Sentence
from wholepicture_subscribers.subscription.saying import at, clean, said

_EVENTS = "detail.pattern_events"
_OF_AN_EVENT = ("barriers", "caused_by", "offered")
_OF_THE_RULE = ("detail.pattern_says", "detail.pattern_source", "detail.pattern_owner")
EVENTS_TITLE = "The events that make it"


def is_pattern(data: DeliveryData) -> bool:
    """Whether an item is about a pattern over time."""
    return data.event_type == PatternFound.TYPE


def title(data: DeliveryData) -> str:
    """Which pattern it is; empty where nothing of it is told, as of one that is taken back."""
    return clean(str(at(data.told, "detail.pattern_title") or ""))


def owner(data: DeliveryData) -> str:
    """Who answers for a pattern's rule, and is called about it; empty of any other item."""
    return clean(str(at(data.told, "detail.pattern_owner") or "")) if is_pattern(data) else ""


def which_and_what(data: DeliveryData) -> Iterator[Part]:
    """Which pattern it is, of how much it is made, and what it is not."""
    if name := title(data):
        yield Sentence(f"{name}.", strong=True)
        yield from _facts(data, "detail.made_of")
        yield Sentence(clean(str(at(data.told, "detail.not_an_assessment") or "")))


def events(data: DeliveryData) -> Iterator[Part]:
    """Each event in the order of the days, then the rule that looks for them."""
    listed = at(data.told, _EVENTS)
    for event in listed if isinstance(listed, list) else ():
        if isinstance(event, Mapping):
            facts = tuple(_of_event(event))
            yield Group(_called(event), facts, ends=":" if facts else "")
    yield from _facts(data, *_OF_THE_RULE)
    if rule := at(data.told, "detail.pattern"):
        version = at(data.told, "detail.pattern_version")
        yield Fact(label_at("detail.pattern"), clean(f"{rule}, version {version}"))


def _called(event: Mapping[str, Any]) -> str:
    day = str(event.get("day", ""))
    return clean(f"{moment_or_date(day)}: {event.get('what')}, told by {event.get('agency')}")


def _of_event(event: Mapping[str, Any]) -> Iterator[Part]:
    for name in _OF_AN_EVENT:
        path = f"{_EVENTS}.*.{name}"
        if text := said(path, event.get(name), {}):
            yield Fact(label_at(path), text)


def _facts(data: DeliveryData, *paths: str) -> Iterator[Part]:
    for path in paths:
        if text := said(path, at(data.told, path), {}):
            yield Fact(label_at(path), text)
