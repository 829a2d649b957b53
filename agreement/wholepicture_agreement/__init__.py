"""The sharing agreement: who is told what of an event, who is not, and why.

It is read from the partnership's files and asked with ``decide``, which is pure.
"""

from wholepicture_agreement.again import Again, SeenAgain
from wholepicture_agreement.asking import agreed_to
from wholepicture_agreement.deciding import decide
from wholepicture_agreement.earlier import seen_before
from wholepicture_agreement.instructions import without_unsafe
from wholepicture_agreement.items import sureness
from wholepicture_agreement.loading import AgreementError, load
from wholepicture_agreement.model import Agreement
from wholepicture_agreement.other_events import Elsewhere
from wholepicture_agreement.protecting import elsewhere
from wholepicture_agreement.situation import (
    THE_EVENT,
    Decision,
    Entry,
    EventVersion,
    Item,
    ItemChild,
    KnownChild,
    NotApplied,
    OpenEpisode,
    Response,
    Situation,
    ToldBefore,
    Verdict,
)
from wholepicture_agreement.traces import KEPT_BACK

__all__ = [
    "KEPT_BACK",
    "THE_EVENT",
    "Again",
    "Agreement",
    "AgreementError",
    "Decision",
    "Elsewhere",
    "Entry",
    "EventVersion",
    "Item",
    "ItemChild",
    "KnownChild",
    "NotApplied",
    "OpenEpisode",
    "Response",
    "SeenAgain",
    "Situation",
    "ToldBefore",
    "Verdict",
    "agreed_to",
    "decide",
    "elsewhere",
    "load",
    "seen_before",
    "sureness",
    "without_unsafe",
]
