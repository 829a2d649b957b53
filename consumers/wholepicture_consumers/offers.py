"""The commands of who routes: running the stages, and the agreement."""

from wholepicture_bus.offer import Offer

OFFERS = (
    Offer(
        "up",
        "Run everything on this machine: Kafka, the topics, every stage. Ctrl-C ends it in peace.",
        "wholepicture_consumers.commands:up",
    ),
    Offer(
        "down",
        "End what `wholepicture up` started on this machine.",
        "wholepicture_consumers.commands:down",
    ),
    Offer(
        "status",
        "Say how everything is. Exit code 1 when a person is needed.",
        "wholepicture_consumers.commands:status",
    ),
    Offer(
        "stage",
        "Run one member of one stage, so that many machines can share the work.",
        "wholepicture_consumers.commands:stage",
    ),
    Offer(
        "recover",
        "Put Kafka where the database says: nothing is lost, and ids stay the same.",
        "wholepicture_consumers.commands:recover",
    ),
    Offer(
        "invalid",
        "What could not be read: put it right, send it on, or close it.",
        "wholepicture_consumers.invalid.commands:invalid",
        is_group=True,
    ),
    Offer(
        "rebuild",
        "Fold what was recorded anew, and say by kind and id what is known otherwise.",
        "wholepicture_consumers.rebuilding.command:rebuild",
    ),
    Offer(
        "retention",
        "How long what was told is kept, what is deleted then, and legal holds.",
        "wholepicture_consumers.retention.commands:retention",
        is_group=True,
    ),
    Offer(
        "agreement",
        "The sharing agreement: check it, and explain who would be told what.",
        "wholepicture_consumers.governance.commands:agreement",
        is_group=True,
    ),
    Offer(
        "reconcile",
        "Say what became of every event of a time. Exit code 1 if one is missing.",
        "wholepicture_consumers.governance.reconcile_command:reconcile",
    ),
    Offer(
        "picture",
        "Show what a recipient may see of a child over months: lanes by agency, and each event.",
        "wholepicture_consumers.governance.picture_command:picture",
    ),
    Offer(
        "patterns",
        "The rules of patterns over time: check them, and see what they would say.",
        "wholepicture_consumers.governance.pattern_commands:patterns",
        is_group=True,
    ),
    Offer(
        "replay-study",
        "Make up families, and compare what each agency has alone with what is shared, by rule.",
        "wholepicture_consumers.study.command:replay_study",
    ),
    Offer(
        "equality-report",
        "Say by ethnicity and disability how items about children were answered, and how soon.",
        "wholepicture_consumers.governance.equality.command:equality_report",
    ),
    Offer(
        "topics",
        "The topics that the agreement needs.",
        "wholepicture_consumers.commands:topics",
        is_group=True,
    ),
    Offer(
        "schemas",
        "The contract: schemas and pages of what can be said, for other tools and for people.",
        "wholepicture_consumers.schemas_command:schemas",
        is_group=True,
    ),
)
