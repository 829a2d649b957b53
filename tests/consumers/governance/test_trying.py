"""A change of the rules is tried over what was told: who would have got more, and who less."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from rich.console import Console
from wholepicture_agreement import AgreementError
from wholepicture_agreement.written.loading import Files, agreement_of
from wholepicture_agreement.written.proposals import Proposal
from wholepicture_bus.errors import StopError
from wholepicture_consumers.governance.comparing import Comparison, ComparisonRow, compare
from wholepicture_consumers.governance.history import situations
from wholepicture_consumers.governance.moments import since
from wholepicture_consumers.governance.trying import Trial, as_data, as_text

from tests.consumers.both_stages import AGREEMENT, START, Followed, Stages
from tests.consumers.governance.conftest import Propose, children
from tests.journeys.stories import (
    COUNCIL,
    EDUCATION,
    FRONT_DOOR,
    TEAM,
    Family,
    adult,
    child,
    correction,
    family,
    incident,
    involvement,
    nhs_number,
    retraction,
)

INCIDENT = "domestic-abuse-incident"
NURSING = "public-health-nursing"
NOTE = "Show her the pictures in her book."
NUMBER = nhs_number()


@pytest.fixture
def people() -> Family:
    """A family of its own."""
    return family()


def _incident(people: Family) -> dict[str, Any]:
    known = child(people, "Ivy", "2016-05-04", nhs_number=NUMBER, communication_note=NOTE)
    return incident([known], [adult(people, "Dan", "a1", "father")], summary="He shouted.")


def _tried(told: Sequence[Followed], proposal: Proposal, begin: datetime = START) -> Comparison:
    found = situations(children(told), begin, AGREEMENT)
    return compare(found, AGREEMENT, proposal.terms, START)


def _row(comparison: Comparison, recipient: str) -> ComparisonRow:
    return next(row for row in comparison.differing if row.recipient == recipient)


def test_the_same_rules_change_nothing(propose: Propose, people: Family) -> None:
    """A proposal that says the same would have told everybody the same."""
    told = [Stages().publish(_incident(people), "e1")]

    comparison = _tried(told, propose())

    assert comparison.events == 1
    assert comparison.differing == ()


def test_a_field_more_is_gained(propose: Propose, people: Family) -> None:
    """Education would get what helps the child to communicate, and nobody else anything."""
    told = [Stages().publish(_incident(people), "e1")]
    wider = propose(
        "encompass_minimum = [", 'encompass_minimum = [\n"core.children.*.communication_note",'
    )

    comparison = _tried(told, wider)

    (row,) = comparison.differing
    assert (row.recipient, row.event, row.changed) == (EDUCATION, INCIDENT, 1)
    assert set(row.gained) == {"core.children.*.communication_note"}
    assert not row.lost


def test_a_rule_fewer_is_a_delivery_lost(propose: Propose, people: Family) -> None:
    """A recipient who is no longer told loses every field; the count says how often."""
    stages = Stages()
    young = [child(people, "Bea", "2024-05-04")]
    told = [stages.publish(incident(young), one) for one in ("e1", "e2")]
    narrower = propose('to = ["under-fives-health"]', 'to = ["police-safeguarding-unit"]')

    comparison = _tried(told, narrower)

    row = _row(comparison, NURSING)
    assert (row.now["give"], row.then["give"], row.changed) == (2, 0, 2)
    assert row.lost["core.children.*.name.given"] == 2
    assert not row.unmasked
    assert _row(comparison, "safeguarding-police").then["give"] == 2


def test_a_need_fewer_keeps_back_what_was_given(propose: Propose, people: Family) -> None:
    """What would be lost because it is kept back is named as such."""
    known = child(people, "Ivy", "2016-05-04")
    parents = [adult(people, "Dan", "a1", "father"),
               adult(people, "Meg", "a2", "mother", safe_contact={"how": "By text."})]  # fmt: skip
    harmed = [{"alleged": "a1", "victims": ["a2"], "kinds": ["violent-or-threatening"]}]
    told = [Stages().publish(incident([known], parents, allegations=harmed), "e1")]
    narrower = propose(
        'needs = ["victim-address", "victim-contact", "victim-service", "child-whereabouts"]',
        'needs = ["child-whereabouts"]',
        'id = "contact-child-not-certain"',
    )

    row = _row(_tried(told, narrower), FRONT_DOOR)

    assert "core.adults.*.safe_contact.how" in row.masked
    assert "core.adults.*.safe_contact.how" in row.lost


def test_who_is_withheld_from_is_counted(propose: Propose, people: Family) -> None:
    """Something restricted that a rule would open is withheld now, and would be given."""
    marked = _incident(people)
    marked["data"]["core"]["handling"] = {"restricted_kinds": ["live-investigation"]}
    told = [Stages().publish(_incident(people), "e0"), Stages().publish(marked, "e1")]
    opened = propose(
        'needs = ["child-whereabouts"]',
        'restricted = ["live-investigation"]\nneeds = ["child-whereabouts"]',
        'id = "encompass-education-team"',
    )

    (row,) = _tried(told, opened).differing

    assert (row.recipient, row.changed) == (EDUCATION, 1)
    assert (row.now["give"], row.now["withhold"]) == (1, 1)
    assert (row.then["give"], row.then["withhold"]) == (2, 0)


def test_an_open_case_from_before_is_known(propose: Propose, people: Family) -> None:
    """What was told before the time that is tried says which team works with the child."""
    stages = Stages()
    opened = stages.publish(involvement(people, "Ivy", "2016-05-04", nhs_number=NUMBER), "i1",
                            of=COUNCIL)  # fmt: skip
    told = [opened, stages.publish(_incident(people), "e1")]
    no_summary = propose('    "core.summary",\n    "core.for_school",', '    "core.for_school",')

    comparison = _tried(told, no_summary, START + timedelta(seconds=90))

    assert comparison.events == 1
    assert _row(comparison, TEAM).lost == {"core.summary": 1}


@pytest.mark.parametrize("amends", ["retracted", "corrected"])
def test_an_open_case_that_was_put_right_is_not_open(
    propose: Propose, people: Family, amends: str
) -> None:
    """An involvement that was taken back, or corrected to closed, tells no team any more."""
    stages = Stages()
    changes = [{"field": "detail.state", "value": "closed"}]
    told = [
        stages.publish(involvement(people, "Ivy", "2016-05-04", nhs_number=NUMBER), "i1",
                       of=COUNCIL),
        stages.publish(retraction(COUNCIL, "i1") if amends == "retracted"
                       else correction(COUNCIL, "i1", changes), "i2", of=COUNCIL),
        stages.publish(_incident(people), "e1"),
    ]  # fmt: skip
    no_summary = propose('    "core.summary",\n    "core.for_school",', '    "core.for_school",')

    comparison = _tried(told, no_summary)

    assert {row.recipient for row in comparison.differing} == {FRONT_DOOR}


def test_what_is_shown_names_nobody(propose: Propose, people: Family, files: Files) -> None:
    """Table and JSON hold recipients, fields and counts, and no word of the events."""
    told = [Stages().publish(_incident(people), "e1")]
    wider = propose(
        "encompass_minimum = [", 'encompass_minimum = [\n"core.children.*.communication_note",'
    )
    trial = Trial(wider, _tried(told, wider), agreement_of(files), "2026-11-01", START)

    data, console = as_data(trial), Console(record=True, width=160, file=StringIO())
    console.print(as_text(trial))
    table = " ".join(console.export_text().translate(str.maketrans("", "", "│┃")).split())
    text = table + json.dumps(data)

    assert data["totals"] == data["totals"] | {"now": 3, "then": 3, "changed": 1}
    assert data["rows"][0]["gained"] == {"core.children.*.communication_note": 1}
    assert "of a child: what helps" in table
    assert "1 otherwise" in table
    assert "which it was not given before" in table
    assert text.count("a change of that file gives to whom is not compared here") == 2
    for word in (*people.words, "Ivy", NOTE, NUMBER, "shouted"):
        assert word not in text


def test_what_a_proposal_waits_for_is_said(propose: Propose, files: Files) -> None:
    """Who has not approved, and what else is in the way; it is tried all the same."""
    everyone = 'approvers = ["avon-and-somerset-police", "bristol-city-council", "south'
    waiting = propose(everyone, 'approvers = [] # ["south')

    assert any("Two agencies approve" in one for one in waiting.waits_for)
    assert any("give that one a valid_until" in one for one in waiting.waits_for)
    assert waiting.wider == ()
    assert waiting.before == files.versions[0]


def test_a_proposal_that_does_not_hold_together_is_refused(propose: Propose) -> None:
    """A slip is answered with its line, before anything is read."""
    with pytest.raises(AgreementError, match=r"proposed\.toml line \d+: .* no set of fields"):
        propose('fields = ["encompass_minimum"]', 'fields = ["encompass"]')


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("90d", datetime(2026, 8, 27, 12, tzinfo=UTC)),
        ("2w", datetime(2026, 11, 11, 12, tzinfo=UTC)),
        ("2026-07-01", datetime(2026, 6, 30, 23, tzinfo=UTC)),
    ],
)
def test_how_far_back(text: str, means: datetime) -> None:
    """Days, weeks, or the beginning of a day in London."""
    assert since(text, datetime(2026, 11, 25, 12, tzinfo=UTC)) == means


@pytest.mark.parametrize("text", ["", "90", "3m", "0d", "yesterday"])
def test_what_says_no_time_is_refused(text: str) -> None:
    """With a sentence that says how to write it."""
    with pytest.raises(StopError, match="Write --since"):
        since(text, START)
