"""The six months as lanes: what each agency knew alone, and what the others told it, and when."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from wholepicture_schemas.catalogue import short_name
from wholepicture_schemas.field_words import words_of
from wholepicture_schemas.identifiers import AgencyId

from wholepicture_desk.demo.gathering import Evidence
from wholepicture_desk.demo.received import Received
from wholepicture_desk.demo.scenario import Scenario, Told
from wholepicture_desk.demo.story import Episode


@dataclass(frozen=True, slots=True)
class Entry:
    """Something in a lane."""

    on: date
    """The day on which it was told."""
    what: str
    who: tuple[str, ...]
    """Of what an agency knew: who else is told of it. Of what it was told: who told it."""


@dataclass(frozen=True, slots=True)
class Lane:
    """One agency over the six months."""

    who: str
    knew: tuple[Entry, ...]
    """What it told, and knew alone until then."""
    told: tuple[Entry, ...]
    """What the others told, as far as it is for this agency."""


@dataclass(frozen=True, slots=True)
class SixMonths:
    """The facts of the six months, each read from what came."""

    child: str
    first: date
    last: date
    lanes: tuple[Lane, ...]
    slowest: timedelta
    """The longest from when something was taken in until it was there for whom it is."""
    amended: tuple[Entry, ...]
    """What was put right or taken back, and who was told so."""
    by_agency: Mapping[str, int]
    """How much each agency told of the child that stands."""

    @property
    def count(self) -> int:
        """How many things were told of the child, and stand."""
        return sum(self.by_agency.values())

    @property
    def most_alone(self) -> int:
        """The most that any one agency knew alone."""
        return max(self.by_agency.values())


@dataclass(frozen=True)
class Months:
    """The six months as they were sent, and what came of them."""

    scenario: Scenario
    evidence: Evidence

    @cached_property
    def told(self) -> tuple[Told, ...]:
        """Everything that was told of the child, in the order of the days."""
        story = self.evidence.story
        two = (_as_told(story.council), _as_told(story.standard))
        return tuple(sorted((*self.scenario.told, *two), key=lambda one: one.document["time"]))

    @property
    def standing(self) -> tuple[Told, ...]:
        """What was told of the child and not taken back; a correction is no event of its own."""
        gone = {one.amends for one in self.told if _words(one.document["type"]) == "retraction"}
        return tuple(
            one
            for one in self.told
            if one.amends is None
            and one.id not in gone
            and one.document["data"]["core"].get("children")
        )

    def facts(self) -> SixMonths:
        """The facts of the last screen."""
        came = [item for one in self.told for item in self._came(one.id)]
        return SixMonths(
            child=self.evidence.child,
            first=self.scenario.first,
            last=self.scenario.last,
            lanes=tuple(map(self._lane, self.scenario.called)),
            slowest=max((item.appended - item.data.received for item in came), default=timedelta()),
            amended=tuple(self._entry(one) for one in self.told if one.amends),
            by_agency=Counter(self._called(one.agency) for one in self.standing),
        )

    def missing(self) -> tuple[str, ...]:
        """Everything that was to come of the six months and did not, in sentences."""
        return tuple(self._missing())

    def _missing(self) -> Iterator[str]:
        lanes = {agency: self._lane(agency) for agency in self.scenario.called}
        for one in self.told:
            told = {item.data.recipient for item in self._came(one.id)}
            if not told and not self._is_status(one):
                yield f"Nobody was told: {self._what(one)}, {one.on:%d %B}."
            if not {item.data.recipient for item in self._amended(one)} <= told:
                yield f"Not everybody who had been told heard it: {self._what(one)}."
        for lane in lanes.values():
            if not lane.told:
                yield f"{lane.who} was told nothing of the others'."

    def _amended(self, one: Told) -> list[Received]:
        """What was told of an event, as far as a later one puts it right or takes it back."""
        if one.amends is None:
            return []
        changes = one.document["data"]["detail"].get("changes")
        return [
            item
            for item in self._came(one.amends)
            if changes is None
            or any(_holds(item.data.told, change["field"].split(".")) for change in changes)
        ]

    def _is_status(self, one: Told) -> bool:
        return one.id == self.evidence.story.council.id  # it opens the case, and is for the bus

    def _lane(self, agency: AgencyId) -> Lane:
        told = [
            Entry(one.on, self._what(one), (self._called(one.agency),))
            for one in self.told
            if one.agency != agency and agency in self.told_of(one.id)
        ]
        knew = [self._entry(one) for one in self.told if one.agency == agency]
        return Lane(self._called(agency), tuple(knew), tuple(told))

    def _entry(self, one: Told) -> Entry:
        told = self.told_of(one.id) - {one.agency}
        return Entry(
            one.on,
            self._what(one),
            tuple(called for agency, called in self.scenario.called.items() if agency in told),
        )

    def told_of(self, event: str) -> set[AgencyId]:
        """The agencies that were told of an event."""
        return self._agencies(self._came(event))

    def _came(self, event: str) -> list[Received]:
        return self.evidence.about(event)

    def _agencies(self, items: Iterable[Received]) -> set[AgencyId]:
        agreement = self.evidence.agreement
        return {agreement.recipient(item.data.recipient).agency for item in items}

    def _called(self, agency: AgencyId) -> str:
        return self.scenario.called[agency]

    def _what(self, one: Told) -> str:
        words = _words(one.document["type"])
        first = next((other for other in self.told if other.id == one.amends), None)
        if first is None:
            return words
        how = "put right" if words == "correction" else "taken back"
        return f"{_words(first.document['type'])} {how}"


def _holds(told: object, path: Sequence[str]) -> bool:
    """Whether somebody was told what stands at a path; a path into a list is taken as told."""
    if not path or isinstance(told, list):
        return bool(told)
    return isinstance(told, Mapping) and path[0] in told and _holds(told[path[0]], path[1:])


def _words(event_type: str) -> str:
    return words_of(short_name(event_type))


def _as_told(episode: Episode) -> Told:
    return Told(episode.agency, episode.document, None)
