"""The sharing agreement: who is told what of an event, who is not, and why.

It is read from the partnership's files and asked with ``decide``, which is pure.
"""

from wholepicture_consumers.agreement.deciding import decide
from wholepicture_consumers.agreement.earlier import seen_again, seen_before
from wholepicture_consumers.agreement.loading import AgreementError, load
from wholepicture_consumers.agreement.model import Agreement
from wholepicture_consumers.agreement.situation import (
    Decision,
    Entry,
    Item,
    ItemChild,
    KnownChild,
    NotApplied,
    OpenEpisode,
    Situation,
)
from wholepicture_consumers.agreement.traces import KEPT_BACK

__all__ = [
    "KEPT_BACK",
    "Agreement",
    "AgreementError",
    "Decision",
    "Entry",
    "Item",
    "ItemChild",
    "KnownChild",
    "NotApplied",
    "OpenEpisode",
    "Situation",
    "decide",
    "load",
    "seen_again",
    "seen_before",
]
