"""Episodes: which teams of children's social care work with a child now.

It is a fold over the entries of the chronology that hold, so a correction or a retraction changes
it by construction. Each authority's episodes stand for themselves: another's close ends none of
them. Within one authority

* early help stands beside social work, and a newer episode takes the place of an older one;
* a close ends the episode of the team that it names: after a transfer, the first team's late close
  does not end the work of the team that took over;
* what is only probably about this child ends nothing that is certain.

Each rule errs on the side of telling a worker: promise 1.
"""

from collections.abc import Iterable
from datetime import datetime

from wholepicture_schemas.envelope import Event, Told
from wholepicture_schemas.identifiers import AgencyId, owner_of
from wholepicture_schemas.social_care import InvolvementChanged

from wholepicture_consumers.facts.documents import Involvement, Picture

_Strand = tuple[AgencyId, bool, bool]


def with_involvement(
    picture: Picture, name: str, event: Event[Told] | None, received: datetime, *, doubtful: bool
) -> Picture:
    """The picture with what an event, of this name, says of work with the child.

    ``event`` is none where it does not hold for this child; ``doubtful`` says whether it stands
    with a child that the person only probably is.
    """
    others = tuple(one for one in picture.involvements if one.event != name)
    found = _involvement(name, event, received, doubtful=doubtful)
    if found is None and len(others) == len(picture.involvements):
        return picture
    involvements = (*others, found) if found else others
    return picture.model_copy(update={"involvements": involvements})


def open_now(involvements: Iterable[Involvement]) -> tuple[Involvement, ...]:
    """The open episodes, what is certain first, then the newest first."""
    strands: dict[_Strand, list[Involvement]] = {}
    for one in involvements:
        strands.setdefault((one.agency, one.kind == "early-help", one.doubtful), []).append(one)
    found = [one for strand in strands.values() for one in _open(strand)]
    found.sort(key=_moment, reverse=True)
    return tuple(sorted(found, key=lambda one: one.doubtful))


def _open(strand: Iterable[Involvement]) -> Iterable[Involvement]:
    """The newest episode of a strand, where its team has not closed it since."""
    ordered = sorted(strand, key=_moment)
    opened = next((one for one in reversed(ordered) if one.state == "open"), None)
    if opened is None:
        return
    closes = (one for one in ordered if one.state == "closed" and one.team == opened.team)
    if all(_moment(one) <= _moment(opened) for one in closes):
        yield opened


def _moment(one: Involvement) -> tuple[datetime, datetime]:
    return one.happened, one.received


def _involvement(
    name: str, event: Event[Told] | None, received: datetime, *, doubtful: bool
) -> Involvement | None:
    """What an event says of work with the child; none where it is of another type."""
    if not isinstance(event, InvolvementChanged):
        return None
    detail = event.data.detail
    return Involvement(
        event=name,
        agency=AgencyId(owner_of(event.source)),
        happened=min(event.time, received),  # a slip into the future must not outlast the truth
        received=received,
        state=detail.state,
        doubtful=doubtful,
        team=detail.team,
        kind=detail.kind,
        worker=detail.worker,
        manager=detail.manager,
    )
