"""What a sender writes for others: a school and a health service read that, and no other words."""

import json
from pathlib import Path
from typing import Any

import pytest
from wholepicture_agreement import Agreement, Item, decide
from wholepicture_schemas.children import Missing
from wholepicture_schemas.reading import read_open

from tests.agreement.incidents import Case, document, of_document
from tests.agreement.refusing import copied, refused

_SHARING = "sharing.toml"
_SCHOOL, _HEALTH, _DOOR = "setting-100001", "public-health-nursing", "front-door-bristol"
_EDUCATION = "education-bristol"
_PUPIL = {"person": "c1", "born": "2022-03-09", "urn": "100001"}
_NOT_WRITTEN = "The sender has not written what you may be told of what happened: call the sender"
_OWN_WORDS = "Papa burnt her arm. They locked him up once."


def told(event: dict[str, Any], case: Case, agreement: Agreement) -> dict[str, Item]:
    """What each recipient is told of an event."""
    return {str(one.recipient): one for one in decide(of_document(event, case), agreement).items}


def words(item: Item) -> str:
    """Everything that an item says."""
    return "\n".join((json.dumps(item.told), *item.instructions, item.headline))


@pytest.mark.parametrize("event", ["domestic-abuse-incident", "child-concern"])
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("voice", {"words": _OWN_WORDS}),
        ("voice", {"observation": _OWN_WORDS}),
        ("voice", {"not_obtained_because": _OWN_WORDS}),
        ("impact", {"what_happened": _OWN_WORDS, "effect_seen": _OWN_WORDS}),
        ("communication_note", _OWN_WORDS),
    ],
)
def test_other_words_of_the_sender_reach_no_minimum(
    agreement: Agreement, event: str, field: str, value: object
) -> None:
    """The front door reads what a child said or showed as it stands; school and health do not."""
    case = {"event": event, "children": [_PUPIL]}
    made = document(case)
    made["data"]["core"]["children"][0][field] = value

    found = told(made, case, agreement)

    assert "locked him up" in words(found[_DOOR])
    assert "locked him up" not in words(found[_SCHOOL])
    assert "locked him up" not in words(found[_HEALTH])


def test_a_school_reads_what_was_written_for_it(agreement: Agreement) -> None:
    """The circumstances in a line, and of the child's voice what the sender releases."""
    case = {"children": [_PUPIL]}
    made = document(case)
    core = made["data"]["core"]
    core |= {"for_school": "A loud night at home.", "for_health": "Slept badly since."}
    core["children"][0]["voice"] = {"observation": "Hid.", "for_school": "Likes it quiet today."}

    found = told(made, case, agreement)

    assert "A loud night at home." in words(found[_SCHOOL])
    assert "Likes it quiet today." in words(found[_SCHOOL])
    assert "Slept badly" not in words(found[_SCHOOL])
    assert "Slept badly since." in words(found[_HEALTH])
    assert "A loud night" not in words(found[_HEALTH])
    assert "Likes it quiet" not in words(found[_HEALTH])


@pytest.mark.parametrize("setting", [{"urn": "100001"}, {}], ids=["setting", "education team"])
def test_where_nothing_was_written_the_sender_is_rung(
    agreement: Agreement, setting: dict[str, str]
) -> None:
    """The school gets its item all the same, and reads whom to call, on which number."""
    case = {"children": [{"person": "c1", "born": "2015-03-09", **setting}]}
    made = document(case)
    for field in ("for_school", "for_health"):
        del made["data"]["core"][field]

    found = told(made, case, agreement)

    item = found[_SCHOOL if setting else _EDUCATION]
    assert f"{_NOT_WRITTEN} on 0117 496 0199" in words(item)
    assert _NOT_WRITTEN not in words(found[_DOOR])


def test_a_school_reads_what_a_concern_is(agreement: Agreement) -> None:
    """The concern stands where nothing was written for the school, and is no secret there."""
    case = {"event": "child-concern", "children": [_PUPIL]}
    made = document(case)
    made["data"]["detail"]["concern"] = "Seen with older men at the arcade. Uncle is on probation."
    written = told(made, case, agreement)
    del made["data"]["core"]["for_school"]

    found = told(made, case, agreement)

    assert "older men" not in words(written[_SCHOOL])
    assert "Seen with older men at the arcade." in words(found[_SCHOOL])
    assert "probation" not in words(found[_SCHOOL])
    assert _NOT_WRITTEN not in words(found[_SCHOOL])
    assert "older men" not in words(found[_HEALTH])
    assert "probation" in words(found[_DOOR])


@pytest.mark.parametrize(
    "record",
    [
        "He was convicted of arson.",
        "Grandad did time for it.",
        "He is a registered sex offender.",
        "Mum's partner has a record for drugs.",
        "He is on licence.",
        "He got three previous convictions.",
        "Her brother went to jail.",
        "He has a history of violence.",
    ],
)
def test_a_record_is_left_out_of_what_was_written_for_a_school_or_a_nurse(
    agreement: Agreement, record: str
) -> None:
    """The sentence is left out, and the others stand."""
    case = {"children": [_PUPIL]}
    made = document(case)
    core = made["data"]["core"]
    core["for_school"] = core["for_health"] = f"It was loud. {record} She is tired."
    core["children"][0]["voice"]["for_school"] = f"She said: stay. {record}"

    found = told(made, case, agreement)

    for name in (_SCHOOL, _HEALTH):
        assert record not in words(found[name])
        assert "It was loud. She is tired." in words(found[name])
    assert "She said: stay." in words(found[_SCHOOL])
    assert record in words(found[_DOOR])


@pytest.mark.parametrize("path", ["voice", "voice.words", "impact.effect_seen", "voice.for_school"])
def test_a_rule_that_gives_health_other_words_is_refused(tmp_path: Path, path: str) -> None:
    """Its basis says that no offence data is given, and other words may hold some."""
    given = '    "core.for_health",\n    "core.adults.*.person",'
    more = given + f'\n    "core.children.*.{path}",'

    sentences = refused(copied(tmp_path), [(_SHARING, given, more)])

    assert any("words that were not written for health-team" in one for one in sentences)


def test_a_rule_that_gives_a_school_other_words_is_refused(tmp_path: Path) -> None:
    """The sentence names what was written for it."""
    given = "encompass_minimum = [\n"
    more = f'{given}    "core.children.*.voice",\n'

    sentences = refused(copied(tmp_path), [(_SHARING, given, more)])

    assert any(
        "core.children.*.voice.words" in one
        and "words that were not written for setting" in one
        and "Give what was: core.children.*.voice.for_school" in one
        for one in sentences
    )


def _asked(event: dict[str, Any]) -> dict[str, str]:
    attributes = {name: str(value) for name, value in event.items() if name != "data"}
    read = read_open(attributes, json.dumps(event["data"]).encode())
    return {problem.field: problem.fix for problem in read.problems}


def test_a_sender_is_asked_for_what_it_did_not_write() -> None:
    """The fix names what to write; a school age child, and the child's voice, are asked about."""
    made = document({"children": [{"person": "c1", "born": "2015-03-09"}]})
    core = made["data"]["core"]
    del core["for_school"], core["for_health"], core["children"][0]["voice"]["for_school"]

    asked = _asked(made)

    assert "what a school may be told of what happened" in asked["core.for_school"]
    assert "without a place or an offence" in asked["core.for_health"]
    assert "what the child said or showed" in asked["core.children.0.voice.for_school"]


@pytest.mark.parametrize(
    ("event", "child", "field"),
    [
        ("domestic-abuse-incident", {"born": "2024-03-09"}, "core.for_school"),
        ("domestic-abuse-incident", {"expected": "2027-03-09"}, "core.for_school"),
        ("child-concern", {"born": "2015-03-09"}, "core.for_school"),
    ],
)
def test_nothing_is_asked_that_nobody_would_read(
    event: str, child: dict[str, str], field: str
) -> None:
    """No school is told of a baby, and of a concern it reads what the concern is."""
    made = document({"event": event, "children": [{"person": "c1", **child}]})
    del made["data"]["core"]["for_school"]

    assert field not in _asked(made)


def test_a_school_learns_that_its_sentence_is_missing_and_others_do_not(
    agreement: Agreement,
) -> None:
    """What is incomplete is said to whoever would have been told it."""
    case = {"children": [_PUPIL]}
    lacks = Missing(field="core.for_health", what="is missing", fix="Write it.")
    situation = of_document(document(case), case)

    decision = decide(situation._replace(missing=(lacks,)), agreement)

    found = {str(one.recipient): one.incomplete for one in decision.items}
    assert found[_HEALTH] == (lacks,)
    assert not found[_SCHOOL]
