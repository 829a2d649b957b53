"""Where the items of a recipient come that has no topic of its own: to whom it is reached via."""

from wholepicture_bus.settings import Settings
from wholepicture_schemas.identifiers import RecipientId


def carried_by(recipient: str) -> str | None:
    """Who takes its items, as a sentence that says what to write; None where none is known here.

    It is known where the agreement is at hand, which a subscriber's own machine need not have.
    """
    from wholepicture_consumers.agreement.loading import AgreementError, load

    try:
        agreement = load(Settings().partnership)
    except AgreementError:
        return None
    one = agreement.recipients.get(RecipientId(recipient))
    if one is None or one.via is None:
        return None
    carrier = agreement.recipient(agreement.carrier(one.id))
    return (
        f"{one.name} gets its items via {carrier.name}, and has none of its own to read. "
        f"Write {carrier.id} in place of {one.id}."
    )
