"""What an event lacks, of the fields that a recipient would have been told."""

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet

from wholepicture_schemas.children import Missing
from wholepicture_schemas.identifiers import PersonRef

from wholepicture_agreement.seen.leaves import Leaf, Path, starred
from wholepicture_agreement.seen.left_out import ANOTHER_SERVICE
from wholepicture_agreement.seen.projection import Projection, Visible
from wholepicture_agreement.seen.sights import Reader, sight
from wholepicture_agreement.written.model import ActiveRule

_PROFESSIONALS = ("core", "professionals")
_TIME = ("time",)
"""When it happened, which everybody who is told of an event is told."""


def incomplete(
    missing: Iterable[Missing],
    rules: Iterable[tuple[ActiveRule, AbstractSet[PersonRef]]],
    reader: Reader,
    projection: Projection,
    seen: Visible,
) -> tuple[Missing, ...]:
    """The problems of an event that the recipient of these rules is told.

    A problem in a masked field is left out. A position in a list is the position in the list that
    the recipient gets (``seen``), and is left out where the entry is not given. Example: the second
    child is not given, and the third has no birth date: ``core.children.1.birth_date``.
    """
    missing, rules = tuple(missing), tuple(rules)
    if not missing:
        return ()
    shown = seen.shown
    places = _places(shown)
    sure = _places_are_sure(missing)
    unnamed = {leaf.path[:3] for leaf in shown if leaf.value == ANOTHER_SERVICE}
    problems: dict[Missing, None] = {}
    for problem in missing:
        path = _path(problem.field)
        if path[:3] not in unnamed and any(
            (path == _TIME or active.fields.answers[starred(path)])
            and _may_be_known(path, active, projection, seen=sure and path[:3] in places)
            and not projection.leads_to_what_is_kept_back(
                path, active, sight(reader, active.needs, persons)
            )
            for active, persons in rules
        ):
            field = ".".join(map(str, _as_seen(path, places, sure=sure)))
            problems[problem.model_copy(update={"field": field})] = None
    return tuple(problems)


def _may_be_known(path: Path, active: ActiveRule, projection: Projection, *, seen: bool) -> bool:
    """Whether it is of no professional, or of one who is seen, or a rule gives all of them.

    An unreadable field of a professional may be the one that shows a restricted kind.
    """
    if path[:2] != _PROFESSIONALS or seen:
        return True
    return all(active.opens(kind) for kind, _ in projection.terms.restricted_words)


def _places_are_sure(missing: Iterable[Missing]) -> bool:
    """Whether each professional stands where it was sent: none was left out as a whole."""
    left_out = len(_PROFESSIONALS) + 1
    paths = (_path(problem.field) for problem in missing)
    return not any(path[:2] == _PROFESSIONALS and len(path) == left_out for path in paths)


def _path(field: str) -> Path:
    return tuple(int(part) if part.isdigit() else part for part in field.split("."))


def _places(shown: Sequence[Leaf]) -> dict[Path, int]:
    """The place that each entry of each list has in what is told, by its path in the event."""
    places: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    for leaf in shown:
        for at, part in enumerate(leaf.path):
            if isinstance(part, int) and (entry := leaf.path[: at + 1]) not in places:
                places[entry] = counts.get(entry[:-1], 0)
                counts[entry[:-1]] = places[entry] + 1
    return places


def _as_seen(path: Path, places: dict[Path, int], *, sure: bool) -> Iterator[str | int]:
    for at, part in enumerate(path):
        if isinstance(part, str):
            yield part
        elif (place := places.get(path[: at + 1])) is not None and (
            sure or path[:2] != _PROFESSIONALS
        ):
            yield place
