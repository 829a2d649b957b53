"""A first load of history over the whole bus, from the agency's export to what is told later."""

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner
from wholepicture_bus.cli import app

from tests.journeys.house import House
from tests.journeys.stories import FRONT_DOOR, POLICE, child, family, incident, nhs_number

pytestmark = pytest.mark.broker
_MAPPING = """
type = "child-concern"
once = "Log"
[constants]
"core.asks" = "information"
"core.exercise" = true
[columns]
"Log" = "core.local_reference"
"At" = "time"
"First" = "core.children.0.name.given"
"Last" = "core.children.0.name.family"
"Born" = "core.children.0.birth_date"
"NHS" = "core.children.0.nhs_number"
"Worry" = "detail.concern"
"""
_ROWS = 25


def test_a_load_of_history_fills_chronologies_and_is_sent_to_nobody(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is taken in by portions behind what is live, and whoever is told later is shown it."""
    monkeypatch.setenv("WHOLEPICTURE_DATA", str(tmp_path))
    monkeypatch.setenv("WHOLEPICTURE_AGENCY", POLICE)
    monkeypatch.setenv("KAFKA_BOOTSTRAP_SERVERS", house.bootstrap)
    people, number = family(), nhs_number()
    table, mapping = tmp_path / "a.csv", tmp_path / "a.toml"
    mapping.write_text(_MAPPING, encoding="utf-8")
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["Log", "At", "First", "Last", "Born", "NHS", "Worry"])
        for row in range(_ROWS):
            nhs = number if row == 0 else nhs_number()
            writer.writerow(
                [f"{people}-{row}", "2026-01-04 21:15", "Ivy", people, "2016-05-04", nhs, "Alone."]
            )

    told = CliRunner().invoke(
        app(), ["publish", str(table), "--map", str(mapping), "--history", "--wait", "30", "--json"]
    )
    receipts = [one["receipt"] for one in json.loads(told.stdout)["files"][0]["receipts"]]
    for receipt in receipts:
        house.wait(lambda receipt=receipt: house.feedback(POLICE, receipt))  # type: ignore[misc]
    live = house.publish(POLICE, incident([child(people, "Ivy", "2016-05-04", nhs_number=number)]))
    found = house.wait(lambda: house.deliveries(live))

    assert len(receipts) == _ROWS
    assert not house.deliveries(receipts[0])
    item = next(one.data for one in found if one.data["recipient"] == FRONT_DOOR)
    assert [bool(one.get("told_as_history")) for one in item["earlier"]] == [True]
