"""The delivery of an event that a correction says is about more children than its recipient knew.

It is a whole new item, with what was told of those children before; and it amends the first, so
that nobody holds two items about one event.
"""

from collections.abc import Collection, Mapping

from wholepicture_agreement import SeenAgain
from wholepicture_schemas.deliveries import Amends, Delivery
from wholepicture_schemas.identifiers import PersonRef

from wholepicture_consumers.picture.documents import Given

_MORE = "Corrected by the sender: it is about more children than you were told of. {headline}"

Rules = dict[str, tuple[PersonRef, ...]]


def with_those_before(
    rules: Mapping[str, Collection[PersonRef]], given: Given, about: Collection[PersonRef]
) -> Rules:
    """The rules that give it now and those that gave it, with the children it is still about."""
    both: Rules = {}
    for name in (*rules, *given.rules):
        persons = (*rules.get(name, ()), *given.rules.get(name, ()))
        both[name] = tuple(dict.fromkeys(person for person in persons if person in about))
    return {name: of for name, of in both.items() if of or not given.rules.get(name)}


def with_more(
    whole: Delivery, given: Given, seen: SeenAgain, handling: tuple[str, ...], amends: Amends
) -> Delivery:
    """The whole new item as the amendment of the first; children told of before stay in it."""
    data = whole.data
    named = {child.person for child in data.children} | set(amends.no_longer_about)
    still = tuple(child for child in given.data.children if child.person not in named)
    changes = {
        "headline": _MORE.format(headline=data.headline),
        "instructions": handling,
        "phone_first": seen.phone_first,
        "urgency": seen.urgency,
        "told_by": seen.told_by,
        "told": seen.told,
        "question": seen.question if seen.question != given.data.question else None,
        "children": (*still, *data.children),
        "amends": amends,
    }
    return whole.model_copy(update={"data": data.model_copy(update=changes)})
