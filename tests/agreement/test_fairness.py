"""Ethnicity changes nothing; a disability never makes the bus do less or later (promise 8)."""

import json
import re
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wholepicture_agreement import Item, decide
from wholepicture_schemas.codes import COMMUNICATIONS, DISABILITIES, Ethnicity

from tests.agreement.incidents import (
    CASES,
    OPEN_CASE_AND_UNKNOWN,
    Case,
    document,
    of_document,
)
from tests.support.names_of_many_origins import NAMES, Names
from tests.support.shipped import shipped

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
    """What its recipient is to do, apart from asking for what the sender has said.

    Who else acts is compared by itself (``also_told``). An adult is named by the first child of the
    item, which is another where the recipient is given more children.
    """
    apart = ("does not know whether", "Also told: ")
    return {
        re.sub(r"Given-c\d Example", "a child", one)
        for one in item.instructions
        if not any(words in one for words in apart)
    }


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


@pytest.mark.parametrize("names", NAMES[1:], ids=lambda names: names[1])
def test_a_name_of_any_origin_changes_nothing(names: Names) -> None:
    """The same event under another name goes to the same people, with the same texts masked."""
    one, other = (_under(*name[:2]) for name in (NAMES[0], names))

    assert one == other


def _under(given: str, family: str) -> list[tuple[object, ...]]:
    """What each recipient gets of a protected family's incident, its child named so."""
    name = f"{given} {family}"
    event = document(OPEN_CASE_AND_UNKNOWN)
    core = event["data"]["core"]
    core["children"][0]["name"] = {"given": given, "family": family}
    core["summary"] = f"{name} is with her mother at Flat 9, New House, and {given} is well."
    core["for_school"] = core["for_health"] = f"{name} stays at 4 Made Up Road."
    items = decide(of_document(event, OPEN_CASE_AND_UNKNOWN), shipped()).items

    def plain(words: object) -> str:
        said = json.dumps(words, ensure_ascii=False)
        return said.replace(given, "Given").replace(family, "Family")

    return [
        (item.recipient, plain(item.told), plain(item.instructions), item.fields, item.masked)
        for item in items
    ]


@pytest.mark.finding("I2")
@settings(deadline=None)
@given(case=cases, codes=disabilities, ways=communications)
def test_a_disability_never_means_less_or_later(
    case: Case, codes: list[str], ways: list[str]
) -> None:
    """A disabled child's news reaches everybody whom it reaches otherwise, as soon, with no less.

    More may be told, and only health professionals.
    """
    none = {"disability": None, "communication": None}
    plain = decide(of_document(varied(case, none), case), shipped())
    changed = varied(case, {"disability": codes or ["NONE"], "communication": ways})

    decision = decide(of_document(changed, case), shipped())

    after = {item.recipient: item for item in decision.items}
    told = {item.recipient for item in plain.items}
    more = [rule for item in decision.items if item.recipient not in told for rule in item.rules]
    assert set(more) <= {"community-paediatrics", "gp-practice", "primary-care"}
    for before in plain.items:
        item = after[before.recipient]
        assert _in_time(before) == _in_time(item)
        assert before.respond_by is None or (
            item.respond_by is not None and item.respond_by <= before.respond_by
        )
        assert set(before.fields) <= set(item.fields)
        assert _to_do(before) <= _to_do(item)
        assert _who_acts(before) <= _who_acts(item)


def _who_acts(item: Item) -> set[str]:
    return {also.name for also in item.also_told}


def _in_time(item: Item) -> tuple[object, ...]:
    return item.kind, item.arrival, item.urgency, item.phone_first
