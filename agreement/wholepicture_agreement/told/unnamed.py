"""What an event says of children whom it does not name, though its sender may say there are none.

Nothing is read from words: only where a field leads to a child, or says that there is one.
"""

from collections.abc import Iterator
from typing import Any

from wholepicture_schemas.core import Core
from wholepicture_schemas.identifiers import PersonRef


def lost(core: Core, detail: Any) -> bool:
    """Whether a relation or an order leads to a child who is not there."""
    named = core.people()
    ties = (tie.child for adult in core.adults for tie in adult.related_to)
    bound = (child for order in getattr(detail, "orders", ()) for child in order.children)
    return any(child not in named for child in (*ties, *bound))


def against_none(core: Core, detail: Any) -> tuple[str, ...]:
    """What speaks against a sender's word that there are no children, as parts of a sentence."""
    return tuple(dict.fromkeys(_against(core, detail)))


def _against(core: Core, detail: Any) -> Iterator[str]:
    for adult in core.adults:
        for tie in adult.related_to:
            relation = tie.relation.replace("-", " ")
            if tie.relation in {"unknown", "not-related"}:
                yield "a child is named whom an adult knows"
            else:
                yield f"an adult is said to be the {relation} of a child"
        if adult.lives_with_children == "yes":
            yield "an adult is said to live with children"
    named = core.people()
    if any(order.children for order in getattr(detail, "orders", ())):
        yield "an order is about children"
    if any(person not in named for person in _alleged(core)):
        yield "somebody is said to have done something, or to be harmed, who is not named"


def _alleged(core: Core) -> Iterator[PersonRef]:
    for allegation in core.allegations:
        yield allegation.alleged
        yield from allegation.victims
        if allegation.alleged_by:
            yield allegation.alleged_by
