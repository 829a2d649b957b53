"""After a yes: whoever was told on it hears that whoever agreed has thought otherwise since.

What was told cannot become untold, so nothing is taken back: it is said, and they are asked to
call. A yes that comes after that is said too. Each stands on the ledger.
"""

from collections.abc import Collection, Sequence
from typing import Any

from wholepicture_agreement import KnownChild, Verdict
from wholepicture_bus.records import Outgoing
from wholepicture_schemas.deliveries import Amends
from wholepicture_schemas.identifiers import EventId

from wholepicture_consumers.documents import AsksAbout
from wholepicture_consumers.picture import voice
from wholepicture_consumers.picture.causes import Cause, Entered, Facts, House
from wholepicture_consumers.picture.coverage import with_coverage
from wholepicture_consumers.picture.delivery import amending, name_of
from wholepicture_consumers.picture.holdings import Holding, as_held, holdings_of
from wholepicture_consumers.picture.ledger import by_reason, on_the_ledger
from wholepicture_consumers.picture.sending import Sending


def thought_otherwise(
    asks: AsksAbout,
    about: Collection[KnownChild],
    facts: Facts,
    cause: Cause,
    house: House,
    *,
    agrees: bool,
) -> list[Outgoing]:
    """The amendments for those who were told on the yes; what is decided is on the ledger.

    ``agrees``: what whoever is asked says now.
    """
    own = holdings_of(facts.telling, house.work).own
    sending = Sending(facts, cause, house, own)
    because = voice.AGREED_AGAIN if agrees else voice.AGREES_NO_MORE
    entries: list[Entered] = []
    for holding in _told_on_yes(asks, own):
        name = _say(holding, asks, facts, cause, house, sending, agrees=agrees)
        reason = holding.held.data.reason
        entries.append((by_reason(reason, "give", holding.recipient, about, because), name))
    verdict: Verdict = "give" if agrees else "withhold"
    for recipient, reason in zip(asks.whom, asks.by, strict=True):
        entries.append(
            (by_reason(reason, verdict, recipient, about, f"{cause.said} {because}"), None)
        )
    on_the_ledger(entries, facts, cause, house)
    return sending.outputs


def _told_on_yes(asks: AsksAbout, own: Sequence[Holding]) -> list[Holding]:
    """Those who waited for the answer and have the event now."""
    return [
        holding
        for holding in own
        if holding.recipient in asks.whom
        and not (holding.held.kept_back or holding.held.taken_back)
    ]


def _say(
    holding: Holding,
    asks: AsksAbout,
    facts: Facts,
    cause: Cause,
    house: House,
    sending: Sending,
    *,
    agrees: bool,
) -> EventId:
    """An amendment with the event as its recipient has it, and what to do first of all."""
    held = holding.held
    changes: dict[str, Any] = {
        "headline": voice.AGREED_AGAIN_HEADLINE if agrees else voice.AGREES_NO_MORE_HEADLINE,
        "instructions": voice.while_no(held.data.instructions, asks.kind, agrees=agrees),
        "incomplete": held.data.incomplete,
        "replaces": holding.newest,
        "amends": Amends(
            delivery=holding.name,
            how="correction",
            because=voice.AGREED_AGAIN if agrees else voice.AGREES_NO_MORE,
        ),
    }
    name = name_of(cause, holding.recipient)
    delivery = with_coverage(amending(holding, changes, facts, cause, name=name), house)
    sending.amendment(delivery, holding, holding.sent.children)
    now = holding.changed(data=as_held(delivery.data, question=held.data.question), newest=name)
    house.work.put(now.name, now.sent.model_copy(update={"held": now.held}))
    return name
