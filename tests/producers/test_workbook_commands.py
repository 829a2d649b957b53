"""The commands take a workbook as they take a CSV: map, validate, publish, its rejected rows."""

import csv
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from typer.testing import CliRunner, Result
from wholepicture_bus.cli import app

EXPORT = Path(__file__).parents[2] / "examples" / "publisher"


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Files of these tests alone, and a Kafka that is away."""
    monkeypatch.setenv("WHOLEPICTURE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("WHOLEPICTURE_AGENCY", "avon-and-somerset-police")
    monkeypatch.setenv("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:9")
    monkeypatch.chdir(tmp_path)
    mapping = (EXPORT / "domestic-abuse.toml").read_text(encoding="utf-8")
    number = '"core.children.+.nhs_number"'
    refusing = mapping.replace(number, f'{{ to = {number}, unreadable = "refuse" }}')
    Path("map.toml").write_text(refusing, encoding="utf-8")
    return tmp_path


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(app(), arguments, catch_exceptions=False)


def _published(*arguments: str) -> Any:
    result = _run("publish", *arguments, "--map", "map.toml", "--wait", "0", "--json")
    return json.loads(result.stdout)["files"][0]


def _workbook(name: str = "a.xlsx", wrong: str | None = None) -> Path:
    """The example's export as a workbook, in which one child may have another NHS number."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    with (EXPORT / "domestic-abuse.csv").open(encoding="utf-8", newline="") as file:
        for cells in csv.reader(file):
            sheet.append([cell or None for cell in cells])
    if wrong is not None:
        column = [cell.value for cell in sheet[1]].index("Child NHS No") + 1
        sheet.cell(2, column, wrong)
    book.save(name)
    return Path(name)


def test_the_events_of_a_workbook_are_those_of_its_csv() -> None:
    """Publishing one after the other publishes nothing twice."""
    Path("a.csv").write_bytes((EXPORT / "domestic-abuse.csv").read_bytes())
    from_csv = _published("a.csv")

    again = _published(str(_workbook()))

    assert (again["accepted"], again["new"], again["changed"]) == (from_csv["accepted"], 0, [])
    assert Path("a.xlsx.receipts.csv").exists()


def test_rejected_rows_of_a_workbook_are_put_right_in_a_csv() -> None:
    """Half of nothing is sent: the rest went, and the file of rejected rows finishes the job."""
    first = _published(str(_workbook(wrong="9990000010")))
    aside = Path("a.xlsx.rejected.csv")
    aside.write_text(
        aside.read_text(encoding="utf-8-sig").replace("9990000010", "9990000018"), encoding="utf-8"
    )

    second = _published(str(aside))
    third = _published(str(_workbook()))

    assert first["rejected"] == second["new"] == 1
    assert first["problems"][0].startswith("Sheet!")
    assert (third["new"], third["changed"], third["rejected"]) == (0, [], 0)


def test_a_dry_run_and_a_check_of_a_workbook_keep_nothing() -> None:
    """They say what publishing would."""
    workbook = str(_workbook())

    dry = _run("publish", workbook, "--map", "map.toml", "--dry-run")
    checked = _run("validate", workbook, "--map", "map.toml", "--json")

    assert "This was a dry run" in dry.stdout
    assert json.loads(checked.stdout)["files"][0]["rejected"] == 0
    assert not list(Path().glob("a.xlsx.*"))
    assert "is a workbook: say with --map" in _run("validate", workbook).stdout


def test_a_mapping_is_proposed_for_a_sheet() -> None:
    """The sheet that was named is in it, and rows that it hides are to be checked."""
    book = openpyxl.load_workbook(_workbook())
    book.create_sheet("Notes")["A1"] = "x"
    book["Sheet"].row_dimensions[3].hidden = True
    book.save("a.xlsx")

    asked = _run("map", "a.xlsx")
    result = _run("map", "a.xlsx", "--sheet", "Sheet")

    assert "several sheets" in asked.output
    assert result.exit_code == 0
    assert 'sheet = "Sheet"' in result.stdout
    assert 'hidden_rows = "leave-out"  # CHECK' in result.stdout
    assert "The event of row 2:" in result.stdout
