"""What is remarked on while a file is read: texts of a template, and texts that others read."""

from collections.abc import Callable, Iterator

from wholepicture_producers.drafts import Draft
from wholepicture_producers.made_up import made_up
from wholepicture_producers.name_remarks import remarks_on_names
from wholepicture_producers.reading import EventFile
from wholepicture_producers.shape import without_positions
from wholepicture_producers.texts_for_others import remarks

_MOST_NAMED = 10
"""How many events of one file a remark names."""


def reminding(source: EventFile) -> Callable[[Draft], None]:
    """A function that remarks, once a file, on a practice event with its template's texts."""
    reminded = False

    def remind(draft: Draft) -> None:
        nonlocal reminded
        left = () if reminded or draft.document is None else made_up(draft.document)
        if left:
            reminded = True
            source.remarks.append(
                f"{source.counts} {draft.number} still says what its template made up, in "
                f"{', '.join(problem.field for problem in left)}. Write your own there: it is "
                "accepted as practice, and refused once core.exercise is false."
            )

    return remind


def noticing(source: EventFile, *, names_only: bool = False) -> Callable[[Draft], None]:
    """A function that remarks on names and on texts that others read, each kind once a file."""
    places: dict[tuple[str, str], int] = {}
    counts: dict[tuple[str, str], list[int]] = {}

    def notice(draft: Draft) -> None:
        for place, sentence in _remarks(draft, names_only=names_only):
            kind = without_positions(place), sentence
            numbers = counts.setdefault(kind, [])
            if kind not in places:
                places[kind] = len(source.remarks)
                source.remarks.append("")
            numbers.append(draft.number)
            every = tuple(dict.fromkeys(numbers))
            shown = ", ".join(map(str, every[:_MOST_NAMED]))
            more = f" and {len(every) - _MOST_NAMED} more" if len(every) > _MOST_NAMED else ""
            counted = source.counts if len(every) == 1 else f"{source.counts}s"
            source.remarks[places[kind]] = f"{counted} {shown}{more}: {place} {sentence}"

    return notice


def _remarks(draft: Draft, *, names_only: bool) -> Iterator[tuple[str, str]]:
    """What is said of an event that is accepted: a field, and a sentence about it."""
    if draft.document is not None:
        yield from remarks_on_names(draft.document)
        if not names_only:
            yield from remarks(draft.document)
