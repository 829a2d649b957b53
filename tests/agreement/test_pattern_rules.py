"""A file of pattern rules that cannot be right is refused, with a sentence that says what to do."""

import re
from pathlib import Path

import pytest
from wholepicture_agreement import AgreementError
from wholepicture_agreement.patterns.cases import FILE, difference, read_cases
from wholepicture_agreement.patterns.files import PatternsFile
from wholepicture_agreement.written.files import SharingFile
from wholepicture_agreement.written.loading import read, read_patterns

from tests.support.shipped import PARTNERSHIP

pytestmark = pytest.mark.finding("F11")
FILES = read(PARTNERSHIP)
RULES = FILES.patterns[-1].pattern
CASES = read_cases(PARTNERSHIP, RULES)
APPROVED = 'approvers = ["bristol-city-council", "community-health"]'
HEAD = f"""
version = "2026-11-01"
valid_from = 2026-11-01
reason = "First version."
{APPROVED}
"""
GOOD = """
[[pattern]]
id = "several"
version = 1
title = "Several"
says = "Several events."
source = "A source."
owner = "bristol-city-council"
counts = [{ types = ["domestic-abuse-incident", "child-concern"] }]
at_least = 3
agencies = 2
within_days = 180
told_by = ["pattern-open-case"]
"""


def _read(
    folder: Path, *texts: str, sharing: tuple[SharingFile, ...] = FILES.versions
) -> tuple[PatternsFile, ...]:
    """Files of pattern rules beside the shipped agreement."""
    folder.mkdir(exist_ok=True)
    for number, text in enumerate(texts):
        (folder / f"patterns-{number}.toml").write_text(text, encoding="utf-8")
    return read_patterns(folder, FILES.agencies, sharing)


def _refused(tmp_path: Path, *texts: str) -> str:
    with pytest.raises(AgreementError) as raised:
        _read(tmp_path, *texts)
    for sentence in raised.value.sentences:
        assert re.match(r"patterns-\d\.toml line \d+: .*[.?]$", sentence), sentence
    return "\n".join(raised.value.sentences)


def test_a_good_file_is_taken(tmp_path: Path) -> None:
    """So that what is refused below is refused for what was changed in it."""
    (file,) = _read(tmp_path, HEAD + GOOD)

    assert [rule.id for rule in file.pattern] == ["several"]


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("within_days = 180", "within_days = 0", "no two days lie within that"),
        ("within_days = 180", "within_days = 9999", "is kept for"),
        ("at_least = 3", "at_least = 0", "at_least is 0: write 2 or more"),
        ("at_least = 3\nagencies = 2", "at_least = 1", "would fire for every child"),
        ("agencies = 2", "agencies = 4", "3 events come from 4 agencies never"),
        ('"child-concern"', '"child-concerns"', "no type of event child-concerns. Did you mean"),
        ('"child-concern"', '"correction"', "no type of event correction"),
        ('"child-concern"] }', '"child-concern"], where = { "detail.risk_grade" = ["HIGH"] } }',
         "never for a grade, an ethnicity, a disability"),
        ('"child-concern"] }', '"child-concern"], where = { voice = ["loud"] } }',
         "voice is never loud. There are: recorded, not-recorded"),
        ('owner = "bristol-city-council"', 'owner = "bristol-council"', "not one of the agencies"),
        ('told_by = ["pattern-open-case"]', 'told_by = ["pattern-opencase"]',
         "has no rule pattern-opencase to tell it by. Did you mean pattern-open-case"),
        ('told_by = ["pattern-open-case"]', 'told_by = ["new-contact"]', "is not on pattern-found"),
        ('source = "A source."', "", "source is missing"),
        ("agencies = 2", "agency = 2", "there is no key agency"),
        (APPROVED, 'approvers = ["community-health"]', "Two agencies approve a version of the"),
        (APPROVED, 'approvers = ["community-health", "bristol-education"]',
         "bristol-city-council answers for several, which is new or changed here"),
    ],
)  # fmt: skip
def test_what_cannot_be_right_is_refused(
    tmp_path: Path, before: str, after: str, says: str
) -> None:
    """Each with the rule, the line, and what to write."""
    whole = HEAD + GOOD
    assert before in whole

    assert says in _refused(tmp_path, whole.replace(before, after))


def test_a_rule_whose_recipients_see_no_earlier_event_is_refused(tmp_path: Path) -> None:
    """Nobody could be told of events that the agreement shows to nobody."""
    (version,) = FILES.versions
    rules = tuple(rule.model_copy(update={"earlier": ()}) for rule in version.rule)
    blind = (version.model_copy(update={"rule": rules}),)

    with pytest.raises(AgreementError, match="gives nothing of earlier events"):
        _read(tmp_path, HEAD + GOOD, sharing=blind)


def test_a_pattern_twice_is_refused(tmp_path: Path) -> None:
    """Each has one id."""
    assert "several stands here twice" in _refused(tmp_path, HEAD + GOOD + GOOD)


def test_a_changed_rule_has_a_new_version(tmp_path: Path) -> None:
    """What was said by a version of a rule can be read years later."""
    until = HEAD.replace("reason", "valid_until = 2027-01-01\nreason")
    later = HEAD.replace("2026-11-01", "2027-01-01")
    changed = GOOD.replace("within_days = 180", "within_days = 90")

    assert "write version = 2" in _refused(tmp_path, until + GOOD, later + changed)
    again = _refused(tmp_path / "again", HEAD + GOOD, later + GOOD)
    assert "give that one valid_until = 2027-01-01" in again


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_each_case_comes_out_as_it_says(case: object) -> None:
    """The table that the members of the partnership read."""
    (one,) = (found for found in CASES if found is case)

    assert difference(one, RULES) is None


def test_every_rule_has_cases_for_and_against() -> None:
    """A rule that nothing makes, or everything, would go unnoticed."""
    made = {case.pattern for case in CASES if case.makes}
    not_made = {case.pattern for case in CASES if not case.makes}

    assert made == not_made == {rule.id for rule in RULES}


def test_every_rule_is_told_to_somebody_in_every_situation() -> None:
    """With an open case, without one, with a child who is not certain, and as a last resort."""
    for rule in RULES:
        assert {
            "pattern-open-case", "pattern-no-open-case", "pattern-child-not-certain",
            "pattern-nobody-else-told",
        } <= set(rule.told_by)  # fmt: skip


def test_a_wrong_case_is_a_sentence(tmp_path: Path) -> None:
    """It names the case and the fix."""
    text = (PARTNERSHIP / FILE).read_text(encoding="utf-8")
    (tmp_path / FILE).write_text(text.replace('pattern = "', 'pattern = "x-', 1), encoding="utf-8")

    with pytest.raises(AgreementError, match="there is no pattern x-"):
        read_cases(tmp_path, RULES)
