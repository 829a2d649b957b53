"""The partnership's commands, as far as they need no bus."""

import json
import re
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result
from wholepicture_agreement import AgreementError
from wholepicture_agreement.patterns.reviews import FILE as REVIEWS
from wholepicture_agreement.written.proposals import the_file
from wholepicture_bus.cli import app

from tests.consumers.governance.conftest import SHIPPED
from tests.support.shipped import PARTNERSHIP


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(app(), ["agreement", *arguments, "--partnership", str(PARTNERSHIP)])


def test_the_book_is_written(tmp_path: Path) -> None:
    """Each page is named, and stands in the folder."""
    result = _run("book", "--out", str(tmp_path / "book"))

    assert result.exit_code == 0
    named = [Path(line) for line in result.output.splitlines()]
    assert len(named) == 6
    assert all(path.is_file() for path in named)
    assert "We look again after the first quarter" in named[3].read_text(encoding="utf-8")


def test_the_check_of_patterns_says_who_reviewed_them(tmp_path: Path) -> None:
    """And warns where nobody did."""
    shutil.copytree(PARTNERSHIP, tmp_path / "partnership")
    command = ["patterns", "check", "--partnership", str(tmp_path / "partnership")]

    reviewed = CliRunner().invoke(app(), command)
    (tmp_path / "partnership" / REVIEWS).unlink()
    not_reviewed = CliRunner().invoke(app(), command)

    assert "Last review: 20 October 2026, bristol-city-council" in reviewed.output
    assert "no review from before that is recorded" not in reviewed.output
    assert "Warning: Pattern care-missed-and-harm, version 1" in not_reviewed.output
    assert not_reviewed.exit_code == 0


def test_the_book_shows_what_a_proposal_changes(tmp_path: Path) -> None:
    """With a file, the changes are that one's, whoever has still to approve it."""
    proposed = tmp_path / "proposed.toml"
    text = SHIPPED.replace("2026-11-01", "2027-01-01").replace(
        'words = ["refuge", "safe house"]', "words = []"
    )
    proposed.write_text(text.replace("approvers = [", "approvers = [] # [", 1), encoding="utf-8")

    result = _run("book", str(proposed), "--out", str(tmp_path / "book"))

    assert result.exit_code == 0
    said = (tmp_path / "book" / "changes.html").read_text(encoding="utf-8")
    assert "Services of the restricted kind refuge are recognised by fewer words." in said
    assert "It is compared with version 2026-11-01." in said
    (approvers,) = re.findall(r"^approvers = (.*)", SHIPPED, re.MULTILINE)
    assert said.count("Not yet, and it has to") == len(json.loads(approvers))


def test_the_only_proposal_need_not_be_named(tmp_path: Path) -> None:
    """One is found; none, or several, are answered with what to do."""
    with pytest.raises(AgreementError, match="holds no proposal"):
        the_file(None, tmp_path)
    (tmp_path / "proposed.toml").touch()
    assert the_file(None, tmp_path) == tmp_path / "proposed.toml"
    (tmp_path / "proposed-2.toml").touch()
    with pytest.raises(AgreementError, match=r"name one of proposed-2\.toml, proposed\.toml"):
        the_file(None, tmp_path)
    assert the_file(tmp_path / "other.toml", tmp_path) == tmp_path / "other.toml"


@pytest.mark.parametrize(
    "command",
    [
        ["reconcile", "--from", "30/11/2026"],
        ["agreement", "check", "--on", "soon"],
        ["equality-report", "--since", "2026", "--until", "2026-11-30"],
    ],
)
def test_a_day_of_another_form_is_told_how_to_write_it(command: list[str]) -> None:
    """In words, and not as a form of the library."""
    result = CliRunner().invoke(app(), command)

    said = " ".join(result.output.replace("\u2502", " ").split())
    assert result.exit_code == 2
    assert "Write the day as year, month and day: 2026-03-04." in said
    assert "%Y" not in said
