"""Whatever is done to the ledger afterwards is noticed: by the hashes, the chain, or the place."""

import json
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import replace
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from wholepicture_bus.errors import StopError
from wholepicture_bus.records import Record
from wholepicture_consumers.governance.ledger import account
from wholepicture_schemas.disclosures import GENESIS, Disclosure, LedgerEntry
from wholepicture_schemas.ledger import EntryRead, entry_in

from tests.consumers.both_stages import Stages
from tests.consumers.governance.ledgers import (
    after,
    as_record,
    ledger,
    one_by_one,
    records,
    signed,
    type_of,
)
from tests.journeys.stories import adult, child, family, incident

PEOPLE = family()


def _chain() -> list[dict[str, Any]]:
    """A chain of both forms, as it stands where the form has changed."""
    pupil = child(PEOPLE, "Ivy", "2016-05-04", school={"urn": "100001"})
    father = adult(PEOPLE, "Dan", "a1", "father", offence_history="Known for assault.")
    stages = Stages()
    restricted = {"restricted_kinds": ["live-investigation"]}
    told = [
        stages.publish(incident([pupil], [father]), "event-1"),
        stages.publish(incident([pupil], [father], handling=restricted), "event-2"),
        stages.publish(incident([pupil], [father]), "event-3"),
        stages.publish(incident([pupil], [father], handling=restricted), "event-4"),
    ]
    once = one_by_one(told[:1])
    return once + after(once[-1], ledger(told[1:]))


CHAIN = _chain()
NEW = [at for at, entry in enumerate(CHAIN) if "decisions" in entry]
PLACES = st.integers(0, len(CHAIN) - 1)
OF_MANY = st.sampled_from(NEW)


def _faults(entries: Sequence[Record]) -> list[str]:
    try:
        return account(lambda: entries, event="event-1").chains.faults
    except StopError as error:  # the event is not found, or another seems to be its like
        return [str(error)] if "does not hold together" in str(error) else []


def _read(record: Record) -> EntryRead | None:
    try:
        return entry_in(record.header("ce_type"), record.value)
    except ValueError:
        return None


def _spots(said: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to each value inside a JSON value."""
    named = said.items() if isinstance(said, dict) else enumerate(said)
    for name, value in named:
        yield (*way, name)
        if isinstance(value, dict | list):
            yield from _spots(value, (*way, name))


def _within(said: Any, way: tuple[Any, ...]) -> Any:
    for name in way:
        said = said[name]
    return said


def _other(value: Any) -> Any:
    match value:
        case int():
            return value + 1
        case str():
            return f"{value}-"
        case list():
            return [*value, "more"]
    return {}


def test_the_chain_as_it_is_has_no_fault() -> None:
    """It is of both forms, and a part of it that came twice is none either."""
    assert 0 < NEW[0] < len(CHAIN) - 2
    assert _faults([*records(CHAIN), *records(CHAIN)[-2:]]) == []


@given(PLACES, st.data())
def test_a_value_that_was_changed_or_taken_out_is_noticed(at: int, data: st.DataObject) -> None:
    """Any value of any entry: of a decision, of a ground, of a view, of the place itself."""
    entries = deepcopy(CHAIN)
    way = data.draw(st.sampled_from(list(_spots(entries[at]))))
    inside, name = _within(entries[at], way[:-1]), way[-1]
    if data.draw(st.booleans()):
        assume(inside[name])  # an empty list may be left out of an entry of one decision
        del inside[name]
    else:
        inside[name] = _other(inside[name])

    assert _faults(records(entries))


@given(OF_MANY, st.sampled_from(["decisions", "grounds", "views"]), st.data())
def test_parts_that_changed_places_are_noticed(at: int, what: str, data: st.DataObject) -> None:
    """Grounds or views that were exchanged would let a decision point at another one."""
    entries = deepcopy(CHAIN)
    parts = entries[at][what]
    one, other = (data.draw(st.integers(0, len(parts) - 1)) for _ in range(2))
    assume(parts[one] != parts[other])
    parts[one], parts[other] = parts[other], parts[one]

    assert _faults(records(entries))


@given(OF_MANY, OF_MANY, st.data())
def test_a_decision_in_another_entry_is_noticed(one: int, other: int, data: st.DataObject) -> None:
    """It was about that event and because of that record, and of no other."""
    entries = deepcopy(CHAIN)
    assume(one != other)
    decisions = entries[one]["decisions"]
    moved = decisions.pop(data.draw(st.integers(0, len(decisions) - 1)))
    entries[other]["decisions"].append(moved)

    assert _faults(records(entries))


@given(st.integers(1, len(CHAIN) - 2))
def test_an_entry_that_was_dropped_is_noticed(at: int) -> None:
    """By whatever follows; the oldest go in time, and that is said."""
    assert _faults(records([*CHAIN[:at], *CHAIN[at + 1 :]]))


@given(PLACES, PLACES)
def test_entries_in_another_order_are_noticed(one: int, other: int) -> None:
    """Whichever two changed places."""
    assume(one != other)
    entries = list(CHAIN)
    entries[one], entries[other] = entries[other], entries[one]

    assert _faults(records(entries))


@given(OF_MANY, st.sampled_from(["as it was", "signed"]))
def test_an_entry_again_under_another_number_is_noticed(at: int, sign: str) -> None:
    """Its number is part of what it says; signed anew it does not fit what follows."""
    again = {**CHAIN[at], "sequence": CHAIN[at]["sequence"] + 1, "previous": CHAIN[at]["hash"]}
    again = signed(again) if sign == "signed" else again
    rest = CHAIN[at + 1 :] or [again | {"hash": "0" * 64}]

    assert _faults(records([*CHAIN[: at + 1], again, *rest]))


@given(st.sampled_from(NEW[:-1]))
def test_an_entry_that_was_changed_and_signed_anew_is_noticed(at: int) -> None:
    """The entry behind it has the hash of what was written."""
    entries = deepcopy(CHAIN)
    entries[at]["decisions"].pop()
    entries[at] = signed(entries[at])

    assert _faults(records(entries))


@given(OF_MANY, st.randoms(use_true_random=False))
def test_the_order_of_names_is_no_change_and_a_hash_over_it_is_none(at: int, random: Any) -> None:
    """Any JSON library may write a record again, since the hash is over sorted names."""
    names = list(CHAIN[at])
    random.shuffle(names)
    assume(names != sorted(names))
    shuffled = {name: CHAIN[at][name] for name in names}
    said = {name: value for name, value in shuffled.items() if name != "hash"}
    text = json.dumps(said, separators=(",", ":"), ensure_ascii=False)
    own = {**shuffled, "hash": sha256(text.encode()).hexdigest()}

    assert _faults(records([*CHAIN[:at], shuffled, *CHAIN[at + 1 :]])) == []
    assume(list(said) != sorted(said))
    assert _faults(records([*CHAIN[:at], own, *CHAIN[at + 1 :]]))


@given(PLACES)
def test_an_entry_under_the_other_form_is_noticed(at: int) -> None:
    """Which of the two forms it has stands in its type."""
    entries = records(CHAIN)
    other = Disclosure if at in NEW else LedgerEntry
    entries[at] = replace(entries[at], headers=(("ce_type", other.TYPE.encode()),))

    assert any("cannot be read" in fault for fault in _faults(entries))


@given(PLACES, st.data())
def test_a_byte_that_was_changed_is_noticed(at: int, data: st.DataObject) -> None:
    """Or what is read is the same to the letter: a blank more or less between two fields."""
    entries = records(CHAIN)
    value = bytearray(entries[at].value or b"")
    value[data.draw(st.integers(0, len(value) - 1))] = data.draw(st.integers(0, 255))
    changed = replace(entries[at], value=bytes(value))
    same = _read(changed) == _read(entries[at])
    entries[at] = changed

    assert same or _faults(entries)


@pytest.mark.parametrize("at", [0, NEW[0]])
def test_a_name_that_stands_twice_is_noticed(at: int) -> None:
    """Of two values of one name another program could read the one that was put in."""
    entries = records(CHAIN)
    value = b'{"event_id":"else",' + (entries[at].value or b"")[1:]
    entries[at] = replace(entries[at], value=value)

    assert any("is not what it was" in fault for fault in _faults(entries))


def test_an_id_that_is_written_otherwise_hides_nothing() -> None:
    """JSON can write each letter as an escape; the decisions are on the page all the same."""
    entries = records(CHAIN)
    escaped = "".join(f"\\u{ord(letter):04x}" for letter in "event-2").encode()
    entries = [
        replace(entry, value=(entry.value or b"").replace(b"event-2", escaped)) for entry in entries
    ]

    found = account(lambda: entries, event="event-2")

    assert found.chains.faults == []
    assert len(found.entries) == len(CHAIN[NEW[0]]["decisions"])


def test_a_chain_of_its_own_in_the_place_of_another_is_noticed() -> None:
    """A chain lies where its number says: what is put in beside one is no chain."""
    forged = signed({**CHAIN[-1], "chain": 7, "sequence": 0, "previous": GENESIS})
    entries = [*records(CHAIN), as_record(json.dumps(forged).encode(), type_of(forged), 99)]

    assert [fault for fault in _faults(entries) if "of chain 7" in fault]


def test_an_entry_that_was_put_behind_others_is_on_the_page_all_the_same() -> None:
    """That it was moved is said, and what was decided is not lost by it."""
    (first, *rest) = records(CHAIN)

    found = account(lambda: [*rest, first], event="event-1")

    assert any("stands behind entry" in fault for fault in found.chains.faults)
    assert len(found.entries) == NEW[0]


def test_where_an_entry_cannot_be_read_no_answer_says_that_there_is_none() -> None:
    """Whoever asks for a delivery that is not found hears that the ledger was touched."""
    broken = [{**entry, "sequence": "none"} for entry in CHAIN]

    with pytest.raises(StopError, match=r"no entry of an event .* does not hold together.* cannot"):
        account(lambda: records(broken), event="event-1")


@pytest.mark.parametrize("sign", ["as it was", "signed"])
def test_what_was_put_in_a_place_that_is_taken_is_not_shown_as_decided(sign: str) -> None:
    """The page has what was there first, and says that there is another."""
    other = {**CHAIN[NEW[0]], "event_id": "event-1"}
    other = signed(other) if sign == "signed" else other

    found = account(lambda: records([*CHAIN, other]), event="event-1")

    assert any("Two different entries" in fault for fault in found.chains.faults)
    assert len(found.entries) == NEW[0]
