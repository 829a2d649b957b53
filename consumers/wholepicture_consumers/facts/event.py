"""An event as everything that was told of it since leaves it: the fold over its records."""

from collections.abc import Iterable
from typing import ClassVar

from pydantic import AwareDatetime
from wholepicture_agreement import EventVersion
from wholepicture_engine.stage import Document
from wholepicture_schemas.children import (
    ChildConcernedData,
    Kin,
    Link,
    Missing,
    Stated,
    links_now,
)
from wholepicture_schemas.core import Core
from wholepicture_schemas.envelope import Attributes, Event, Told
from wholepicture_schemas.identifiers import AgencyId, PersonRef, Source, owner_of
from wholepicture_schemas.model import JsonObject, unchecked
from wholepicture_schemas.reading import event_of

from wholepicture_consumers.facts.states import Before, remembered, state_of, states


class EventState(Document, frozen=True):
    """An event as it stands.

    Every stage folds its own from the same records: intake, to apply the next correction; the
    picture, to tell; governance, to ask what was known on a day.
    """

    KIND: ClassVar[str] = "event"

    attributes: Attributes
    content: JsonObject
    links: tuple[Link, ...] = ()
    """Every link that was ever made for it; of one person the last holds."""
    kin: tuple[Kin, ...] = ()
    """What is protected of these children is masked in it too."""
    missing: tuple[Missing, ...] = ()
    received: AwareDatetime
    """When the bus received the event first."""
    retracted: bool = False
    before: tuple[Before, ...] = ()
    """The states that it was in before each correction."""
    versions: dict[PersonRef, int] = {}  # noqa: RUF012 - pydantic copies it
    """Of each person who was linked anew since: the version of that decision."""
    others: dict[PersonRef, int] = {}  # noqa: RUF012 - pydantic copies it
    """How often the agency corrected a person to be another child: it is told as another then."""
    amended_at: AwareDatetime | None = None
    """When the bus received the last correction or retraction of it; none where there is none."""

    @property
    def name(self) -> str:
        """Source and id."""
        return f"{self.attributes.source}:{self.attributes.id}"

    @property
    def last_word(self) -> AwareDatetime:
        """When the bus was last told of it by its agency: how long it is kept counts from here."""
        return self.amended_at or self.received

    @property
    def agency(self) -> AgencyId:
        """The agency that told it, by the source that its topic vouches for."""
        return AgencyId(owner_of(Source(self.attributes.source)))

    def earlier(self, *besides: "EventState") -> tuple[EventVersion, ...]:
        """The states that it was in before, to be asked who is protected in each.

        Without those that protect the same as it does now, or as it does in a state ``besides``.
        """
        left = self.before
        for state in (self, *besides):
            if left:
                known = state_of(state.attributes.type, state.content, state.missing)
                left = tuple(before for before in left if before != known)
        return states(self.attributes, left)

    def event(self) -> Event[Told[Core]]:
        """The event, read from its content."""
        return event_of(self.attributes, self.content)


_event_state = unchecked(EventState)


def first_told(data: ChildConcernedData) -> EventState:
    """An event as its first record tells it."""
    return _event_state(
        attributes=data.attributes,
        content=data.content,
        links=data.links,
        kin=data.kin,
        missing=data.missing,
        received=data.received,
    )


def amended(state: EventState, data: ChildConcernedData) -> EventState:
    """An event as a correction or a retraction leaves it; unchanged where it was taken back."""
    if data.amended is None or state.retracted:
        return state
    if data.amended.now is None:
        return state.model_copy(update={"retracted": True, "amended_at": _later(state, data)})
    return _corrected_to(state, data.amended.now, data)


def _corrected_to(state: EventState, now: Stated, data: ChildConcernedData) -> EventState:
    """An event in another state, with these links besides; the states before are remembered.

    Intake does not know of a link that was decided since, which stays.
    """
    known = {link.id for link in state.links}
    changes = {
        "content": now.content,
        "missing": now.missing,
        "links": (*state.links, *(link for link in data.links if link.id not in known)),
        "kin": tuple(dict.fromkeys((*state.kin, *data.kin))),
        "before": remembered(state.attributes.type, state.content, state.missing, state.before),
        "amended_at": _later(state, data),
    }
    return state.model_copy(update=changes)


def _later(state: EventState, data: ChildConcernedData) -> AwareDatetime:
    return max(state.last_word, data.received)  # a record may stand on the topic once more


def linked(state: EventState, link: Link, version: int) -> EventState:
    """An event with a person linked anew; unchanged by a decision that is not newer."""
    if version <= state.versions.get(link.person, 0):
        return state
    versions = {**state.versions, link.person: version}
    return state.model_copy(update={"links": (*state.links, link), "versions": versions})


def became_others(state: EventState, persons: Iterable[PersonRef]) -> EventState:
    """An event whose agency corrected these persons to be other children."""
    counted = {person: state.others.get(person, 0) + 1 for person in persons}
    return state.model_copy(update={"others": {**state.others, **counted}}) if counted else state


def links_about(state: EventState, event: Event[Told[Core]]) -> tuple[Link, ...]:
    """The link that holds of each child whom the event is about now."""
    about = {child.person for child in event.data.core.children}
    return tuple(link for link in links_now(state.links) if link.person in about)
