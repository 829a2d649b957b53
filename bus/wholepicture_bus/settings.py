"""What a process is told from outside: where Kafka, the database and its files are."""

from pathlib import Path

from pydantic import AliasChoices, Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from wholepicture_bus.data_folder import data_folder


class Settings(BaseSettings):
    """Settings from the environment; each has a default that works on one machine."""

    model_config = SettingsConfigDict(
        env_prefix="WHOLEPICTURE_", frozen=True, extra="ignore", populate_by_name=True
    )

    bootstrap: str | None = Field(
        default=None,
        validation_alias=AliasChoices("KAFKA_BOOTSTRAP_SERVERS", "WHOLEPICTURE_BOOTSTRAP"),
    )
    """The brokers to use, as host:port with commas between; none means the local broker."""

    database_url: str | None = Field(
        default=None, validation_alias=AliasChoices("DATABASE_URL", "WHOLEPICTURE_DATABASE_URL")
    )
    """PostgreSQL, as postgresql://...; none means SQLite in the data folder."""

    database_patience: float = Field(default=30.0, gt=0)
    """Seconds that a stage waits for one answer of PostgreSQL before it takes it for away.

    Longer than any member's transaction, whose locks the others wait for.
    """

    data: Path = Field(default_factory=data_folder)
    metrics: str | None = None
    """Where a stage serves its figures: ``host:port``, or a port of the loopback; else nowhere."""

    partnership: Path = Path("partnership")
    """The folder of the agreement."""

    started_with: str | None = None
    """The command that starts a stage of this deployment, before its name, where it has one.

    Whoever deploys the stages says it: that a process runs in a container says nothing of how.
    """
