"""The sharing agreement: who is told what of an event, who is not, and why.

It is read from the partnership's files and asked with ``decide``, which is pure.
"""

from wholepicture_schemas.in_texts.traces import KEPT_BACK

from wholepicture_agreement.asked.asking import agreed_to
from wholepicture_agreement.deciding import decide, items_due
from wholepicture_agreement.due import Due
from wholepicture_agreement.item.due_items import DueItem
from wholepicture_agreement.item.instructions import without_unsafe
from wholepicture_agreement.item.items import sureness
from wholepicture_agreement.later.again import Again, SeenAgain
from wholepicture_agreement.later.earlier import seen_before
from wholepicture_agreement.seen.other_events import Elsewhere
from wholepicture_agreement.seen.protecting import elsewhere
from wholepicture_agreement.situation import (
    THE_EVENT,
    Decision,
    Entry,
    EventVersion,
    Item,
    ItemChild,
    KnownChild,
    MadeFor,
    NotApplied,
    OpenEpisode,
    Response,
    Situation,
    ToldBefore,
    Verdict,
)
from wholepicture_agreement.written.loading import AgreementError, load
from wholepicture_agreement.written.model import Agreement

__all__ = [
    "KEPT_BACK",
    "THE_EVENT",
    "Again",
    "Agreement",
    "AgreementError",
    "Decision",
    "Due",
    "DueItem",
    "Elsewhere",
    "Entry",
    "EventVersion",
    "Item",
    "ItemChild",
    "KnownChild",
    "MadeFor",
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
    "items_due",
    "load",
    "seen_before",
    "sureness",
    "without_unsafe",
]
