"""Instructions: old details, what must never be done, what must not become known, whom to call."""

from pathlib import Path
from typing import Any

import pytest
from wholepicture_agreement import Agreement, Item, decide

from tests.agreement.incidents import Case, document, of_document
from tests.agreement.refusing import copied, refused

_SHARING = "sharing.toml"
_SCHOOL, _HEALTH, _DOOR = "setting-100001", "public-health-nursing", "front-door-bristol"
_HOME = {"lines": ["31 Saddle Street"], "postcode": "BS99 2QQ", "authority": "E06000023"}
_CHILD = {"person": "c1", "born": "2022-03-09", "urn": "100001"}
_CASE: Case = {"children": [_CHILD]}
_NUMBER = "0117 496 0199"


def items(
    core: dict[str, Any], agreement: Agreement, child: dict[str, Any] | None = None, **case: Any
) -> dict[str, Item]:
    """What each recipient gets where the mother has not moved, and core and child say this."""
    case = dict(_CASE) | case
    told = document(case)
    mother = next(one for one in told["data"]["core"]["adults"] if one["person"] == "a2")
    for field in ("new_address", "safe_contact", "victim_service", "phone"):
        del mother[field]
    mother |= core.pop("mother", {})
    told["data"]["core"] |= core
    told["data"]["core"]["children"][0] |= child or {}
    decision = decide(of_document(told, case), agreement)
    return {str(item.recipient): item for item in decision.items}


def head(item: Item) -> str:
    """The instructions of an item as one text."""
    return "\n".join(item.instructions)


_MOVES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "a new address": ({"mother": {"new_address": {"lines": ["2 Teasel Way"]}}}, {}),
    "the child stays elsewhere": ({}, {"lives_at": _HOME, "staying_at": {"postcode": "BS99 7RR"}}),
    "the mother is protected": ({"handling": {"address_protected": ["a2"]}}, {}),
    "the child is protected": ({"handling": {"address_protected": ["c1"]}}, {"lives_at": _HOME}),
}


@pytest.mark.parametrize("move", _MOVES)
def test_whoever_may_hold_old_details_is_warned(move: str, agreement: Agreement) -> None:
    """School and health visitor are told not to use them, and whom to call; never where it is."""
    core, child = _MOVES[move]

    found = items(dict(core), agreement, child)

    for name in (_SCHOOL, _HEALTH):
        said = head(found[name])
        assert "may not live where you think" in said
        assert "Do not write, ring or visit there" in said
        assert f"call the sender on {_NUMBER}" in said
        assert "Teasel" not in said
        assert "7RR" not in said


@pytest.mark.parametrize("move", _MOVES)
def test_whoever_reads_where_somebody_lives_reads_that_it_must_not_become_known(
    move: str, agreement: Agreement
) -> None:
    """Everyone is told so: who is not told the place may learn it from the family."""
    core, child = _MOVES[move]

    found = items(dict(core), agreement, child)

    assert {_SCHOOL, _HEALTH, _DOOR} <= found.keys()
    assert all("must not become known" in head(item) for item in found.values())


def test_whoever_reads_the_new_address_is_not_warned_off_it(agreement: Agreement) -> None:
    """The front door has to find her: its details are the new ones."""
    core = {"mother": {"new_address": {"lines": ["2 Teasel Way"], "postcode": "BS99 7RR"}}}

    found = items(core, agreement)

    assert "may not live where you think" not in head(found[_DOOR])


def test_a_new_address_that_nobody_wrote_down_is_stale_for_everybody(agreement: Agreement) -> None:
    """Only the area is known: the front door may hold the old address as well."""
    core = {"mother": {"new_address": {"authority": "E06000025"}}}

    found = items(core, agreement)

    assert all("may not live where you think" in head(item) for item in found.values())


def test_a_child_at_home_has_not_moved(agreement: Agreement) -> None:
    """The same place said twice, in another spelling, is no move."""
    same = {"lines": ["31, Saddle street"], "postcode": "bs992qq"}

    found = items({}, agreement, {"lives_at": _HOME, "staying_at": same})

    assert all("may not live where you think" not in head(item) for item in found.values())


def test_what_must_never_be_done_reaches_everybody(agreement: Agreement) -> None:
    """Whoever may write, ring or visit reads it; how and when stay with those who need them."""
    contact = {"how": "Through her sister.", "when": "On Mondays.", "never": "Send a text."}

    found = items({"mother": {"safe_contact": contact}}, agreement)

    for name in (_SCHOOL, _HEALTH):
        said = head(found[name])
        assert "never: Send a text." in said
        assert "sister" not in said
        assert "Mondays" not in said
    assert "Through her sister. On Mondays." in head(found[_DOOR])


def test_what_the_sender_forbids_in_its_own_words_is_not_forbidden_twice(
    agreement: Agreement,
) -> None:
    """A reader of "never: do not write" may think that writing is safe."""
    contact = {"never": "Do not write to the home."}

    found = items({"mother": {"safe_contact": contact}}, agreement)

    assert "safely: Do not write to the home." in head(found[_DOOR])
    assert "never: Do not" not in head(found[_DOOR])


def test_what_must_never_be_done_leads_nobody_to_her(agreement: Agreement) -> None:
    """A place or number that is masked is taken out of it as out of any other text."""
    mother = {
        "new_address": {"lines": ["2 Teasel Way"], "postcode": "BS99 7RR"},
        "phone": "07700 900345",
        "safe_contact": {"never": "Ring 07700 900345 or knock at 2 Teasel Way after six."},
    }

    found = items({"mother": mother}, agreement)

    for name in (_SCHOOL, _HEALTH):
        said = head(found[name])
        assert "after six" in said
        assert "900345" not in said
        assert "Teasel" not in said


@pytest.mark.parametrize(
    ("said", "alleged", "kept"),
    [
        (None, ["a1"], True),
        (False, ["a1"], False),
        (True, ["a1"], True),
        (None, [], True),
        (None, ["c1"], False),
    ],
)
def test_it_is_kept_out_of_what_a_parent_opens_unless_the_sender_says_otherwise(
    agreement: Agreement, said: bool | None, alleged: list[str], *, kept: bool
) -> None:
    """Where a parent is alleged, or nobody knows who is; never where the sender says no."""
    handling = {} if said is None else {"not_visible_online": said}

    found = items({"handling": handling}, agreement, alleged=alleged)

    assert all(("website, app or account" in head(item)) is kept for item in found.values())


def test_whoever_is_told_without_a_call_back_calls_the_agency(agreement: Agreement) -> None:
    """The number of the agreement stands among who told it, and behind "call the sender"."""
    core = {"call_back": None, "mother": {"new_address": {"lines": ["2 Teasel Way"]}}}

    found = items(core, agreement)

    for item in found.values():
        assert item.told_by.call_back is not None
        assert item.told_by.call_back.phone == "0117 496 0100"
    assert "call the sender on 0117 496 0100" in head(found[_SCHOOL])


def test_no_item_is_without_an_instruction(agreement: Agreement) -> None:
    """Of every rule that gives something: whoever is told reads what to do."""
    silent = [
        active.rule.id
        for terms in agreement.terms
        for active in terms.rules
        if active.rule.effect == "give" and not active.rule.instructions
    ]

    assert not silent


def test_a_rule_without_an_instruction_is_refused(tmp_path: Path) -> None:
    """The load says which rule, and what to write."""
    said = (
        'instructions = ["Compare this with the incidents that you have, and send what is '
        'missing."]\n'
    )

    sentences = refused(copied(tmp_path), [(_SHARING, said, "")])

    assert any("Rule manifest: write in instructions what" in one for one in sentences)
