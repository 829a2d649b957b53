"""What a recipient alone knows things by: its keys, its matters, its references to children.

No two recipients share one, so nobody who reaches two topics can join what they carry.
"""

from wholepicture_agreement.written.files import CHILDRENS_SERVICES, RecipientKind
from wholepicture_schemas.core import Core
from wholepicture_schemas.envelope import Event, Told
from wholepicture_schemas.identifiers import ChildRef, EventId, RecipientId, derived

from wholepicture_consumers.feedback import BUS


def may_know_who(kind: RecipientKind) -> bool:
    """Whether a kind of recipient may know which child a person of an event is."""
    return kind in CHILDRENS_SERVICES


def child_reference(
    carrier: RecipientId,
    kind: RecipientKind,
    child: ChildRef | None,
    own: str,
) -> str:
    """The recipient's own reference to a child.

    For whoever may not know which child it is, it follows from the event's ``own`` person: so no
    link of that person shows through it, nor a link's undoing.
    """
    known = child if child and may_know_who(kind) else own
    return derived("child-reference", carrier, known)


def cause_of(event: EventId) -> str:
    """What a delivery names as its cause: an event's id, without the source that it came from.

    A header is read by whoever reaches the topic, and a source may name a restricted service.
    """
    return f"{BUS}:{event}"


def matter(carrier: RecipientId, correlation: str) -> str:
    """The matter that a delivery belongs to, as this recipient alone knows it."""
    return derived("matter", carrier, correlation)


def key_of(carrier: RecipientId, event: Event[Told[Core]]) -> str:
    """A key of this recipient's own: it keeps one family's items in order, and no other has it."""
    return derived("delivery-key", carrier, event.partitionkey or event.source)


def group_of(carrier: RecipientId, event: Event[Told[Core]]) -> str | None:
    """What this recipient alone knows the family's items by; none where no family is told.

    A sender that names none sends everything under its own source: that is no family.
    """
    family = event.partitionkey
    if family is None or family == event.source:
        return None
    return derived("group", carrier, family)
