"""The bus's own commands: the doctor, backups, the local broker, and the contract's files."""

from wholepicture_bus.offer import Offer

OFFERS = (
    Offer(
        "doctor",
        "Say what is wrong between this machine and Kafka. Exit code 1 where something is.",
        "wholepicture_bus.doctor.commands:doctor",
    ),
    Offer(
        "backup",
        "Copy what this machine keeps: the stages' database, spools, and what was received.",
        "wholepicture_bus.backups.commands:backup",
    ),
    Offer(
        "restore",
        "Put a backup back; what it replaces is moved aside, and deleted by nobody.",
        "wholepicture_bus.backups.commands:restore_from",
    ),
    Offer(
        "kafka",
        "The local Kafka broker of this machine.",
        "wholepicture_bus.local.commands:kafka",
        is_group=True,
    ),
    Offer(
        "schemas",
        "The contract: schemas and pages of what can be said, for other tools and for people.",
        "wholepicture_bus.schemas_command:schemas",
        is_group=True,
    ),
)
