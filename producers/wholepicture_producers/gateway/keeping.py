"""Keeping a posted event: checked as the publisher checks, kept once by source and id."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wholepicture_bus.binding import attributes_of
from wholepicture_bus.forms import Carried, carried
from wholepicture_bus.records import Outgoing, Record
from wholepicture_bus.spool import (
    NotAppended,
    Receipt,
    SaidOtherwise,
    Spool,
    SpoolUnavailable,
    last_said,
    replace,
    saying_of,
    was_said,
)
from wholepicture_schemas.canonical import digest_of_content
from wholepicture_schemas.catalogue import by_name
from wholepicture_schemas.envelope import Attributes
from wholepicture_schemas.identifiers import AgencyId, agency_source
from wholepicture_schemas.problems import InvalidEvent, Problem, once
from wholepicture_schemas.reading import Unreadable

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

NO_PRACTICE = Problem(
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


@dataclass(frozen=True, slots=True)
class _Ready:
    """An event that can be kept."""

    event: str
    record: Outgoing
    asked: tuple[Problem, ...]
    remarks: tuple[Problem, ...]


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
    (kept,) = keep_each([record], publisher, together, practice=practice)
    if isinstance(kept, Exception):
        raise kept
    return kept


def keep_each(
    records: Sequence[Record], publisher: Publisher, together: Together, *, practice: bool = False
) -> Sequence[Kept | Exception]:
    """Keep the events of a batch; of each what ``keep`` would return, or raise.

    They are kept in one transaction, but for one that may name an event of the same batch: what
    came before it is kept first, so that it is prepared as if it had been posted alone.

    Raises:
        SpoolUnavailable: where they could not be kept; some of them may be.
    """
    found: dict[int, Kept | Exception] = {}
    ready: dict[int, _Ready] = {}
    for at, record in enumerate(records):
        try:
            came = carried(record)
            document = _document(came)
            if _amends(document) or document.get("id") in {one.event for one in ready.values()}:
                found |= _kept(ready, publisher, together)
                ready = {}
            ready[at] = _prepared(came, document, publisher, practice=practice)
        except (Unreadable, InAnothersName, InvalidEvent, NotAppended) as error:
            found[at] = error
    found |= _kept(ready, publisher, together)
    return [found[at] for at in range(len(records))]


def _document(came: Carried) -> dict[str, Any]:
    told = {name: text for name, text in came.attributes.items() if name in _ATTRIBUTES}
    return {**told, "data": came.content}


def _amends(document: Mapping[str, Any]) -> bool:
    kind = by_name(str(document.get("type")))
    return kind is not None and kind.AMENDS


def _prepared(
    came: Carried, document: dict[str, Any], publisher: Publisher, *, practice: bool
) -> _Ready:
    _refuse_other_source(document, publisher.agency)
    if not document.get("id"):
        raise InvalidEvent([_WITHOUT_ID])
    if practice and (core_of(document) or {}).get("exercise") is not True:
        raise InvalidEvent([NO_PRACTICE])
    prepared = publisher.prepare(document)
    event = attributes_of(prepared.record.headers)["id"]
    asked = once((*came.problems, *prepared.asked))
    return _Ready(event, prepared.record, asked, came.remarks)


def _kept(
    ready: Mapping[int, _Ready], publisher: Publisher, together: Together
) -> dict[int, Kept | Exception]:
    """What became of each: kept now, kept before, or refused."""
    spool = publisher.spool
    new = {at: one for at, one in ready.items() if last_said(spool, one.event) is None}
    errors = together.keep_each([one.record for one in new.values()]) if new else ()
    refused = dict(zip(new, errors, strict=True))
    found: dict[int, Kept | Exception] = {}
    for at, one in ready.items():
        error = refused.get(at)
        if isinstance(error, SpoolUnavailable):
            raise error
        again = at not in new or isinstance(error, SaidOtherwise)  # another request kept it since
        try:
            if error is not None and not again:
                raise error
            again = again and _was_kept(one.record, one.event, spool)
        except NotAppended as refusal:
            found[at] = refusal
        else:
            receipt = spool.receipt(one.event)
            found[at] = Kept(one.event, receipt, one.asked, one.remarks, again)
    return found


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
