"""The delivery that tells a recipient what has changed in one that it had."""

from collections.abc import Collection, Mapping
from typing import Any

from wholepicture_agreement import Again, SeenAgain
from wholepicture_bus.records import Record
from wholepicture_schemas.deliveries import AboutChild, Amends, Delivery
from wholepicture_schemas.identifiers import PersonRef, derived

from wholepicture_consumers.feedback import BUS
from wholepicture_consumers.picture.documents import Given
from wholepicture_consumers.picture.reading import Concerned
from wholepicture_consumers.picture.replacing import newest
from wholepicture_consumers.picture.telling import cause, matter

PLAINLY = "The sender says so. Call them if you need to know more."
_TAKEN_BACK = "Taken back by the sender: what you were told is not so, or was not meant for you."
_CORRECTED = "Corrected by the sender: part of what you were told was wrong."
_NOT_THE_CHILD = (
    "{who}: the sender now says that this is not about this child. Put the child's record right."
)
_UNDO = (
    "Do not act on what you were told here, and mark it in your record as taken back. Call the "
    "sender where you have acted on it."
)
_PROTECTED = (
    "Part of what you were told before is protected now and is not repeated here: keep what you "
    "have of it out of everything that others can read."
)


def taken_back_delivery(
    given: Given,
    handling: Collection[str],
    because: str,
    content: Concerned,
    record: Record,
    about: Collection[PersonRef] | None = None,
) -> Delivery:
    """Nothing of what the recipient was told holds for it, and nothing is asked of it any more.

    ``handling`` are the instructions that it keeps to with what it has. ``about`` are the children
    that the event is still about; none given where all is taken back.
    """
    gone = () if about is None else gone_from(given, about)
    amends = Amends(
        delivery=given.delivery,
        how="retraction",
        because=because,
        no_longer_about=tuple(child.person for child in gone),
    )
    changes: dict[str, Any] = {
        "headline": _TAKEN_BACK,
        "instructions": (*not_about(gone, given), _UNDO, *_kept(given, handling)),
        "phone_first": None,
        "respond_by": None,
        "respond_by_words": None,
        "children": unasked(given),
        "told": {},
        "amends": amends,
    }
    return amended_delivery(given, changes, content, record)


def unasked(given: Given) -> tuple[AboutChild, ...]:
    """The children that a recipient was told of, without what was asked about who they are."""
    return tuple(child.model_copy(update={"question": None}) for child in given.data.children)


def _kept(given: Given, handling: Collection[str]) -> tuple[str, ...]:
    """The instructions of an item that hold for what its recipient has, though it is taken back."""
    return tuple(one for one in given.data.instructions if one in handling or one == _PROTECTED)


def corrected_delivery(
    given: Given,
    amends: Amends,
    seen: SeenAgain,
    handling: tuple[str, ...],
    content: Concerned,
    record: Record,
) -> Delivery:
    """What the recipient was told, as it is right: of the children that it is still about."""
    gone = amends.no_longer_about
    changes = {
        "headline": _CORRECTED,
        "addressed_to": seen.addressed_to or given.data.addressed_to,
        "incomplete": seen.incomplete,
        "instructions": handling,
        "told": seen.told,
        "told_by": seen.told_by,
        "urgency": seen.urgency,
        "phone_first": seen.phone_first,
        "question": seen.question if seen.question != given.data.question else None,
        "amends": amends,
        "replaces": newest(given),
        "children": tuple(child for child in given.data.children if child.person not in gone),
    }
    return amended_delivery(given, changes, content, record)


def protecting(
    instructions: tuple[str, ...], had: tuple[str, ...], *, more: bool
) -> tuple[str, ...]:
    """Instructions, first among them to protect what became protected, now (``more``) or earlier.

    Once it was said it stays: the recipient has what it was told.
    """
    if not more and _PROTECTED not in had:
        return instructions
    return tuple(dict.fromkeys((_PROTECTED, *instructions)))


def gone_from(given: Given, about: Collection[PersonRef]) -> tuple[AboutChild, ...]:
    """The children that a recipient was told of and that the event is no longer about."""
    return tuple(child for child in given.data.children if child.person not in about)


def amended_delivery(
    given: Given, changes: Mapping[str, Any], content: Concerned, record: Record
) -> Delivery:
    """The delivery that amends what a recipient was given, with these changes to that."""
    always = {
        "incomplete": (),
        "question": None,
        "received": content.data.received,
        "replaces": None,
    }
    return Delivery(
        id=derived("delivery", content.identity, given.data.recipient),
        source=BUS,
        type=Delivery.TYPE,
        time=record.appended,
        partitionkey=given.key,
        correlationid=matter(given.subscriber, content.correlation),
        causationid=cause(content),
        data=given.data.model_copy(update={**always, **changes}),
    )


def because(content: Concerned, given: Given, again: Again) -> str:
    """The sender's own words for the front door; a plain sentence for others.

    The words may say what somebody else may not know, and only the front door may know it all, but
    for what is kept back from it too.
    """
    words = getattr(content.event.data.detail, "because", None)
    if not words or given.kind != "front-door":
        return PLAINLY
    cleared = again.cleared(str(words), given.rules, given.data.recipient, given.kind)
    return cleared or PLAINLY


def not_about(gone: Collection[AboutChild], given: Given) -> tuple[str, ...]:
    """One sentence for each child that the item should not have been about."""
    core = given.data.told.get("core")
    children = core.get("children") if isinstance(core, dict) else None
    names = {
        child.get("person"): child.get("name") or {}
        for child in (children if isinstance(children, list) else ())
        if isinstance(child, dict)
    }
    return tuple(_NOT_THE_CHILD.format(who=_called(names.get(one.person))) for one in gone)


def _called(name: Any) -> str:
    parts = [name.get("given"), name.get("family")] if isinstance(name, dict) else []
    return " ".join(str(part) for part in parts if part) or "A child whose name you were not told"
