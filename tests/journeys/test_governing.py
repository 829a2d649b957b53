"""The partnership looks after its agreement while the house runs: tries a change, and says why."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result
from wholepicture_bus.cli import app

from tests.journeys.house import House
from tests.journeys.stories import (
    COUNCIL,
    EDUCATION,
    POLICE,
    TEAM,
    Family,
    child,
    family,
    incident,
    involvement,
    nhs_number,
)

pytestmark = pytest.mark.broker
PARTNERSHIP = Path("partnership").absolute()


def _run(house: House, *arguments: str) -> Result:
    environment = {
        "KAFKA_BOOTSTRAP_SERVERS": house.bootstrap,
        "WHOLEPICTURE_PARTNERSHIP": str(PARTNERSHIP),
        "COLUMNS": "200",
    }
    return CliRunner(env=environment).invoke(app(), ["agreement", *arguments])


def _told(house: House, people: Family) -> str:
    """An incident about a child with an open case, delivered."""
    number = nhs_number()
    opened = house.publish(COUNCIL, involvement(people, "Ivy", "2016-05-04", nhs_number=number))
    house.wait(lambda: house.feedback(COUNCIL, opened))
    known = child(
        people, "Ivy", "2016-05-04", nhs_number=number, communication_note="Show her the pictures."
    )
    event = house.publish(POLICE, incident([known], summary="He shouted."))
    house.settled(POLICE, event)
    house.wait(lambda: house.deliveries(event), 2)
    return event


def _proposal(folder: Path) -> Path:
    """The shipped rules, with a field more for education and one fewer for children's services."""
    text = (PARTNERSHIP / "sharing.toml").read_text(encoding="utf-8")
    text = text.replace("2026-11-01", "2027-01-01")
    text = text.replace("encompass_minimum = [",
                        'encompass_minimum = [\n"core.children.*.communication_note",')  # fmt: skip
    path = folder / "proposed.toml"
    without = text.replace('    "core.summary",\n    "core.for_school",', '    "core.for_school",')
    path.write_text(without, encoding="utf-8")
    return path


def test_a_change_is_tried_over_what_was_told(house: House, tmp_path: Path) -> None:
    """Read from the topic itself: education gains, the team loses, and nobody is named."""
    people = family()
    _told(house, people)

    result = _run(house, "try", str(_proposal(tmp_path)), "--since", "1d", "--json")

    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    rows = {(row["recipient"], row["event"]): row for row in found["rows"]}
    gained = rows[EDUCATION, "domestic-abuse-incident"]["gained"]
    assert gained["core.children.*.communication_note"] >= 1
    assert rows[TEAM, "domestic-abuse-incident"]["lost"]["core.summary"] >= 1
    assert found["totals"]["now"] == found["totals"]["then"]
    assert "Ivy" not in result.output
    assert people.surname not in result.output


def test_what_was_told_before_is_read_for_open_cases_only(house: House, tmp_path: Path) -> None:
    """Nothing was received since tomorrow, so no event is tried."""
    _told(house, family())

    result = _run(house, "try", str(_proposal(tmp_path)), "--since", "2126-01-01")

    assert result.exit_code == 0, result.output
    assert "over 0 events" in result.output


def test_why_a_delivery_was_sent_is_read_from_the_ledger(house: House, tmp_path: Path) -> None:
    """By the beginning of its id: who was told and why, on a page of its own too."""
    people = family()
    event = _told(house, people)
    delivery = house.deliveries(event)[0].attributes["id"]
    page = tmp_path / "why.html"

    result = _run(house, "why", delivery[:18], "--html", str(page))

    assert result.exit_code == 0, result.output
    said = " ".join(result.output.split())
    for words in (f"Event {event} of {POLICE}", f"({TEAM})", "news-on-open-case, version 1",
                  "each follows the one before"):  # fmt: skip
        assert words in said
    written = page.read_text(encoding="utf-8")
    assert event in written
    for word in (*people.words, "Ivy", "He shouted"):
        assert word not in written
        assert word not in result.output


def test_why_of_what_is_not_there(house: House) -> None:
    """An id that leads nowhere, and none at all, are answered with a sentence."""
    nowhere = _run(house, "why", "--event", "no-such-event")
    nothing = _run(house, "why")

    assert "no entry of an event whose id begins" in str(nowhere.exception)
    assert nothing.exit_code == 2
