"""What of a child's chronology a pattern rule may look at: the newest entries of its types.

How many events of each type each agency told stands with the picture, so a rule that no events of
the child could meet costs an event nothing, however many came before.
"""

from collections.abc import Iterable
from datetime import datetime
from itertools import islice

from wholepicture_agreement.patterns.files import PatternRule
from wholepicture_agreement.patterns.finding import Happened, OpenAt, counted_types
from wholepicture_schemas.catalogue import short_name

from wholepicture_consumers.facts.documents import ChronologyEntry, Picture, told_key
from wholepicture_consumers.facts.episodes import open_now

MOST_LOOKED_AT = 64
"""How many events that a rule can count are looked at: the newest."""
MOST_READ = 256
"""How many entries are read to find them."""


def with_counts(
    picture: Picture, before: ChronologyEntry | None, entry: ChronologyEntry
) -> Picture:
    """The picture with an entry counted by its type and agency; ``before`` is what it replaces."""
    told = dict(picture.told)
    for counted, more in ((before, -1), (entry, 1)):
        if counted is not None and may_count(counted):
            key = told_key(short_name(counted.type), counted.agency)
            told[key] = told.get(key, 0) + more
    kept = {key: count for key, count in told.items() if count}
    return picture if kept == picture.told else picture.model_copy(update={"told": kept})


def may_count(entry: ChronologyEntry) -> bool:
    """Whether an entry is certainly of the child, holds, and is no history of its agency."""
    return entry.holds and entry.confidence != "probable" and not entry.history


def is_possible(rule: PatternRule, picture: Picture) -> bool:
    """Whether the numbers of a child's events do not rule a pattern out."""
    types = counted_types(rule)
    counts = {
        (name, agency): count
        for key, count in picture.told.items()
        for name, _, agency in [key.partition("|")]
        if name in types
    }
    agencies = {agency for _, agency in counts}
    return sum(counts.values()) >= rule.at_least and len(agencies) >= rule.agencies


def occurrences(
    entries: Iterable[tuple[str, ChronologyEntry]], types: frozenset[str]
) -> dict[str, ChronologyEntry]:
    """The newest entries of these types, by their events; ``entries`` are newest first."""
    found: dict[str, ChronologyEntry] = {}
    for name, entry in islice(entries, MOST_READ):
        if may_count(entry) and short_name(entry.type) in types:
            found[name] = entry
            if len(found) == MOST_LOOKED_AT:
                break
    return found


def happened_of(name: str, entry: ChronologyEntry) -> Happened:
    """An entry as a rule looks at it; a slip into the future must not outlast the truth."""
    return Happened(
        event=name,
        type=short_name(entry.type),
        agency=entry.agency,
        at=min(entry.happened, entry.received),
        matter=entry.matter,
        says=entry.says,
    )


def open_at(picture: Picture) -> OpenAt:
    """Whether a team of children's services worked with the child for certain, at a moment."""

    def at(moment: datetime) -> bool:
        known = [
            episode
            for episode in picture.involvements
            if not episode.doubtful and episode.happened <= moment
        ]
        return bool(open_now(known))

    return at
