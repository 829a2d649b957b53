"""The first telling of an event: whoever the agreement names, and whoever must be asked."""

from collections.abc import Sequence

from wholepicture_bus.records import Outgoing, Record
from wholepicture_bus.stage import Work
from wholepicture_schemas.any_agency import Withheld

from wholepicture_consumers.agreement import Agreement, decide
from wholepicture_consumers.feedback import feedback
from wholepicture_consumers.picture.documents import Given
from wholepicture_consumers.picture.entries import led_to
from wholepicture_consumers.picture.questions import ask
from wholepicture_consumers.picture.reading import Concerned
from wholepicture_consumers.picture.situations import situation_of
from wholepicture_consumers.picture.telling import (
    agency_of,
    delivery_of,
    given_of,
    on_the_ledger,
    refs_of,
    send,
    told_of,
)

_WITHHELD = "Your decision not to tell is on the record. Nobody is told of it."


def tell(
    content: Concerned,
    record: Record,
    agreement: Agreement,
    work: Work,
    *,
    earlier_held: bool,
) -> Sequence[Outgoing]:
    """Everything that follows from a new event: deliveries, ledger entries, words to its agency.

    What an agency held before it was connected is told to nobody, and can be put right all the
    same: it stands in the chronology.
    """
    situation = situation_of(content, agreement, work, earlier_held=earlier_held)
    decision = decide(situation, agreement)
    outputs: list[Outgoing] = []
    given: list[Given] = []
    for item in decision.items:
        delivery = delivery_of(item, content, record, agreement, work, situation.elsewhere)
        one = given_of(delivery, item, agreement)
        given.append(one)
        outputs += send(delivery, one, refs_of(item), content, work)
    asked = ask(decision.questions, (), content, record, agreement, work)
    told = told_of(content).model_copy(update={"given": tuple(given), "asked": asked.known})
    work.put(content.identity, told)
    ids = {one.data.recipient: one.delivery for one in given}
    return [
        *outputs,
        *asked.outputs,
        *_withheld(content, record),
        *on_the_ledger(led_to(decision.entries, ids, asked.now), content, record, work),
    ]


def _withheld(content: Concerned, record: Record) -> list[Outgoing]:
    """The word to an agency that decided not to tell."""
    if not isinstance(content.event, Withheld):
        return []
    agency, event = agency_of(content), content.event.id
    return [feedback(agency, event, record.appended, "not-delivered", _WITHHELD, cause="withheld")]
