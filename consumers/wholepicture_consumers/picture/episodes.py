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

from wholepicture_consumers.picture.documents import ChronologyEntry, Involvement, Picture

_Strand = tuple[AgencyId, bool, bool]


def with_entry(
    picture: Picture, entry: ChronologyEntry, event: Event[Told], *, doubtful: bool
) -> Picture:
    """The picture with an entry added, or in the place of the one of the same event.

    ``event`` is what the entry holds, read already; ``doubtful`` whether the entry stands with a
    child that the person only probably is.
    """
    if any(one.event == entry.event for one in picture.entries):
        entries = tuple(
            entry.model_copy(update={"shown": one.shown}) if one.event == entry.event else one
            for one in picture.entries
        )
    else:
        entries = (*picture.entries, entry)
    found = _involvement(entry, event, doubtful=doubtful)
    others = tuple(one for one in picture.involvements if one.event != entry.event)
    changes = {"entries": entries, "involvements": (*others, found) if found else others}
    return picture.model_copy(update=changes)


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
    entry: ChronologyEntry, event: Event[Told], *, doubtful: bool
) -> Involvement | None:
    """What an entry says of work with the child; none where it is taken back or of another type."""
    if entry.retracted or not isinstance(event, InvolvementChanged):
        return None
    detail = event.data.detail
    return Involvement(
        event=entry.event,
        agency=AgencyId(owner_of(event.source)),
        happened=min(event.time, entry.received),  # a slip into the future must not outlast truth
        received=entry.received,
        state=detail.state,
        doubtful=doubtful,
        team=detail.team,
        kind=detail.kind,
        worker=detail.worker,
        manager=detail.manager,
    )
