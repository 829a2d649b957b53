"""The commands of who listens: reading as a recipient, answering, trying a subscriber."""

from wholepicture_bus.offer import Offer

OFFERS = (
    Offer(
        "conform",
        "Play a recorded stream at your subscriber, and check what it makes of it.",
        "wholepicture_subscribers.conformance.commands:conform",
    ),
    Offer(
        "forward",
        "Post what a recipient is sent, signed, to a system that cannot speak Kafka.",
        "wholepicture_subscribers.webhooks.commands:forward",
    ),
    Offer(
        "referrals",
        "Read and answer what a recipient is sent.",
        "wholepicture_subscribers.commands:referrals",
        is_group=True,
    ),
    Offer(
        "questions",
        "What a person is asked before somebody else is told, and the answers.",
        "wholepicture_subscribers.subscription.questions:app",
        is_group=True,
    ),
)
