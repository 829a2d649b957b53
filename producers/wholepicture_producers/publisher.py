"""The publisher: an event is checked, kept in the spool, and has its receipt before it is sent.

It works while the broker is away: what is in the spool goes to Kafka as soon as possible.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic_core import PydanticSerializationError, to_jsonable_python
from wholepicture_bus.binding import attributes_of, outgoing
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
from wholepicture_bus.topics import INPUT_BYTES, events
from wholepicture_schemas.any_agency import Correction
from wholepicture_schemas.catalogue import TOLD, by_name
from wholepicture_schemas.changed_values import problems_of_values
from wholepicture_schemas.clock import long_grown_up, not_yet, not_yet_born, too_long_ago
from wholepicture_schemas.envelope import Event, new_id
from wholepicture_schemas.identifiers import AgencyId, agency_source, derived
from wholepicture_schemas.problems import InvalidEvent, Problem
from wholepicture_schemas.reading import Unreadable, read_attributes, read_closed

from wholepicture_producers.made_up import made_up
from wholepicture_producers.secret import Secret
from wholepicture_producers.too_large import too_large

EventDocument = dict[str, Any]


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
    ) -> Receipt:
        """The receipt of an event that is now kept, whether or not Kafka can be reached.

        ``event`` is an event of the language, or a CloudEvents JSON document; what the publisher
        knows itself (id, source, producer, opaque keys) may be left out of it.
        ``family_reference`` is the agency's own reference of the family or the case: events of one
        reference stay in order, and only a keyed hash of it leaves. Without one, all events of the
        agency stay in order. ``once`` is the agency's own key of this event: the same key gives the
        same id, so that an export which tells it twice publishes it once.

        Raises:
            InvalidEvent: with every problem of the event, each with its field and its fix.
            SaidOtherwise: where its id already stands for another content.
            SpoolUnavailable: where it could not be kept; it is not published.
        """
        prepared = self.prepare(event, family_reference=family_reference, once=once)
        return self.keep([prepared])[0]

    def prepare(
        self,
        event: Event[Any] | Mapping[str, Any],
        *,
        family_reference: str | None = None,
        once: str | None = None,
    ) -> Outgoing:
        """The record of an event, checked against every rule; nothing is kept yet.

        Raises:
            InvalidEvent: with every problem of the event.
        """
        document = _document(event)
        original = original_of(document, self.spool)
        self._key(document, original, family_reference, once)
        record = record_of(document, self.agency, self.now(), type_of(original))
        try:
            check_size(self.spool, record)
        except TooLarge as error:
            raise InvalidEvent([too_large(document, error.size, error.most)]) from None
        return record

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
            own = self._secret.opaque("once", once)
            parts = [self.agency, str(document.get("type")), own]
            core = _core(document) or {}
            if core.get("exercise") is True:
                parts.append("exercise")  # what was practised is not what is told when live
            document.setdefault("id", derived("once", *parts))
        for name, text in _of_the_original(original).items():
            document.setdefault(name, text)
        if family is not None:
            document.setdefault("partitionkey", self._secret.opaque("family", family))


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


def record_of(
    document: EventDocument,
    agency: AgencyId,
    now: datetime,
    corrected: type[Event[Any]] | None = None,
) -> Outgoing:
    """The record of an agency's event, completed and checked against every rule, as of ``now``.

    ``corrected`` is the type of the event that it corrects, where that is known.

    Raises:
        InvalidEvent: with every problem of the event.
    """
    _complete(document, agency)
    problems = [*_not_ours(document, agency), *_not_filled_in(document)]
    try:
        event = read_closed(document)
    except InvalidEvent as error:
        found = (*problems, *error.problems, *_not_yet(document, now))
        raise InvalidEvent(_once(found)) from None
    problems += [*not_yet(event, now), *not_yet_born(event.data.core, now)]
    problems += [*too_long_ago(event, now), *long_grown_up(event.data.core, now)]
    if isinstance(event, Correction):
        problems += problems_of_values(event.data.detail.changes, TOLD, corrected)
    if problems:
        raise InvalidEvent(problems)
    record = outgoing(event, events(agency), event.partitionkey)
    size = len(record.value or b"")
    if size > INPUT_BYTES:
        raise InvalidEvent([too_large(document, size, INPUT_BYTES)])
    return record


def _complete(document: EventDocument, agency: AgencyId) -> None:
    """Add what the publisher knows, where the document says nothing itself."""
    kind = by_name(str(document.get("type")))
    if kind is not None:
        document["type"] = kind.TYPE
    source = document.setdefault("source", agency_source(agency))
    event_id = document.setdefault("id", new_id())
    document.setdefault("specversion", "1.0")
    document.setdefault("partitionkey", source)
    document.setdefault("correlationid", event_id)
    core = _core(document)
    if core is not None:
        core.setdefault("producer", agency)


def _not_ours(document: EventDocument, agency: AgencyId) -> list[Problem]:
    """The problems of an event in another agency's name, or of a type that is not an agency's."""
    problems: list[Problem] = []
    own = agency_source(agency)
    source = str(document["source"])
    if source != own and not source.startswith(f"{own}/"):
        problems.append(Problem("source", "must be your own", f"Leave it out, or write {own}."))
    core = _core(document)
    if core is not None and core["producer"] != agency:
        fix = f"Leave it out, or write {agency}."
        problems.append(Problem("core.producer", "must be your own id", fix))
    if by_name(str(document.get("type"))) and document["type"] not in TOLD:
        fix = f"Use one of {', '.join(sorted(TOLD))}."
        problems.append(Problem("type", "is not a type that agencies publish", fix))
    return problems


def _not_filled_in(document: EventDocument) -> tuple[Problem, ...]:
    """The texts of its template that a live event still has; a practice event may keep them."""
    core = _core(document)
    return made_up(document) if core is not None and core.get("exercise") is False else ()


def _not_yet(document: EventDocument, now: datetime) -> Iterator[Problem]:
    """A problem for each time in the future, of an event that is invalid in other ways too."""
    told = {name: text for name, text in document.items() if isinstance(text, str)}
    try:
        attributes = read_attributes(told)
    except Unreadable:
        return
    yield from not_yet(attributes, now)


def _core(document: EventDocument) -> EventDocument | None:
    content = document.get("data")
    core = content.get("core") if isinstance(content, dict) else None
    return core if isinstance(core, dict) else None


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


def _once(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    return tuple({problem.field: problem for problem in reversed(problems)}.values())[::-1]
