"""Who told of a child: the newest event that holds, of each type that each agency told openly.

What is restricted is passed over: whoever hears for an agency may not know of it.
It is kept as events come, so that one costs the same however many came before. Where the newest is
taken back, or is found to be about another child, the one before it takes its place.
"""

from collections.abc import Callable, Iterable
from itertools import islice

from wholepicture_agreement.situation import Teller
from wholepicture_schemas.catalogue import short_name
from wholepicture_schemas.identifiers import AgencyId
from wholepicture_schemas.model import unchecked

from wholepicture_consumers.facts.documents import ChronologyEntry, Picture, ToldLast, told_key
from wholepicture_consumers.facts.occurrences import MOST_READ, may_count

_told_last = unchecked(ToldLast)


def with_teller(
    picture: Picture,
    name: str,
    entry: ChronologyEntry,
    every: Callable[[], Iterable[tuple[str, ChronologyEntry]]],
) -> Picture:
    """The picture with an event, of this name, as what its agency told of its type last.

    ``every`` entry of the child is read, newest first, only where an older event takes its place.
    """
    key = told_key(short_name(entry.type), entry.agency)
    last = picture.told_last.get(key)
    if _counts(entry):
        newest: ToldLast | None = _told(name, entry)
        if last is not None and (last.happened, last.event) > (entry.happened, name):
            newest = last
    elif last is None or last.event != name:
        return picture
    else:
        newest = _before(key, name, every()) if key in picture.told else None
    if newest == last:
        return picture
    kept = {**picture.told_last, key: newest}
    told_last = {known: told for known, told in kept.items() if told is not None}
    return picture.model_copy(update={"told_last": told_last})


def tellers(picture: Picture) -> tuple[Teller, ...]:
    """Who told of a child, with the newest event of each type."""
    return tuple(
        Teller(AgencyId(agency), kind, told.event, told.received)
        for key, told in picture.told_last.items()
        for kind, _, agency in [key.partition("|")]
    )


def _counts(entry: ChronologyEntry) -> bool:
    """Whether a notice may name an entry: it counts as told, and is not restricted."""
    return may_count(entry) and not entry.restricted


def _told(name: str, entry: ChronologyEntry) -> ToldLast:
    return _told_last(event=name, happened=entry.happened, received=entry.received)


def _before(
    key: str, without: str, every: Iterable[tuple[str, ChronologyEntry]]
) -> ToldLast | None:
    """The newest other event of a type and an agency, of those that are looked at."""
    newest: ToldLast | None = None
    for name, entry in islice(every, MOST_READ):
        if newest is not None and entry.happened < newest.happened:
            break
        same = told_key(short_name(entry.type), entry.agency) == key
        if same and name != without and _counts(entry) and (not newest or name > newest.event):
            newest = _told(name, entry)
    return newest
