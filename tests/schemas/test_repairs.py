"""Reading an event with errors in it: nothing but the error is lost, and nobody."""

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wholepicture_schemas.catalogue import EVENT_TYPES
from wholepicture_schemas.problems import InvalidEvent, Unreadable
from wholepicture_schemas.reading import UnknownType, read_closed, read_open

from tests.schemas.documents import (
    ALL_NAMES,
    INCIDENT,
    TOLD_NAMES,
    example,
    fields_of,
    read,
    with_changes,
)

MARKER = "Zebedee Marker"
JUNK: st.SearchStrategy[Any] = st.sampled_from(
    [
        None, True, False, 0, -1, 3, 10**30, 1.5, 1e308, "", " ", MARKER, MARKER * 2000,
        "2015-02-31", [], [[]], [None], [MARKER], {}, {"": None}, {MARKER: MARKER},
        [{MARKER: [MARKER]}],
        {"person": MARKER}, [{"person": "c1"}, {"person": "c1"}],
    ]
)  # fmt: skip

Path = tuple[int | str, ...]


def paths(part: Any, path: Path = ()) -> Iterator[Path]:
    """Every path in a JSON value, itself left out."""
    members: Any = ()
    if isinstance(part, dict):
        members = part.items()
    elif isinstance(part, list):
        members = enumerate(part)
    for step, item in members:
        yield (*path, step)
        yield from paths(item, (*path, step))


def is_person(path: Path) -> bool:
    """Whether a path is that of a person, or of something that holds one."""
    return (
        path[:1] == ("core",) and len(path) <= 3 and path[1:2] in {(), ("children",), ("adults",)}
    )


@st.composite
def mutated(draw: st.DrawFn, names: list[str], *, persons: bool = True) -> dict[str, Any]:
    """An example with some of its parts deleted, replaced, wrapped or given a strange name."""
    document = example(draw(st.sampled_from(names)))
    for _ in range(draw(st.integers(1, 4))):
        places = [path for path in paths(document["data"]) if persons or not is_person(path)]
        if not places:
            break
        *holders, last = draw(st.sampled_from(places))
        holder = document["data"]
        for step in holders:
            holder = holder[step]
        match draw(st.sampled_from(["delete", "replace", "wrap", "name"])):
            case "delete":
                del holder[last]
            case "replace":
                holder[last] = copy.deepcopy(draw(JUNK))
            case "wrap":
                holder[last] = draw(st.sampled_from([[holder[last]], {"value": holder[last]}]))
            case _ if isinstance(holder, dict):
                holder[MARKER] = holder.pop(last)
            case _:
                holder.insert(0, MARKER)
    return document


@given(mutated(ALL_NAMES))
def test_only_unreadable_is_ever_raised(document: dict[str, Any]) -> None:
    """Whatever a record holds, reading it open gives an event or says that it is unreadable."""
    try:
        event = read(document).event
    except Unreadable:
        return

    assert event.id == document["id"]


@given(mutated(TOLD_NAMES, persons=False))
def test_nobody_is_lost_by_an_error_elsewhere(document: dict[str, Any]) -> None:
    """Every child and adult that is told of is there, whatever is wrong with anything else."""
    core = read(document).event.data.core

    assert len(core.children) == len(document["data"]["core"].get("children", []))
    assert len(core.adults) == len(document["data"]["core"].get("adults", []))
    people = [person.person for person in (*core.children, *core.adults)]
    assert len(set(people)) == len(people)


@given(mutated(TOLD_NAMES, persons=False))
def test_an_event_with_a_core_is_readable(document: dict[str, Any]) -> None:
    """No error in the content makes an event unreadable while its core is an object."""
    found = read(document)

    assert isinstance(found.event, EVENT_TYPES[document["type"]] | UnknownType)


@given(mutated(ALL_NAMES))
def test_no_problem_holds_what_was_sent(document: dict[str, Any]) -> None:
    """A problem names the field and the fix, never a value nor a name in a field's place."""
    told: list[str] = []
    try:
        told += map(str, read(document).problems)
    except Unreadable as error:
        told += [str(error), *map(str, error.problems)]
    try:
        read_closed(document)
    except InvalidEvent as error:
        told += [str(error), repr(error)]

    assert not any("ebedee" in text or "Rowan" in text for text in told)


@given(st.binary(max_size=80), st.dictionaries(st.text(max_size=12), st.text(max_size=20)))
def test_any_bytes_and_any_headers_are_read_or_unreadable(
    value: bytes, attributes: dict[str, str]
) -> None:
    """Bytes that are no event are unreadable, under any headers."""
    document = example(INCIDENT)
    sent = {name: text for name, text in document.items() if name != "data"}

    with pytest.raises(Unreadable):
        read_open(sent, b'{"core"' + value)
    with pytest.raises(Unreadable):
        read_open(attributes, json.dumps(document["data"]).encode())


@pytest.mark.parametrize(
    ("path", "value", "left"),
    [
        ("core__children__0__birth_date", "2016-02-31", "core.children.0.birth_date"),
        ("core__children__0__exposure", 3, "core.children.0.exposure"),
        ("core__children__0__nhs_number", "9990000019", "core.children.0.nhs_number"),
        ("core__children__0__disability__1", "XX", "core.children.0.disability.1"),
        ("core__summary", {"text": "x"}, "core.summary"),
        ("detail__risk_grade", "VERY HIGH", "detail.risk_grade"),
        ("detail__indicators_counted", -1, "detail.indicators_counted"),
    ],
)
def test_only_the_error_is_left_out(path: str, value: Any, left: str) -> None:
    """What has the wrong form is left out and named; all else is as it was told."""
    document = with_changes(example(INCIDENT), **{path: value})

    found = read(document)

    assert fields_of(found.problems)[0] == left
    assert found.event.data.core.children[1] == read(example(INCIDENT)).event.data.core.children[1]
    assert found.event.data.detail.crime_number == "5226/031877"


def test_list_positions_hold_until_all_errors_are_known() -> None:
    """Two errors in one list do not lead to each other's neighbours."""
    languages: list[Any] = [None, "Welsh", {}, "Polish", [{}]]
    document = with_changes(example(INCIDENT), core__children__1__languages=languages)

    assert read(document).event.data.core.children[1].languages == ("Welsh", "Polish")


def test_one_thing_is_a_list_of_one() -> None:
    """A single child, as an export writes it that knows lists only from two on, is a child."""
    document = example(INCIDENT)
    child = document["data"]["core"]["children"][1]
    document["data"]["core"] |= {"children": child, "adults": [], "allegations": []}
    document["data"]["core"]["handling"] = {}

    found = read(document)

    assert [child.person for child in found.event.data.core.children] == ["c2"]
    assert fields_of(found.problems) == ["core.children"]


def test_a_number_is_read_as_its_digits() -> None:
    """An identifier that was sent as a number is that identifier."""
    document = with_changes(example(INCIDENT), core__children__0__nhs_number=9990000018)

    found = read(document)

    assert found.event.data.core.children[0].nhs_number == "9990000018"
    assert fields_of(found.problems) == ["core.children.0.nhs_number"]


def test_a_text_that_is_too_long_is_cut() -> None:
    """Most of a long text is more than none of it."""
    document = with_changes(example(INCIDENT), core__summary="x" * 30_000)

    found = read(document)

    assert found.event.data.core.summary == "x" * 20_000
    assert fields_of(found.problems) == ["core.summary"]


def test_a_missing_part_takes_the_smallest_object_along() -> None:
    """Without the answer whether it was considered, the rest of that object says nothing."""
    document = example(INCIDENT)
    del document["data"]["core"]["children"][1]["vulnerability_considered"]["considered"]

    found = read(document)

    assert found.event.data.core.children[1].vulnerability_considered is None
    assert "core.children.1.vulnerability_considered.considered" in fields_of(found.problems)


@pytest.mark.parametrize(
    "handling",
    [
        "secret",
        {"not_visible_online": "perhaps"},
        {"address_protected": {"who": "her"}},
        {"do_not_disclose_to": [7]},
        {"call_before_speaking_to_family": "Call us."},
        {"restricted_kinds": [{}]},
    ],
)
def test_handling_that_is_lost_in_part_is_read_at_its_strictest(handling: Any) -> None:
    """An error never loosens how an event is to be handled."""
    found = read(with_changes(example(INCIDENT), core__handling=handling))

    told = found.event.data.core.handling
    assert told.not_visible_online
    assert told.not_in_shared_records
    assert told.originator_control
    assert fields_of(found.problems)[0].startswith("core.handling")


@pytest.mark.parametrize("protected", [True, {"a": 1}, 9])
def test_unreadable_protection_of_an_address_protects_everybodys(protected: Any) -> None:
    """Whose address is protected cannot be read: then everyone's is."""
    document = with_changes(example(INCIDENT), core__handling__address_protected=protected)

    found = read(document).event.data.core

    assert set(found.handling.address_protected) >= set(found.people())


def test_who_must_not_know_stays_so_without_a_reason() -> None:
    """A missing reason does not lose whom an event must be kept from."""
    document = with_changes(
        example(INCIDENT), core__handling__do_not_disclose_to=[{"person": "a2"}]
    )

    handling = read(document).event.data.core.handling

    assert [one.person for one in handling.do_not_disclose_to] == ["a2"]
    assert not handling.originator_control


def test_an_order_stays_without_its_condition() -> None:
    """Whoever hands a child over learns that there is an order, and asks."""
    document = example(INCIDENT)
    del document["data"]["detail"]["orders"][0]["condition"]

    orders = read(document).event.data.detail.orders

    assert [(order.person, order.kind) for order in orders] == [("a2", "bail-condition")]


@pytest.mark.parametrize("detail", [None, 3, [], "x", {"day": "2026-02-31"}])
def test_a_detail_that_cannot_be_read_leaves_the_core(detail: Any) -> None:
    """An event whose core can be read is an event, of which no more is known."""
    document = example("child-linked-incident-manifest")
    document["data"]["detail"] = detail

    found = read(document)

    assert isinstance(found.event, UnknownType)
    assert found.event.type == document["type"]
    assert found.event.data.core.local_reference == "manifest-2026-03-03"
    assert any(field.startswith("detail") for field in fields_of(found.problems))


def test_an_incident_without_a_detail_is_still_an_incident() -> None:
    """Where nothing of the detail is required, all of it may be missing."""
    document = example(INCIDENT)
    del document["data"]["detail"]

    found = read(document)

    assert isinstance(found.event, EVENT_TYPES[document["type"]])
    assert {"detail", "detail.children_check"} <= set(fields_of(found.problems))


@pytest.mark.parametrize("core", [None, 3, [], "x"])
def test_without_a_core_an_event_is_unreadable(core: Any) -> None:
    """Who, when, from whom and call-back stand in the core."""
    document = example(INCIDENT)
    document["data"]["core"] = core

    with pytest.raises(Unreadable, match="its core cannot be read") as caught:
        read(document)

    assert fields_of(caught.value.problems) == ["core"]


def test_what_the_bus_itself_must_say_cannot_be_left_out() -> None:
    """A delivery without its recipient is no delivery."""
    document = example("delivery")
    del document["data"]["recipient"]

    with pytest.raises(Unreadable):
        read(document)


def test_a_delivery_with_a_newer_code_is_still_one() -> None:
    """A kit that does not know a new kind of arrival reads the item as a contact."""
    document = with_changes(
        example("delivery"), arrival="by-carrier-pigeon", children__0__confidence="quite"
    )

    found = read(document).event.data

    assert found.arrival == "contact"
    assert [child.confidence for child in found.children] == [
        "not-confirmed",
        "probable",
        "confirmed",
    ]


def test_problems_are_told_up_to_a_hundred() -> None:
    """A value of thousands of errors is read, and its first hundred are told."""
    document = with_changes(example(INCIDENT), core__children__0__languages=[{}] * 20_000)

    found = read(document)

    assert len(found.problems) == 100
    assert found.event.data.core.children[0].languages == ()
