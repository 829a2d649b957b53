"""What a recipient of the minimum reads where its sender wrote nothing for it."""

from collections.abc import Sequence
from typing import Any

from wholepicture_agreement.item.instructions.telling import Telling
from wholepicture_agreement.seen.released import OF_THE_EVENT, READS_EVERY_TEXT

_OF_THE_EVENT = tuple((field, *field.split(".")) for field in OF_THE_EVENT)
_NOTHING_WRITTEN = (
    "The sender has not written what you may be told of what happened: call the sender, and ask "
    "what you need to know for the child."
)


def nothing_released(telling: Telling) -> Sequence[str]:
    """That the sender has not written what the recipient may be told, and whom to call."""
    recipients = telling.facts.agreement.recipients
    kinds = {recipients[target.recipient].kind for target in telling.targets}
    if not kinds or kinds & READS_EVERY_TEXT:
        return ()
    told: Any = telling.shown.told
    wanted = False
    for field, part, name in _OF_THE_EVENT:
        given = [active for active in telling.rules if active.fields.answers[field]]
        if given and name in told.get(part, {}):
            return ()
        wanted = wanted or bool(given)
    return (_NOTHING_WRITTEN,) if wanted else ()
