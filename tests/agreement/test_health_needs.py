"""A health need adds community paediatrics and the GP practice, and takes nothing from anybody."""

from typing import Any

import pytest
from wholepicture_agreement import Situation, decide
from wholepicture_agreement.later.still_open import still_open
from wholepicture_agreement.told.facts import EventFacts
from wholepicture_schemas.children import Missing
from wholepicture_schemas.identifiers import PersonRef, RecipientId

from tests.agreement.incidents import document, of_document
from tests.support.shipped import shipped

PRACTICE = RecipientId("integrated-care-2")
PRIMARY_CARE = RecipientId("integrated-care-1")
PAEDIATRICS = RecipientId("community-health-2")
CASE: dict[str, Any] = {"children": [{"person": "c1", "born": "2017-05-04", "urn": "100001"}]}


def about(**child: object) -> Situation:
    """An incident about a child of nine at a school for everybody."""
    event = document(CASE)
    event["data"]["core"]["children"][0].update(child)
    return of_document(event, CASE)


def told(situation: Situation) -> set[RecipientId]:
    """Who is told."""
    return {item.recipient for item in decide(situation, shipped()).items}


@pytest.mark.parametrize(
    ("child", "has_one"),
    [
        ({"disability": ["AUT"]}, True),
        ({"disability": ["NONE"]}, False),
        ({"communication": ["BSL"]}, True),
        ({"communication": ["INTERPRETER", "ADVOCATE"]}, False),
        ({"vulnerability_considered": {"considered": True, "disability_known": "yes"}}, True),
        ({"vulnerability_considered": {"considered": True, "disability_known": "no"}}, False),
        ({"birth_date": None, "disability": ["MOB"]}, True),
        ({"birth_date": None, "expected_birth_date": "2027-01", "disability": ["MOB"]}, False),
    ],
)
def test_a_health_need_is_said(child: dict[str, object], *, has_one: bool) -> None:
    """Of a born child: a disability, a dependence, or that the child does not speak or hear."""
    recipients = told(about(**child))

    assert (PAEDIATRICS in recipients) is (PRIMARY_CARE in recipients) is has_one


@pytest.mark.parametrize(
    ("field", "has_one"),
    [
        ("core.children.0.disability.0", True),
        ("core.children.0.communication", True),
        ("core.children.0.communication_note", False),
        ("core.children.0.vulnerability_considered", False),
        ("core.children.1.disability.0", False),
    ],
)
def test_a_health_need_that_cannot_be_read_may_be_one(field: str, *, has_one: bool) -> None:
    """What is said of a child's health and cannot be read is taken as a need of that child."""
    missing = (Missing(field=field, what="cannot be read", fix="Correct it."),)

    assert (PAEDIATRICS in told(about()._replace(missing=missing))) is has_one


def test_a_practice_that_is_not_the_childs_any_more_is_told_nothing_more() -> None:
    """A correction names another practice: the first reads nothing of the event now."""
    given = {"gp-practice": {PersonRef("c1")}}
    before, after = (
        EventFacts(about(disability=["MOB"], gp_practice={"code": code}), shipped())
        for code in ("L99001", "L99002")
    )

    opened = [
        still_open(facts, facts.terms, given, PRACTICE, "health-team") for facts in (before, after)
    ]

    assert [len(rules) for rules in opened] == [1, 0]
