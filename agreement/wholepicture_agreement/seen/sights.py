"""Sights: what masking has to know of a recipient that looks at an event.

``needs`` are the needs that a rule states. Whether a need is met is asked person by person: it is
for the given children and the adults who belong to them (``relations.py``), and for nobody else.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from wholepicture_schemas.identifiers import PersonRef, RecipientId

from wholepicture_agreement.seen.hidden_words import of_school
from wholepicture_agreement.seen.released import READS_EVERY_TEXT
from wholepicture_agreement.told.facts import EventFacts
from wholepicture_agreement.written.files import (
    CHILDRENS_SERVICES,
    EDUCATION,
    Need,
    RecipientKind,
)

_OF_PLACES: frozenset[Need] = frozenset({"victim-address", "victim-contact", "child-whereabouts"})
"""The needs of whoever may read every place and number of the people given to it."""


class Reader(NamedTuple):
    """A kind of recipient, and of a school the traces of its own names."""

    kind: RecipientKind
    own: frozenset[str] = frozenset()


class Sight(NamedTuple):
    """The kind of recipient that looks at an event, its needs, and the children given to it."""

    school: bool
    childrens_services: bool
    needs: frozenset[Need] = frozenset()
    given: frozenset[PersonRef] = frozenset()
    own: frozenset[str] = frozenset()
    """The traces of a school's own names, which are kept back from everybody else at the most."""

    minimum: bool = False
    """Whether it reads what was written for others, and not every word of a sender."""

    @property
    def needs_places(self) -> bool:
        """Whether it needs the places and numbers of the people who belong to its children."""
        return self.needs >= _OF_PLACES


def sight(reader: Reader, needs: frozenset[Need], given: Iterable[PersonRef]) -> Sight:
    """The sight of a recipient with these needs that is given these children."""
    kind = reader.kind
    return Sight(
        school=kind in EDUCATION,
        childrens_services=kind in CHILDRENS_SERVICES,
        needs=needs,
        given=frozenset(given),
        own=reader.own,
        minimum=kind not in READS_EVERY_TEXT,
    )


def reader(facts: EventFacts, recipient: RecipientId, kind: RecipientKind) -> Reader:
    """A recipient that looks at an event.

    A school is called as the agreement calls it, and as the event spells the school of its number.
    """
    entry = facts.agreement.recipients.get(recipient)
    if entry is None or entry.urn is None:
        return Reader(kind)
    names = {entry.name}
    for child in facts.core.children:
        if child.school and child.school.urn == entry.urn and child.school.name:
            names.add(child.school.name)
    return Reader(kind, frozenset(trace for name in names for trace in _own(name)))


@lru_cache(4096)
def _own(name: str) -> tuple[str, ...]:
    return tuple(of_school(name))
