"""The word to an agency that what it told was delivered: by family, and once of each event."""

from wholepicture_bus.records import Outgoing
from wholepicture_engine.stage import Work
from wholepicture_schemas.deliveries import Delivery
from wholepicture_schemas.identifiers import AgencyId, owner_of

from wholepicture_consumers.feedback import feedback
from wholepicture_consumers.picture.documents import Given, Told
from wholepicture_consumers.picture.reading import Concerned


def delivered(delivery: Delivery, given: Given, content: Concerned, work: Work) -> list[Outgoing]:
    """The agency hears that it went to this family: once of each event, however many of it had it.

    The word is the same for each of them, and of what is said twice because of one record the
    stage says one. A family that was only shown the event, beside something else, is not named.
    """
    told, amends = work.get(Told, content.identity), content.data.amends
    if told is not None and given.to in {one.to for one in told.given}:
        return []
    original = work.get(Told, amends) if amends and amends != content.identity else None
    if original is not None and given.to not in {one.to for one in original.given}:
        return []
    word = feedback(
        AgencyId(owner_of(content.event.source)),
        content.event.id,
        delivery.time,
        "delivered",
        f"Delivered to: {given.to}.",
        cause=given.to,
        to=given.to,
    )
    return [word]
