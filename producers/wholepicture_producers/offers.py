"""The commands of an agency that publishes."""

from wholepicture_bus.offer import Offer

OFFERS = (
    Offer(
        "template",
        "Print an event of a type to begin with: as JSON, or as a mapping of a table's columns.",
        "wholepicture_producers.commands:print_template",
    ),
    Offer(
        "map",
        "Propose a mapping for an export, with reasons, and show its first events; send nothing.",
        "wholepicture_producers.map_command:map_export",
    ),
    Offer(
        "validate",
        "Check events without publishing them, and name every problem with its fix.",
        "wholepicture_producers.commands:check",
    ),
    Offer(
        "publish",
        "Publish events: each is checked, kept on this machine, and then sent to Kafka.",
        "wholepicture_producers.commands:publish_files",
    ),
    Offer(
        "sent",
        "Show an event's way: kept, sent, accepted, delivered, answered; its corrections within.",
        "wholepicture_producers.afterwards:sent",
    ),
    Offer(
        "fix",
        "Put events right without a new export; without --set, show what was asked about them.",
        "wholepicture_producers.afterwards:fix",
    ),
    Offer(
        "manifest",
        "Publish the list of what was sent on a day, zero included, so that silence is noticed.",
        "wholepicture_producers.manifests:manifest",
    ),
    Offer(
        "gateway",
        "Take events over HTTP from agencies that cannot speak Kafka, and tell them what became.",
        "wholepicture_producers.gateway.command:gateway",
    ),
    Offer(
        "spool",
        "What is kept on this machine until Kafka has it.",
        "wholepicture_producers.spooled:spool",
        is_group=True,
    ),
)
