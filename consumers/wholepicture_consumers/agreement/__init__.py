"""The sharing agreement: who is told what of an event, who is not, and why.

It is read from the partnership's files and asked with ``decide``, which is pure.
"""

from wholepicture_consumers.agreement.again import Again, SeenAgain
from wholepicture_consumers.agreement.asking import agreed_to
from wholepicture_consumers.agreement.deciding import decide
from wholepicture_consumers.agreement.earlier import seen_before
from wholepicture_consumers.agreement.instructions import without_unsafe
from wholepicture_consumers.agreement.items import sureness
from wholepicture_consumers.agreement.loading import AgreementError, load
from wholepicture_consumers.agreement.masking import Elsewhere
from wholepicture_consumers.agreement.model import Agreement
from wholepicture_consumers.agreement.protecting import elsewhere
from wholepicture_consumers.agreement.situation import (
    Decision,
    Entry,
    Item,
    ItemChild,
    KnownChild,
    NotApplied,
    OpenEpisode,
    Situation,
    State,
    Verdict,
)
from wholepicture_consumers.agreement.traces import KEPT_BACK

__all__ = [
    "KEPT_BACK",
    "Again",
    "Agreement",
    "AgreementError",
    "Decision",
    "Elsewhere",
    "Entry",
    "Item",
    "ItemChild",
    "KnownChild",
    "NotApplied",
    "OpenEpisode",
    "SeenAgain",
    "Situation",
    "State",
    "Verdict",
    "agreed_to",
    "decide",
    "elsewhere",
    "load",
    "seen_before",
    "sureness",
    "without_unsafe",
]
