"""The view: what a recipient may see of one event, by the rules that give it.

Deliveries, earlier events, corrections and what was shown before are all computed here. Equal looks
show the same content, so a view is computed once for all recipients with the same looks.

A front door and a school look at one concern, each through the rule that gives it:

>>> import datetime as dt
>>> import json
>>> from wholepicture_agreement import Situation, load
>>> from wholepicture_agreement.seen.protecting import protecting
>>> from wholepicture_schemas.reading import read_open
>>> attributes = {
...     "specversion": "1.0",
...     "id": "018f2e6a-0000-7000-8000-000000000001",
...     "source": "/agencies/avon-and-somerset-police",
...     "type": "uk.wholepicture.police.child-concern.v1",
...     "time": "2026-11-18T10:00:00Z",
... }
>>> content = {
...     "core": {"children": [{"person": "c1", "birth_date": "2018-05-01"}]},
...     "detail": {"concern": "The child was alone at home."},
... }
>>> event = read_open(attributes, json.dumps(content).encode()).event
>>> situation = Situation(event, received=dt.datetime(2026, 11, 18, 10, tzinfo=dt.UTC))
>>> agreement = load("partnership")
>>> facts, terms = EventFacts(situation, agreement), agreement.in_force(situation.moment)
>>> viewing = Viewing(event, protecting(facts), terms, facts)
>>> rules = {active.rule.id: active for active in terms.rules}
>>> door = viewing.look(rules["new-contact"], Reader("front-door"), ["c1"])
>>> school = viewing.look(rules["concern-setting"], Reader("setting"), ["c1"])
>>> viewing.view([door]).told["detail"]
{'concern': 'The child was alone at home.'}
>>> viewing.view([school]).told["core"]
{'children': [{'person': 'c1', 'birth_date': '2018-05-01'}]}
"""

import datetime as dt
from collections import deque
from collections.abc import Collection, Mapping, Sequence
from copy import copy
from typing import Any, Literal, NamedTuple

from pydantic import JsonValue
from wholepicture_schemas.cached import cached_property
from wholepicture_schemas.catalogue import short_name
from wholepicture_schemas.deliveries import ToldBy
from wholepicture_schemas.envelope import Event
from wholepicture_schemas.identifiers import ChildRef, PersonRef
from wholepicture_schemas.model import unchecked
from wholepicture_schemas.patterns import PatternFound

from wholepicture_agreement.by_when.working_time import LONDON
from wholepicture_agreement.item.calling import whom_to_call
from wholepicture_agreement.item.people_told import PeopleTold
from wholepicture_agreement.seen.leaves import Leaf, fields_of, leaves_of, rebuilt
from wholepicture_agreement.seen.masking import Masking
from wholepicture_agreement.seen.projection import Projection, Visible
from wholepicture_agreement.seen.protecting import protecting, under_18
from wholepicture_agreement.seen.sights import Reader, Sight, sight
from wholepicture_agreement.situation import Situation
from wholepicture_agreement.told.facts import EventFacts
from wholepicture_agreement.written.model import ActiveRule, Agreement, Terms

ViewScope = Literal["fields", "earlier"]
"""Which grant of a rule is used: the one for the item, or the one for earlier events."""


class Look(NamedTuple):
    """What a rule shows a sight; equal looks show the same."""

    shows: int | str
    """Rules with the same number show the same."""
    part: ViewScope
    sight: Sight


class _Told(NamedTuple):
    """What is seen, as it is told, and the paths that it discloses."""

    seen: Visible
    leaves: Sequence[Leaf]
    content: dict[str, JsonValue]
    fields: tuple[str, ...]


class View:
    """What several looks show together."""

    def __init__(self, told: _Told, facts: EventFacts) -> None:
        self.leaves = told.leaves
        """The leaves that are told, in their order."""
        self.told = told.content
        """The content as it is told."""
        self.fields = told.fields
        """The paths that are disclosed, a star for each place in a list."""
        self._seen, self._facts = told.seen, facts

    @cached_property
    def masked(self) -> tuple[str, ...]:
        """The paths that are kept back though the event has them."""
        return fields_of(self._seen.masked.values())

    @cached_property
    def shown(self) -> PeopleTold:
        """The people of it, and what its recipients can call them."""
        return PeopleTold(self.told)

    @cached_property
    def told_by(self) -> ToldBy:
        """Who told it, and whom to call, less what is masked."""
        return told_by(self._facts, self.shown)


class Viewing:
    """One version of an event, with its views cached."""

    def __init__(
        self, event: Event[Any], masking: Masking, terms: Terms, facts: EventFacts
    ) -> None:
        self.terms, self._facts = terms, facts
        self.projection = Projection(leaves_of(event), masking, terms)
        self._rules: dict[Look, ActiveRule] = {}
        self._seen: dict[Look, Visible] = {}
        self._told: dict[tuple[Look, ...], _Told] = {}
        self._views: dict[tuple[Look, ...], View] = {}

    def at(self, facts: EventFacts, terms: Terms) -> "Viewing":
        """The same at another moment, or on another legal basis: what is told is the same.

        Whom to call may be another.
        """
        other = copy(self)
        other._facts, other._rules, other._views = facts, {}, {}  # noqa: SLF001 - its own kind
        other.terms = terms
        return other

    @property
    def moment(self) -> dt.datetime:
        """The moment as of which it is looked at."""
        return self._facts.situation.hour

    def is_like(self, facts: EventFacts, terms: Terms) -> bool:
        """Whether this is the event of a situation, in the same states, by the same rules.

        On another day another version may be in force, and other people may be under 18.
        """
        mine, other = self._facts.situation, facts.situation
        same = mine.event is other.event and mine.others is other.others
        same = same and mine.elsewhere is other.elsewhere and mine.missing == other.missing
        same = same and (mine.children is other.children or _known_as(mine) == _known_as(other))
        by = self.terms.shows_as(terms) and self._facts.terms is facts.terms
        by = by and self._facts.agreement is facts.agreement
        return same and by and _are_of_one_age(mine, other, facts.agreement)

    def look(
        self,
        active: ActiveRule,
        reader: Reader,
        persons: Collection[PersonRef],
        part: ViewScope = "fields",
    ) -> Look:
        """What a rule shows a recipient of these children."""
        rule = active.rule.id
        shows: int | str = self.terms.views[rule] if part == "fields" else rule
        look = Look(shows, part, sight(reader, active.needs, persons))
        self._rules.setdefault(look, active)
        return look

    def view(self, looks: Sequence[Look]) -> View:
        """What looks show together; a text that one of them shows unaltered is shown unaltered."""
        key = tuple(looks)
        view = self._views.get(key)
        if view is None:
            if key not in self._told:
                seen = Visible({}, {})
                for at, look in enumerate(key):
                    seen = seen.joined(self._look_at(look)) if at else self._look_at(look)
                told = seen.told()
                self._told[key] = _Told(seen, told, rebuilt(told), fields_of(told))
            view = self._views[key] = View(self._told[key], self._facts)
        return view

    def _look_at(self, look: Look) -> Visible:
        seen = self._seen.get(look)
        if seen is None:
            active = self._rules[look]
            grant = active.fields
            if look.part == "earlier":
                name = short_name(self._facts.situation.event.type)
                grant = self.terms.earlier_of(active, name)
            seen = self.projection.seen(active, grant, look.sight)
            self._seen[look] = seen
        return seen


_told_by = unchecked(ToldBy)
_ready: deque[Viewing] = deque(maxlen=4)
"""The events that were looked at last: what is decided, and what is amended, see the same one."""


def viewing_of(facts: EventFacts, terms: Terms) -> Viewing:
    """The event of a situation, ready to be looked at; the same one for the same situation."""
    like = None
    for known in _ready:
        if known.is_like(facts, terms):
            if known.moment == facts.situation.hour and known.terms is terms:
                return known
            like = known
    if like is None:
        made = Viewing(facts.situation.event, protecting(facts), terms, facts)
    else:
        made = like.at(facts, terms)
    _ready.append(made)
    return made


def _are_of_one_age(mine: Situation, other: Situation, agreement: Agreement) -> bool:
    """Whether the same people count as under 18 on two days on which an event is received."""
    if _day(mine.received) == _day(other.received):
        return True
    in_force = agreement.in_force
    same_terms = in_force(mine.received) is in_force(other.received)
    return same_terms and under_18(mine, agreement) == under_18(other, agreement)


def _known_as(situation: Situation) -> Mapping[PersonRef, ChildRef | None]:
    """The children by the references under which other events know them."""
    return {child.person: child.ref for child in situation.children}


def _day(moment: dt.datetime) -> dt.date:
    return moment.astimezone(LONDON).date()


def told_by(facts: EventFacts, shown: PeopleTold) -> ToldBy:
    """Who told it and whom to call; reference and telephone number only where they are told."""
    core, agency = facts.core, facts.agency
    reference = shown.core.get("local_reference")
    name = agency.name if agency else facts.agency_id
    is_pattern = facts.situation.event.type == PatternFound.TYPE
    return _told_by(
        agency=f"A pattern rule of {name}" if is_pattern else name,
        agency_kind=agency.kind if agency else "not known",
        local_reference=reference if isinstance(reference, str) else "not given",
        asks=core.asks or "information",
        call_back=whom_to_call(facts, shown, facts.situation.hour),
    )
