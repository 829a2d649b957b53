"""The commands that run the house, as an operator runs them."""

from pathlib import Path

import pytest
from typer.testing import CliRunner
from wholepicture_bus.cli import app
from wholepicture_bus.errors import StopError


@pytest.mark.parametrize("command", ["recover", "stage"])
def test_a_stage_that_does_not_exist_is_refused_with_those_that_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """A slip in the name is not taken for a stage that has nothing to recover."""
    monkeypatch.setenv("WHOLEPICTURE_DATA", str(tmp_path))
    monkeypatch.setenv("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:9")

    with pytest.raises(StopError, match=r"no such stage\. Use one of: intake, picture\."):
        CliRunner().invoke(app(), [command, "nope"], catch_exceptions=False)
