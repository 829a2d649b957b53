"""Pattern rules are tried over what was recorded, before anybody adopts them."""

import json
from collections.abc import Sequence
from cProfile import Profile
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from wholepicture_agreement import AgreementError
from wholepicture_agreement.patterns.files import PatternRule, PatternsFile
from wholepicture_agreement.patterns.proposals import proposal
from wholepicture_agreement.written.loading import Files
from wholepicture_bus.records import Record
from wholepicture_consumers.governance.equality.notices import notices
from wholepicture_consumers.governance.pattern_report import (
    TrialOfPatterns,
    as_data,
    as_lines,
    called,
    events_of,
)
from wholepicture_consumers.governance.pattern_trying import Tried, name_of, tried

from tests.consumers.both_stages import AGREEMENT, START, Stages
from tests.consumers.pattern_stages import (
    FAMILY,
    IVY,
    abuse,
    concern,
    event_id,
    of_patterns,
    rule,
    stages,
    tell,
)
from tests.journeys.stories import (
    COUNCIL,
    POLICE,
    child,
    correction,
    involvement,
    nhs_number,
    retraction,
)
from tests.support.shipped import PARTNERSHIP

pytestmark = pytest.mark.finding("F11")
MARCH, APRIL, JUNE = (datetime(2026, month, 4, 9, tzinfo=UTC) for month in (3, 4, 6))
MOST_CALLS = 750
"""Of functions for a record: 590 took 0.4 to 0.5 ms in November 2026."""
LONG_AGO = START - timedelta(days=900)
SHIPPED = (PARTNERSHIP / "patterns.toml").read_text(encoding="utf-8")


def _records(made: Stages) -> list[Record]:
    return made.recorded


def _trial(records: Sequence[Record], now: PatternRule, then: PatternRule) -> TrialOfPatterns:
    over: Tried = tried(records, [now, then], LONG_AGO)
    by_group = notices(over, called([now], [then]))
    file = PatternsFile(
        version="2027-01-01", valid_from=date(2027, 1, 1), reason="A test.", pattern=(then,)
    )
    return TrialOfPatterns("proposed.toml", file, (now,), over, (), AGREEMENT, by_group)


def test_it_says_what_the_stage_says() -> None:
    """Told, changed, taken back and told anew: the same numbers as the notices that were sent."""
    made, sent = stages(), []
    for name, document, day in (
        ("one", abuse(), MARCH), ("two", abuse(), APRIL), ("three", concern(), JUNE),
    ):  # fmt: skip
        sent += of_patterns(tell(made, name, document, day))
    for name in ("two", "one"):
        taken = made.publish(retraction(POLICE, event_id(name)), event_id(f"{name} back"))
        sent += of_patterns(taken)
    sent += of_patterns(tell(made, "four", abuse(), JUNE + timedelta(days=1)))

    said = tried(_records(made), [rule()], LONG_AGO).said[name_of(rule())]

    hows = [item["amends"]["how"] if "amends" in item else "new" for item in sent]
    assert hows == ["new", "correction", "correction", "retraction", "new"]
    assert (said.notices, said.changed, said.taken_back) == (2, 2, 1)
    assert len(said.standing) == 1


def test_a_child_who_is_found_to_be_another_takes_the_event_along() -> None:
    """A correction of who it was counts as it counts for the facts."""
    made = stages()
    tell(made, "one", abuse(), MARCH)
    tell(made, "two", abuse(), APRIL)
    other = [
        {"field": "core.children.0.nhs_number", "value": "9990000026"},
        {"field": "core.children.0.name.given", "value": "Zed"},
        {"field": "core.children.0.birth_date", "value": "2009-09-09"},
    ]
    made.publish(correction(POLICE, event_id("two"), other), event_id("moved"))

    said = tried(_records(made), [rule()], LONG_AGO).said[name_of(rule())]

    assert (said.notices, said.taken_back, len(said.standing)) == (1, 1, 0)


def test_work_that_came_as_history_is_open_work() -> None:
    """A census tells which cases are open: the trial counts them as the stage does."""
    on_open_case = rule(when=["child-has-open-episode"])
    made = stages(on_open_case)
    work = involvement(FAMILY, "Ivy", "2016-05-04", nhs_number="9990000018")
    work["data"]["core"]["history"] = True
    tell(made, "open", work, MARCH - timedelta(days=30), of=COUNCIL)
    tell(made, "one", abuse(), MARCH)
    sent = of_patterns(tell(made, "two", abuse(), APRIL))

    said = tried(_records(made), [on_open_case], LONG_AGO).said[name_of(on_open_case)]

    assert said.notices == len(sent) == 1


def test_what_was_told_before_counts_and_is_no_news() -> None:
    """The history before the day is taken in, so that what stood then is not told again."""
    made = stages()
    tell(made, "one", abuse(), MARCH)
    tell(made, "two", abuse(), APRIL)
    begin = made.moment + timedelta(seconds=1)
    tell(made, "three", abuse(), JUNE)

    said = tried(_records(made), [rule()], begin).said[name_of(rule())]

    assert (said.notices, said.changed) == (0, 1)


def test_the_report_shows_now_beside_the_proposal_and_names_nobody() -> None:
    """A count below five is said as fewer than five; the events are for the unit alone."""
    made = stages()
    for number in range(7):
        of = child(FAMILY, f"Kid{number}", f"20{10 + number}-01-02", nhs_number=nhs_number())
        tell(made, f"a{number}", abuse(of=of), MARCH)
        tell(made, f"b{number}", abuse(of=of), APRIL)
    tell(made, "ivy 1", abuse(of=IVY), MARCH)
    tell(made, "ivy 2", abuse(of=IVY), JUNE)

    trial = _trial(_records(made), rule(within_days=40), rule(within_days=100, version=2))
    text = "\n".join(as_lines(trial))

    assert "now:      7 notices of 7 children" in text
    assert "proposed: 8 notices of 8 children" in text
    assert "fewer than 5" not in text.split("Told again")[0]
    assert as_data(trial)["rules"][0]["now"]["changed"] == "0"
    assert "again, version 2, as proposed" in text
    shown = "\n".join(events_of(trial))
    assert "4 March 2026  domestic-abuse-incident  avon-and-somerset-police" in shown
    for said in (text, shown, str(as_data(trial))):
        assert FAMILY.surname not in said
        assert "Kid" not in said


def test_a_few_are_not_counted_out() -> None:
    """One family could be known by a one."""
    made = stages()
    tell(made, "one", abuse(), MARCH)
    tell(made, "two", abuse(), APRIL)

    trial = _trial(_records(made), rule(), rule())

    assert "as now: fewer than 5 notices of fewer than 5 children" in "\n".join(as_lines(trial))


def test_a_proposal_says_what_it_waits_for(files: Files, tmp_path: Path) -> None:
    """It can be tried before anybody has approved it, and before it has a day to begin on."""
    path = tmp_path / "proposed.toml"
    path.write_text(
        SHIPPED.replace("within_days = 180", "within_days = 90").replace(
            "approvers = [", "approvers = [] # ["
        ).replace('version = "2026-11-01"', 'version = "2027-01-01"'),
        encoding="utf-8",
    )  # fmt: skip

    file, waits_for = proposal(path, files)

    assert file.version == "2027-01-01"
    said = " ".join(waits_for)
    assert "Two agencies approve" in said
    assert "bristol-city-council answers for" in said
    assert "write version = 2" in said


def test_a_proposal_that_cannot_be_right_is_refused(files: Files, tmp_path: Path) -> None:
    """Whoever approves it."""
    path = tmp_path / "proposed.toml"
    path.write_text(SHIPPED.replace("within_days = 180", "within_days = 0"), encoding="utf-8")

    with pytest.raises(AgreementError, match="no two days lie within that"):
        proposal(path, files)


def test_a_city_is_tried_fast() -> None:
    """A million records take less than ten minutes: counted, as a busy machine is slower."""
    made = stages()
    tell(made, "one", abuse(), MARCH)
    record, (ivy,) = made.recorded[0], {str(one["child"]) for one in [_said(made)]}
    value = (record.value or b"").decode()
    many = [
        value.replace(event_id("one"), event_id(str(number))).replace(ivy, f"{number % 200}-{ivy}")
        for number in range(2000)
    ]
    records = [replace(record, value=text.encode()) for text in many]

    profile = Profile()
    profile.enable()
    over = tried(records, [rule()], LONG_AGO)
    profile.disable()

    assert over.events == 2000
    assert sum(entry.callcount for entry in profile.getstats()) / len(many) < MOST_CALLS


def _said(made: Stages) -> dict[str, object]:
    said: dict[str, object] = json.loads(made.recorded[0].value or b"{}")
    return said
