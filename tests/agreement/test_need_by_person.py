"""A need opens the places of the children who are given and of their own adults, and no others."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wholepicture_agreement import Item, decide
from wholepicture_schemas.identifiers import PersonRef

from tests.agreement.households import Household, households
from tests.agreement.incidents import Case, document, of_document
from tests.agreement.protected import grants_everything, needs_everything
from tests.support.examples import examples
from tests.support.shipped import shipped

pytestmark = pytest.mark.finding("F4")
_NO_RELATION = {"not-related", "unknown"}


def _text(item: Item) -> str:
    """Everything of an item that anybody reads."""
    return json.dumps([
        item.told, item.headline, item.instructions, item.phone_first,
        item.told_by.model_dump_json(), [problem.model_dump_json() for problem in item.incomplete],
    ])  # fmt: skip


def _strangers(household: Household, item: Item) -> set[str]:
    """The people of an event who are known to be of other children than the item's."""
    given_children = {child.person for child in item.children}
    strangers = {person for person in household.leads_to if person.startswith("c")} - given_children
    for adult, ties in household.ties.items():
        own = {child for child, tie in ties.items() if tie not in _NO_RELATION}
        if own and not own & given_children:
            strangers.add(adult)
    return strangers


@examples(150)
@given(household=households(), generous=st.booleans())
def test_nobody_reads_where_a_stranger_to_its_children_is(
    household: Household, *, generous: bool
) -> None:
    """Whatever a rule grants and needs: no place, number, school or service anywhere."""
    agreement = grants_everything(needs_everything(shipped())) if generous else shipped()

    for item in decide(household.situation, agreement).items:
        for person in _strangers(household, item):
            read = [word for word in household.leads_to[person] if word in _text(item)]
            assert not read, (item.recipient, item.children, person)


_TIA = {"person": "c1", "born": "2015-03-09", "open": "social-work-bristol-1"}
_LEE = {"person": "c2", "born": "2012-01-01", "open": "social-work-bristol-2"}


def _told(adults: Any, *children: Case, **core: Any) -> Mapping[str, Item]:
    """What each recipient is told of an incident of these children and adults, by their marks."""
    case = {"children": children}
    event = document(case)
    more = core.pop("of_children", {})
    for child in event["data"]["core"]["children"]:
        child.update(more.get(child["person"], {}))
    event["data"]["core"] |= {"adults": adults, **core}
    items = decide(of_document(event, case), shipped()).items
    return {str(item.recipient): item for item in items}


def _adult(person: str, word: str, **ties: str) -> dict[str, Any]:
    return {
        "person": person,
        "name": {"given": "Sam", "family": "Example"},
        "related_to": [{"child": child, "relation": tie} for child, tie in ties.items()],
        "new_address": {"lines": [f"{word} House", "9 High Street"]},
        "phone": "07700 900222" if person == "a2" else "07700 900333",
    }


def test_without_any_relation_the_event_of_one_family_is_told_whole() -> None:
    """The worker of each sibling reads where their mother is, whom nobody said to be related."""
    told = _told([_adult("a1", "Larch"), _adult("a2", "Quill")], _TIA, _LEE)

    for team in ("social-work-bristol-1", "social-work-bristol-2"):
        assert "Quill House" in _text(told[team])


@pytest.mark.parametrize(
    "of_lee",
    [
        {"lives_at": {"lines": ["50 Oak Avenue"], "postcode": "BS7 7XX"}},
        {"name": {"given": "Lee", "family": "Crane"}},
    ],
    ids=["lives elsewhere", "another surname"],
)
def test_without_any_relation_two_families_read_nothing_of_it(of_lee: dict[str, Any]) -> None:
    """Nobody knows whose mother she is: neither team reads it, and the sender is asked."""
    adults = [_adult("a1", "Larch"), _adult("a2", "Quill")]

    told = _told(adults, _TIA, _LEE, of_children={"c2": of_lee})

    for team in ("social-work-bristol-1", "social-work-bristol-2"):
        assert "Quill" not in _text(told[team])
        assert "900222" not in _text(told[team])


def test_whoever_is_given_all_children_reads_of_those_who_belong_to_some() -> None:
    """Whichever child is hers is among them."""
    children = (dict(_TIA, open=""), dict(_LEE, open=""))
    for child in children:
        del child["open"]
    of_lee = {"name": {"given": "Lee", "family": "Crane"}}

    told = _told([_adult("a2", "Quill")], *children, of_children={"c2": of_lee})

    assert "Quill House" in _text(told["front-door-bristol"])


@pytest.mark.parametrize("tie", ["not-related", "unknown"])
def test_no_relation_is_none(tie: str) -> None:
    """Not related, or unknown beside a child of another family: it opens nothing."""
    adults = [_adult("a1", "Larch", c1="father", c2="father"), _adult("a2", "Quill", c2=tie)]
    of_lee = {"name": {"given": "Lee", "family": "Crane"}}

    told = _told(adults, _TIA, _LEE, of_children={"c2": of_lee})

    assert "Quill" not in _text(told["social-work-bristol-2"])
    assert "Larch House" in _text(told["social-work-bristol-2"])


def test_the_mother_of_an_unborn_child_belongs_to_it() -> None:
    """The child names her, whatever she is said to be related to."""
    unborn = {"person": "c1", "expected": "2027-02-01"}

    told = _told(
        [_adult("a2", "Quill", c2="mother")], unborn, _LEE, of_children={"c1": {"mother": "a2"}}
    )

    assert "Quill House" in _text(told["front-door-bristol"])


def test_of_whoever_is_not_theirs_they_read_name_and_relation() -> None:
    """And the record of whoever is alleged, which is about the danger to each child there."""
    stranger = _adult("a2", "Quill", c1="mother") | {
        "birth_date": "1990-01-02",
        "languages": ["Polish"],
        "offence_history": "Cautioned in 2018.",
    }
    father = _adult("a1", "Larch", c1="father") | {"offence_history": "Convicted in 2019."}
    allegations = [{"alleged": "a1", "victims": ["a2"]}]

    told = _told([father, stranger], _TIA, _LEE, allegations=allegations)

    core: Any = told["social-work-bristol-2"].told["core"]
    by_person = {adult["person"]: adult for adult in core["adults"]}
    assert set(by_person["a2"]) == {"person", "name", "related_to"}
    assert set(by_person["a1"]) == {"person", "name", "related_to", "offence_history"}


def test_a_home_that_siblings_share_is_no_gap() -> None:
    """The team of one reads where they live, though it is the other's home as well."""
    adults = [_adult("a1", "Larch", c1="father", c2="father")]
    summary = "They live at 4 Made Up Road, and he came to 7 Birch Avenue."

    told = _told(adults, _TIA, _LEE, summary=summary)

    core: Any = told["social-work-bristol-1"].told["core"]
    assert core["summary"] == summary


def test_a_worker_of_the_alleged_reads_no_home_of_the_harmed() -> None:
    """Two young people with workers of their own, and nobody else in the event."""
    of_children = {
        "c1": {"lives_at": {"lines": ["3 Quill Row"], "uprn": "34056789"}},
        "c2": {"lives_at": {"lines": ["9 Fir Road"]}},
    }
    allegations = [{"alleged": "c2", "victims": ["c1"]}]
    summary = "She ran home to 3 Quill Row. He was seen in 12 Birch Avenue."

    told = _told([], _TIA, _LEE, of_children=of_children, allegations=allegations, summary=summary)

    worker = _text(told["social-work-bristol-2"])
    assert not [word for word in ("Quill", "34056789", "Birch") if word in worker]
    assert "Quill" in _text(told["social-work-bristol-1"])
    assert PersonRef("c1") not in {child.person for child in told["social-work-bristol-2"].children}
