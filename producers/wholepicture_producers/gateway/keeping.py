"""Keeping a posted event: checked as the publisher checks, kept once by source and id."""

import json
from dataclasses import dataclass
from typing import Any

from wholepicture_bus.binding import attributes_of
from wholepicture_bus.forms import carried
from wholepicture_bus.records import Outgoing, Record
from wholepicture_bus.spool import (
    Receipt,
    SaidOtherwise,
    Spool,
    last_said,
    replace,
    saying_of,
    was_said,
)
from wholepicture_schemas.canonical import digest_of_content
from wholepicture_schemas.envelope import Attributes
from wholepicture_schemas.identifiers import AgencyId, agency_source
from wholepicture_schemas.problems import InvalidEvent, Problem, once

from wholepicture_producers.checking import core_of
from wholepicture_producers.gateway.answers import FieldProblem, InAnothersName, ReceiptBody
from wholepicture_producers.gateway.together import Together
from wholepicture_producers.publisher import Publisher

_ATTRIBUTES = frozenset(Attributes.model_fields)
_COMPARED = ("type", "source", "time")
_WITHOUT_ID = Problem(
    "id",
    "is missing",
    "Give each event an id of its own, so that the same one posted again is kept once.",
)

_NO_PRACTICE = Problem(
    "core.exercise",
    "is not true, and this gateway asks nobody to prove who they are",
    "Set it to true for what is made up. What is real goes to a gateway that asks.",
)


@dataclass(frozen=True, slots=True)
class Kept:
    """An event that is kept."""

    event: str
    receipt: Receipt | None
    """None where it was sent so long ago that the spool has its id only."""
    asked: tuple[Problem, ...]
    remarks: tuple[Problem, ...]
    again: bool

    def body(self) -> ReceiptBody:
        """The receipt as it is answered."""
        own = self.receipt
        return ReceiptBody(
            receipt=self.event,
            status=own.status if own else "sent",
            kept=own.appended if own else None,
            sent=own.sent if own else None,
            complete=not self.asked,
            asked=FieldProblem.all_of(self.asked),
            remarks=FieldProblem.all_of(self.remarks),
            again=self.again,
        )


def keep(
    record: Record, publisher: Publisher, together: Together, *, practice: bool = False
) -> Kept:
    """Keep the event of a record, unless it is kept already; in practice only what is made up.

    Raises:
        Unreadable: where the body is no JSON object.
        InAnothersName: where it is not the caller's own.
        InvalidEvent: with every problem, where the bus could deliver nothing of it.
        SaidOtherwise: where its id stands for another content.
        SpoolUnavailable: where it could not be kept.
    """
    came = carried(record)
    document: dict[str, Any] = {
        name: text for name, text in came.attributes.items() if name in _ATTRIBUTES
    }
    document["data"] = came.content
    _refuse_other_source(document, publisher.agency)
    if not document.get("id"):
        raise InvalidEvent([_WITHOUT_ID])
    if practice and (core_of(document) or {}).get("exercise") is not True:
        raise InvalidEvent([_NO_PRACTICE])
    prepared = publisher.prepare(document)
    event = attributes_of(prepared.record.headers)["id"]
    again = last_said(publisher.spool, event) is not None
    if not again:
        try:
            together.keep(prepared.record)
        except SaidOtherwise:
            again = True  # another request kept one of this id since
    if again:
        again = _was_kept(prepared.record, event, publisher.spool)
    receipt = publisher.spool.receipt(event)
    asked = once((*came.problems, *prepared.asked))
    return Kept(event, receipt, asked, came.remarks, again)


def _was_kept(record: Outgoing, event: str, spool: Spool) -> bool:
    """Whether the same is kept already; not where Kafka refused another one, which it replaces.

    Raises:
        SaidOtherwise: where another content is kept under this id.
    """
    row = spool.row(event)
    if row is None:
        if was_said(spool, event, saying_of(record)):
            return True
    elif _says(row.outgoing) == _says(record):
        return True
    elif replace(spool, record):
        return False
    raise SaidOtherwise(event)


def _says(outgoing: Outgoing) -> tuple[object, ...]:
    """What is compared: not what a gateway on the way adds, such as a trace."""
    told = attributes_of(outgoing.headers)
    content = digest_of_content(json.loads(outgoing.value or b"{}"))
    return (*(told.get(name) for name in _COMPARED), content)


def _refuse_other_source(document: dict[str, Any], agency: AgencyId) -> None:
    """Refuse an event in another agency's name.

    Raises:
        InAnothersName: where its source or its producer is another.
    """
    own, source = agency_source(agency), document.get("source")
    if source is not None and source != own and not source.startswith(f"{own}/"):
        fix = f"Write {own}, or leave it out."
        raise InAnothersName(Problem("source", "is not that of your agency", fix))
    producer = (core_of(document) or {}).get("producer")
    if isinstance(producer, str) and producer != agency:
        fix = f"Write {agency}, or leave it out."
        raise InAnothersName(Problem("core.producer", "is not your agency", fix))
