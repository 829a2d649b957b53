"""The bus's own commands, as an operator runs them."""

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner
from wholepicture_bus.commands import STAGES, add_commands
from wholepicture_bus.errors import StopError
from wholepicture_consumers.stages import STAGES as MADE


def test_recover_of_a_stage_that_does_not_exist_names_those_that_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A slip in the name is not taken for a stage that has nothing to recover."""
    monkeypatch.setenv("WHOLEPICTURE_DATA", str(tmp_path))
    monkeypatch.setenv("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:9")
    app = typer.Typer()
    add_commands(app)

    with pytest.raises(StopError, match=r"no such stage\. Use one of: intake, picture\."):
        CliRunner().invoke(app, ["recover", "nope"], catch_exceptions=False)


def test_recover_knows_every_stage_of_the_house() -> None:
    """Its names are those of the table that makes the stages."""
    assert tuple(MADE) == STAGES
