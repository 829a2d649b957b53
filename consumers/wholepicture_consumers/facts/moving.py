"""Persons of an event who are another child than was thought, or are found to be a known one."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from wholepicture_schemas.children import Link, links_now
from wholepicture_schemas.core import Core
from wholepicture_schemas.envelope import Event, Told
from wholepicture_schemas.identifiers import PersonRef

from wholepicture_consumers.facts.chronology import children_of
from wholepicture_consumers.facts.event import EventState
from wholepicture_consumers.marks import marks_of

Rules = Mapping[str, tuple[PersonRef, ...]]


@dataclass(frozen=True, slots=True)
class Moved:
    """Who is another child now, and who is found to be a child that was known."""

    others: frozenset[PersonRef] = frozenset()
    """The link by which they were given is void: whoever has them hears that it is not them."""
    found: Mapping[PersonRef, Link] = field(default_factory=dict)
    """They were no known child for certain, and are one now: what was told of them still holds."""

    def without(self, rules: Rules) -> dict[str, tuple[PersonRef, ...]]:
        """The rules that gave an event, less the children that are others now."""
        return {
            rule: tuple(person for person in persons if person not in self.others)
            for rule, persons in rules.items()
        }


def moved(
    was: EventState, now: EventState, was_event: Event[Told[Core]], event: Event[Told[Core]]
) -> Moved:
    """Whom a correction, or a decision, made another child."""
    if was.links == now.links:
        return Moved()
    before = {
        child.person: marks_of(child, practice=False) for child in was_event.data.core.children
    }
    after = {child.person: marks_of(child, practice=False) for child in event.data.core.children}
    held = {link.person: link for link in was.links}
    others, same_still = set(), {}
    for link in links_now(now.links):
        old = held.get(link.person)
        if old is None or old == link or _says_no_less(old, link):
            continue
        alike = link.person in before and link.person in after
        alike = alike and before[link.person].alike(after[link.person])
        doubted = old.confidence != "confirmed" and set(old.others) <= set(children_of(link))
        if alike and doubted:
            same_still[link.person] = link
        else:
            others.add(link.person)
    return Moved(frozenset(others), same_still)


def _says_no_less(old: Link, link: Link) -> bool:
    """Whether whoever is told by the old link is told rightly by the new one."""
    return link.child == old.child or set(children_of(old)) <= set(children_of(link))
