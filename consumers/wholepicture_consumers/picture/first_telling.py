"""The first telling of an event: whoever the agreement names, and whoever must be asked."""

from collections.abc import Sequence

from wholepicture_agreement import Agreement, Decision, decide
from wholepicture_bus.records import Outgoing, Record
from wholepicture_engine.stage import Work
from wholepicture_schemas.any_agency import Withheld

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

_TO_NOBODY = (
    "Nobody has this: everybody whom the agreement names for it takes part with the other kind of "
    "data, practice or live, or may not read it. Telephone whoever has to know of it."
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
    nobody = not (outputs or asked.outputs) and _is_kept_from_all(decision)
    told = told_of(content).model_copy(update={"given": tuple(given), "asked": asked.known})
    work.put(content.identity, told)
    ids = {one.data.recipient: one.delivery for one in given}
    return [
        *outputs,
        *asked.outputs,
        *_not_told(content, record, nobody=nobody),
        *on_the_ledger(led_to(decision.entries, ids, asked.now), content, record, work),
    ]


def _is_kept_from_all(decision: Decision) -> bool:
    """Whether rules would give it, and each of them is closed: to practice, say, or a kind."""
    return any(one.decision == "withhold" and one.legal_basis for one in decision.entries)


def _not_told(content: Concerned, record: Record, *, nobody: bool) -> list[Outgoing]:
    """The word to an agency that decided not to tell, or whose event reaches ``nobody``."""
    if isinstance(content.event, Withheld):
        says = _WITHHELD
    elif nobody:
        says = _TO_NOBODY
    else:
        return []
    agency, event = agency_of(content), content.event.id
    return [feedback(agency, event, record.appended, "not-delivered", says, cause="withheld")]
