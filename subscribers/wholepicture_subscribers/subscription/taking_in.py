"""Reading a delivery from the bytes of a record, or saying why it cannot be read.

Reading is tolerant: unknown fields are skipped. A part of an unknown form is left out and named,
except where that would mislead: a delivery never loses a child, an instruction or what it corrects.
"""

import re
from dataclasses import dataclass

from wholepicture_bus.binding import attributes_of
from wholepicture_bus.records import Record
from wholepicture_schemas.deliveries import Delivery
from wholepicture_schemas.identifiers import EventId, derived
from wholepicture_schemas.problems import Problem
from wholepicture_schemas.reading import Unreadable, problems_with, read_open

_NEVER_WITHOUT = ("children", "instructions", "phone_first", "amends", "told", "addressed_to")
_ID = re.compile(r"[A-Za-z0-9._-]{1,80}")


@dataclass(frozen=True, slots=True)
class TakenIn:
    """A delivery as it could be read, and what was left out of it."""

    delivery: Delivery
    left_out: tuple[Problem, ...]


def take_in(record: Record) -> TakenIn:
    """The delivery that a record holds.

    Raises:
        Unreadable: with a reason that quotes nothing of it.
    """
    read = read_open(attributes_of(record.headers), record.value)
    delivery = read.event
    if not isinstance(delivery, Delivery):
        raise Unreadable("it is no referral and no notice")
    absent = set(problems_with(delivery))
    left_out = tuple(problem for problem in read.problems if problem not in absent)
    misleading = [
        problem.field for problem in left_out if problem.field.split(".")[0] in _NEVER_WITHOUT
    ]
    if misleading:
        raise Unreadable(f"a part of it cannot be read: {', '.join(misleading)}", left_out)
    return TakenIn(delivery, left_out)


def taken_in(record: Record) -> Delivery | None:
    """The delivery that a record holds; None where it cannot be read."""
    try:
        return take_in(record).delivery
    except Unreadable:
        return None


def identity_of(record: Record) -> tuple[str, EventId]:
    """Source and id of a record, from its headers alone, however little of it can be read.

    Without a usable id it gets one that is derived from its bytes.
    """
    attributes = attributes_of(record.headers)
    told = attributes.get("id", "")
    if _ID.fullmatch(told):
        return attributes.get("source", ""), EventId(told)
    return "", derived("unreadable", record.place.topic, record.digest().hex())
