"""Hints for a recipient without a topic: who carries its items, or which name was probably meant.

They need the agreement, which a subscriber's own machine may not have.
"""

from wholepicture_bus.errors import StopError
from wholepicture_schemas.identifiers import RecipientId
from wholepicture_schemas.words import did_you_mean

from wholepicture_subscribers.subscription.at_hand import directory_at_hand
from wholepicture_subscribers.subscription.errors import NoTopicError


def carried_by(recipient: str) -> str | None:
    """Who carries its items, as a sentence that says what to write; None where nobody does."""
    known = directory_at_hand()
    entry = known.recipients.get(RecipientId(recipient)) if known else None
    if known is None or entry is None or entry.via is None:
        return None
    carrier = known.recipients[known.carrier(entry.id)]
    return (
        f"{entry.name} gets its items via {carrier.name}, and has none of its own to read. "
        f"Write {carrier.id} in place of {entry.id}."
    )


def explained(error: NoTopicError) -> str:
    """Why a recipient has no topic, as far as it is known here, and what to write."""
    return carried_by(error.recipient) or f"{error}{_probably_meant(error.recipient)}"


def nothing_recorded(recipient: str) -> StopError:
    """That nothing was recorded here for a recipient, and who was probably meant."""
    known = directory_at_hand()
    if known is not None and recipient not in known.recipients:
        return StopError(
            f"The agreement names no recipient {recipient}, and nothing was recorded for it here."
            f"{_probably_meant(recipient)}"
        )
    return StopError(
        carried_by(recipient)
        or f"Nothing was recorded here for {recipient}. Read what came for it first: wholepicture"
        f" referrals watch {recipient} --once."
    )


def _probably_meant(recipient: str) -> str:
    known = directory_at_hand()
    names = known.recipients if known else {}
    return "" if recipient in names else did_you_mean(recipient, names)
