"""The disclosure ledger: one chain of entries per partition, each with the hash of the one before.

Source: DfE, Information sharing, May 2024, golden rule 7: record the decision, whether or not you
share.
"""

from collections.abc import Sequence
from datetime import datetime

from wholepicture_agreement import Entry
from wholepicture_bus import topics
from wholepicture_bus.binding import outgoing
from wholepicture_bus.records import Outgoing
from wholepicture_engine.stage import Work
from wholepicture_schemas.disclosures import Disclosure, DisclosureData, digest
from wholepicture_schemas.identifiers import ChildRef, EventId, derived

from wholepicture_consumers.feedback import BUS
from wholepicture_consumers.picture.documents import Chain

Entered = tuple[Entry, EventId | None]
"""A decision, and the delivery that it led to; none where it led to none."""


def entered(
    entries: Sequence[Entered],
    *,
    chain: int,
    event_source: str,
    event_id: str,
    event_type: str,
    at: datetime,
    work: Work,
) -> list[Outgoing]:
    """The ledger's records for decisions."""
    end = work.get(Chain, str(chain)) or Chain()
    sequence, previous = end.sequence, end.last
    made: list[Outgoing] = []
    for entry, delivery in entries:
        sequence += 1
        data = _data(entry, delivery, event_source, event_id, event_type, at)
        body = data | {"chain": chain, "sequence": sequence, "previous": previous}
        unsigned = DisclosureData.model_validate(body | {"hash": ""})
        previous = digest(unsigned.model_dump(mode="json", exclude={"hash"}))
        told = Disclosure(
            id=derived("disclosure", str(chain), str(sequence)),
            source=BUS,
            type=Disclosure.TYPE,
            time=at,
            causationid=f"{event_source}:{event_id}",
            data=unsigned.model_copy(update={"hash": previous}),
        )
        made.append(outgoing(told, topics.DISCLOSURES, None, partition=chain))
    if made:
        work.put(str(chain), Chain(sequence=sequence, last=previous))
    return made


def _data(
    entry: Entry,
    delivery: EventId | None,
    event_source: str,
    event_id: str,
    event_type: str,
    at: datetime,
) -> dict[str, object]:
    children: list[ChildRef] = [one.ref for one in entry.children if one.ref is not None]
    return {
        "decision": entry.decision,
        "recipient": entry.recipient,
        "delivery": delivery,
        "event_source": event_source,
        "event_id": event_id,
        "event_type": event_type,
        "children": tuple(children),
        "rule": entry.rule,
        "rule_version": entry.rule_version,
        "agreement": entry.agreement,
        "purpose": entry.purpose,
        "legal_basis": entry.legal_basis,
        "fields": entry.fields,
        "masked": entry.masked,
        "because": entry.because,
        "at": at,
    }
