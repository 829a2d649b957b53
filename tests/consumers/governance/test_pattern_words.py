"""A pattern rule in words says all that the rule asks, so that a member can check it."""

from collections.abc import Mapping
from typing import Any

import pytest
from wholepicture_agreement.patterns.files import PatternRule
from wholepicture_consumers.governance.pattern_words import in_words

from tests.consumers.pattern_stages import rule

KIND: Mapping[str, Any] = {"types": ["was-not-brought"]}
MEETING = "detail.meeting.invited.*.attended"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"where": {"detail.how_missed": ["WNB"]}}, "how it was missed: was not brought"),
        ({"where": {"voice": ["not-recorded"]}}, "neither the child's own words nor"),
        ({"one_in": 4}, "one in 4 or more of what was offered was missed"),
        ({"at_least": 2}, "at least 2 of an appointment to which a child was not brought"),
    ],
)
def test_every_condition_of_what_counts_is_said(more: dict[str, Any], said: str) -> None:
    """With the condition its words stand there, and without it they do not."""
    asked = in_words(rule(counts=[{**KIND, **more}]))

    assert said in asked
    assert said not in in_words(rule(counts=[KIND]))


def test_what_ends_a_run_is_said_with_its_conditions() -> None:
    """A meeting to which all came ends it, which is more than that there was a meeting."""
    ends = {"types": ["meeting-held"], "where": {"detail.meeting_kind": ["child-in-need"]},
            "where_not": {MEETING: ["did-not-come"]}}  # fmt: skip

    said = in_words(rule(counts=[KIND], without=[ends]))

    assert "What ends a run" in said
    assert "kind of meeting: child in need meeting" in said
    assert "whether they came: nowhere “did not come”" in said


def test_kinds_that_are_all_needed_are_told_apart() -> None:
    """Two concerns do not do where one of each is asked for."""
    both = [{"types": [name], "at_least": 1} for name in ("strengths-note", "child-concern")]

    said = in_words(rule(counts=both, agencies=2, within_days=31))

    assert said == (
        "2 or more events within 31 days, told by 2 agencies or more: at least 1 of what goes well "
        "for a child; at least 1 of a concern for a child."
    )


def test_no_field_of_a_rule_is_left_out() -> None:
    """A new key of a rule has to be said, or to be here among what is said beside the words."""
    beside = {"id", "version", "title", "says", "source", "owner", "told_by"}
    said = {"counts", "at_least", "agencies", "within_days", "without", "when"}

    assert set(PatternRule.model_fields) == beside | said
