"""When an item is due: the limits of its rules, its orders and its urgency, for one recipient."""

import datetime as dt
from collections.abc import Iterable

from wholepicture_schemas.codes import Urgency
from wholepicture_schemas.identifiers import RecipientId

from wholepicture_agreement.by_when.due_times import BEFORE_SCHOOL, Due, Limit, due_by
from wholepicture_agreement.by_when.working_time import LONDON
from wholepicture_agreement.item.orders import Order, stands
from wholepicture_agreement.whom.schools import opening, school_days
from wholepicture_agreement.written.files import EDUCATION
from wholepicture_agreement.written.model import Agreement

RuleLimit = tuple[str | None, RecipientId]
"""The limit of a rule, and whom the rule means: the recipient, or whom it stands in for."""


def when_due(
    recipient: RecipientId,
    rules: Iterable[RuleLimit],
    orders: Iterable[Order],
    urgency: Urgency,
    moment: dt.datetime,
    agreement: Agreement,
) -> Due | None:
    """By when a recipient acts on what it is told at a moment; none where nothing limits it.

    ``orders`` are those that it is told.
    """
    kind = agreement.recipient(recipient).kind
    standing = kind in EDUCATION and stands(orders, moment.astimezone(LONDON).date())
    limits = [
        Limit(within, school_days(agreement, meant), kind == "setting", standing)
        if within == BEFORE_SCHOOL
        else Limit(within)
        for within, meant in rules
    ]
    return due_by(limits, urgency, moment, opening(agreement, recipient, moment))
