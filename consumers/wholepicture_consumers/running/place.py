"""The place where a command runs, and what is told there: advice fits what can be typed here."""

from contextlib import suppress
from pathlib import Path

from kafka.errors import KafkaError
from wholepicture_bus.admin import Admin
from wholepicture_bus.errors import BusError
from wholepicture_bus.settings import Settings
from wholepicture_engine.connection import DATABASE_FILE

from wholepicture_consumers.running.spools import late, spools
from wholepicture_consumers.running.status import Overview


def how_to_start(settings: Settings) -> str:
    """What starts a stage here; ``{stage}`` is its name."""
    if settings.started_with:
        return f"{settings.started_with} {{stage}}"
    if settings.database_url or settings.bootstrap:
        return "wholepicture stage {stage}"
    return "wholepicture up"


def has_agreement(settings: Settings) -> bool:
    """Whether this machine has the agreement, or has to: a publisher's has not."""
    database = settings.data / DATABASE_FILE
    return bool(settings.database_url) or any(
        file.exists() for file in (settings.partnership, database)
    )


def of_a_publisher(bootstrap: str | None, data: Path) -> Overview:
    """The status of a machine that runs no stage: whether Kafka lets it in, and what waits here."""
    needs: list[str] = []
    has_kafka = False
    if bootstrap is None:
        needs.append("It is not said where Kafka is: KAFKA_BOOTSTRAP_SERVERS=host:port.")
    else:
        with suppress(KafkaError):
            try:
                has_kafka = bool(Admin(bootstrap).cluster_id())
            except BusError as error:
                needs.append(str(error))
        if not has_kafka and not needs:
            needs.append("Kafka does not answer. What is published is kept here meanwhile.")
        if not has_kafka:
            needs.append("What is wrong on the way to it says wholepicture doctor.")
    return Overview(
        kafka=has_kafka,
        database=False,
        stages=(),
        spooled=spools(data),
        needs=(*needs, *late(data)),
    )
