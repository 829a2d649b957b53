"""What keeps news of a child from those who told: where adults work, and that the child objects.

An event of a child may say where an adult works, and the next one leave it out. It holds for both.
So does an objection, until its sender corrects or retracts it: a person decided that. What a
restricted event says counts as well, and so does one that is only probably about the child.

Events are counted, so that one costs the same however many came before.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from wholepicture_agreement.whom.meant import unread_staff
from wholepicture_schemas.children import Missing
from wholepicture_schemas.identifiers import PersonRef
from wholepicture_schemas.model import JsonObject

from wholepicture_consumers.facts.documents import ChronologyEntry, Picture

_UNREAD = ""
"""In place of a word for where somebody works that could not be read: it resembles nobody."""


def with_what_keeps_news(
    picture: Picture, before: ChronologyEntry | None, entry: ChronologyEntry
) -> Picture:
    """The picture with what an entry says counted; ``before`` is what it replaces."""
    counts, objections = dict(picture.employers), picture.objections
    for counted, more in ((before, -1), (entry, 1)):
        if counted is not None and counted.holds:
            objections += more * counted.objects
            for word in counted.employers:
                counts[word] = counts.get(word, 0) + more
    employers = {word: count for word, count in counts.items() if count}
    if (employers, objections) == (picture.employers, picture.objections):
        return picture
    return picture.model_copy(update={"employers": employers, "objections": objections})


def employers_in(content: JsonObject, missing: Iterable[Missing]) -> tuple[str, ...]:
    """Where an event says that adults work, as it is written there, each word once."""
    words: list[str] = []
    for adult in _entries(content, "adults"):
        words += [str(adult["works_for"])] if adult.get("works_for") else []
        words += map(str, adult.get("works_at") or ())
    words += [_UNREAD] if unread_staff(missing) else []
    return tuple(dict.fromkeys(words))


def objects_in(content: JsonObject, person: PersonRef) -> bool:
    """Whether an event says that a child of it objects to sharing."""
    return any(
        child.get("person") == person and child.get("objects_to_sharing") is not None
        for child in _entries(content, "children")
    )


def _entries(content: JsonObject, people: str) -> Iterable[Any]:
    """The people of one list of an event, as its content has them."""
    core: Any = content.get("core")
    return core.get(people) or () if isinstance(core, Mapping) else ()
