"""Each day a run of its own process; a person hears of one that fails."""

import os
from pathlib import Path

import pytest
from wholepicture_consumers.retention.daily import Daily

from tests.support.waiting import until


@pytest.mark.slow
def test_a_run_that_fails_is_said_in_its_last_words(tmp_path: Path) -> None:
    """The stages go on meanwhile, and the next day it is tried again."""
    said: list[str] = []
    environment = {**os.environ, "KAFKA_BOOTSTRAP_SERVERS": "nowhere"}
    daily = Daily(environment, tmp_path / "logs", said.append, first=0)

    def said_after_a_look() -> list[str]:
        daily.look_after()
        return said

    until(said_after_a_look, "the run has failed")

    (sentence,) = said
    assert sentence.startswith("What was kept long enough could not be deleted today: ")
    assert "KAFKA_BOOTSTRAP_SERVERS" in sentence
    daily.end()


def test_no_run_begins_before_its_time(tmp_path: Path) -> None:
    """The stages catch up first after a start."""
    daily = Daily(os.environ, tmp_path, lambda _: None)

    daily.look_after()

    assert not list(tmp_path.iterdir())
