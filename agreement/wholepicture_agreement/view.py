"""The view: what a recipient may see of one event, by the rules that give it. The one door to it.

Deliveries, what was told earlier, corrections, and what was shown all look through this. The same
look shows the same, so each is looked at once, however many recipients have it.

::

    viewing = Viewing(event, masking, terms, facts)
    looks = [viewing.look(active, "front-door", persons) for active in rules]
    viewing.view(looks).told  # the content as it is told
"""

from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property
from typing import Any, Literal, NamedTuple

from pydantic import JsonValue
from wholepicture_schemas.deliveries import ToldBy
from wholepicture_schemas.envelope import Event
from wholepicture_schemas.identifiers import PersonRef
from wholepicture_schemas.persons import CallBack

from wholepicture_agreement.facts import Facts
from wholepicture_agreement.files import RecipientKind
from wholepicture_agreement.instructions import Shown
from wholepicture_agreement.leaves import fields_of, leaves_of
from wholepicture_agreement.masking import Masking, Sight, sight
from wholepicture_agreement.model import ActiveRule, Terms
from wholepicture_agreement.projection import Projection, Seen

Part = Literal["fields", "earlier"]
"""Which of a rule's grants is looked through: that of the item itself, or of what came before."""


class Look(NamedTuple):
    """What a rule shows, through whose eyes, and of which children."""

    shows: int | str
    """Rules with one number show the same."""
    part: Part
    sight: Sight
    persons: AbstractSet[PersonRef]


class View:
    """What some looks show together."""

    def __init__(self, seen: Seen, facts: Facts) -> None:
        self.seen = seen
        self.told: dict[str, JsonValue]
        """The content as it is told."""
        self.fields: tuple[str, ...]
        """The paths that are disclosed, a star for each place in a list."""
        self.told, self.fields = seen.told()
        self._facts = facts

    @cached_property
    def masked(self) -> tuple[str, ...]:
        """The paths that are kept back though the event has them."""
        return fields_of(self.seen.masked.values())

    @cached_property
    def shown(self) -> Shown:
        """The people of it, and what its recipients can call them."""
        return Shown(self.told)

    @cached_property
    def told_by(self) -> ToldBy:
        """Who told it, and whom to call, as far as that is told."""
        return told_by(self._facts, self.shown)


class Viewing:
    """One event in one state, ready to be looked at."""

    def __init__(self, event: Event[Any], masking: Masking, terms: Terms, facts: Facts) -> None:
        self.projection = Projection(leaves_of(event), masking, terms)
        self._terms, self._facts = terms, facts
        self._rules: dict[Look, ActiveRule] = {}
        self._seen: dict[Look, Seen] = {}
        self._views: dict[tuple[Look, ...], View] = {}

    def look(
        self,
        active: ActiveRule,
        kind: RecipientKind,
        persons: Collection[PersonRef],
        part: Part = "fields",
    ) -> Look:
        """What a rule shows a kind of recipient of these children."""
        rule = active.rule.id
        shows: int | str = self._terms.views[rule] if part == "fields" else rule
        look = Look(shows, part, sight(kind, active.needs), frozenset(persons))
        self._rules.setdefault(look, active)
        return look

    def view(self, looks: Sequence[Look]) -> View:
        """What looks show together; a text is taken where one of them shows it whole."""
        key = tuple(looks)
        view = self._views.get(key)
        if view is None:
            seen = Seen({}, {})
            for at, look in enumerate(key):
                seen = seen.joined(self._look_at(look)) if at else self._look_at(look)
            view = self._views[key] = View(seen, self._facts)
        return view

    def _look_at(self, look: Look) -> Seen:
        seen = self._seen.get(look)
        if seen is None:
            active = self._rules[look]
            grant = active.fields if look.part == "fields" else active.earlier
            seen = self.projection.seen(active, grant, look.sight, look.persons)
            self._seen[look] = seen
        return seen


def told_by(facts: Facts, shown: Shown) -> ToldBy:
    """Who told it and whom to call; the sender's number and telephone as far as they are told."""
    core, agency = facts.core, facts.agency
    reference = shown.core.get("local_reference")
    return ToldBy(
        agency=agency.name if agency else facts.agency_id,
        agency_kind=agency.kind if agency else "not known",
        local_reference=reference if isinstance(reference, str) else "not given",
        asks=core.asks or "information",
        call_back=_call_back(core.call_back, shown.core.get("call_back", {})),
    )


def _call_back(given: CallBack | None, told: Mapping[str, Any]) -> CallBack | None:
    """Whom to call, as far as it is told: the number may be one that is kept back."""
    if given is None or not told:
        return None
    fields = given.model_fields_set
    own = given.model_dump(mode="json")
    untold = {name: None for name in fields if told.get(name) != own[name]}
    return given.model_copy(update=untold) if untold else given
