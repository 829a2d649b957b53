"""What has changed of an item beside its content, in the few words of a headline.

What is missing or wrong is named by field and person, as a correction names it, and all else by
what a reader knows it as. Only what the reader was told, and is told now, is named.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from wholepicture_agreement import SeenAgain
from wholepicture_schemas.children import Missing
from wholepicture_schemas.deliveries import DeliveryData

from wholepicture_consumers.picture.changed_words import shortened, what_changed

_HEAD = {
    "urgency": "how urgent it is",
    "phone_first": "whom to phone first",
    "instructions": "what to do with it",
    "question": "what you are asked",
    "told_by": "how to reach the sender",
    "addressed_to": "for whom it is",
}
"""The parts of an item's head, most pressing first."""
_PUT_RIGHT = "{field} is not said to be missing or wrong any more"


def changed_beside(held: DeliveryData, seen: SeenAgain, then: SeenAgain | None) -> str:
    """What is missing now or no more, and which parts of the head differ; empty where nothing is.

    ``held`` is what the recipient has; ``then`` is the event as it was, seen through the same rules
    as ``seen``.
    """
    had, has = set(held.incomplete), set(seen.incomplete)
    said = [f"{field} {gap.what}" for field, gap in _fields(has - had, seen.told)]
    named = {gap.field for gap in has}
    settled = (gap for gap in had - has if gap.field not in named)
    said += [_PUT_RIGHT.format(field=field) for field, _ in _fields(settled, held.told)]
    if then is not None:
        said += [words for part, words in _HEAD.items() if _differs(part, seen, then)]
    return shortened(list(dict.fromkeys(said)))


def to_do_differs(seen: SeenAgain, then: SeenAgain | None) -> bool:
    """Whether the instructions are others than they were."""
    return then is not None and _differs("instructions", seen, then)


def _differs(part: str, seen: SeenAgain, then: SeenAgain) -> bool:
    return bool(getattr(seen, part) != getattr(then, part))


def _fields(gaps: Iterable[Missing], told: Mapping[str, Any]) -> Iterator[tuple[str, Missing]]:
    """Each gap with its field and whose that is, such as NHS number of T.M."""
    for gap in sorted(gaps, key=lambda gap: gap.field):
        yield what_changed({}, {gap.field: gap.what}, told), gap
