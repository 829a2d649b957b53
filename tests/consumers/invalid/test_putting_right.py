"""An unreadable record is put right as one document, and read as intake would read it."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from wholepicture_bus.records import Headers, Place, Record
from wholepicture_consumers.intake import Intake
from wholepicture_consumers.intake.refusing import OTHER_CONTENT
from wholepicture_consumers.invalid.entries import Entry, Kept
from wholepicture_consumers.invalid.putting_right import (
    NotPutRight,
    Proposed,
    as_it_is,
    changed,
    differing,
    document_of,
    put_right,
)
from wholepicture_consumers.invalid.settling import closed, sent_on
from wholepicture_schemas.identifiers import AgencyId, RecipientId

from tests.journeys.stories import INCIDENT, POLICE, child, family, incident

PARSE = Intake({AgencyId(POLICE): "police"}, [RecipientId("front-door-bristol")]).parse
TOPIC, KEPT_ON = f"events.{POLICE}", f"invalid.{POLICE}"
GOOD = {
    "id": "e-1",
    "source": f"/agencies/{POLICE}",
    "type": INCIDENT,
    "time": "2026-03-04T21:40:00Z",
}
DATA = incident([child(family(), "Ada", "2014-01-01")])["data"]


def _entry(
    value: Any = DATA, attributes: dict[str, str] = GOOD, reason: str = "the value is not JSON"
) -> Entry:
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    headers: Headers = (
        ("trace", b"t"),
        *((f"ce_{name}", text.encode()) for name, text in attributes.items()),
        ("wp_reason", reason.encode()),
        ("wp_place", f"{TOPIC}/2@5".encode()),
    )
    at = datetime(2026, 3, 4, 22, tzinfo=UTC)
    return Entry(Record(Place(KEPT_ON, "", 0, 12), b"k", data, headers, at), POLICE, reason, TOPIC)


def _without(name: str) -> dict[str, str]:
    return {other: text for other, text in GOOD.items() if other != name}


def _fixed(entry: Entry, *texts: str) -> Proposed:
    document = document_of(entry)
    assert document is not None
    return put_right(entry, changed(document, texts), "on-call engineer", PARSE)


def test_what_is_put_right_is_the_same_event_and_says_what_was_changed() -> None:
    """It keeps id, source and key; its headers say where it was kept, and hold no value."""
    proposed = _fixed(_entry(attributes=_without("time")), "time=2026-03-04T21:40:00Z")

    headers = dict(proposed.outgoing.headers)
    assert (proposed.refused, proposed.event, proposed.put_right) == (None, "e-1", ("time",))
    assert (proposed.outgoing.topic, proposed.outgoing.key) == (TOPIC, b"k")
    assert headers == {
        "content-type": b"application/cloudevents+json",
        "trace": b"t",
        "wp_sent_on": f"{KEPT_ON}/0@12".encode(),
        "wp_by": b"on-call engineer",
        "wp_put_right": b"time",
    }
    assert [problem.field for problem in proposed.problems] == ["time"]


def test_what_is_sent_on_as_it_is_keeps_its_bytes() -> None:
    """The bus's own notes are taken off, and its provenance stands in their place."""
    entry = _entry()

    proposed = as_it_is(entry, "on-call engineer", PARSE)

    assert proposed.refused is None
    assert proposed.outgoing.value == entry.record.value
    assert {"wp_reason", "wp_place"}.isdisjoint(dict(proposed.outgoing.headers))
    assert dict(proposed.outgoing.headers)["ce_id"] == b"e-1"


def test_what_still_cannot_be_read_is_refused_with_its_reason() -> None:
    """It would come back to the same place."""
    proposed = as_it_is(_entry(b"{"), "on-call engineer", PARSE)

    assert proposed.refused == "the value is not JSON"


def test_other_content_under_a_known_id_needs_an_id_of_its_own() -> None:
    """With the id that it has it would be refused again."""
    entry = _entry(reason=OTHER_CONTENT)

    assert OTHER_CONTENT in (_fixed(entry, "core.urgency=immediate").refused or "")
    assert _fixed(entry, "id=e-2").refused is None


def test_an_event_without_an_id_is_given_the_same_one_each_time() -> None:
    """However often it is tried, it is one event."""
    entry = _entry(attributes=_without("id"))

    first, second = _fixed(entry, "core.urgency=immediate"), _fixed(entry)

    assert first.refused is None
    assert first.event == second.event
    assert first.event is not None


def test_anothers_source_is_refused_whoever_asks() -> None:
    """A record is sent on as its own sender's."""
    assert _fixed(_entry(), "source=/agencies/bristol-city-council").refused is not None


@pytest.mark.parametrize(
    ("text", "place", "value"),
    [
        ("core.children.0.birth_date=2014-05-06", ("children", 0, "birth_date"), "2014-05-06"),
        ("core.exercise=false", ("exercise",), False),
        ('core.call_back={"role": "desk"}', ("call_back",), {"role": "desk"}),
        ("core.call_back.phone=0117 496 0001", ("call_back", "phone"), "0117 496 0001"),
    ],
)
def test_a_change_is_json_or_else_a_text(text: str, place: tuple[Any, ...], value: Any) -> None:
    """It is made in a copy: the record stays as it is."""
    before = {**GOOD, "data": json.loads(json.dumps(DATA))}

    found: Any = changed(before, [text])["data"]["core"]
    for part in place:
        found = found[part]

    assert found == value
    assert before["data"] == DATA


def test_null_takes_a_field_away() -> None:
    """As in a correction."""
    assert "exercise" not in changed({"data": DATA}, ["core.exercise=null"])["data"]["core"]


@pytest.mark.parametrize("text", ["core", "core=1", "nothing=1", "core.children.9.sex=F", "x.y=1"])
def test_a_change_that_leads_nowhere_is_refused(text: str) -> None:
    """The sentence has no value."""
    with pytest.raises(NotPutRight):
        changed({**GOOD, "data": DATA}, [text])


def test_what_differs_is_named_without_values_or_strange_names() -> None:
    """A name that may be somebody's ends the path."""
    before = {"id": "e", "data": {"core": {"children": [{"Ada Lovelace": 1, "sex": "F"}]}}}
    after = {"id": "f", "data": {"core": {"children": [{"Ada Lovelace": 2, "sex": "M"}]}}}

    assert differing(before, after) == ("id", "core.children.0", "core.children.0.sex")
    assert differing(None, after) == ("event",)


def test_what_is_settled_is_open_no_more() -> None:
    """Known by place and digest: of a topic made anew the same place is another record."""
    first = _entry()
    second = replace(first, record=replace(first.record, value=b"another"))
    said = closed(first, "engineer", "A test.").said

    kept = Kept((first, second), {(said.topic, said.offset, said.digest): said})

    assert kept.open == (second,)
    assert kept.named([second.group]) == [second]
    assert kept.named([second.name, second.group]) == [second]


def test_what_a_recovery_keeps_once_more_is_one_record() -> None:
    """Put right twice, each with an id of its own, it would be told twice."""
    first = _entry(attributes=_without("id"))
    place = replace(first.record.place, offset=40)
    copy = replace(first, record=replace(first.record, place=place))
    said = closed(copy, "engineer", "A test.").said

    assert Kept((first, copy), {}).open == (first,)
    assert Kept((first, copy), {(said.topic, said.offset, said.digest): said}).open == ()
    assert _fixed(first).event == _fixed(copy).event


def test_the_word_about_it_says_who_decided_what_and_why() -> None:
    """References and roles, and nothing of the event."""
    proposed = _fixed(_entry(attributes=_without("time")), "time=2026-03-04T21:40:00Z")

    decision = sent_on(proposed, "on-call engineer", "The unit said when.")

    assert decision.send == proposed.outgoing
    assert decision.said.outcome == "put-right"
    assert (decision.said.event, decision.said.put_right) == ("e-1", ("time",))
    assert "Ada" not in decision.said.model_dump_json()
