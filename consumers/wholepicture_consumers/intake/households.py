"""Children of other events whose protection holds in an event too, though nothing links them.

A mother flees, and a later event names her child without a number, at the new address: to identity
that is another child. Whatever an event protects is therefore kept under what a later one may have
in common with it: a child's name with the whole birth date, the family that its agency named, and
each place where somebody of it is. An event that has one of these in common learns of the child,
for masking alone: nobody is linked, and nobody is told anything more.

It is looked up by key, and never searched. The keys are digests: they show no name and no place.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar

from wholepicture_engine.stage import Document, Key, Work
from wholepicture_schemas.children import Kin, Link
from wholepicture_schemas.core import Core
from wholepicture_schemas.envelope import Event, Told
from wholepicture_schemas.identifiers import ChildRef, PersonRef
from wholepicture_schemas.model import JsonObject
from wholepicture_schemas.moves import movers_of
from wholepicture_schemas.persons import Address

from wholepicture_consumers.facts.chronology import children_of
from wholepicture_consumers.facts.protection import may_protect
from wholepicture_consumers.identity import Sought
from wholepicture_consumers.marks import by_name, digest, plain

_MOST_CHILDREN = 16
"""How many children are kept under a key, the newest: a street of flats is no household."""


class Household(Document, frozen=True):
    """The children of events that protect somebody, under something that the events have."""

    KIND: ClassVar[str] = "household"

    children: tuple[ChildRef, ...] = ()


InCommon = Mapping[str, PersonRef | None]
"""What an event may have in common with others, as keys: of a name with the child who has it."""


def in_common(event: Event[Told[Core]], children: Iterable[Sought], *, practice: bool) -> InCommon:
    """What an event about these children may have in common with others."""
    return dict(_names(event, children, practice=practice))


def keys_of_kin(common: InCommon) -> list[Key]:
    """The keys under which the kin of an event's children is looked for."""
    return [Key(Household, name) for name in common]


def kin_of(
    event: Event[Told[Core]],
    content: JsonObject,
    common: InCommon,
    links: Sequence[Link],
    work: Work,
) -> tuple[Kin, ...]:
    """The kin of an event's children, who are themselves remembered where the event protects.

    ``content`` is what the event says.
    """
    own = {child for link in links for child in children_of(link)}
    found: dict[ChildRef, Kin] = {}
    for name, person in common.items():
        household = work.get(Household, name)
        for child in household.children if household else ():
            if child not in own and (child not in found or person is not None):
                found[child] = Kin(child=child, person=person)
    if _protects(event, content):
        for name, person in common.items():
            those = [link.child for link in links if person in {None, link.person}]
            _remember(name, those, work)
    return tuple(found.values())


def _protects(event: Event[Told[Core]], content: JsonObject) -> bool:
    core: Any = content.get("core") or {}
    return may_protect(core) or bool(movers_of(type(event), content))


def _remember(name: str, children: Sequence[ChildRef], work: Work) -> None:
    household = work.get(Household, name) or Household()
    fresh = [child for child in children if child not in household.children]
    if fresh:
        known = (*household.children, *fresh)[-_MOST_CHILDREN:]
        work.put(name, Household(children=known))


def _names(
    event: Event[Told[Core]], children: Iterable[Sought], *, practice: bool
) -> Iterator[tuple[str, PersonRef | None]]:
    core = event.data.core
    among = "practice" if practice else "live"
    for child in children:
        if child.marks.named:
            yield digest(among, "named", *by_name(child.marks)), child.person
    if event.partitionkey not in {None, event.source}:  # the kit's own where no family is named
        yield digest(among, "family", event.source, event.partitionkey or ""), None
    for place in dict.fromkeys(_places(core)):
        yield digest(among, "place", place), None


def _places(core: Core) -> Iterator[str]:
    """The places where people of an event live or are, each in one spelling."""
    homes: list[Address | None] = []
    for child in core.children:
        homes += [child.lives_at, child.staying_at]
    for adult in core.adults:
        homes += [adult.new_address, adult.address]
    for home in homes:
        if home is not None and (place := _place(home)):
            yield place


def _place(home: Address) -> str:
    """A postcode with the numbers of house and flat, or what else names one house alone."""
    rows = " ".join(home.lines)
    if home.postcode:
        numbers = sorted(re.findall("[0-9]+[a-z]?", rows.casefold()))
        return " ".join((plain(home.postcode), *(numbers or [plain(rows)])))
    return plain(rows) if any(map(str.isdigit, rows)) else home.uprn or ""
