"""What docs/joining.md shows is what happens: its entries, its commands, and what they say."""

import re
import shlex
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result
from wholepicture_bus import cli

from tests.support.shipped import PARTNERSHIP

PAGE = (PARTNERSHIP.parent / "docs" / "joining.md").read_text(encoding="utf-8")
JOINS = "made-up-trust"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the partnership's files with the entries of the page."""
    made = Path(shutil.copytree(PARTNERSHIP, tmp_path / "partnership"))
    entries = "\n".join(re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL))
    agencies = made / "agencies.toml"
    agencies.write_text(f"{agencies.read_text('utf-8')}\n{entries}", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WHOLEPICTURE_PARTNERSHIP", str(made))
    monkeypatch.setenv("WHOLEPICTURE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("WHOLEPICTURE_AGENCY", JOINS)
    return made


def _run(shown: str) -> Result:
    """A command as the page shows it; what it prints goes where the page says."""
    assert f"wholepicture {shown}" in PAGE
    command, _, file = shown.partition(" > ")
    ran = CliRunner().invoke(cli.app(), shlex.split(command))
    if file:
        Path(file).write_text(ran.stdout, encoding="utf-8")
    return ran


def _approve(folder: Path) -> None:
    rules = folder / "sharing.toml"
    text = rules.read_text(encoding="utf-8")
    rules.write_text(
        re.sub(r"^(approvers = .*)\]$", rf'\1, "{JOINS}"]', text, count=1, flags=re.MULTILINE),
        encoding="utf-8",
    )


def test_what_the_agency_has_to_approve_is_said_first(folder: Path) -> None:
    """By the check of the agreement, as the page quotes it."""
    ran = _run("agreement check")

    said = " ".join(ran.output.split())
    assert ran.exit_code
    assert f"gives information of {JOINS}" in said
    assert f"{JOINS} is not among its approvers" in said
    _approve(folder)
    assert _run("agreement check").exit_code == 0


def test_once_it_has_approved_the_agreement_decides_as_before(folder: Path) -> None:
    """The table of cases holds, and the pages are written."""
    _approve(folder)

    assert _run("agreement cases").exit_code == 0
    assert _run("agreement book --out pages").exit_code == 0
    for named in ("schedule.html", "fields.html"):
        assert Path("pages", named).is_file()


def test_the_first_event_is_written_checked_and_explained(folder: Path) -> None:
    """Before anything is sent."""
    _approve(folder)
    assert _run("template concern --minimal > first.json").exit_code == 0

    checked, explained = _run("validate first.json"), _run("agreement explain first.json")

    assert checked.exit_code == 0, checked.output
    assert explained.exit_code == 0, explained.output
