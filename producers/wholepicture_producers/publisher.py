"""The publisher: an event is checked, kept in the spool, and has its receipt before it is sent.

It works while the broker is away: what is in the spool goes to Kafka as soon as possible.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic_core import PydanticSerializationError, to_jsonable_python
from wholepicture_bus.binding import attributes_of
from wholepicture_bus.records import Outgoing
from wholepicture_bus.spool import (
    Receipt,
    Said,
    Sender,
    Spool,
    SpooledRecord,
    TooLarge,
    check_size,
)
from wholepicture_bus.topics import is_history
from wholepicture_schemas.any_agency import Correction
from wholepicture_schemas.catalogue import TOLD
from wholepicture_schemas.envelope import Event
from wholepicture_schemas.identifiers import AgencyId, EventId, derived
from wholepicture_schemas.problems import InvalidEvent, Problem

from wholepicture_producers.checking import EventDocument, Prepared, core_of, record_of
from wholepicture_producers.secret import Secret
from wholepicture_producers.too_large import too_large


class Publisher:
    """Publishes one agency's events through its spool; an example stands in ``kit``."""

    def __init__(
        self,
        agency: AgencyId,
        spool: Spool,
        bootstrap: str | None,
        *,
        send_in_background: bool = True,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.agency = agency
        self.now = now
        self.spool = spool
        self._secret = Secret(spool.path.with_name("family.key"))
        self._sender: Sender | None = None
        if send_in_background and bootstrap is not None:
            self._sender = Sender(spool, bootstrap)
            self._sender.start()

    def publish(
        self,
        event: Event[Any] | Mapping[str, Any],
        *,
        family_reference: str | None = None,
        once: str | None = None,
        strict: bool = False,
    ) -> Receipt:
        """The receipt of an event that is now kept, whether or not Kafka can be reached.

        ``event`` is an event of the language, or a CloudEvents JSON document; what the publisher
        knows itself (id, source, producer, opaque keys) may be left out of it.
        ``family_reference`` is the agency's own reference of the family or the case: events of one
        reference stay in order, and only a keyed hash of it leaves. Without one, all events of the
        agency stay in order. ``once`` is the agency's own key of this event: the same key gives the
        same id, so that an export which tells it twice publishes it once.

        An event that lacks something is published, and the receipt says what is ``asked``: the bus
        delivers it marked incomplete. With ``strict`` it is refused, for whoever mends first.

        Raises:
            InvalidEvent: with every problem of the event, each with its field and its fix, where
                the bus could deliver nothing of it or a protection cannot be read.
            SaidOtherwise: where its id already stands for another content.
            SpoolUnavailable: where it could not be kept; it is not published.
        """
        prepared = self.prepare(event, family_reference=family_reference, once=once, strict=strict)
        return replace(self.keep([prepared.record])[0], asked=prepared.asked)

    def prepare(
        self,
        event: Event[Any] | Mapping[str, Any],
        *,
        family_reference: str | None = None,
        once: str | None = None,
        strict: bool = False,
    ) -> Prepared:
        """The record of an event, and what is asked about it; nothing is kept yet.

        Raises:
            InvalidEvent: as ``publish`` does.
        """
        document = _document(event)
        original = original_of(document, self.spool)
        self._key(document, original, family_reference, once)
        _stay_in_lane(document, self.spool if once is not None else None)
        now = self.now()
        prepared = record_of(document, self.agency, now, type_of(original), strict=strict)
        if original is not None:
            record = replace(prepared.record, topic=original.outgoing.topic)
            prepared = replace(prepared, record=record)
        try:
            check_size(self.spool, prepared.record)
        except TooLarge as error:
            raise InvalidEvent([too_large(document, error.size, error.most)]) from None
        return prepared

    def keep(
        self, prepared: Sequence[Outgoing], exported: Sequence[Said] = ()
    ) -> tuple[Receipt, ...]:
        """The receipts of prepared records, once all of them are on the disk.

        ``exported`` is what an export says now of events that were published before.

        Raises:
            NotAppended: where one of them is refused; then none was kept.
            SpoolUnavailable: where they could not be kept.
        """
        receipts = self.spool.append(prepared, exported)
        if self._sender is not None:
            self._sender.wake()
        return receipts

    def receipts_of(self, kind: str, once: str) -> tuple[EventId, EventId]:
        """The receipts that events of a type have by the agency's own key: live, and as practice.

        What was practised is not what is told when live.
        """
        parts = [self.agency, kind, self._secret.opaque("once", once)]
        return derived("once", *parts), derived("once", *parts, "exercise")

    def key_of(self, family: str) -> str:
        """The key under which the events of one of the agency's own references stand."""
        return self._secret.opaque("family", family)

    def close(self, within: timedelta = timedelta(seconds=10)) -> bool:
        """Whether all was sent before the time was up. What was not stays in the spool."""
        if self._sender is None:
            return not self.spool.unsent(1)
        return self._sender.close(within)

    def _key(
        self,
        document: EventDocument,
        original: SpooledRecord | None,
        family: str | None,
        once: str | None,
    ) -> None:
        """Add the keys that are derived from the agency's secret and from its spool."""
        if once is not None:
            core = core_of(document) or {}
            live, practice = self.receipts_of(str(document.get("type")), once)
            document.setdefault("id", practice if core.get("exercise") is True else live)
        for name, text in _of_the_original(original).items():
            document.setdefault(name, text)
        if family is not None:
            document.setdefault("partitionkey", self.key_of(family))


def _stay_in_lane(document: EventDocument, spool: Spool | None) -> None:
    """Leave what was published before in its lane: the daily export may hold what was history.

    Who may have an event is decided once, by whether it was history when it was told first.
    """
    receipt = document.get("id")
    row = spool.row(str(receipt)) if spool is not None and receipt else None
    core = core_of(document)
    if row is None or core is None:
        return
    core.pop("history", None)
    if is_history(row.outgoing.topic):
        core["history"] = True


def original_of(document: Mapping[str, Any], spool: Spool) -> SpooledRecord | None:
    """The event that a document corrects or takes back, as far as it was published from here.

    A document that names a correction leads to the event which that one corrects.
    """
    row, named, passed = None, _named(document.get("data")), set[str]()
    while named and named not in passed:
        passed.add(named)
        found = spool.row(named)
        row = found or row
        named = _named(json.loads(found.outgoing.value or b"{}")) if found else None
    return row


def _named(content: Any) -> str | None:
    """The receipt that a content names as what it corrects or takes back."""
    detail = content.get("detail") if isinstance(content, dict) else None
    if not isinstance(detail, dict):
        return None
    named = detail.get("corrects") or detail.get("retracts")
    return str(named) if named else None


def type_of(row: SpooledRecord | None) -> type[Event[Any]] | None:
    """The type of an event that was published from here; None where it is not known.

    It is not known of a correction whose own event was not published from here.
    """
    kind = TOLD.get(attributes_of(row.outgoing.headers).get("type", "")) if row else None
    return None if kind is Correction else kind


def _of_the_original(row: SpooledRecord | None) -> dict[str, str]:
    """The attributes that a correction or a retraction copies from its original."""
    if row is None:
        return {}
    told = attributes_of(row.outgoing.headers)
    kept: dict[str, str] = {
        name: told[name] for name in ("partitionkey", "correlationid") if name in told
    }
    return {**kept, "causationid": f"{told['source']}:{told['id']}"}


def _document(event: Event[Any] | Mapping[str, Any]) -> EventDocument:
    """A copy of the event as plain JSON values, which may be completed."""
    if isinstance(event, Event):
        return event.model_dump(mode="json", exclude_none=True)
    try:
        document = to_jsonable_python(dict(event))
    except (PydanticSerializationError, ValueError):
        problem = Problem("event", "holds what JSON cannot say", "Use texts, numbers and lists.")
        raise InvalidEvent([problem]) from None
    return {name: value for name, value in document.items() if value is not None}
