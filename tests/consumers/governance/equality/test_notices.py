"""Whom rules tell of, by group, and what stood in the way of the family."""

import pytest
from wholepicture_consumers.governance.equality import groups
from wholepicture_consumers.governance.equality.notices import (
    NOT_RECORDED,
    RECORDED,
    NoticesByGroup,
    named,
    notices,
)
from wholepicture_consumers.governance.equality.printed import HIDDEN, as_lines
from wholepicture_consumers.governance.pattern_trying import tried

from tests.consumers.both_stages import Stages
from tests.consumers.governance.test_trying_patterns import APRIL, LONG_AGO, MARCH
from tests.consumers.pattern_stages import FAMILY, abuse, rule, stages, tell
from tests.journeys.stories import child, core, nhs_number

HEALTH = "community-health"
RUPTURE = "uk.wholepicture.any.engagement-rupture.v1"
RULE = rule(
    counts=[{"types": ["domestic-abuse-incident", "engagement-rupture"]}], title="Told twice"
)
FEW = rule("few", counts=[{"types": ["engagement-rupture"]}])


def _tell(made: Stages, number: int, ethnicity: str, *, twice: bool) -> None:
    """An incident of one more child; and a rupture, of which it is not known who caused it."""
    of = child(
        FAMILY, f"Kid{number}", f"2010-0{1 + number % 9}-{1 + number // 9:02}",
        nhs_number=nhs_number(), ethnicity=ethnicity,
    )  # fmt: skip
    tell(made, f"a{number}", abuse(of=of), MARCH)
    if twice:
        detail = {
            "which_service": "CAMHS",
            "caused_by": "unknown",
            "barriers": {"kinds": ["language", "trust"]},
        }
        document = {"type": RUPTURE, "data": {"core": core(HEALTH, [of]), "detail": detail}}
        tell(made, f"b{number}", document, APRIL, of=HEALTH)


@pytest.fixture(scope="module")
def counted() -> NoticesByGroup:
    """Twelve children of one group, of whom six have a notice, and eight of another, likewise."""
    made = stages(RULE)
    for number in range(20):
        group = "WBRI" if number < 12 else "BCRB"
        _tell(made, number, group, twice=number % 2 == 0 or number in {13, 15})
    return notices(tried(made.recorded, [RULE, FEW], LONG_AGO), {named(r): r for r in (RULE, FEW)})


def _rows(counted: NoticesByGroup, title: str, by: str = "ethnicity") -> dict[str, dict[str, str]]:
    table = next(t for t in counted.tables if t.title.startswith(title) and t.by == by)
    return {row[0]: dict(zip(table.head, row, strict=True)) for row in table.rows}


@pytest.mark.finding("I2")
def test_rates_of_groups_can_be_compared(counted: NoticesByGroup) -> None:
    """Children with a notice among all of the group of whom anything was told."""
    rows = _rows(counted, "Children with a notice, by")

    white, black = rows[groups.WHITE], rows[groups.BLACK]
    assert (white["children"], black["children"]) == ("12", "8")
    assert white[named(RULE)] == HIDDEN, "since two of the other group have none"
    every = _rows(counted, "Children with a notice, by", "disability")[groups.UNKNOWN]
    assert every["children"] == "20"
    assert every[named(RULE)] == "12 (60%)"


@pytest.mark.finding("F7")
def test_what_stood_in_the_way_is_counted_with_them(counted: NoticesByGroup) -> None:
    """Of the events that made notices: barriers by kind, and of how many the cause is not known."""
    every = _rows(counted, "Children with a notice, and", "disability")[groups.UNKNOWN]
    assert (every[RECORDED], every[NOT_RECORDED]) == ("12 (60%)", "0 (0%)")
    events = _rows(counted, "Events that made notices", "rule")[named(RULE)]
    assert events["events"] == "24"
    assert events[RECORDED] == "12 (50%)"
    assert events["lost trust in services"] == "12 (50%)"
    assert events["transport"] == "0 (0%)"
    assert events["not known by whom"] == "12 (50%)"


def test_a_rule_of_few_is_named_without_a_number(counted: NoticesByGroup) -> None:
    """It may be none."""
    assert f"Told of fewer than 5 children, or of all but so few: {named(FEW)}." in counted.says


def test_no_child_is_in_it(counted: NoticesByGroup) -> None:
    """Neither a name nor an id."""
    text = "\n".join(line for table in counted.tables for line in as_lines(table))

    assert "Kid" not in text
    assert FAMILY.surname not in text
