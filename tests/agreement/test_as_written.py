"""What was kept as it was written is told to whoever reads its field, and to nobody else."""

import copy
import json
from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wholepicture_agreement import Agreement, Item, decide

from tests.agreement.incidents import document, of_document
from tests.agreement.protected import grants_everything, needs_everything
from tests.support.shipped import shipped

_MARKER = "Qwyx Zebedee"
_ADDRESS = {"lines": ["12 Larch Road"], "postcode": "BS3 9ZZ"}
_OF_A_PERSON: Mapping[str, Any] = {
    "name": {"given": "Ivy", "family": "Sample"}, "birth_date": "2012-04-05",
    "communication": ["NON_VERBAL"],
}  # fmt: skip
_OF_A_CHILD: Mapping[str, Any] = {
    **_OF_A_PERSON, "sex": "F", "nhs_number": "9990000018", "ethnicity": "WBRI",
    "lives_at": _ADDRESS, "staying_at": _ADDRESS, "school": {"name": "Elm Primary"},
}  # fmt: skip
_OF_AN_ADULT: Mapping[str, Any] = {
    **_OF_A_PERSON, "birth_date": "1985-04-05", "address": _ADDRESS, "new_address": _ADDRESS,
    "phone": "0117 496 0123",
}  # fmt: skip
_FAMILY = {
    "children": [
        {"person": "c1", "born": "2011-03-09", "urn": "100001"},
        {"person": "c2", "born": "2016-03-09", "urn": "100002"},
    ],
    "at": "2026-11-18T10:00:00Z",
}
_FIELDS = [
    *(("children", at, field, value) for at in (0, 1) for field, value in _OF_A_CHILD.items()),
    *(("adults", at, field, value) for at in (0, 1) for field, value in _OF_AN_ADULT.items()),
]
_AGREEMENTS = ("generous", "needy", "shipped")


@cache
def _agreement(whose: str) -> Agreement:
    """The agreement as it is, as if every rule granted all, and as if every need was stated too."""
    if whose == "shipped":
        return shipped()
    return grants_everything(needs_everything(shipped()) if whose == "needy" else shipped())


@settings(deadline=None, max_examples=20)
@given(
    place=st.sampled_from(_FIELDS),
    alleged=st.sampled_from([["a1"], ["a2"], ["a1", "a2"], ["c1"], []]),
    whose=st.sampled_from(_AGREEMENTS),
)
def test_nobody_reads_as_written_what_is_masked_from_them(
    place: tuple[str, int, str, Any], alleged: list[str], whose: str
) -> None:
    """Whoever reads the text would have read the field, had it been written as it is asked for."""
    group, at, field, value = place
    case = {**_FAMILY, "alleged": alleged}
    told = {}
    for form, said in (("right", value), ("odd", f"{_MARKER} 7")):
        event = copy.deepcopy(document(case))
        event["data"]["core"][group][at][field] = said
        person = event["data"]["core"][group][at]["person"]
        items = decide(of_document(event, case), _agreement(whose)).items
        told[form] = {item.recipient: item for item in items}

    for recipient, item in told["odd"].items():
        if _MARKER in json.dumps(item.told) + " ".join(item.instructions) + item.headline:
            entry = _entry(told["right"][recipient], group, person)
            is_due_for_age = field == "birth_date" and not entry  # of an age that is not known
            assert field in entry or is_due_for_age


@pytest.mark.parametrize("whose", _AGREEMENTS)
def test_the_number_to_call_is_read_as_it_was_written(whose: str) -> None:
    """By everybody who would read the number; shapes of numbers are not cut out of it."""
    event = copy.deepcopy(document(_FAMILY))
    event["data"]["core"]["call_back"]["phone"] = "0117 496 0140 ext 4"

    items = decide(of_document(event, _FAMILY), _agreement(whose)).items

    assert items
    for item in items:
        assert "0117 496 0140 ext 4" in json.dumps(item.told)


def test_a_place_in_a_name_is_cut_for_whoever_needs_no_place() -> None:
    """A name as one text may say more than a name."""
    event = copy.deepcopy(document(_FAMILY))
    event["data"]["core"]["children"][0]["name"] = "Ivy Sample, 12 Larch Road, BS3 9ZZ"

    items = {
        str(item.recipient): json.dumps(item.told)
        for item in decide(of_document(event, _FAMILY), shipped()).items
    }

    assert "Ivy Sample" in items["setting-100001"]
    assert "BS3 9ZZ" not in items["setting-100001"]


def _entry(item: Item, group: str, person: str) -> Mapping[str, Any]:
    core: Any = item.told.get("core", {})
    entries = core.get(group, [])
    return next((entry for entry in entries if entry.get("person") == person), {})
