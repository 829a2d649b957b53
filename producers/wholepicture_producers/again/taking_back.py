"""What an export told before and does not tell any more: retractions of what was published.

A row that is gone is as easily lost as taken back, and says nothing. A record that says of itself
that it was entered in error, or that it is something else now, does: what it was published as is
named, and taken back where that is wanted.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from wholepicture_bus.spool import History
from wholepicture_schemas.any_agency import Retraction
from wholepicture_schemas.catalogue import TOLD
from wholepicture_schemas.identifiers import EventId

from wholepicture_producers.after.published import Published, as_it_stands, taken_back
from wholepicture_producers.again.growing import Terms
from wholepicture_producers.drafts import Draft
from wholepicture_producers.publisher import Publisher

_OF_THE_EVENT = ("producer", "local_reference", "exercise", "call_back", "sharing")
"""The fields of the core that a retraction copies from its event."""
TakingBackState = Literal["taken-back", "to-take-back", "left"]


@dataclass(frozen=True, slots=True)
class TakenBack:
    """An event that was published and is not so any more."""

    number: int
    place: str
    receipt: EventId
    state: TakingBackState
    """``to-take-back`` in a dry run, ``left`` where nobody asked for it."""
    retraction: EventId | None = None


def taking_back(draft: Draft, publisher: Publisher, terms: Terms) -> Iterator[TakenBack]:
    """What a draft was published as before and is not any more; it is taken back where wanted.

    Raises:
        InvalidEvent: where a retraction cannot be published.
        NotAppended: where it is refused.
        SpoolUnavailable: the spool cannot be read or written.
    """
    for event in _published_before(draft, publisher):
        receipt = EventId(event.receipt)
        wanted = terms.removals or draft.takes_back
        if not wanted or terms.dry_run:
            state: TakingBackState = "to-take-back" if wanted else "left"
            yield TakenBack(draft.number, draft.place, receipt, state)
            continue
        because = terms.because or draft.no_longer_because
        record = publisher.prepare(_document(event, because, publisher.now())).record
        (kept,) = publisher.keep([record])
        yield TakenBack(draft.number, draft.place, receipt, "taken-back", kept.event)


def _published_before(draft: Draft, publisher: Publisher) -> Iterator[Published]:
    """What was published under the draft's key, is not so any more, and was not taken back yet."""
    for name in draft.no_longer if draft.once is not None else ():
        for receipt in publisher.receipts_of(name, draft.once or ""):
            row = publisher.spool.row(receipt)
            amending = History(publisher.spool.path).amending(receipt) if row else ()
            if row is not None and not taken_back(amending):
                yield as_it_stands(row, TOLD[name], amending)


def _document(event: Published, because: str, now: datetime) -> dict[str, Any]:
    core = event.content.get("core") or {}
    return {
        "type": Retraction.TYPE,
        "source": event.attributes["source"],
        "time": now.isoformat(),
        "data": {
            "core": {
                **{name: core[name] for name in _OF_THE_EVENT if name in core},
                "asks": "retraction",
            },
            "detail": {"retracts": event.receipt, "reason": "not-so", "because": because},
        },
    }
