"""Ethnicity changes nothing; a disability never makes the bus do less or later (promise 8)."""

import json
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wholepicture_agreement import Item, decide
from wholepicture_schemas.codes import COMMUNICATIONS, DISABILITIES, Ethnicity

from tests.agreement.conftest import shipped
from tests.agreement.incidents import CASES, Case, document, of_document

ethnicities = st.sampled_from([None, *get_args(Ethnicity)])
disabilities = st.lists(
    st.sampled_from([code for code in DISABILITIES if code != "NONE"]), unique=True
)
communications = st.lists(st.sampled_from(list(COMMUNICATIONS)), unique=True)
cases = st.sampled_from(CASES)


def varied(case: Case, changes: dict[str, Any]) -> dict[str, Any]:
    """The case's event with fields of each child set, or left out where None."""
    event = document(case)
    for child in event["data"]["core"]["children"]:
        child.update(changes)
        for name in [name for name, value in child.items() if value is None]:
            del child[name]
    return event


def _to_do(item: Item) -> set[str]:
    """What its recipient is to do, apart from asking for what the sender has said."""
    return {one for one in item.instructions if "does not know whether" not in one}


@settings(deadline=None)
@given(case=cases, one=ethnicities, other=ethnicities)
def test_ethnicity_changes_nothing(case: Case, one: str | None, other: str | None) -> None:
    """Whatever a child's ethnicity, the decisions and the items are the same; nobody is told it."""
    first, second = (
        decide(of_document(varied(case, {"ethnicity": code}), case), shipped())
        for code in (one, other)
    )

    assert [item.told for item in first.items] == [item.told for item in second.items]
    assert [item.instructions for item in first.items] == [
        item.instructions for item in second.items
    ]
    assert [(entry.decision, entry.recipient, entry.rule) for entry in first.entries] == [
        (entry.decision, entry.recipient, entry.rule) for entry in second.entries
    ]
    assert "ethnicity" not in json.dumps([item.told for item in first.items])


@pytest.mark.finding("I2")
@settings(deadline=None)
@given(case=cases, codes=disabilities, ways=communications)
def test_a_disability_never_means_less_or_later(
    case: Case, codes: list[str], ways: list[str]
) -> None:
    """A disabled child's news reaches the same recipients, as soon, with no field less."""
    none = {"disability": None, "communication": None}
    plain = decide(of_document(varied(case, none), case), shipped())
    changed = varied(case, {"disability": codes or ["NONE"], "communication": ways})

    decision = decide(of_document(changed, case), shipped())

    assert [
        (item.recipient, item.kind, item.arrival, item.respond_by, item.urgency, item.phone_first)
        for item in plain.items
    ] == [
        (item.recipient, item.kind, item.arrival, item.respond_by, item.urgency, item.phone_first)
        for item in decision.items
    ]
    for before, after in zip(plain.items, decision.items, strict=True):
        assert set(before.fields) <= set(after.fields)
        assert _to_do(before) <= _to_do(after)
