"""What was told before is seen again only within what the rules grant of it."""

import copy
import json
from typing import Any

import pytest
from wholepicture_agreement import Again, Agreement, EventVersion, decide, seen_before
from wholepicture_schemas.identifiers import PersonRef, RecipientId
from wholepicture_schemas.reading import read_closed

from tests.agreement.incidents import (
    MORNING,
    OPEN_CASE_AND_UNKNOWN,
    Case,
    document,
    of_document,
    situation,
)
from tests.support.shipped import PARTNERSHIP

_TEAM = "social-work-bristol-3"
EXAMPLES = PARTNERSHIP.parent / "schemas" / "examples"


def seen(recipient: str, agreement: Agreement, case: Case = OPEN_CASE_AND_UNKNOWN) -> str:
    """What a recipient sees of the earlier event of a case, about its first child."""
    item = next(
        one
        for one in decide(situation(OPEN_CASE_AND_UNKNOWN), agreement).items
        if one.recipient == recipient
    )
    earlier = of_document(document(case), case).event
    told = seen_before(
        earlier,
        {PersonRef("c1"): None},
        recipient=RecipientId(recipient),
        rules=item.children[0].rules,
        at=MORNING,
        agreement=agreement,
    )
    return json.dumps(told)


@pytest.mark.finding("F4")
def test_the_team_sees_what_was_told_before(agreement: Agreement) -> None:
    """News on an open case comes with what is behind it, siblings within their own grant."""
    told = seen(_TEAM, agreement)

    assert "He hit her in the kitchen" in told
    assert '"Given-c1"' in told
    assert told.count("I was scared.") == 1


def test_a_school_sees_nothing_of_what_was_told_before(agreement: Agreement) -> None:
    """Its rule grants no earlier events."""
    assert seen("setting-100002", agreement) == "{}"


def _shown_later(name: str, agreement: Agreement, **core: Any) -> dict[str, Any]:
    """What the context of a later item shows the team of the example of a type."""
    told = json.loads((EXAMPLES / f"{name}.json").read_text("utf-8"))
    told["data"]["core"] |= core
    return seen_before(
        read_closed(told),
        {PersonRef("c1"): None},
        recipient=RecipientId(_TEAM),
        rules=["news-on-open-case"],
        at=MORNING,
        agreement=agreement,
    )


def test_context_says_no_more_of_an_adults_illness_than_the_item_did(agreement: Agreement) -> None:
    """Who the adult is and whether they care for a child, and no word of the sender's."""
    told = _shown_later("mental-health-crisis", agreement, summary="Psychosis, on a section.")

    assert told["detail"].keys() <= {"about_adult", "has_care_of_child", "care_meanwhile",
                                     "crisis_place", "children_seen_in_crisis"}  # fmt: skip
    assert "has_care_of_child" in told["detail"]
    assert "summary" not in told["core"]


def test_a_complaint_of_racism_never_comes_back_as_context(agreement: Agreement) -> None:
    """It may be about whoever reads the later item."""
    assert not _shown_later("complaint-of-racism", agreement).get("detail")
    assert _shown_later("concern", agreement)["detail"]


@pytest.mark.parametrize(
    "change",
    [
        {"restricted": ["allegation-against-staff"]},
        {"exercise": False},
        {"works_for": "bristol-city-council"},
    ],
    ids=["restricted", "exercise", "own staff"],
)
def test_what_is_closed_now_is_closed_in_what_was_told_before(
    agreement: Agreement, change: dict[str, Any]
) -> None:
    """Context is no way round a restriction, and leaves no trace of it."""
    assert seen(_TEAM, agreement, {**OPEN_CASE_AND_UNKNOWN, **change}) == "{}"


@pytest.mark.finding("F4")
def test_what_is_protected_now_is_protected_in_what_was(agreement: Agreement) -> None:
    """An address that a correction protects is in nothing that is shown of the event before it."""
    plain = document(OPEN_CASE_AND_UNKNOWN)
    plain["data"]["core"]["summary"] = "From Rose Cottage she fled to 5 Elm Close."
    father, mother = plain["data"]["core"]["adults"]
    del father["new_address"], mother["related_to"]
    mother["address"] = {"lines": ["Rose Cottage", "Wells"]}
    del mother["new_address"]
    right = copy.deepcopy(plain)
    right["data"]["core"]["handling"]["address_protected"] = ["a2"]
    right["data"]["core"]["adults"][1]["new_address"] = {"lines": ["5 Elm Close"]}
    first, now = (of_document(one, OPEN_CASE_AND_UNKNOWN) for one in (plain, right))
    unit = "safeguarding-police"  # it needs no address, so none is told that is protected
    whose: Any = ({"possible-linked-children": []}, unit, "police-safeguarding-unit")

    had = Again(first, agreement).seen(*whose)
    then = Again(now, agreement, EventVersion(first.event)).before(*whose)

    assert had is not None
    assert "Rose Cottage" in json.dumps(had.told["core"]["adults"])  # type: ignore[call-overload, index]
    assert then["core"]["summary"] == "From [kept back] she fled to [kept back]."  # type: ignore[call-overload, index]
    assert "Rose Cottage" not in json.dumps(then)


@pytest.mark.finding("F4")
def test_what_a_correction_gives_as_an_address_is_taken_out_of_what_was(
    agreement: Agreement,
) -> None:
    """A house of which the text told before anybody knew that she fled there stands in no text."""
    plain = document(OPEN_CASE_AND_UNKNOWN)
    plain["data"]["core"]["summary"] = "She may be at Larch Cottage."
    for adult in plain["data"]["core"]["adults"]:
        del adult["new_address"]
    plain["data"]["core"]["adults"][1]["related_to"] = [{"child": "c2", "relation": "mother"}]
    right = copy.deepcopy(plain)
    right["data"]["core"]["adults"][1]["new_address"] = {"lines": ["Larch Cottage", "Wells"]}
    first, now = (of_document(one, OPEN_CASE_AND_UNKNOWN) for one in (plain, right))
    unit = "safeguarding-police"
    whose: Any = ({"possible-linked-children": []}, unit, "police-safeguarding-unit")

    then = Again(now, agreement, EventVersion(first.event)).before(*whose)
    shown = seen_before(
        now.event,
        {PersonRef("c1"): None},
        recipient=RecipientId(_TEAM),
        rules=["news-on-open-case"],
        at=MORNING,
        agreement=agreement,
        was=first.event,
    )

    assert "Larch" not in json.dumps(then)
    assert "She may be at" in json.dumps(then)
    assert "She may be at" in json.dumps(shown)
    assert "Larch" not in json.dumps(shown)
