"""What never reaches a school or whoever is alleged, whoever alleges, whatever a rule grants."""

import copy
import json
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wholepicture_agreement import Agreement, Decision, Item, decide
from wholepicture_agreement.seen.leaves import Leaf, leaf_at
from wholepicture_agreement.seen.masking import Masking
from wholepicture_agreement.seen.people import People
from wholepicture_agreement.seen.sights import Sight
from wholepicture_agreement.written.files import Need
from wholepicture_schemas.fields import FieldPlace
from wholepicture_schemas.identifiers import PersonRef, RecipientId
from wholepicture_schemas.told_fields import told_fields

from tests.agreement.incidents import document, of_document, situation
from tests.agreement.protected import grants_everything
from tests.support.shipped import shipped

pytestmark = pytest.mark.finding("F4")

_OF_THE_ALLEGED = ("7 Other Lane", "BS9 9AA", "900111", "Convicted in 2019", "1 Far Street", "BS7")
_OF_THE_VICTIM = ("900222", "Flat 9, New House", "BS8 8ZZ", "Harbour Support")
_OF_HER_AS_ALLEGED = ("Cautioned in 2018", "4 Made Up Road", "BS5 1AA")
_TEAM = RecipientId("social-work-bristol-1")
_CHILDREN = [
    {"person": "c1", "born": "2011-03-09", "urn": "100001"},
    {"person": "c2", "born": "2016-03-09", "urn": "100002"},
]
_FAMILY = {"children": _CHILDREN}
who_is_alleged = st.sampled_from(
    [
        ["a1"],
        ["a2"],
        ["a1", "a2"],
        ["c1"],
    ]
)
urgencies = st.sampled_from(["routine", "same-day", "immediate"])
moments = st.sampled_from(["2026-11-18T10:00:00Z", "2026-11-20T23:00:00Z", "2026-12-25T12:00:00Z"])


def school_items(decision: Decision) -> list[Item]:
    """What schools and the education safeguarding team get."""
    return [one for one in decision.items if one.recipient.startswith(("setting-", "education-"))]


@settings(deadline=None)
@given(alleged=who_is_alleged, urgency=urgencies, at=moments, generous=st.booleans())
def test_a_school_never_gets_what_leads_to_anybody(
    alleged: list[str], urgency: str, at: str, *, generous: bool
) -> None:
    """He alleged, she alleged, both, or a child of 15: no address, number, history or service."""
    used = grants_everything(shipped()) if generous else shipped()
    case = _FAMILY | {"alleged": alleged, "urgency": urgency, "at": at}

    items = school_items(decide(situation(case), used))

    holidays = {"education-bristol"} if at.startswith("2026-12-25") else set()
    assert {one.recipient for one in items} == {"setting-100001", "setting-100002"} | holidays
    hidden = {
        "a1": _OF_THE_ALLEGED,
        "a2": (*_OF_HER_AS_ALLEGED, *_OF_THE_VICTIM),
        "c1": _OF_THE_VICTIM,
    }
    for item in items:
        text = json.dumps(item.told) + " ".join(item.instructions) + item.headline
        for person in {*alleged, *(["a2"] if "a1" in alleged or "c1" in alleged else [])}:
            words = hidden[person] if person in alleged else _OF_THE_VICTIM
            assert not [word for word in words if word in text]
        assert "allegations" not in json.dumps(item.told)
        assert "offence_history" not in text
        assert "He hit her in the kitchen" not in text


@settings(deadline=None)
@given(alleged=who_is_alleged, urgency=urgencies, at=moments, generous=st.booleans())
def test_where_she_is_alleged_he_is_protected(
    alleged: list[str], urgency: str, at: str, *, generous: bool
) -> None:
    """Whoever is a victim is protected, and where both are alleged, both are."""
    used = grants_everything(shipped()) if generous else shipped()
    case = _FAMILY | {"alleged": alleged, "urgency": urgency, "at": at}

    decision = decide(situation(case), used)

    victims = (
        {"a2"} if alleged in (["a1"], ["c1"]) else {"a1"} if alleged == ["a2"] else {"a1", "a2"}
    )
    for item in school_items(decision):
        for adult in _people(item, "adults"):
            if adult["person"] in victims:
                assert not {"new_address", "phone", "victim_service"} & set(adult)
                assert set(adult.get("safe_contact", {})) <= {"never"}


@settings(deadline=None)
@given(alleged=st.permutations(["a1", "a2", "c1"]), urgency=urgencies)
def test_an_alleged_child_is_not_masked_from_childrens_services(
    alleged: list[str], urgency: str
) -> None:
    """The front door sees an alleged person under 18 whole, even a protected address."""
    event = document(_FAMILY | {"alleged": [*alleged[:1], "c1"], "urgency": urgency})
    event["data"]["core"]["handling"]["address_protected"] = ["c1"]

    decision = decide(of_document(event, _FAMILY), shipped())

    door = next(one for one in decision.items if one.recipient == "front-door-bristol")
    child = next(one for one in _people(door, "children") if one["person"] == "c1")
    assert child["lives_at"]["postcode"] == "BS5 1AA"
    assert {"alleged": "c1"}.items() <= door_allegation(door, "c1").items()


def door_allegation(item: Item, alleged: str) -> dict[str, Any]:
    """The allegation against a person, as an item tells it."""
    return next(one for one in _core(item)["allegations"] if one["alleged"] == alleged)


def test_the_school_of_an_alleged_child_gets_that_childs_own_minimum(agreement: Agreement) -> None:
    """Neither school learns of an allegation, nor of the other's pupil."""
    decision = decide(situation(_FAMILY | {"alleged": ["c1"]}), agreement)

    for item in school_items(decision):
        children = _people(item, "children")
        assert len(children) == 1
        assert set(children[0]) == {
            "person", "name", "birth_date", "exposure", "welfare_check_done", "voice",
        }  # fmt: skip


@pytest.mark.parametrize(
    "allegations",
    [[], [{"alleged": 7, "victims": ["a2"]}], [{"alleged": "nobody", "victims": ["a2"]}]],
    ids=["none", "not readable", "of nobody"],
)
def test_unread_allegations_mask_every_adult(agreement: Agreement, allegations: list[Any]) -> None:
    """Where nobody knows who is alleged, a school gets nothing that leads to any adult."""
    event = document(_FAMILY)
    event["data"]["core"]["allegations"] = allegations

    decision = decide(of_document(event, _FAMILY), grants_everything(agreement))

    for item in school_items(decision):
        for adult in _people(item, "adults"):
            assert not {"address", "new_address", "phone", "victim_service"} & set(adult)


def test_what_is_kept_back_is_kept_back_in_texts_too(agreement: Agreement) -> None:
    """An address or number that the sender wrote into a text is taken out, however spaced."""
    event = document(_FAMILY)
    said = "Dad lives at 7 other lane, bs99aa, ring 07700-900 111. Mum is at Harbour  Support."
    event["data"]["core"]["children"][0]["voice"]["for_school"] = said

    decision = decide(of_document(event, _FAMILY), agreement)

    school = next(one for one in decision.items if one.recipient == "setting-100001")
    words = _people(school, "children")[0]["voice"]["for_school"]
    assert words == (
        "Dad lives at [kept back], [kept back], ring [kept back]. Mum is at [kept back]."
    )


def test_only_a_stated_need_opens_the_victims_new_address(agreement: Agreement) -> None:
    """The team that must see the child has it; the unit that looks for further children has not."""
    case = {"children": [_CHILDREN[0] | {"open": "social-work-bristol-1"}], "check": "unknown"}
    event = document(case)
    for adult in event["data"]["core"]["adults"]:
        del adult["related_to"]

    items = {str(one.recipient): one for one in decide(of_document(event, case), agreement).items}

    team, unit = items["social-work-bristol-1"], items["safeguarding-police"]
    assert "core.adults.*.new_address.postcode" in team.fields
    assert "core.adults.*.new_address.postcode" in unit.masked
    assert "BS8 8ZZ" not in json.dumps(unit.told)


def test_an_order_names_whom_it_binds_and_a_school_sees_it(agreement: Agreement) -> None:
    """A school that did not know the condition might hand the child over."""
    decision = decide(situation(_FAMILY), agreement)

    school = school_items(decision)[0]
    detail: Any = school.told["detail"]
    assert detail["orders"][0]["condition"] == "Not to collect the children."
    bound = next(one for one in _people(school, "adults") if one["person"] == "a1")
    assert bound["name"]["given"] == "Robin"
    other = next(one for one in _people(school, "adults") if one["person"] == "a2")
    assert set(other) == {"person", "related_to", "safe_contact"}


def test_a_school_reads_how_it_is_now_and_nothing_of_the_allegation(agreement: Agreement) -> None:
    """In custody or at large decides who collects; who is alleged to have done what does not."""
    event = document(_FAMILY)
    event["data"]["core"]["allegations"][0] |= {
        "now": "on-bail", "now_until": "2026-12-01", "now_as_of": "2026-11-18T09:00:00Z",
    }  # fmt: skip

    school = school_items(decide(of_document(event, _FAMILY), agreement))[0]

    core: Any = school.told["core"]
    assert core["allegations"] == [
        {"now": "on-bail", "now_until": "2026-12-01", "now_as_of": "2026-11-18T09:00:00Z"}
    ]


def test_an_order_about_another_child_is_not_told(agreement: Agreement) -> None:
    """A school gets the conditions about its own pupil only."""
    event = document(_FAMILY)
    event["data"]["detail"]["orders"][0]["children"] = ["c2"]

    decision = decide(of_document(event, _FAMILY), agreement)

    first = next(one for one in decision.items if one.recipient == "setting-100001")
    second = next(one for one in decision.items if one.recipient == "setting-100002")
    assert "detail" not in first.told
    assert "orders" in json.dumps(second.told)


def test_a_restricted_professional_leaves_no_gap(agreement: Agreement) -> None:
    """Whether a refuge works with the family or not, the unentitled get the same, to the byte.

    The child's own team may know that there is another service, and not which.
    """
    case = _FAMILY | {"children": [_CHILDREN[0] | {"open": "social-work-bristol-1"}, _CHILDREN[1]]}
    without = document(case)
    with_one = copy.deepcopy(without)
    with_one["data"]["core"]["professionals"].insert(
        0, {"name": "Kim", "role": "Refuge support worker", "organisation": "A house"}
    )

    plain, other = (
        {one.recipient: one for one in decide(of_document(event, case), agreement).items}
        for event in (without, with_one)
    )

    for recipient, item in plain.items():
        unentitled = recipient not in {"front-door-bristol", "social-work-bristol-1"}
        same = json.dumps(item.told) == json.dumps(other[recipient].told)
        assert same == unentitled
        assert not unentitled or item.instructions == other[recipient].instructions
    (service, _) = _core(other[_TEAM])["professionals"]
    assert service == {"role": "another service: ask the front door"}


def test_who_is_left_out_is_named_in_no_text(agreement: Agreement) -> None:
    """Nor what it is called, nor its number: a plain word stands there, and what it said stays."""
    case = _FAMILY | {"children": [_CHILDREN[0] | {"open": "social-work-bristol-1"}]}
    event = document(case)
    core = event["data"]["core"]
    core["professionals"] = [
        {
            "name": "Kim Quillmere", "role": "refuge support worker",
            "organisation": "Sandstone House (Bristol)", "phone": "0117 496 0777",
            "email": "kim@sandstone.example",
        }
    ]  # fmt: skip
    core["summary"] = (
        "Ms Quillmere of Sandstone House says that the child has bruises on its neck. Call her on "
        "01174 960777 or kim@sandstone.example. KIM QUILLMERE saw the child twice."
    )
    core["call_back"] = {"name": "Kim Quillmere", "phone": "0117 496 0777"}

    items = {one.recipient: one for one in decide(of_document(event, case), agreement).items}

    team = items[_TEAM]
    said = json.dumps(team.told) + json.dumps(team.instructions)
    assert not [word for word in ("uillmere", "UILLMERE", "andstone", "0777") if word in said]
    summary = _core(team)["summary"]
    assert summary == (
        "Ms somebody of a service says that the child has bruises on its neck. Call her on "
        "a number or somebody. somebody saw the child twice."
    )
    assert team.told_by.call_back is None or "uillmere" not in str(team.told_by.call_back)


def _core(item: Item) -> dict[str, Any]:
    core: Any = item.told["core"]
    assert isinstance(core, dict)
    return core


def _people(item: Item, among: str) -> list[dict[str, Any]]:
    return list(_core(item).get(among, []))


_NEAR = frozenset({PersonRef("a1")})
"""Whoever is looked at belongs to whoever looks."""
_ANYBODY = Masking(People())
_EVERY_NEED = frozenset(get_args(Need))
_FIELDS = [place for path, place in told_fields().items() if "." in path]


def _leaf(starred: str) -> Leaf:
    parts = starred.split(".")
    whose = PersonRef("a1") if parts[1] in {"children", "adults"} else None
    return leaf_at(tuple(0 if part == "*" else part for part in parts), "x", whose)


@pytest.mark.parametrize("place", _FIELDS, ids=[place.path for place in _FIELDS])
def test_what_a_field_holds_decides_who_may_see_it(place: FieldPlace) -> None:
    """Of an offence no school reads, of what is for equality nobody does, whatever they need."""
    leaf, kind = _leaf(place.starred), place.means.kind
    school = Sight(school=True, childrens_services=False, needs=_EVERY_NEED, given=_NEAR)
    door = Sight(school=False, childrens_services=True, needs=_EVERY_NEED, given=_NEAR)

    assert _ANYBODY.hides(leaf, school) is (kind in {"offence", "equality"})
    assert _ANYBODY.hides(leaf, door) is (kind == "equality")


@pytest.mark.parametrize("field", ["address", "phone", "safe_contact.how", "new_address.postcode"])
def test_what_leads_to_an_alleged_person_is_for_no_school(field: str) -> None:
    """Whatever need its rule states: the school has to do with the child."""
    leaf = _leaf(f"core.adults.*.{field}")
    protects = Masking(People(alleged=_NEAR))
    school = Sight(school=True, childrens_services=False, needs=_EVERY_NEED, given=_NEAR)

    assert protects.hides(leaf, school)
    assert not protects.hides(leaf, school._replace(school=False))


@pytest.mark.parametrize("field", ["new_address.lines", "safe_contact.how", "victim_service"])
def test_whoever_has_what_only_a_victim_has_is_protected(field: str) -> None:
    """Whoever may be alleged: it is kept back from everyone without a stated need."""
    leaf = _leaf(f"core.adults.*.{field}")
    front_door = Sight(school=False, childrens_services=True, given=_NEAR)

    assert _ANYBODY.hides(leaf, front_door)
    assert not _ANYBODY.hides(leaf, front_door._replace(needs=_EVERY_NEED))
