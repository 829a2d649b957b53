"""Settling: what becomes of a question that needs no answer any more."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from wholepicture_agreement import Agreement
from wholepicture_bus.records import Outgoing, Record
from wholepicture_engine.stage import Work
from wholepicture_schemas.children import Link, links_now
from wholepicture_schemas.deliveries import Amends
from wholepicture_schemas.identifiers import EventId, derived

from wholepicture_consumers.picture.amended import amended_delivery, unasked
from wholepicture_consumers.picture.coverage import with_coverage
from wholepicture_consumers.picture.documents import Given
from wholepicture_consumers.picture.entries import entry_of
from wholepicture_consumers.picture.ledger import Entered
from wholepicture_consumers.picture.reading import Concerned
from wholepicture_consumers.picture.telling import send

TAKEN_BACK = "the sender took it back, and nobody is told"
PUT_RIGHT = "the sender put it right, and nobody waits for this answer any more"
_HEADLINE = "The question is settled: {why}."
_NOTHING_TO_DO = "Do not answer it. What is still asked has come as an item of its own."
_WAS_ASKED = "It was asked about the event, so it is told that the question is settled."


@dataclass
class Settled:
    """Questions that are settled without an answer."""

    known: tuple[Given, ...]
    """Every question of the event; of one that is settled, ``newest`` is the item that says so."""
    outputs: list[Outgoing] = field(default_factory=list)
    ledger: list[Entered] = field(default_factory=list)


def settle_questions(
    asked: Iterable[Given],
    still: Collection[EventId],
    why: str,
    links: Iterable[Link],
    content: Concerned,
    record: Record,
    agreement: Agreement,
    work: Work,
) -> Settled:
    """Whoever is asked what does not stand ``still`` hears that it is settled, and why.

    Who has answered no hears it too: what that kept back may be told now.
    """
    found = Settled(())
    for given in asked:
        if given.delivery in still or given.newest:
            found.known += (given,)
            continue
        because = f"{why[0].upper()}{why[1:]}."
        changes: dict[str, Any] = {
            "headline": _HEADLINE.format(why=why),
            "instructions": (_NOTHING_TO_DO,),
            "respond_by": None,
            "respond_by_words": None,
            "told": {},
            "children": unasked(given),
            "amends": Amends(delivery=given.delivery, how="retraction", because=because),
        }
        delivery = amended_delivery(given, changes, content, record)
        name = derived("question-settled", content.identity, given.delivery)
        delivery = with_coverage(delivery.model_copy(update={"id": name}), agreement, work)
        found.outputs += send(delivery, given, (), content, work)
        found.ledger.append((entry_of(given, links_now(links), None, _WAS_ASKED), name))
        found.known += (given.model_copy(update={"newest": name}),)
    return found
