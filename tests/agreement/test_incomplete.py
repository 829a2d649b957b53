"""What an item says is missing, and of what it says nothing."""

from typing import Any

import pytest
from wholepicture_agreement import Agreement, decide

from tests.agreement.incidents import document, of_document
from tests.agreement.protected import grants_everything

_TEAM = "social-work-bristol-1"
_OPEN = {"children": [{"person": "c1", "born": "2015-03-09", "urn": "100001", "open": _TEAM}]}
_SCHOOL, _UNIT = "setting-100001", "safeguarding-police"
_UNNAMED = _OPEN | {"check": "unknown"}
_VISITOR = {"role": "health visitor", "organisation": "Community health"}
_WORKER = {"role": "refuge worker", "organisation": "Women's Aid"}
_UNREADABLE = ["0117 496 0009"] * 2


def _incomplete(core: dict[str, Any], case: Any, agreement: Agreement) -> dict[str, list[str]]:
    """The fields of people and professionals that each recipient is told are missing."""
    event = document(case)
    event["data"]["core"].update(core)
    items = decide(of_document(event, case), agreement).items
    return {
        one.recipient: [
            gap.field for gap in one.incomplete if not gap.field.startswith("core.sharing")
        ]
        for one in items
    }


@pytest.mark.parametrize("restricted_first", [True, False])
def test_a_professional_who_is_kept_back_lacks_nothing(
    agreement: Agreement, restricted_first: bool
) -> None:
    """Present or absent, a school hears only of those it sees, and by the place that it sees."""
    agreement = grants_everything(agreement)
    with_one = [{**_WORKER, "phone": _UNREADABLE}, {**_VISITOR, "phone": _UNREADABLE}]
    if not restricted_first:
        with_one.reverse()
    without = [{**_VISITOR, "phone": _UNREADABLE}]

    told = _incomplete({"professionals": with_one}, _OPEN, agreement)

    assert told[_SCHOOL] == ["core.professionals.0.phone"]
    assert told[_SCHOOL] == _incomplete({"professionals": without}, _OPEN, agreement)[_SCHOOL]


def test_of_another_service_nothing_is_said_to_be_missing(agreement: Agreement) -> None:
    """Whoever may know that there is one hears of the others, by the place that it sees."""
    professionals = [{**_WORKER, "phone": _UNREADABLE}, {**_VISITOR, "phone": _UNREADABLE}]

    told = _incomplete({"professionals": professionals}, _OPEN, agreement)

    assert told[_TEAM] == ["core.professionals.1.phone"]


@pytest.mark.parametrize(
    "professionals",
    [["Refuge worker Jo", _VISITOR], [_VISITOR, {"organisation": ["Refuge"]}], ["Jo", _WORKER]],
)
def test_who_cannot_be_read_may_be_of_a_restricted_kind(
    agreement: Agreement, professionals: list[Any]
) -> None:
    """What is lost may be what makes it restricted, so it is nobody's to hear who may not know."""
    told = _incomplete({"professionals": professionals}, _OPEN, agreement)

    assert told[_TEAM] == []


def test_whoever_may_know_all_hears_all(agreement: Agreement) -> None:
    """The front door, to which every kind is open, hears what is missing of each."""
    case = {"children": [{"person": "c1", "born": "2015-03-09", "urn": "100001"}]}
    professionals = [{**_WORKER, "phone": _UNREADABLE}, {"phone": _UNREADABLE}]

    told = _incomplete({"professionals": professionals}, case, agreement)

    assert told["front-door-bristol"] == [
        "core.professionals.0.phone",
        "core.professionals.1.phone",
    ]


@pytest.mark.parametrize("field", ["new_address", "phone", "safe_contact"])
def test_a_protected_person_lacks_nothing_that_is_kept_back(
    agreement: Agreement, field: str
) -> None:
    """That she has a new address is told to nobody by saying that it cannot be read."""
    wrong: Any = {"postcode": ["BS98 2ZZ"] * 2} if field == "new_address" else ["x"] * 2
    adults = document(_UNNAMED)["data"]["core"]["adults"]
    adults[1][field] = wrong
    more = {"adults": adults, "handling": {"address_protected": ["a2"]}}

    told = _incomplete(more, _UNNAMED, grants_everything(agreement))

    for recipient in (_UNIT, _SCHOOL):
        assert not [one for one in told[recipient] if one.startswith("core.adults")], told
