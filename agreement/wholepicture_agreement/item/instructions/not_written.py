"""What a recipient of the minimum reads where its sender wrote nothing for it."""

from collections.abc import Iterator
from typing import Any

from wholepicture_agreement.item.instructions.telling import Telling
from wholepicture_agreement.seen.released import OF_THE_EVENT, READS_EVERY_TEXT
from wholepicture_agreement.written.model import ActiveRule


def nothing_released(telling: Telling) -> Iterator[str]:
    """That the sender has not written what the recipient may be told, and whom to call."""
    recipients = telling.facts.agreement.recipients
    kinds = {recipients[target.recipient].kind for target in telling.targets}
    if not kinds or kinds & READS_EVERY_TEXT:
        return
    wanted = [field for field in OF_THE_EVENT if _gives(telling.rules, field)]
    told: Any = telling.shown.told
    parts = (field.split(".") for field in wanted)
    if wanted and not any(name in told.get(part, {}) for part, name in parts):
        yield (
            "The sender has not written what you may be told of what happened: call the sender, "
            "and ask what you need to know for the child."
        )


def _gives(rules: tuple[ActiveRule, ...], field: str) -> bool:
    return any(field in active.fields for active in rules)
