"""What a delivery takes the place of: an earlier delivery, and a child's earlier reference.

A case system files an item by the two, and puts the newest content where the older one stood. A
child's earlier reference is remembered with what its recipient was given until a delivery said it.
"""

from collections.abc import Iterable
from typing import Any

from wholepicture_schemas.deliveries import AboutChild, Delivery, DeliveryData
from wholepicture_schemas.identifiers import EventId

from wholepicture_consumers.picture.documents import Given


def replacing(delivery: Delivery, given: Given, earlier: EventId | None) -> Delivery:
    """A delivery of an event as a whole, to a recipient that was given the event before.

    ``earlier`` is the one whose content it takes the place of; none where that was taken back.
    """
    children = with_earlier_references(delivery.data.children, given)
    changes = {"replaces": earlier, "children": children}
    return delivery.model_copy(update={"data": delivery.data.model_copy(update=changes)})


def newest(given: Given) -> EventId:
    """The newest delivery of an event to a recipient that had the event's content."""
    return given.newest or given.delivery


def with_earlier_references(children: Iterable[AboutChild], given: Given) -> tuple[AboutChild, ...]:
    """The children, each with the reference that the same person had for this recipient before."""
    before = {one.person: one.replaces or one.child_reference for one in given.data.children}
    return tuple(
        child.model_copy(update={"replaces": _other(before.get(child.person), child)})
        for child in children
    )


def as_held(data: DeliveryData, **changes: Any) -> DeliveryData:
    """What a recipient has now that it was sent this: what it took the place of is said."""
    children = tuple(child.model_copy(update={"replaces": None}) for child in data.children)
    said = {"amends": None, "replaces": None, "children": children}
    return data.model_copy(update={**said, **changes})


def _other(reference: str | None, child: AboutChild) -> str | None:
    return reference if reference != child.child_reference else None
