"""The ledger's entries: their hashes, which anyone can compute again, and both of their forms."""

import hashlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wholepicture_schemas.disclosures import (
    Disclosure,
    LedgerDecision,
    LedgerEntry,
    LedgerEntryData,
    LedgerGround,
    LedgerView,
    digest,
)
from wholepicture_schemas.ledger import entry_in

from tests.schemas.documents import example

_VALUES = st.none() | st.integers(-(2**53), 2**53) | st.text() | st.lists(st.text())
_NAMES = st.from_regex(r"[a-z_]{1,12}", fullmatch=True)
_PARTS = st.dictionaries(_NAMES, _VALUES)


def _canonical(entry: dict[str, Any]) -> bytes:
    text = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


@given(st.dictionaries(_NAMES, _VALUES | _PARTS | st.lists(_PARTS)))
def test_hash_is_that_of_the_sorted_json_without_spaces(entry: dict[str, Any]) -> None:
    """Source: RFC 8785, sections 3.2.2 and 3.2.3, for texts, whole numbers, lists and objects."""
    assert digest(entry) == hashlib.sha256(_canonical(entry)).hexdigest()


@given(st.text(), st.text())
def test_the_hash_of_an_entry_is_that_of_its_record(because: str, purpose: str) -> None:
    """Nothing but the record's JSON and SHA-256 is needed: what is absent there counts nowhere."""
    data = example("ledger-entry")["data"]
    data["decisions"][1]["because"], data["grounds"][0]["purpose"] = because, purpose

    signed = LedgerEntryData.model_validate_json(json.dumps(data)).signed()

    said = json.loads(signed.model_dump_json(exclude_none=True))
    del said["hash"]
    assert "delivery" not in said["decisions"][1]
    assert signed.hash == hashlib.sha256(_canonical(said)).hexdigest()


@pytest.mark.parametrize("model", [LedgerEntryData, LedgerDecision, LedgerGround, LedgerView])
def test_fields_are_declared_in_the_order_of_their_names(model: Any) -> None:
    """So an entry's JSON is canonical as it is written."""
    assert list(model.model_fields) == sorted(model.model_fields)


def test_each_decision_of_an_entry_is_read_by_itself() -> None:
    """What several have in common is said once, and stands with each of them as it is read."""
    entry = entry_in(LedgerEntry.TYPE, json.dumps(example("ledger-entry")["data"]).encode())

    assert entry is not None
    assert entry.intact
    given, withheld = entry.decisions
    assert (given.decision, withheld.decision) == ("give", "withhold")
    assert given.rule == "police-domestic-abuse-to-allocated-team"
    assert withheld.rule == "encompass-setting"
    assert given.fields == ("core.children", "core.summary", "detail.orders")
    assert (withheld.delivery, withheld.fields, withheld.masked) == (None, (), ())
    assert {made.hash for made in entry.decisions} == {entry.hash}


def test_an_entry_of_one_decision_is_read_as_it_was_written() -> None:
    """The ledger goes back to a time when each decision was an entry."""
    data = example("disclosure")["data"]

    entry = entry_in(Disclosure.TYPE, json.dumps(data).encode())

    assert entry is not None
    assert entry.intact
    (made,) = entry.decisions
    assert json.loads(made.model_dump_json()) == data


def test_what_a_later_version_adds_is_passed_over_and_counts_for_the_hash() -> None:
    """A reader of today checks an entry of tomorrow."""
    data = example("ledger-entry")["data"]
    data["decisions"][0]["spoken"] = "in person"
    before = entry_in(LedgerEntry.TYPE, json.dumps(data).encode())
    del data["hash"]
    data["hash"] = digest(data)
    entry = entry_in(LedgerEntry.TYPE, json.dumps(data).encode())

    assert before is not None
    assert not before.intact
    assert entry is not None
    assert entry.intact


@pytest.mark.parametrize("place", [-1, 2])
def test_an_entry_that_names_no_ground_cannot_be_read(place: int) -> None:
    """A decision without its rule is no decision that anybody could answer for."""
    data = example("ledger-entry")["data"]
    data["decisions"][0]["ground"] = place

    with pytest.raises(ValueError, match="has no part"):
        entry_in(LedgerEntry.TYPE, json.dumps(data).encode())


def test_a_record_of_another_type_is_no_entry() -> None:
    """It is passed over."""
    assert entry_in("uk.wholepicture.bus.feedback.v1", b"{}") is None
