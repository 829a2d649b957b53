"""Decisions not to tell of a child that name no event: what they bind of what is told later.

A decision binds what its own agency tells of the child after it. Example: the police decide to tell
schools nothing of a child till January. Of the incident that they tell in December, somebody is
asked before the school is told. The council's own concern goes to the school at once.
"""

from collections.abc import Iterable

from pydantic import AwareDatetime
from wholepicture_agreement.whom.keeping import KeepsBack, of_withheld
from wholepicture_schemas.any_agency import Withheld
from wholepicture_schemas.envelope import Event, Told
from wholepicture_schemas.identifiers import AgencyId, owner_of

from wholepicture_consumers.facts.documents import KnownDecision, Picture


def with_decision(
    picture: Picture, name: str, event: Event[Told] | None, received: AwareDatetime
) -> Picture:
    """The picture with the decision that an event, of this name, tells of.

    ``event`` is none where it does not hold for this child.
    """
    decisions = tuple(known for known in picture.not_told if known.event != name)
    if isinstance(event, Withheld) and not event.data.detail.events:
        keeps = of_withheld(event.data.detail)
        decided = KnownDecision(
            event=name,
            agency=AgencyId(owner_of(event.source)),
            received=received,
            kinds=keeps.kinds,
            recipients=keeps.recipients,
            review_on=keeps.review_on,
        )
        decisions = (*decisions, decided)
    if decisions == picture.not_told:
        return picture
    return picture.model_copy(update={"not_told": decisions})


def kept_back_of(
    pictures: Iterable[Picture], agency: AgencyId, received: AwareDatetime
) -> tuple[KeepsBack, ...]:
    """What binds an event of an agency, received then, about the child of these pictures."""
    return tuple(
        KeepsBack(known.kinds, known.recipients, known.review_on)
        for picture in pictures
        for known in picture.not_told
        if known.agency == agency and known.received <= received
    )
