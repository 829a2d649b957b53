"""Persons of an event who, since a correction, are another child than they were taken for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from wholepicture_agreement import sureness
from wholepicture_schemas.children import Link, links_now
from wholepicture_schemas.core import Core
from wholepicture_schemas.envelope import Event
from wholepicture_schemas.envelope import Told as Content
from wholepicture_schemas.identifiers import PersonRef

from wholepicture_consumers.identity import marks_of
from wholepicture_consumers.picture.chronology import children_of
from wholepicture_consumers.picture.documents import Given, Told
from wholepicture_consumers.picture.replacing import with_earlier_references
from wholepicture_consumers.picture.telling import child_reference


@dataclass(frozen=True, slots=True)
class Moved:
    """Who is another child now, and who is found to be a child that was known."""

    others: frozenset[PersonRef]
    """Whoever had the event about one of them hears that it is not about that child."""
    found: Mapping[PersonRef, Link]
    """They were nobody known for certain, and are the same still: no record need be put right."""

    def without(
        self, rules: Mapping[str, tuple[PersonRef, ...]]
    ) -> dict[str, tuple[PersonRef, ...]]:
        """The rules that gave an event, less the children that are others now."""
        return {
            rule: tuple(one for one in persons if one not in self.others)
            for rule, persons in rules.items()
        }

    def found_in(self, given: Given) -> Given:
        """What a recipient was given, with those of its children who were found by their names."""
        children = tuple(
            child.model_copy(
                update={
                    "child_reference": child_reference(given.subscriber, link.child),
                    "confidence": sureness(link.confidence, given.kind),
                }
            )
            if (link := self.found.get(child.person))
            else child
            for child in given.data.children
        )
        named = with_earlier_references(children, given)
        return given.model_copy(update={"data": given.data.model_copy(update={"children": named})})


def moved(
    original: Told,
    was: Event[Content[Core]],
    event: Event[Content[Core]],
    links: Iterable[Link],
) -> Moved:
    """Whom a correction made another child; the original ``was`` so, and is ``event`` now."""
    before = {one.person: marks_of(one, practice=False) for one in was.data.core.children}
    after = {one.person: marks_of(one, practice=False) for one in event.data.core.children}
    held = {one.person: one for one in original.links}
    others, found = set(), {}
    for link in links_now(links):
        old = held.get(link.person)
        if (
            old is None
            or link.child == old.child
            or set(children_of(old)) <= set(children_of(link))
        ):
            continue
        alike = link.person in before and link.person in after
        alike = alike and before[link.person].alike(after[link.person])
        doubted = old.confidence != "confirmed" and set(old.others) <= set(children_of(link))
        if alike and doubted:
            found[link.person] = link
        else:
            others.add(link.person)
    return Moved(frozenset(others), found)
