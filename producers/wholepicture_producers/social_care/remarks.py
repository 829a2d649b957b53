"""What is said of a return beside its events: by element, what it says that nothing tells."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from wholepicture_schemas.catalogue import short_name

from wholepicture_producers.social_care.drafts import Drafting
from wholepicture_producers.social_care.instances import Places, Reading
from wholepicture_producers.social_care.left_over import LeftOver

if TYPE_CHECKING:
    from wholepicture_producers.social_care.census import Survey

_MOST_NAMED = 10


def remarks(
    survey: "Survey", reading: Reading, drafting: Drafting, left: LeftOver, name: str
) -> Iterator[str]:
    """Each a sentence, with lines and receipts and no value."""
    if survey.namespace:
        yield (
            f"{name}: its elements stand in a namespace, which the form of the DfE has not: they "
            "are read by their names."
        )
    if survey.repeats:
        yield (f"{name}: {_children(survey.repeats)} there again word for word, and told of once.")
    if counted := _counted(reading.untold):
        yield f"Not told, as no event says it (docs/census.md says why): {counted}."
    if counted := _counted(reading.unknown):
        yield f"Not known here, and not told: {counted}."
    if counted := _counted(reading.of_another_year):
        yield f"Of another year's form than {survey.header.year}, and read all the same: {counted}."
    if drafting.without_team:
        yield (
            f"Episodes that are not told: {drafting.without_team}, as nobody says which team works "
            "with the child. News of these children goes to the front door. Say team in the "
            "settings, or in the table of --names."
        )
    yield from _gone(left)


def _children(count: int) -> str:
    return "1 child" if count == 1 else f"{count} children"


def _counted(places: Places) -> str:
    """Each element with how often it stands there."""
    return ", ".join(
        f"{element} {count} (first at line {line})" for element, count, line in places.told()
    )


def _gone(left: LeftOver) -> Iterator[str]:
    if not left.events:
        return
    missing = f", with all that was told of {_children(left.children)}" if left.children else ""
    yield (
        f"In it no longer, and left as published: {len(left.events)} events{missing}. If one was "
        "never so, take it back: wholepicture template retraction"
    )
    for receipt, kind in left.events[:_MOST_NAMED]:
        yield f"  {receipt} {short_name(kind)}"
    if len(left.events) > _MOST_NAMED:
        yield f"  and {len(left.events) - _MOST_NAMED} more."
