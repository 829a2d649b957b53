"""The delivery that tells a recipient that the sender keeps from it what it was told.

A correction may restrict an event, name somebody who works with the recipient, or say that a child
is at another school. Then nothing of the event as it is now is for the recipient, which has the
event as it was: it is told that, what to do with it, and whom to call.
"""

from typing import Any

from wholepicture_agreement import Agreement
from wholepicture_bus.records import Record
from wholepicture_schemas.deliveries import Amends, Delivery

from wholepicture_consumers.picture.amended import PLAINLY, amended_delivery, unasked
from wholepicture_consumers.picture.documents import Given
from wholepicture_consumers.picture.reading import Concerned
from wholepicture_consumers.picture.telling import agency_of

_HEADLINE = (
    "The sender now keeps this back from you: keep what you have of it out of everything that "
    "others can read, and call the sender."
)
_KEEP_OUT = "Keep what you have of this out of everything that others can read."
_CALL = "Call {sender}{number} before you do anything more with it or speak to the family about it."


def kept_back_delivery(
    given: Given, content: Concerned, record: Record, agreement: Agreement
) -> Delivery:
    """Nothing of the event, whatever of it has changed; it stays open until it is applied."""
    sender = agreement.agencies.get(agency_of(content))
    phone = sender.phone if sender else None
    number = f" on {phone}" if phone else ""
    call = _CALL.format(sender=given.data.told_by.agency, number=number)
    changes: dict[str, Any] = {
        "headline": _HEADLINE,
        "instructions": (_KEEP_OUT, call),
        "phone_first": phone if given.data.urgency == "immediate" else None,
        "told_by": given.data.told_by.model_copy(
            update={"local_reference": "not given", "call_back": None}
        ),
        "children": unasked(given),
        "told": {},
        "amends": Amends(delivery=given.delivery, how="correction", because=PLAINLY),
    }
    return amended_delivery(given, changes, content, record)


def is_kept_back(given: Given, delivery: Delivery) -> Given:
    """What the recipient has now: nothing that may be told it again, but for who its children are.

    A child that was found by a correction is told as found when the event comes again.
    """
    changes = {"amends": None, "children": given.data.children}
    data = delivery.data.model_copy(update=changes)
    return given.model_copy(update={"data": data, "kept_back": True})
