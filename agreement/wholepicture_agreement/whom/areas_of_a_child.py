"""The areas of a child: where the child lives, is now and is looked after.

An area that the detail of an event names is added to them for children's services alone: a school
or a nurse of the area that somebody fled to is told only where the child itself is said to be.
"""

from collections.abc import Sequence

from wholepicture_schemas.identifiers import AuthorityCode

from wholepicture_agreement.told.facts import EventFacts, Subject
from wholepicture_agreement.whom.told_places import areas_of, areas_of_detail, places_of


def authorities(facts: EventFacts, subject: Subject | None) -> Sequence[AuthorityCode]:
    """The areas of a child: of home, of stay and of the responsible authority.

    The area where it happened is added where neither home nor stay is known. Example: a child lives
    in Bristol, and the incident was in Bath: Bristol. Home is not told: Bath.
    """
    child = subject.told if subject else None
    areas = areas_of(child) if child else ()
    if child and places_of(child):
        return areas
    where = getattr(facts.detail, "where", None)
    happened = (where.authority if where else None) or facts.home_authority
    return tuple(dict.fromkeys((*areas, happened)))


def authorities_known(facts: EventFacts, subject: Subject | None) -> Sequence[AuthorityCode]:
    """The areas of a child by all events, for recipients that may know of every event.

    Areas told by a later event are added to those of this event: the child has moved since. Areas
    told by an earlier event count only where this event states none.
    """
    stated = areas_of(subject.told) if subject and subject.told else ()
    told = authorities(facts, subject) if stated else ()
    known = _with_known(facts, subject, told) or authorities(facts, subject)
    return tuple(dict.fromkeys((*known, *areas_of_detail(facts.situation.event))))


def areas_said(facts: EventFacts, subject: Subject) -> Sequence[AuthorityCode]:
    """The areas of home, stay and care of a child by all events; none where no event says.

    Where an incident happened is none of them: whoever works with the child knows where the child
    lives.
    """
    known = _with_known(facts, subject, areas_of(subject.told) if subject.told else ())
    return tuple(dict.fromkeys((*known, *areas_of_detail(facts.situation.event))))


def _with_known(
    facts: EventFacts, subject: Subject | None, told: Sequence[AuthorityCode]
) -> Sequence[AuthorityCode]:
    known = subject.known if subject else None
    if known is None or known.areas_since is None:
        return told
    if told and known.areas_since <= facts.situation.event.time:
        return told
    return tuple(dict.fromkeys((*told, *known.areas)))
