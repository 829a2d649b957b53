"""Advice fits what can be typed where it is given."""

from pathlib import Path

import pytest
from wholepicture_bus.settings import Settings
from wholepicture_consumers.running.place import how_to_start

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    ("told", "starts"),
    [
        ({}, "wholepicture up"),
        ({"KAFKA_BOOTSTRAP_SERVERS": "kafka.example:9092"}, "wholepicture stage {stage}"),
        ({"WHOLEPICTURE_STARTED_WITH": "systemctl start"}, "systemctl start {stage}"),
    ],
)
def test_what_starts_a_stage_is_what_its_deployment_says(
    monkeypatch: pytest.MonkeyPatch, told: dict[str, str], starts: str
) -> None:
    """In a container as on any machine: one that `up` runs in is no compose deployment."""
    monkeypatch.setattr("wholepicture_bus.addresses._IN_A_CONTAINER", (ROOT,))
    for name in ("KAFKA_BOOTSTRAP_SERVERS", "DATABASE_URL", "WHOLEPICTURE_STARTED_WITH"):
        monkeypatch.delenv(name, raising=False)
    for name, value in told.items():
        monkeypatch.setenv(name, value)

    assert how_to_start(Settings()) == starts


def test_the_compose_file_says_how_it_starts_a_stage() -> None:
    """By the settings that every stage of it has."""
    text = (ROOT / "docker-compose.yml").read_text()

    settings = text.partition("environment: &settings\n")[2].partition("volumes:")[0]
    assert "WHOLEPICTURE_STARTED_WITH: docker compose up --detach\n" in settings
