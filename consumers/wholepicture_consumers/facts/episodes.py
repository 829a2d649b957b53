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

from wholepicture_consumers.facts.documents import KnownEpisode, Picture

_Strand = tuple[AgencyId, bool, bool]


def with_involvement(
    picture: Picture, name: str, event: Event[Told] | None, received: datetime, *, doubtful: bool
) -> Picture:
    """The picture with what an event, of this name, says of work with the child.

    ``event`` is none where it does not hold for this child; ``doubtful`` says whether it stands
    with a child that the person only probably is.
    """
    others = tuple(other for other in picture.involvements if other.event != name)
    involvement = _involvement(name, event, received, doubtful=doubtful)
    if involvement is None and len(others) == len(picture.involvements):
        return picture
    involvements = (*others, involvement) if involvement else others
    return picture.model_copy(update={"involvements": involvements})


def open_now(involvements: Iterable[KnownEpisode]) -> tuple[KnownEpisode, ...]:
    """The open episodes, what is certain first, then the newest first."""
    strands: dict[_Strand, list[KnownEpisode]] = {}
    for episode in involvements:
        strands.setdefault(
            (episode.agency, episode.kind == "early-help", episode.doubtful), []
        ).append(episode)
    episodes = [episode for strand in strands.values() for episode in _open(strand)]
    episodes.sort(key=_moment, reverse=True)
    return tuple(sorted(episodes, key=lambda episode: episode.doubtful))


def _open(strand: Iterable[KnownEpisode]) -> Iterable[KnownEpisode]:
    """The newest episode of a strand, where its team has not closed it since."""
    ordered = sorted(strand, key=_moment)
    opened = next((episode for episode in reversed(ordered) if episode.state == "open"), None)
    if opened is None:
        return
    closes = (
        episode for episode in ordered if episode.state == "closed" and episode.team == opened.team
    )
    if all(_moment(episode) <= _moment(opened) for episode in closes):
        yield opened


def _moment(episode: KnownEpisode) -> tuple[datetime, datetime]:
    return episode.happened, episode.received


def _involvement(
    name: str, event: Event[Told] | None, received: datetime, *, doubtful: bool
) -> KnownEpisode | None:
    """What an event says of work with the child; none where it is of another type."""
    if not isinstance(event, InvolvementChanged):
        return None
    detail = event.data.detail
    return KnownEpisode(
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
