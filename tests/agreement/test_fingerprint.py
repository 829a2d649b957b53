"""The fingerprint of an agreement: its content, and not how the files are written."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from wholepicture_agreement import Agreement, load
from wholepicture_agreement.written.files import LegalBasis, Restricted, Rule, SharingFile
from wholepicture_agreement.written.fingerprint import fingerprint_of_version
from wholepicture_consumers.stages import setup_of

from tests.support.shipped import PARTNERSHIP


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped agreement."""
    return Path(shutil.copytree(PARTNERSHIP, tmp_path / "partnership"))


def _changed(folder: Path, file: str, before: str, after: str) -> str:
    return _with(folder, file, before, after).digest


def _with(folder: Path, file: str, before: str, after: str) -> Agreement:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")
    return load(folder)


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


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('respond_within = "1 working day"', 'respond_within = "2 working days"'),
        ('    "core.call_back",\n', ""),
        ("valid_from = 2026-11-01", "valid_from = 2026-11-02"),
    ],
    ids=["a rule", "a set of fields", "from when"],
)
def test_what_a_version_decides_is_its_own(folder: Path, before: str, after: str) -> None:
    """Rules, sets of fields, from when: a version with another one of these is another version."""
    changed = _with(folder, "sharing.toml", before, after)

    assert changed.terms[0].digest != load(PARTNERSHIP).terms[0].digest


@pytest.mark.parametrize(
    ("file", "before", "after"),
    [
        ("sharing.toml", "\nreason = ", "\n# ended\nvalid_until = 2027-01-01\nreason = "),
        ("sharing.toml", 'reason = "First', 'reason = "The first'),
        ("agencies.toml", "0117 496 0201", "0117 496 0209"),
        ("agencies.toml", 'name = "Avon and Somerset', 'name = "Avon & Somerset'),
        ("legal.toml", "checked = 2026-10-05", "checked = 2026-10-06"),
    ],
)
def test_what_is_said_of_a_version_is_not(folder: Path, file: str, before: str, after: str) -> None:
    """When the next one follows, why it was made, and the other files may change under it."""
    changed = _with(folder, file, before, after)

    assert changed.terms[0].digest == load(PARTNERSHIP).terms[0].digest


def test_a_stage_says_from_when_each_version_is_in_force(folder: Path) -> None:
    """From midnight in London, by which the agreement itself reckons."""
    agreed = _with(folder, "sharing.toml", "2026-11-01", "2026-07-01")
    version, *_ = setup_of(agreed).versions  # behind it the rules of patterns

    assert version.called == "version 2026-07-01 of the sharing agreement"
    assert datetime.fromtimestamp(version.begins, UTC) == datetime(2026, 6, 30, 23, tzinfo=UTC)


def test_a_version_has_the_same_fingerprint_in_every_release() -> None:
    """Databases remember it: a release that reckons it otherwise stops every stage there is."""
    basis = LegalBasis(
        id="a-basis", power="a", article_6="b", article_9="c", schedule_1="d", article_10="e",
        police_regime="f", confidentiality="g",
    )  # fmt: skip
    rule = Rule(
        id="a-rule", version=1, on=("child-concern",), to=("front-door",), purpose="Safety.",
        safeguarding="So that somebody acts.", legal="a-basis", fields=("what",), kind="referral",
        respond_within="1 working day",
    )  # fmt: skip
    sharing = SharingFile(
        version="2026-11-01",
        valid_from=datetime(2026, 11, 1, tzinfo=UTC).date(),
        reason="The first.",
        field_sets={"what": ("core.summary",)},
        legal_basis=(basis,),
        restricted=(Restricted(kind="refuge", words=("refuge",)),),
        rule=(rule,),
    )

    assert fingerprint_of_version(sharing)[:16] == "b159036924e91713"
