"""The fingerprint of an agreement: its content, and not how the files are written."""

import shutil
from pathlib import Path

import pytest
from wholepicture_consumers.agreement import load

from tests.consumers.agreement.conftest import PARTNERSHIP


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped agreement."""
    return Path(shutil.copytree(PARTNERSHIP, tmp_path / "partnership"))


def _changed(folder: Path, file: str, before: str, after: str) -> str:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")
    return load(folder).digest


def test_comments_names_and_defaults_do_not_count(folder: Path) -> None:
    """A comment, another name of a file, and a default that is written out change nothing."""
    shipped = load(PARTNERSHIP).digest
    (folder / "sharing.toml").rename(folder / "sharing-1.toml")
    said = 'effect = "give"\nto = ["allocated-team"]'

    digest = _changed(folder, "sharing-1.toml", 'to = ["allocated-team"]', f"# once\n{said}")

    assert digest == shipped


@pytest.mark.parametrize(
    ("file", "before", "after"),
    [
        ("agencies.toml", "0117 496 0201", "0117 496 0209"),
        ("legal.toml", "checked = 2026-10-05", "checked = 2026-10-06"),
        ("sharing.toml", 'respond_within = "1 working day"', 'respond_within = "2 working days"'),
    ],
)
def test_every_change_of_content_counts(folder: Path, file: str, before: str, after: str) -> None:
    """Of any of the files."""
    assert _changed(folder, file, before, after) != load(PARTNERSHIP).digest
