"""The doctor without a broker: settings, names, ports, the folder, and its exit code."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner
from wholepicture_bus.cli import app
from wholepicture_bus.doctor import Finding
from wholepicture_bus.doctor.clock import difference

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


def _examined(*arguments: str) -> tuple[int, dict[str, tuple[str, str]]]:
    done = CliRunner().invoke(app(), ["doctor", "--json", *arguments])
    told = json.loads(done.stdout)
    return done.exit_code, {
        check["check"]: (check["state"], check["says"]) for check in told["checks"]
    }


@pytest.fixture(autouse=True)
def _own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("WHOLEPICTURE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1")


@pytest.mark.parametrize(
    ("servers", "check", "says"),
    [
        ("SASL_SSL://127.0.0.1:9093", "settings", "KAFKA_SECURITY_PROTOCOL=SASL_SSL"),
        ("kafka.example.org:9092", "settings", "in the clear"),
        ("127.0.0.1:1", "way to 127.0.0.1:1", "nothing answers on port 1"),
        ("localhost:1", "way to localhost:1", "nothing answers on port 1"),
    ],
)
def test_what_is_wrong_before_kafka_answers_is_said(
    monkeypatch: pytest.MonkeyPatch, servers: str, check: str, says: str
) -> None:
    """The exit code is 1, and what needs a connection is left out."""
    monkeypatch.setenv("KAFKA_BOOTSTRAP_SERVERS", servers)

    code, found = _examined()

    assert code == 1
    assert found[check][0] == "not ok"
    assert says in found[check][1]
    assert "topics" not in found


def test_a_folder_that_cannot_be_written_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What is published would have no place before it is sent."""
    file = tmp_path / "a-file"
    file.touch()
    monkeypatch.setenv("WHOLEPICTURE_DATA", str(file))

    _, found = _examined()

    assert found[f"folder {file}"][0] == "not ok"


@pytest.mark.parametrize(
    ("stamped", "sent", "state", "says"),
    [
        (None, None, "unknown", "no record"),
        (NOON - timedelta(hours=1), None, "unknown", "after a publish"),
        (NOON + timedelta(minutes=2), None, "not ok", "120 s behind"),
        (NOON - timedelta(minutes=9), NOON - timedelta(minutes=4), "not ok", "300 s ahead of"),
        (NOON - timedelta(minutes=4), NOON - timedelta(minutes=4), "ok", "half a minute"),
    ],
)
def test_the_clock_is_told_from_the_stamps_of_the_broker(
    stamped: datetime | None, sent: datetime | None, state: str, says: str
) -> None:
    """A stamp in the future, or one older than what was sent after it, shows a difference."""
    found: Finding = difference(stamped, sent, NOON)

    assert found.state == state
    assert says in found.says
