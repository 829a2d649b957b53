"""The subscription kit: a recipient's referrals and notices, each recorded once, and its answers.

::

    for referral in Subscription("front-door-bristol"):
        with referral.transaction() as connection:
            connection.execute("INSERT INTO contact VALUES (?)", (referral.id,))
            referral.acknowledge(by="duty social worker")
"""

from wholepicture_bus.errors import StopError
from wholepicture_schemas.replies import RecipientReference

from wholepicture_subscribers.subscription.errors import (
    AlreadyHandled,
    DecidedOtherwise,
    NotInTheRecord,
    SecondCopyError,
)
from wholepicture_subscribers.subscription.record import Kept, State, SubscriptionRecord
from wholepicture_subscribers.subscription.referral import Referral
from wholepicture_subscribers.subscription.replies import Reply
from wholepicture_subscribers.subscription.subscription import KINDS, Subscription, record_of

__all__ = [
    "KINDS",
    "AlreadyHandled",
    "DecidedOtherwise",
    "Kept",
    "NotInTheRecord",
    "RecipientReference",
    "Referral",
    "Reply",
    "SecondCopyError",
    "State",
    "StopError",
    "Subscription",
    "SubscriptionRecord",
    "record_of",
]
