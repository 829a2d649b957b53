"""Taking on: who has an event and what each answered, and whom nobody has taken on yet."""

from wholepicture_agreement import ToldBefore
from wholepicture_schemas.identifiers import EventId, PersonRef

from wholepicture_consumers.documents import Sent
from wholepicture_consumers.picture.causes import Facts, House
from wholepicture_consumers.picture.documents import NotTakenOn
from wholepicture_consumers.picture.holdings import Holding, Holdings

_KIND = "not-taken-on"


def told_before(held: Holdings, facts: Facts) -> tuple[ToldBefore, ...]:
    """Who has the event, with the newest answer about each child."""
    return tuple(
        ToldBefore(
            recipient=holding.recipient,
            family=holding.sent.to,
            acts=holding.held.data.kind == "referral",
            answers={
                person: holding.held.answers.get(person)
                for person in holding.held.persons
                if person not in facts.moved.others
            },
            reason=holding.held.data.reason,
        )
        for holding in held.own
        if not (holding.held.kept_back or holding.held.taken_back)
    )


def taken_on(held: Holdings, facts: Facts) -> frozenset[PersonRef]:
    """The children of whom somebody who was asked has said who acts for them."""
    return frozenset(
        person
        for holding in held.asked
        if _is_answered(holding)
        for person in holding.held.persons
        if person not in facts.refs or facts.refs[person] in holding.sent.children
    )


def _is_answered(holding: Holding) -> bool:
    asks = holding.sent.asks
    return holding.held.agreed and asks is not None and asks.kind == _KIND


def remember_open(name: EventId, sent: Sent, facts: Facts, house: House) -> None:
    """A question who acts is kept for the status, until it is answered or settled."""
    row = NotTakenOn(
        agency=facts.now.agency, asked=sent.recipient, told=sent.at, respond_by=sent.respond_by
    )
    house.work.put_row(facts.name, name, sent.at, row)


def remember_closed(name: EventId, sent: Sent, house: House, *, is_open: bool = False) -> None:
    """Such a question needs nobody any more, or needs somebody again."""
    row = house.work.row(NotTakenOn, sent.event, name)
    if row is not None:
        house.work.put_row(sent.event, name, sent.at, row.model_copy(update={"open": is_open}))
