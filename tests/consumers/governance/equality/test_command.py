"""The report of what the stages remember, from their database."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result
from wholepicture_bus.cli import app
from wholepicture_consumers.governance.equality import groups, items

from tests.consumers.both_stages import Stages
from tests.consumers.pattern_stages import FAMILY, abuse, event_id
from tests.consumers.remembering import remember_in
from tests.journeys.stories import FRONT_DOOR, child, core, nhs_number

CHARITY = "family-charity"
NOT_PROVIDED = "uk.wholepicture.any.service-not-provided.v1"
ESCALATED = "uk.wholepicture.any.escalation-raised.v1"
EACH = 6


def _play() -> Stages:
    """Items of six children are acknowledged; those of six others are not, and are escalated."""
    stages = Stages()
    for number in range(2 * EACH):
        of = child(
            FAMILY, f"Kid{number}", f"2010-01-{1 + number:02}", nhs_number=nhs_number(),
            ethnicity="WBRI" if number < EACH else "BCRB",
        )  # fmt: skip
        told = event_id(f"told {number}")
        ((item, _),) = stages.publish(abuse(of=of), told).sent(FRONT_DOOR)
        if number < EACH:
            stages.answer(FRONT_DOOR, "acknowledged", event_id(f"a {number}"), delivery=item)
            continue
        for name, kind, detail in (
            ("s", NOT_PROVIDED, {"service_needed": "respite", "why_not": "no-staff"}),
            ("e", ESCALATED, {"disagreement_about": "nothing-done", "about_event": told}),
        ):
            document = {"type": kind, "data": {"core": core(CHARITY, [of]), "detail": detail}}
            stages.publish(document, event_id(f"{name} {number}"), of=CHARITY)
    return stages


@pytest.fixture(autouse=True)
def database(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that has everything that the stages remember of this, and is the command's."""
    remember_in(database_url, _play())
    monkeypatch.setenv("DATABASE_URL", database_url)


def _run(*arguments: str) -> Result:
    command = ["equality-report", "--since", "2026-10-01", "--until", "2026-12-31", *arguments]
    return CliRunner().invoke(app(), command)


def _of(data: Any, title: str, group: str) -> dict[str, Any]:
    tables = (t for t in data["tables"] if title in t["table"] and t["by"] == "ethnicity")
    row = next(row for row in next(tables)["rows"] if row["group"] == [group])
    said: dict[str, Any] = row["of_them"]
    return said


@pytest.mark.finding("A5")
@pytest.mark.finding("I2")
def test_the_report_is_made_of_what_the_stages_remember(tmp_path: Path) -> None:
    """Acknowledgements, escalations, and which support was not given for which reason."""
    file, page = tmp_path / "report.json", tmp_path / "report.html"

    result = _run("--json", str(file), "--html", str(page))

    assert result.exit_code == 0, result.output
    data = json.loads(file.read_text("utf-8"))
    assert _of(data, "whether and when", groups.WHITE)[items.IN_TIME] == EACH
    assert _of(data, "step in", groups.BLACK)[items.ESCALATED] == EACH
    assert _of(data, "step in", groups.WHITE)[items.ESCALATED] == 0
    not_given = next(t for t in data["tables"] if t["table"].endswith("not given: why"))
    of_black, of_all = (row["of_them"] for row in not_given["rows"] if row["children"])
    assert of_black == of_all == {"there was no staff": EACH}
    for text in (file.read_text("utf-8"), page.read_text("utf-8")):
        assert "Kid" not in text
        assert FAMILY.surname not in text


def test_a_time_of_which_nothing_is_told_is_said() -> None:
    """And a time that ends before it begins is a sentence."""
    command = ["equality-report", "--since", "2026-01-01", "--until"]

    nothing = CliRunner().invoke(app(), [*command, "2026-03-31"])
    backwards = CliRunner().invoke(app(), [*command, "2025-03-31"])

    assert "they are about fewer than 5 children" in nothing.output
    assert backwards.exit_code == 2
    assert "The last day lies before the first" in backwards.output
