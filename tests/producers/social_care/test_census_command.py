"""One journey of a council: settings, a look, publishing, and the return of the next week."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result
from wholepicture_bus.cli import app

from tests.producers.social_care.returns import COUNCIL, REFERRAL, WHOLE, census, child

_NAMES = (
    "Case number,Forename,Surname,Date of birth,NHS number,Postcode,Team,Worker,Worker telephone\n"
    "C1000001,Iris,Fell,09/03/2016,9990000018,BS1 5TR,east-team,Ada Lark,0117 496 0124\n"
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of a council without Kafka."""
    monkeypatch.setenv("WHOLEPICTURE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("WHOLEPICTURE_AGENCY", COUNCIL)
    monkeypatch.delenv("KAFKA_BOOTSTRAP_SERVERS", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(app(), arguments, catch_exceptions=False)


def test_a_return_is_looked_at_published_and_published_again(folder: Path) -> None:
    """A dry run keeps nothing; receipts and rejects stand beside the file."""
    (folder / "cin.toml").write_text(_run("template", "--census").output, encoding="utf-8")
    (folder / "names.csv").write_text(_NAMES, encoding="utf-8")
    file = folder / "cin.xml"
    file.write_text(census(child(WHOLE), child(REFERRAL, number="N/A")), encoding="utf-8")
    with_settings = ("cin.xml", "--census", "cin.toml", "--names", "names.csv")

    looked = _run("validate", *with_settings)
    assert "10 accepted" in looked.output
    assert "line 62, element LAchildID: LAchildID is missing" in looked.output
    assert "This was a dry run" in _run("publish", *with_settings, "--dry-run").output

    published = _run("publish", *with_settings)
    assert published.exit_code == 1
    assert "10 accepted" in published.output
    assert "(line 18, element LAchildID, episode)" in published.output
    assert "(event " not in published.output
    assert "write the return again, and publish that" in published.output
    assert "wholepicture publish cin.xml.rejected" not in published.output
    (refused,) = (folder / "cin.xml.rejected.ndjson").read_text().splitlines()
    assert json.loads(refused)["problems"][0]["element"] == "LAchildID"
    receipts = (folder / "cin.xml.receipts.csv").read_text()
    assert "C1000001/2025-05-06/assessment 2025-05-07/started" in receipts
    assert "section-47 2025-06-20/ended" in _run("sent", "cin.xml").output

    closed = {**WHOLE, "CINclosureDate": "2026-02-02", "ReasonForClosure": "RC7"}
    file.write_text(census(child({**closed, "PrimaryNeedCode": "N4"})), encoding="utf-8")
    again = json.loads(_run("publish", *with_settings, "--json").stdout)["files"][0]
    assert (again["new"], again["unchanged"], len(again["changed"])) == (2, 9, 1)
    assert again["changed"][0]["fields"] == ["detail.primary_need"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("publish", "cin.xml", "--census", "wrong.toml"), "history_before must be a day"),
        (("publish", "cin.xml"), "say with --census what the return does not say"),
        (("publish", "cin.xml", "--names", "names.csv"), "add --census FILE"),
        (("publish", "cin.xml", "--census", "away.toml"), "away.toml cannot be read"),
        (("publish", "cin.xml", "--census", "wrong.toml"), "is not a field of referral-received"),
        (("validate", "cin.xml", "--census", "bare.toml", "--names", "a.csv"), "Add [names]"),
        (("publish", "cla.xml", "--census", "bare.toml"), "a DfE census or return (CLA)"),
    ],
)
def test_what_is_missing_is_said(folder: Path, arguments: tuple[str, ...], said: str) -> None:
    """With the option or the setting that adds it."""
    (folder / "cin.xml").write_text(census(child(WHOLE)), encoding="utf-8")
    (folder / "cla.xml").write_text("<Message><Collection>CLA</Collection></Message>")
    (folder / "bare.toml").write_text("history_before = 2026-09-01", encoding="utf-8")
    (folder / "wrong.toml").write_text('[constants]\n"core.call_bck.phone" = "1"\n', "utf-8")

    found = _run(*arguments)

    assert said in found.output
    assert found.exit_code == 2
