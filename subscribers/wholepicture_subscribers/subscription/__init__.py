"""The subscription kit: a recipient's referrals and notices, each recorded once, and its answers.

::

    for referral in Subscription("front-door-bristol"):
        with referral.transaction() as connection:
            connection.execute("INSERT INTO contact VALUES (?)", (referral.id,))
            referral.acknowledge(by="duty social worker")

An item that is in the record is answered at any later time, with the broker away too. Here the
first item of the stream that suppliers are tried with was taken in and acknowledged:

>>> from pathlib import Path
>>> from tempfile import TemporaryDirectory
>>> from wholepicture_subscribers.conformance.kit import Desk
>>> from wholepicture_subscribers.conformance.stream import stream
>>> folder = TemporaryDirectory()
>>> file = Path(folder.name) / "record.db"
>>> taken_in = Desk(file).take(stream().steps[0].event)
>>> subscription = Subscription("front-door-bristol", record=file)
>>> [kept] = subscription.recorded()
>>> referral = subscription.referral(kept.id)
>>> referral.kind, referral.data.arrival, referral.data.urgency
('referral', 'contact', 'same-day')
>>> reply = referral.decide("early-help", "Known to the hub.", by="duty social worker")
>>> [reply.says for reply in subscription.record.replies.answers()[referral.id]]
['acknowledged', 'decided: passed to early help']
>>> subscription.close()
>>> folder.cleanup()
"""

from wholepicture_bus.errors import StopError
from wholepicture_schemas.replies import RecipientReference

from wholepicture_subscribers.subscription.errors import (
    AlreadyHandled,
    DecidedOtherwise,
    NotInTheRecord,
    SecondCopyError,
)
from wholepicture_subscribers.subscription.record import ItemState, Kept, SubscriptionRecord
from wholepicture_subscribers.subscription.referral import Referral
from wholepicture_subscribers.subscription.replies import KeptReply
from wholepicture_subscribers.subscription.subscription import KINDS, Subscription, record_of

__all__ = [
    "KINDS",
    "AlreadyHandled",
    "DecidedOtherwise",
    "ItemState",
    "Kept",
    "KeptReply",
    "NotInTheRecord",
    "RecipientReference",
    "Referral",
    "SecondCopyError",
    "StopError",
    "Subscription",
    "SubscriptionRecord",
    "record_of",
]
