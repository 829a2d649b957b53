"""Following up: an answer that ends nothing has its event decided anew, and so has its correction.

Example: a team answers that it closed the case a year ago. The front door was not told, as the team
was; it is told now.
"""

from collections.abc import Sequence

from wholepicture_agreement import Response
from wholepicture_bus.records import Outgoing, Record
from wholepicture_engine.stage import Key
from wholepicture_schemas.answers import END_NOTHING
from wholepicture_schemas.codes import OUTCOMES
from wholepicture_schemas.identifiers import EventId

from wholepicture_consumers.documents import Sent
from wholepicture_consumers.facts.chronology import keys_of
from wholepicture_consumers.picture.causes import Cause, House, as_it_stands
from wholepicture_consumers.picture.documents import NewsState, Telling, told_state
from wholepicture_consumers.picture.reading import Replied
from wholepicture_consumers.picture.reconcile import reconcile


def follow_up(
    response: Response, replied: Replied, sent: Sent, record: Record, house: House
) -> Sequence[Outgoing]:
    """What follows for others from what a recipient answered; nothing where it changes nothing."""
    name, first = _first(replied.data.delivery, sent, house)
    if first is None or first.held is None or _is_a_question(first):
        return ()
    held = first.held
    before = [held.answers.get(person) for person in held.persons]
    answers = {**held.answers, **dict.fromkeys(held.persons, response)}
    if answers == held.answers:
        return ()
    answered = held.model_copy(update={"answers": answers})
    house.work.put(name, first.model_copy(update={"held": answered}))
    telling = house.work.get(Telling, first.event)
    turned_away = any(answer in END_NOTHING for answer in (response, *before))
    if telling is None or not (turned_away or telling.asked):
        return ()
    state = told_state(first.event, house.work)
    if state is None or state.retracted or isinstance(state, NewsState):
        return ()  # that there is news gives nobody a child to act for
    house.work.further(keys_of(state.links))
    cause = _cause(response, replied, first, record)
    return reconcile(as_it_stands(state, telling), cause, house).outputs


def _first(delivery: EventId, sent: Sent, house: House) -> tuple[EventId, Sent | None]:
    """The first delivery of what a reply is about: this one, or the one that this one amends."""
    if sent.held is not None or sent.amends is None:
        return delivery, house.work.get(Sent, delivery)
    house.work.further([Key(Sent, sent.amends)])
    return sent.amends, house.work.get(Sent, sent.amends)


def _is_a_question(sent: Sent) -> bool:
    """Whether a delivery asks something and tells nothing: what is decided on it ends nothing."""
    return sent.asks is not None and sent.asks.kind != "phone"


def _cause(response: Response, replied: Replied, sent: Sent, record: Record) -> Cause:
    attributes = replied.data.attributes
    words = {**END_NOTHING, **OUTCOMES}[response]
    return Cause(
        "answered", f"{attributes.source}:{attributes.id}", EventId(sent.event.rpartition(":")[2]),
        attributes.type, record, record.appended, said=_sentence(f"{sent.to} answered: {words}."),
    )  # fmt: skip


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:]
