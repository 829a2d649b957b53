"""The bus's own commands: the doctor, and the local broker."""

from wholepicture_bus.offer import Offer

OFFERS = (
    Offer(
        "doctor",
        "Say what is wrong between this machine and Kafka. Exit code 1 where something is.",
        "wholepicture_bus.doctor.commands:doctor",
    ),
    Offer(
        "kafka",
        "The local Kafka broker of this machine.",
        "wholepicture_bus.local.commands:kafka",
        is_group=True,
    ),
)
