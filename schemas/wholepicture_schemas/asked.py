"""What an agency's event is answered: refused as no event of its own, or taken in and asked about.

One function, for the kit before it sends and for intake when a record has come, so that the same
event gets the same answer whichever way it took.
"""

from datetime import datetime
from typing import Any

from wholepicture_schemas.any_agency import Correction, Retraction, Withheld
from wholepicture_schemas.catalogue import EVENT_TYPES, TOLD, agency_kind
from wholepicture_schemas.clock import problems_of_times
from wholepicture_schemas.core import Core
from wholepicture_schemas.envelope import Event, Told
from wholepicture_schemas.identifiers import AgencyId, owner_of
from wholepicture_schemas.problems import Problem, Unreadable
from wholepicture_schemas.reading import Read, UnknownType

MOST_CHILDREN = 50
"""The most children, and the most adults, that one event may name."""
MOST_CHANGES = 200
"""The most changes of one correction."""


def asked_of(
    opened: Read, agency: AgencyId, now: datetime, *, brought: int = 0
) -> tuple[Problem, ...]:
    """What an agency is asked about its event, as it was read.

    ``brought`` is how many children the changes of a correction bring.

    Raises:
        Unreadable: where it is none that this agency may tell, or too much for one event.
    """
    event = opened.event
    refuse_other_source(event, agency, "agencies")
    _refuse_without_detail(opened)
    _refuse_anothers_event(event, agency)
    _refuse_too_many(event, brought)
    return (*opened.problems, *_wrong_producer(event, agency), *problems_of_times(event, now))


def refuse_other_source(event: Event[Any], name: str, kind: str) -> None:
    """Refuse an event of another's source, or of a type that is not for agencies.

    Raises:
        Unreadable: where it is one.
    """
    if owner_of(event.source) != name or not event.source.startswith(f"/{kind}/"):
        fix = f"Publish to your own topic, with the source /{kind}/{name}."
        problem = Problem("source", "is another's than this topic's", fix)
        raise Unreadable("the source does not belong to the topic", (problem,))
    if kind == "agencies" and event.type in EVENT_TYPES and event.type not in TOLD:
        problem = Problem("type", "is not for agencies to publish", "Use a type of your agency.")
        raise Unreadable(f"the type belongs to the {agency_kind(event.type)}", (problem,))


def _refuse_without_detail(opened: Read) -> None:
    """Refuse a status, a count or an amendment whose detail cannot be read: it says nothing.

    Any other event goes to the front door with its core.
    """
    kind = TOLD.get(opened.event.type, UnknownType)
    if isinstance(opened.event, UnknownType) and not kind.WITHOUT_DETAIL:
        raise Unreadable("its detail cannot be read", opened.problems)


def _refuse_anothers_event(event: Event[Any], agency: AgencyId) -> None:
    """Refuse to amend another agency's event, or to keep it back.

    It may be from any of the agency's own systems.
    """
    if not isinstance(event, Correction | Retraction | Withheld):
        return
    source = event.data.detail.source
    if source and (owner_of(source) != agency or not source.startswith("/agencies/")):
        fix = "Name a source of your own agency, or none."
        problem = Problem("detail.source", "is another agency's", fix)
        raise Unreadable("it is about another agency's event", (problem,))


def _refuse_too_many(event: Event[Told[Core]], brought: int) -> None:
    """Refuse an event about very many people: it would hold up every other event."""
    core = event.data.core
    if isinstance(event, Correction) and len(event.data.detail.changes) > MOST_CHANGES:
        fix = f"Tell it in several corrections of at most {MOST_CHANGES} changes each."
        raise Unreadable("it changes too much", (Problem("detail.changes", "are too many", fix),))
    if max(len(core.children), len(core.adults), brought) > MOST_CHILDREN:
        fix = f"Tell it in several events of at most {MOST_CHILDREN} children and adults each."
        raise Unreadable(
            "it names too many people", (Problem("core.children", "are too many", fix),)
        )


def _wrong_producer(event: Event[Told[Core]], agency: AgencyId) -> tuple[Problem, ...]:
    producer = event.data.core.producer
    if producer is None or producer == agency:
        return ()
    return (Problem("core.producer", "is another agency's id", "Write your own agency's id."),)
