"""After a yes: whoever was told on it hears that the owner has thought otherwise since.

What was told cannot become untold, so nothing is taken back: it is said, and they are asked to
call. A yes that comes after that is said too. Each stands on the ledger.
"""

from collections.abc import Collection

from wholepicture_agreement import Entry, KnownChild
from wholepicture_bus.records import Outgoing
from wholepicture_schemas.identifiers import EventId

from wholepicture_consumers.documents import AsksAbout
from wholepicture_consumers.picture import voice
from wholepicture_consumers.picture.causes import Cause, Facts, House
from wholepicture_consumers.picture.holdings import holdings_of
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
    """The amendment for everybody who was told on the yes, and the entries on the ledger."""
    own = holdings_of(facts.telling, house.work).own
    sending = Sending(facts, cause, house, own)
    entries: list[tuple[Entry, EventId | None]] = []
    for holding, reason in _told_on_yes(asks, own):
        name = _say(holding, asks, facts, cause, house, sending, agrees=agrees)
        because = voice.SAID_YES_AGAIN if agrees else voice.SAID_NO_SINCE
        entries.append((by_reason(reason, "give", holding.recipient, about, because), name))
    return [*sending.outputs, *on_the_ledger(entries, facts, cause, house.work)]
