"""The commands: check says that the agreement holds, explain who would be told what and why."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import get_args

import pytest
from typer.testing import CliRunner, Result
from wholepicture_agreement import Agreement
from wholepicture_agreement.later.standing import standing
from wholepicture_agreement.written.words_of_rules import Condition
from wholepicture_consumers.governance.agreement import agreement as app
from wholepicture_consumers.governance.explaining import NOT_SO

from tests.agreement.incidents import OPEN_CASE_AND_UNKNOWN, document
from tests.agreement.refusing import copied, slip
from tests.support.shipped import PARTNERSHIP

pytestmark = pytest.mark.finding("F4")
HERE = ["--partnership", str(PARTNERSHIP)]


def run(*arguments: str, told: str | None = None) -> Result:
    """What the command answers."""
    return CliRunner(env={"COLUMNS": "100"}).invoke(app, [*arguments, *HERE], input=told)


@pytest.fixture
def event_file(tmp_path: Path) -> Path:
    """The incident of two children, one of them with an open case."""
    path = tmp_path / "incident.json"
    path.write_text(json.dumps(document(OPEN_CASE_AND_UNKNOWN)), encoding="utf-8")
    return path


def test_check_says_how_the_agreement_stands() -> None:
    """The shipped agreement is in order; what is in force, and who is not connected, is said."""
    result = run("check", "--on", "2026-11-18")

    assert result.exit_code == 0
    for words in (
        "The agreement holds together: version 2026-11-01",
        "In force on 18 November 2026: version 2026-11-01, since 1 November 2026, agreed by",
        "Not connected, so telephoned: Bath and North East Somerset (0117 496 0822), North",
        "Everyone takes part for practice: no live event reaches anybody.",
    ):
        assert words in result.output


def test_check_says_what_will_be_in_force_and_from_when(tmp_path: Path) -> None:
    """Before, between and after its versions, an agreement says which of them is used."""
    folder = copied(tmp_path)
    first = (folder / "sharing.toml").read_text(encoding="utf-8")
    later = first.replace("2026-11-01", "2027-01-01", 2)
    (folder / "sharing-2027.toml").write_text(later, encoding="utf-8")
    slip(folder, "sharing.toml", "\nreason = ", "\nvalid_until = 2027-01-01\nreason = ")

    def said(day: str) -> str:
        return CliRunner().invoke(app, ["check", "--on", day, "--partnership", str(folder)]).output

    will_be = "Version 2027-01-01 will be in force from 1 January 2027: First version"
    assert "No version is in force on 20 October 2026 yet: until then" in said("2026-10-20")
    assert "since 1 November 2026, until 1 January 2027, agreed by" in said("2026-11-18")
    assert will_be in said("2026-11-18")
    assert "In force on 2 January 2027: version 2027-01-01" in said("2027-01-02")
    assert "will be" not in said("2027-01-02")
    slip(folder, "sharing-2027.toml", "\nreason = ", "\nvalid_until = 2027-06-01\nreason = ")
    assert "version 2027-01-01 ended on 1 June 2027 and is still used" in said("2027-06-01")


def test_an_agreement_says_who_only_practises(agreement: Agreement) -> None:
    """Where nobody only practises, that is said; where somebody does, who it is."""
    live = {
        name: one.model_copy(update={"exercise": name == "setting-100001"})
        for name, one in agreement.recipients.items()
    }
    everyone = {name: one.model_copy(update={"exercise": False}) for name, one in live.items()}
    day = date(2026, 11, 18)

    assert [*standing(replace(agreement, recipients=live), day)][-1] == (
        "For practice only, so told of nothing live: setting-100001."
    )
    assert [*standing(replace(agreement, recipients=everyone), day)][-1] == (
        "Everyone takes part live: no practice event reaches anybody."
    )


def test_check_says_what_is_wrong(tmp_path: Path) -> None:
    """A folder without an agreement is answered with a sentence and exit code 2."""
    result = CliRunner().invoke(app, ["check", "--partnership", str(tmp_path)])

    assert result.exit_code == 2
    assert "agencies.toml" in result.output


def test_explain_says_who_would_get_what_and_why(event_file: Path) -> None:
    """Each recipient with its headline, reason, basis, fields and what is kept back."""
    result = run("explain", str(event_file), "--open", "c1=social-work-bristol-3")

    assert result.exit_code == 0
    for words in (
        "Disabled Children's Team (social-work-bristol-3) would get a referral",
        "First Response (front-door-bristol) would get a referral",
        "Avonbank Special School (made up) (setting-100002) would get a notice",
        "rule news-on-open-case, version 1",
        "Operation Encompass",
        "UK GDPR Article 6(1)(e), public task",
        "of a child: reference in this event, name, date of birth, what the child saw or heard",
        "Kept back",
    ):
        assert words in in_one_line(result)


def in_one_line(result: Result) -> str:
    """What is shown, without the frames and the breaks of lines."""
    return " ".join(result.output.translate(str.maketrans("", "", "│╭╮╰╯─")).split())


def test_explain_says_who_would_not_and_why(event_file: Path) -> None:
    """Rules that do not apply are named with the reason."""
    result = run("explain", str(event_file), "--open", "c1=social-work-bristol-3")

    assert "Rules that do not apply" in result.output
    assert "their own team is told" in result.output


def test_a_condition_that_is_not_met_has_words() -> None:
    """Whatever a rule may ask, whoever reads why it does not apply reads a sentence."""
    assert set(NOT_SO) == set(get_args(Condition))


def test_explain_speaks_json(event_file: Path) -> None:
    """For programs: references, rules and paths, and nothing of what the event says."""
    result = run("explain", str(event_file), "--unsure", "c2", "--json")

    answer = json.loads(result.output)
    assert {one["recipient"] for one in answer["told"]} == {
        "front-door-bristol", "setting-100001", "setting-100002", "public-health-nursing",
        "community-health-2",
    }  # fmt: skip
    assert {one["rule"] for one in answer["decisions"]} >= {"new-contact", "encompass-setting"}
    assert "Robin" not in result.output


def test_explain_reads_an_incomplete_event() -> None:
    """An event that a producer could not publish is explained as it would be delivered."""
    event = document(OPEN_CASE_AND_UNKNOWN)
    del event["data"]["core"]["call_back"]

    result = run("explain", "-", told=json.dumps(event))

    assert result.exit_code == 0
    assert "First Response (front-door-bristol)" in result.output


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("{", "is not JSON: see line 1"),
        ("[]", "must be an object"),
        ('{"id": "1"}', "cannot be read as an event"),
    ],
)
def test_a_bad_file_is_answered_with_a_sentence(tmp_path: Path, content: str, says: str) -> None:
    """Exit code 2, what is wrong, and no trace of the machinery."""
    path = tmp_path / "bad.json"
    path.write_text(content, encoding="utf-8")

    result = run("explain", str(path))

    assert result.exit_code == 2
    assert says in result.output.replace("\n", " ")
    assert "Traceback" not in result.output


def test_a_missing_file_or_a_wrong_option_is_answered_with_a_sentence(event_file: Path) -> None:
    """A path that leads nowhere, a team or a child that is not there: exit code 2."""
    for arguments, says in (
        (("explain", "nowhere.json"), "cannot be read"),
        (("explain", str(event_file), "--open", "c1=nobody"), "Write --open as PERSON=TEAM"),
        (("explain", str(event_file), "--unsure", "c9"), "has no child c9"),
    ):
        result = run(*arguments)

        assert result.exit_code == 2
        assert says in result.output
