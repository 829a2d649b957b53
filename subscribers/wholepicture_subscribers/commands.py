"""The commands ``wholepicture referrals``: reading and answering, and playing again what came."""

from wholepicture_subscribers.conformance.commands import replay
from wholepicture_subscribers.subscription.commands import app as referrals

__all__ = ["referrals"]

referrals.command()(replay)
