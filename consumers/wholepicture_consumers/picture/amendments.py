"""A correction or a retraction reaches whoever had the original, and stays open until applied.

It reaches them even if the agreement has changed since or they have left. Each is shown, within
what it had been given, what it was told and what is right; whose part has not changed has nothing
to put right. Whoever the agreement would tell of the event as it is now, and who has not had it,
gets it.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from pydantic import JsonValue
from wholepicture_bus.records import Outgoing, Record
from wholepicture_bus.stage import Work
from wholepicture_schemas.any_agency import Correction
from wholepicture_schemas.children import Link
from wholepicture_schemas.deliveries import Amends, Delivery
from wholepicture_schemas.identifiers import EventId, RecipientId, derived

from wholepicture_consumers.agreement import Agreement, Entry, KnownChild, decide, seen_again
from wholepicture_consumers.feedback import BUS
from wholepicture_consumers.picture.amending import (
    corrected,
    difference,
    not_repeating,
    protecting,
)
from wholepicture_consumers.picture.documents import Given, Picture, Told
from wholepicture_consumers.picture.reading import Concerned, event_of
from wholepicture_consumers.picture.telling import (
    cause,
    delivery_of,
    given_of,
    matter,
    on_the_ledger,
    refs_of,
    send,
    situation_of,
)

_TAKEN_BACK = "Taken back by the sender: what you were told is not so, or was not meant for you."
_CORRECTED = "Corrected by the sender: part of what you were told was wrong."


def amend(
    content: Concerned, record: Record, agreement: Agreement, work: Work
) -> Sequence[Outgoing]:
    """Everything that follows from a correction or a retraction."""
    name = content.data.amends or ""
    original = work.get(Told, name)
    if original is None or original.retracted:
        return ()
    if isinstance(content.event, Correction):
        now = corrected(original.content, content.event.data.detail.changes)
        return _correct(name, original, now, content, record, agreement, work)
    return _retract(name, original, content, record, work)


def _retract(
    name: str, original: Told, content: Concerned, record: Record, work: Work
) -> list[Outgoing]:
    outputs: list[Outgoing] = []
    ids: dict[RecipientId, EventId] = {}
    for given in original.given:
        amends = Amends(delivery=given.delivery, how="retraction", because=_because(content, given))
        delivery = _amending(given, amends, {}, _TAKEN_BACK, content, record)
        ids[given.data.recipient] = delivery.id
        outputs += send(delivery, given, _refs(original.links), content, work)
    work.put(name, original.model_copy(update={"retracted": True}))
    _in_pictures(name, original.links, work, {"retracted": True})
    entries = [_entry(given, original.links) for given in original.given]
    return [*outputs, *on_the_ledger(entries, ids, content, record, work)]


def _correct(
    name: str,
    original: Told,
    now: dict[str, JsonValue],
    content: Concerned,
    record: Record,
    agreement: Agreement,
    work: Work,
) -> list[Outgoing]:
    as_it_is = Concerned(
        data=content.data.model_copy(
            update={"attributes": original.attributes, "content": now, "links": original.links}
        ),
        event=event_of(original.attributes, now),
        correlation=content.correlation,
    )
    decision = decide(situation_of(as_it_is, work, earlier_held=False), agreement)
    had = {
        given.data.recipient: {child.person for child in given.data.children}
        for given in original.given
    }
    at_first = as_it_is.data.model_copy(update={"received": original.received})
    as_then = situation_of(replace(as_it_is, data=at_first), work, earlier_held=False)
    now_told = {item.recipient: item for item in decide(as_then, agreement).items}
    anew = [
        item
        for item in decision.items
        if {child.person for child in item.children} - had.get(item.recipient, set())
        or item.recipient not in had
    ]
    whole = {item.recipient for item in anew}
    outputs: list[Outgoing] = []
    ids: dict[RecipientId, EventId] = {}
    kept: list[Given] = []
    entries = [entry for entry in decision.entries if entry.recipient in whole]
    for given in original.given:
        if given.data.recipient in whole:  # a child that it had not been told of: the whole, anew
            continue
        see = partial(
            seen_again,
            as_it_is.event,
            given.rules,
            kind=given.kind,
            at=original.received,
            agreement=agreement,
            missing=original.missing,
        )
        told = see()
        old, after = difference(given.data.told, told)
        before = not_repeating(old, see(was=event_of(original.attributes, original.content)))
        item = now_told.get(given.data.recipient)
        handling = item.instructions if item else given.data.instructions
        handling = protecting(handling, given.data.instructions, more=before != old)
        if not before and not after and handling == given.data.instructions:
            kept.append(given)
            continue
        because = _because(content, given)
        amends = Amends(
            delivery=given.delivery, how="correction", because=because, before=before, after=after
        )
        delivery = _amending(given, amends, told, _CORRECTED, content, record, handling)
        ids[given.data.recipient] = delivery.id
        outputs += send(delivery, given, _refs(original.links), content, work)
        kept.append(given.model_copy(update={"data": _settled(delivery)}))
        entries.append(_entry(given, original.links))
    for item in anew:
        first = delivery_of(item, as_it_is, record, agreement, work)
        name_of_it = derived("delivery", content.identity, item.recipient)
        delivery = first.model_copy(update={"id": name_of_it})
        given = given_of(delivery, item, agreement)
        ids[item.recipient] = delivery.id
        outputs += send(delivery, given, refs_of(item), as_it_is, work)
        kept.append(given)
    work.put(name, original.model_copy(update={"content": now, "given": tuple(kept)}))
    _in_pictures(name, original.links, work, {"content": now})
    return [*outputs, *on_the_ledger(entries, ids, content, record, work)]


def _amending(
    given: Given,
    amends: Amends,
    told: dict[str, Any],
    headline: str,
    content: Concerned,
    record: Record,
    instructions: tuple[str, ...] = (),
) -> Delivery:
    """The delivery that tells a recipient what has changed in one that it had."""
    data = given.data.model_copy(
        update={
            "instructions": instructions or given.data.instructions,
            "headline": headline,
            "told": told,
            "amends": amends,
            "incomplete": (),
            "received": content.data.received,
        }
    )
    return Delivery(
        id=derived("delivery", content.identity, given.data.recipient),
        source=BUS,
        type=Delivery.TYPE,
        time=record.appended,
        partitionkey=given.key,
        correlationid=matter(given.subscriber, content.correlation),
        causationid=cause(content),
        data=data,
    )


def _because(content: Concerned, given: Given) -> str:
    """The sender's own words for the front door; a plain sentence for others.

    The words may say what somebody else may not know, and only the front door may know it all.
    """
    words = getattr(content.event.data.detail, "because", None)
    if words and given.kind == "front-door":
        return str(words)
    return "The sender says so. Call them if you need to know more."


def _settled(delivery: Delivery) -> Any:
    return delivery.data.model_copy(update={"amends": None})


def _refs(links: Sequence[Link]) -> list[Any]:
    return [link.child for link in links]


def _entry(given: Given, links: Sequence[Link]) -> Entry:
    """The ledger's entry for an amendment: it follows from the first disclosure, by its rule."""
    reason = given.data.reason
    return Entry(
        decision="give",
        recipient=given.data.recipient,
        rule=reason.rule,
        rule_version=reason.rule_version,
        agreement=reason.agreement,
        purpose=reason.purpose,
        legal_basis=reason.legal_basis,
        children=tuple(
            KnownChild(person=link.person, ref=link.child, confidence=link.confidence)
            for link in links
        ),
        fields=(),
        masked=(),
        because="It had the original, so it is told what has changed.",
    )


def _in_pictures(name: str, links: Sequence[Link], work: Work, changes: dict[str, Any]) -> None:
    """The event's entry changed in every picture that has it."""
    for link in links:
        for child in filter(None, (link.child, link.possibly)):
            picture = work.get(Picture, child)
            if picture is None:
                continue
            entries = tuple(
                entry.model_copy(update=changes) if entry.event == name else entry
                for entry in picture.entries
            )
            work.put(child, picture.model_copy(update={"entries": entries}))
