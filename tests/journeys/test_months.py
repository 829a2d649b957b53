"""What was told month by month is seen together, over the whole bus: notice, picture, accounts."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result
from wholepicture_bus.cli import app
from wholepicture_schemas.patterns import PatternFound

from tests.journeys.house import Found, House
from tests.journeys.stories import (
    COUNCIL,
    POLICE,
    TEAM,
    child,
    family,
    incident,
    involvement,
    nhs_number,
)

pytestmark = [pytest.mark.broker, pytest.mark.finding("F10"), pytest.mark.finding("F11")]
PARTNERSHIP = Path("partnership").absolute()


def _run(house: House, *arguments: str) -> Result:
    environment = {
        "KAFKA_BOOTSTRAP_SERVERS": house.bootstrap,
        "DATABASE_URL": house.database_url,
        "WHOLEPICTURE_PARTNERSHIP": str(PARTNERSHIP),
        "COLUMNS": "200",
    }
    return CliRunner(env=environment).invoke(app(), arguments)


def _patterns(house: House, surname: str) -> list[Found]:
    return [
        found
        for found in house.read([f"referrals.{TEAM}"])
        if found.data["event_type"] == PatternFound.TYPE and surname in json.dumps(found.data)
    ]


def test_two_incidents_are_seen_together(house: House, tmp_path: Path) -> None:
    """The team has one notice of both; its picture shows them; nothing that came is unaccounted."""
    people, number = family(), nhs_number()
    opened = house.publish(COUNCIL, involvement(people, "Ivy", "2016-05-04", nhs_number=number))
    house.wait(lambda: house.feedback(COUNCIL, opened))
    known = child(people, "Ivy", "2016-05-04", nhs_number=number)
    for _ in range(2):
        event = house.publish(POLICE, incident([known]))
        house.settled(POLICE, event)

    (notice,) = house.wait(lambda: _patterns(house, people.surname))
    page = tmp_path / "ivy.html"
    seen = _run(house, "picture", TEAM, notice.attributes["id"], "--html", str(page))
    yesterday = (datetime.now(UTC) - timedelta(days=1)).date().isoformat()
    proposal = str(PARTNERSHIP / "patterns.toml")
    tried = _run(house, "patterns", "try", proposal, "--since", yesterday)
    counted = _run(house, "patterns", "counts", "--since", yesterday)
    today = datetime.now(UTC).date().isoformat()
    equal = _run(house, "equality-report", "--since", yesterday, "--until", today)
    accounts = _run(house, "reconcile", "--from", yesterday, "--json")

    detail = notice.data["told"]["detail"]
    assert detail["pattern"] == "abuse-again-on-open-case"
    assert len(detail["pattern_events"]) == 2
    assert seen.exit_code == 0, seen.output
    lanes, _, listed = page.read_text(encoding="utf-8").partition("What was told, in the order")
    assert lanes.count("A domestic abuse incident") == 2
    assert listed.count("A domestic abuse incident") == 2
    assert tried.exit_code == 0, tried.output
    assert "as now:" in tried.output
    for made in (tried, counted, equal):
        assert made.exit_code == 0, made.output
        assert people.surname not in made.output
    found = json.loads(accounts.stdout)
    assert found["counts"]["missing"] == 0, accounts.output
    assert sum(found["counts"].values()) == found["all"] >= 3
