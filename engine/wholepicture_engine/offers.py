"""The engine's own commands: held records."""

from wholepicture_bus.offer import Offer

OFFERS = (
    Offer(
        "held",
        "Items that could not be processed and wait for a person.",
        "wholepicture_engine.commands:held",
        is_group=True,
    ),
)
