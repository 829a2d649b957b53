"""The bus's own commands: the local broker."""

from wholepicture_bus.offer import Offer

OFFERS = (
    Offer(
        "kafka",
        "The local Kafka broker of this machine.",
        "wholepicture_bus.local.commands:kafka",
        is_group=True,
    ),
)
