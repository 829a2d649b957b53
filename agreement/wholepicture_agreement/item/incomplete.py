"""What an event lacks, of the fields that a recipient would have been told."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from wholepicture_schemas.children import Missing
from wholepicture_schemas.model import unchecked

from wholepicture_agreement.seen.leaves import Leaf, Path, starred
from wholepicture_agreement.seen.left_out import ANOTHER_SERVICE
from wholepicture_agreement.seen.projection import Projection
from wholepicture_agreement.seen.sights import Sight
from wholepicture_agreement.told.facts import EventFacts
from wholepicture_agreement.written.model import ActiveRule

_PROFESSIONALS = ("core", "professionals")
_TIME = ("time",)
"""When it happened, which everybody who is told of an event is told."""

_missing = unchecked(Missing)


class _Gap(NamedTuple):
    """One thing that an event lacks, and where."""

    problem: Missing
    path: Path
    starred: str
    in_lists: Sequence[Path]
    """The lists that it lies in, the outer one first."""


class _Gaps(NamedTuple):
    """Everything that an event lacks."""

    each: Sequence[_Gap]
    lists: Sequence[Path]
    """The lists that any of it lies in."""
    places_are_sure: bool
    """Whether each professional stands where it was sent: none was left out as a whole."""


def incomplete(
    facts: EventFacts,
    rules: Iterable[tuple[ActiveRule, Sight]],
    projection: Projection,
    told: Sequence[Leaf],
) -> tuple[Missing, ...]:
    """The problems of an event that the recipient of these rules is told.

    A problem in a masked field is left out. A position in a list is the position in the list that
    the recipient gets (``told``), and is left out where the entry is not given. Example: the second
    child is not given, and the third has no birth date: ``core.children.1.birth_date``.
    """
    if not facts.situation.missing:
        return ()
    gaps, rules = facts.once(_gaps), tuple(rules)
    places, sure = _places(told, gaps.lists), gaps.places_are_sure
    unnamed = {leaf.path[:3] for leaf in told if leaf.value == ANOTHER_SERVICE}
    problems: dict[tuple[str, str, str], Missing] = {}
    for gap in gaps.each:
        path = gap.path
        if path[:3] in unnamed:
            continue
        for active, sight in rules:
            if (
                (path == _TIME or active.fields.answers[gap.starred])
                and _may_be_known(path, active, projection, seen=sure and path[:3] in places)
                and not projection.leads_to_what_is_kept_back(path, active, sight)
            ):
                problem = gap.problem
                if gap.in_lists:
                    field = _as_seen(path, places, sure=sure)
                    problem = _missing(field=field, what=problem.what, fix=problem.fix)
                problems[problem.field, problem.what, problem.fix] = problem
                break
    return tuple(problems.values())


def _may_be_known(path: Path, active: ActiveRule, projection: Projection, *, seen: bool) -> bool:
    """Whether it is of no professional, or of one who is seen, or a rule gives all of them.

    An unreadable field of a professional may be the one that shows a restricted kind.
    """
    if path[:2] != _PROFESSIONALS or seen:
        return True
    return all(active.opens(kind) for kind, _ in projection.terms.restricted_words)


def _gaps(facts: EventFacts) -> _Gaps:
    """Everything that an event lacks, by where."""
    each = [_gap(problem) for problem in facts.situation.missing]
    whole = len(_PROFESSIONALS) + 1
    return _Gaps(
        each,
        tuple(dict.fromkeys([path for gap in each for path in gap.in_lists])),
        not any(len(gap.path) == whole for gap in each if gap.path[:2] == _PROFESSIONALS),
    )


def _gap(problem: Missing) -> _Gap:
    return _Gap(problem, *_read(problem.field))


@lru_cache(maxsize=1024)
def _read(field: str) -> tuple[Path, str, Sequence[Path]]:
    """A field of a problem as a path, the same with stars, and the lists that it lies in."""
    path = tuple([int(part) if part.isdigit() else part for part in field.split(".")])
    return path, starred(path), [path[:at] for at, part in enumerate(path) if isinstance(part, int)]


def _places(told: Sequence[Leaf], lists: Iterable[Path]) -> Mapping[Path, int]:
    """The place that each entry of some lists has in what is told, by its path in the event."""
    places: dict[Path, int] = {}
    for path in lists:
        depth = len(path)
        beside = dict.fromkeys([leaf.path[: depth + 1] for leaf in told])
        given = [entry for entry in beside if entry[:depth] == path]
        places.update({entry: place for place, entry in enumerate(given)})
    return places


def _as_seen(path: Path, places: Mapping[Path, int], *, sure: bool) -> str:
    """A path as the recipient may write it, without the places that it does not know."""
    parts = []
    for at, part in enumerate(path):
        if isinstance(part, str):
            parts.append(part)
        elif path[: at + 1] in places and (sure or path[:2] != _PROFESSIONALS):
            parts.append(str(places[path[: at + 1]]))
    return ".".join(parts)
