"""The recorded history, folded as far as pattern rules look at it: fast, in memory, and no more.

It folds the same records by the same rules as the facts do (corrections applied by intake, the last
link of each person, what was taken back gone), without who was told and without any text.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from wholepicture_agreement.patterns.asked_fields import says
from wholepicture_agreement.patterns.finding import Happened
from wholepicture_bus.binding import attributes_of
from wholepicture_bus.records import Record
from wholepicture_schemas.catalogue import short_name
from wholepicture_schemas.children import ChildConcerned, PersonLinked
from wholepicture_schemas.envelope import Attributes
from wholepicture_schemas.identifiers import ChildRef, PersonRef, Source, owner_of
from wholepicture_schemas.reading import event_of
from wholepicture_schemas.social_care import InvolvementChanged

from wholepicture_consumers.facts.documents import Picture
from wholepicture_consumers.facts.episodes import with_involvement


@dataclass(slots=True)
class _Event:
    attributes: Mapping[str, str]
    content: Mapping[str, Any]
    received: datetime
    links: dict[PersonRef, ChildRef] = field(default_factory=dict)
    versions: dict[PersonRef, int] = field(default_factory=dict)
    retracted: bool = False
    """Whether it was taken back."""
    stands: dict[ChildRef, Happened] = field(default_factory=dict)
    """What it is in the chronology of each child."""


class Recorded:
    """What the records so far say of each child."""

    def __init__(self) -> None:
        self._events: dict[str, _Event] = {}
        self._of_child: dict[ChildRef, dict[str, Happened]] = {}
        self._pictures: dict[ChildRef, Picture] = {}
        self.unread = 0
        """How many records were no JSON: the picture stage set them aside too."""

    @property
    def children(self) -> Collection[ChildRef]:
        """Every child of whom anything was told."""
        return self._of_child.keys()

    @property
    def count(self) -> int:
        """How many events were told."""
        return len(self._events)

    def of(self, child: ChildRef) -> Collection[Happened]:
        """The events about a child as they stand."""
        return self._of_child.get(child, {}).values()

    def picture(self, child: ChildRef) -> Picture:
        """Who works with a child."""
        return self._pictures.get(child, Picture())

    def take(self, record: Record) -> tuple[str, Collection[ChildRef]]:
        """Take a record in: the short name of the event's type, and whose events changed."""
        kind = attributes_of(record.headers).get("type")
        if kind not in {PersonLinked.TYPE, ChildConcerned.TYPE}:
            return "", ()
        try:
            data = json.loads(record.value or b"{}")
        except ValueError:
            self.unread += 1
            return "", ()
        if kind == PersonLinked.TYPE:
            return self._linked(data)
        if data.get("amends"):
            return self._amended(data)
        attributes = data["attributes"]
        name = f"{attributes['source']}:{attributes['id']}"
        if name in self._events:
            return "", ()
        received = datetime.fromisoformat(data["received"])
        event = self._events[name] = _Event(attributes, data["content"], received)
        _link(event, data)
        return self._settled(name, event)

    def _amended(self, data: Mapping[str, Any]) -> tuple[str, Collection[ChildRef]]:
        event, amended = self._events.get(data["amends"]), data.get("amended")
        if event is None or event.retracted or not amended or not data.get("lead"):
            return "", ()
        if amended.get("now") is None:
            event.retracted = True
        else:
            event.content = amended["now"]["content"]
            _link(event, data)
        return self._settled(data["amends"], event)

    def _linked(self, data: Mapping[str, Any]) -> tuple[str, Collection[ChildRef]]:
        event, link = self._events.get(data["event"]), data["link"]
        if event is None or data["version"] <= event.versions.get(link["person"], 0):
            return "", ()
        event.versions[link["person"]] = data["version"]
        event.links[link["person"]] = link["child"]
        return self._settled(data["event"], event)

    def _settled(self, name: str, event: _Event) -> tuple[str, Collection[ChildRef]]:
        """The event in the chronology of each child that it is about, and of no other."""
        before, event.stands = event.stands, dict(_stands(name, event))
        for child in before.keys() - event.stands.keys():
            self._of_child[child].pop(name, None)
        for child, happened in event.stands.items():
            self._of_child.setdefault(child, {})[name] = happened
        touched = dict.fromkeys((*before, *event.stands))
        if event.attributes["type"] == InvolvementChanged.TYPE:
            self._work(name, event, touched)
        return short_name(event.attributes["type"]), touched

    def _work(self, name: str, event: _Event, touched: Collection[ChildRef]) -> None:
        told = event_of(Attributes.model_validate(event.attributes), dict(event.content))
        for child in touched:
            holds = told if child in event.stands else None
            self._pictures[child] = with_involvement(
                self.picture(child), name, holds, event.received, doubtful=False
            )


def _link(event: _Event, data: Mapping[str, Any]) -> None:
    for link in data["links"]:
        if link["person"] not in event.versions:
            event.links[link["person"]] = link["child"]


def _stands(name: str, event: _Event) -> Iterator[tuple[ChildRef, Happened]]:
    core = event.content.get("core") or {}
    if event.retracted or core.get("history") is True:
        return
    attributes = event.attributes
    happened = Happened(
        event=name,
        type=short_name(attributes["type"]),
        agency=owner_of(Source(attributes["source"])),
        at=min(datetime.fromisoformat(attributes["time"]), event.received),
        matter=attributes.get("correlationid") or "",
    )
    for child in core.get("children") or ():
        person = child.get("person") if isinstance(child, Mapping) else None
        ref = event.links.get(PersonRef(person)) if person else None
        if person and ref is not None:
            asked = says(attributes["type"], event.content, PersonRef(person))
            yield ref, replace(happened, says=asked)
