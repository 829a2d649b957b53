"""The publisher's rules: what it fills in, what it refuses, and that it never waits for Kafka."""

import json
import stat
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from wholepicture_bus.binding import attributes_of
from wholepicture_bus.spool import SaidOtherwise, Spool
from wholepicture_producers import InvalidEvent, Publisher
from wholepicture_producers.checking import record_of
from wholepicture_producers.template import example
from wholepicture_schemas.catalogue import TOLD, by_name
from wholepicture_schemas.identifiers import AgencyId
from wholepicture_schemas.problems import OF_ANOTHER_KIND, Problem
from wholepicture_schemas.reading import read_closed, read_open

POLICE = AgencyId("avon-and-somerset-police")
NOBODY_LISTENS = "127.0.0.1:9"
MARKER = "Zebedee-Marker"


def document(name: str = "domestic-abuse-incident") -> dict[str, Any]:
    """A practice event as an agency's program makes it."""
    kind = by_name(name)
    assert kind is not None
    return example(kind, POLICE, minimal=True)


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    """An empty spool."""
    return Spool(tmp_path / "spool.db")


@pytest.fixture
def publisher(spool: Spool) -> Publisher:
    """A publisher whose events stay in its spool."""
    return Publisher(POLICE, spool, None)


def attributes(spool: Spool, event: str) -> Mapping[str, str]:
    """What the envelope of a kept event says."""
    row = spool.row(event)
    assert row is not None
    return attributes_of(row.outgoing.headers)


def fields(error: pytest.ExceptionInfo[InvalidEvent]) -> list[str]:
    """The fields that problems name."""
    return [problem.field for problem in error.value.problems]


def test_the_publisher_fills_in_what_it_knows_itself(publisher: Publisher, spool: Spool) -> None:
    """Id, source, version, order and correlation come from the publisher."""
    told = document()
    del told["data"]["core"]["producer"]

    receipt = publisher.publish(told)

    found = attributes(spool, receipt.event)
    assert found["specversion"] == "1.0"
    assert found["source"] == found["partitionkey"] == "/agencies/avon-and-somerset-police"
    assert found["correlationid"] == found["id"] == receipt.event
    assert "id" not in told, "the caller's document is left as it was"


def test_an_event_goes_to_its_agencys_topic_keyed_by_its_partition_key(
    publisher: Publisher, spool: Spool
) -> None:
    """The record's key is the opaque partition key, so that Kafka keeps the order."""
    publisher.publish(document(), family_reference="FF-1")

    (row,) = spool.unsent()
    assert row.outgoing.topic == "events.avon-and-somerset-police"
    assert row.outgoing.key == attributes(spool, row.event)["partitionkey"].encode()


def test_a_family_reference_leaves_as_a_keyed_hash_only(tmp_path: Path) -> None:
    """The same family has the same key, another agency's secret gives another."""
    keys = []
    for machine, reference in (("a", "FF-1"), ("a", " FF-1 "), ("a", "FF-2"), ("b", "FF-1")):
        spool = Spool(tmp_path / machine / "spool.db")
        receipt = Publisher(POLICE, spool, None).publish(document(), family_reference=reference)
        keys.append(attributes(spool, receipt.event)["partitionkey"])

    assert keys[0] == keys[1]
    assert len({keys[0], keys[2], keys[3]}) == 3
    assert all("FF-" not in key for key in keys)


def test_the_secret_key_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    """With the key a family reference could be guessed."""
    Publisher(POLICE, Spool(tmp_path / "spool.db"), None)

    assert stat.S_IMODE((tmp_path / "family.key").stat().st_mode) == 0o600


@pytest.mark.parametrize("name", ["correction", "retraction"])
def test_what_changes_an_event_goes_where_the_event_went(
    publisher: Publisher, spool: Spool, name: str
) -> None:
    """A correction or retraction has its original's key, correlation, and names it as its cause."""
    original = publisher.publish(document(), family_reference="FF-1")
    told = document(name)
    told["data"]["detail"]["corrects" if name == "correction" else "retracts"] = original.event

    receipt = publisher.publish(told, family_reference="another")

    first, second = attributes(spool, original.event), attributes(spool, receipt.event)
    assert second["partitionkey"] == first["partitionkey"]
    assert second["correlationid"] == original.event
    assert second["causationid"] == f"/agencies/avon-and-somerset-police:{original.event}"


def test_an_event_of_the_language_can_be_published_as_it_is(
    publisher: Publisher, spool: Spool
) -> None:
    """A program may build the model itself."""
    told = {**document(), "id": "own-1", "source": "/agencies/avon-and-somerset-police/niche"}
    event = read_closed(told)

    assert publisher.publish(event).event == "own-1"
    assert attributes(spool, "own-1")["source"] == "/agencies/avon-and-somerset-police/niche"


def test_a_programs_own_dates_are_understood(publisher: Publisher) -> None:
    """A datetime need not be made a text first."""
    told = document() | {"time": datetime(2026, 3, 4, 21, 15, tzinfo=UTC)}

    assert publisher.publish(told).status == "waiting"


@pytest.mark.parametrize("name", ["time", "recordedtime"])
def test_a_time_that_has_not_come_is_asked_about_by_its_field(spool: Spool, name: str) -> None:
    """A day and month exchanged, or a clock of another zone: the child is told of all the same."""
    now = datetime(2026, 3, 4, 21, 20, tzinfo=UTC)
    publisher = Publisher(POLICE, spool, None, now=lambda: now)

    receipt = publisher.publish(document() | {name: "2026-04-03T21:15:00Z"})

    (problem,) = receipt.asked
    assert (problem.field, problem.what) == (name, "is in the future")
    assert len(spool.unsent()) == 1


def test_a_time_that_has_not_come_is_told_with_all_else_that_is_wrong(spool: Spool) -> None:
    """Nobody corrects one thing to be told the next."""
    publisher = Publisher(POLICE, spool, None, now=lambda: datetime(2026, 3, 1, tzinfo=UTC))
    told = document()
    del told["data"]["core"]["call_back"]

    with pytest.raises(InvalidEvent) as refused:
        publisher.publish(told, strict=True)

    assert fields(refused) == ["core.call_back", "time"]


def test_a_birth_date_that_has_not_come_is_asked_about(publisher: Publisher) -> None:
    """A year of two digits that became 2062 would hide how old somebody is."""
    told = document()
    told["data"]["core"]["children"][0]["birth_date"] = "2199-03-09"

    (problem,) = publisher.publish(told).asked
    assert problem.field == "core.children.0.birth_date"
    assert "expected_birth_date" in problem.fix


def test_a_clock_that_is_a_little_fast_is_no_problem(spool: Spool) -> None:
    """The system where it was written down may run minutes ahead of this machine."""
    now = datetime(2026, 3, 4, 21, 11, tzinfo=UTC)

    assert Publisher(POLICE, spool, None, now=lambda: now).publish(document()).status == "waiting"


def test_every_problem_is_told_by_field_with_its_fix_and_without_any_value(
    publisher: Publisher, spool: Spool
) -> None:
    """Whoever mends first is told everything that is wrong, and nothing that the event says."""
    told = document()
    told["data"]["core"]["children"][0]["nhs_number"] = MARKER
    told["data"]["core"]["childs_name"] = MARKER
    del told["data"]["core"]["call_back"]

    with pytest.raises(InvalidEvent) as refused:
        publisher.publish(told, strict=True)

    assert set(fields(refused)) == {
        "core.call_back",
        "core.children.0.nhs_number",
        "core.childs_name",
    }
    assert all(problem.fix for problem in refused.value.problems)
    assert MARKER not in str(refused.value)
    assert spool.unsent() == ()


def test_what_lacks_something_is_sent_and_asked_about_as_the_bus_asks(
    publisher: Publisher, spool: Spool
) -> None:
    """The same event gets the same answer whichever way it is sent."""
    told = document()
    told["data"]["core"]["children"][0]["sex"] = "male"
    told["time"] = "2026-03-04T21:15:00"
    del told["data"]["core"]["sharing"]

    receipt = publisher.publish(told)

    row = spool.row(receipt.event)
    assert row is not None
    opened = read_open(attributes_of(row.outgoing.headers), row.outgoing.value)
    asked = {problem.field for problem in receipt.asked}
    assert asked == {"time", "core.children.0.sex", "core.sharing"}
    assert {problem.field for problem in opened.problems} >= asked


def test_an_attribute_that_cannot_be_read_never_becomes_a_header(
    publisher: Publisher, spool: Spool
) -> None:
    """Its text may be anybody's name, and so may that of one which no envelope has."""
    told = {**document(), "correlationid": f"{MARKER} of Bristol", "subject": MARKER}

    receipt = publisher.publish(told)

    (row,) = spool.unsent()
    assert MARKER.encode() not in b"".join(value or b"" for _, value in row.outgoing.headers)
    assert {problem.field for problem in receipt.asked} == {"correlationid", "subject"}


@pytest.mark.parametrize(
    "part",
    [{"handling": {"adress_protected": ["c1"]}}, {"handling": {"do_not_disclose_to": "the father"}},
     {"handling": {"address_protected": ["nobody-here"]}}, {"handling": ["c1"]},
     {"handling": {"not_to": [{"kinds": ["scool"]}]}},
     {"adults": [{"person": "a1", "safe_contact": "never ring the home"}]},
     {"adults": [{"person": "a1", "worksFor": "community-health"}]}],
)  # fmt: skip
def test_a_protection_that_cannot_be_read_is_mended_before_it_is_sent(
    publisher: Publisher, spool: Spool, part: dict[str, Any]
) -> None:
    """Its sender is here; once it is sent, nobody can be kept from what they have read."""
    told = document()
    told["data"]["core"] |= part

    with pytest.raises(InvalidEvent):
        publisher.publish(told)

    assert spool.unsent() == ()


@pytest.mark.parametrize(
    "changes",
    [{"time": None}, {"time": "yesterday"}, {"source": "police"}, {"id": "A name, 12 Elm Road"},
     {"type": "incident"}, {"data": None}, {"data": {"detail": {}}}, {"data": {"core": "text"}}],
)  # fmt: skip
def test_what_the_bus_could_not_deliver_is_refused(
    publisher: Publisher, spool: Spool, changes: dict[str, Any]
) -> None:
    """No time, source, type, id or readable core: there is nothing to act on."""
    with pytest.raises(InvalidEvent):
        publisher.publish({**document(), **changes})

    assert spool.unsent() == ()


def test_an_agency_cannot_speak_in_anothers_name(publisher: Publisher) -> None:
    """Source and producer are the agency's own."""
    told = document() | {"source": "/agencies/another"}
    told["data"]["core"]["producer"] = "another"

    with pytest.raises(InvalidEvent, match="must be your own id") as refused:
        publisher.publish(told)

    assert fields(refused) == ["source", "core.producer"]


def test_an_agency_cannot_say_what_recipients_or_the_bus_say(publisher: Publisher) -> None:
    """Only the types that agencies publish can be published."""
    told = document() | {"type": "acknowledged"}

    with pytest.raises(InvalidEvent) as refused:
        publisher.publish(told)

    assert "type" in fields(refused)


def test_an_event_of_two_mebibytes_is_refused_at_once_with_a_sentence(
    publisher: Publisher, spool: Spool
) -> None:
    """What Kafka would never take is told when it can still be put right."""
    told = document()
    told["data"]["core"]["professionals"] = [
        {"name": "x" * 300, "role": "x" * 300} for _ in range(2 * 1024 * 1024 // 600)
    ]

    with pytest.raises(InvalidEvent, match=r"core\.professionals is the largest.* 983,040 can"):
        publisher.publish(told)

    assert spool.unsent() == ()


def test_publishing_returns_at_once_with_the_broker_down(spool: Spool) -> None:
    """The receipt does not wait for Kafka, and closing keeps to its time."""
    publisher = Publisher(POLICE, spool, NOBODY_LISTENS)
    begun = monotonic()
    receipts = [publisher.publish(document()) for _ in range(20)]
    took = monotonic() - begun

    assert took < 2
    assert publisher.close(timedelta(seconds=0.2)) is False
    assert [row.event for row in spool.unsent()] == [receipt.event for receipt in receipts]


def test_the_same_id_and_content_again_gives_the_same_receipt(
    publisher: Publisher, spool: Spool
) -> None:
    """A program that is not sure may publish again."""
    told = document() | {"id": "own-1"}

    assert publisher.publish(told) == publisher.publish(told)
    assert len(spool.unsent()) == 1


def test_the_same_id_with_other_content_is_refused(publisher: Publisher) -> None:
    """What was said is changed by a correction, and never silently."""
    told = document() | {"id": "own-1"}
    publisher.publish(told)
    told["data"]["detail"]["risk_grade"] = "HIGH"

    with pytest.raises(SaidOtherwise, match="own-1"):
        publisher.publish(told)


def test_an_agencys_own_key_of_an_event_publishes_it_once(
    publisher: Publisher, spool: Spool
) -> None:
    """``once`` makes the id follow from the agency's key, of each type apart."""
    first = publisher.publish(document(), once="52/1004417/26")

    assert publisher.publish(document(), once="52/1004417/26") == first
    assert publisher.publish(document("child-concern"), once="52/1004417/26") != first
    assert "1004417" not in first.event
    assert len(spool.unsent()) == 2


@pytest.mark.parametrize("minimal", [True, False])
@pytest.mark.parametrize("name", sorted(TOLD))
def test_every_template_can_be_published_as_it_stands(
    publisher: Publisher,
    name: str,
    minimal: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An agency begins with what works; no number of a person or a place in it is made up."""
    monkeypatch.setenv("WHOLEPICTURE_PARTNERSHIP", str(tmp_path))
    told = example(TOLD[name], POLICE, minimal=minimal)
    text = json.dumps(told)

    assert publisher.publish(told).status == "waiting"
    assert not any(f'"{number}":' in text for number in ("upn", "nhs_number", "uprn", "urn"))


@pytest.mark.parametrize(
    ("kind", "refused"), [("education", True), ("police", False), (None, False)]
)
def test_a_type_of_another_kind_of_agency_is_refused_where_the_agency_is_listed(
    publisher: Publisher,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    kind: str | None,
    refused: bool,
) -> None:
    """The bus would answer so; where the list is not on this machine, the bus alone does."""
    listed = f'[[agency]]\nid = "{POLICE}"\nkind = "{kind}"\n' if kind else ""
    (tmp_path / "agencies.toml").write_text(listed, encoding="utf-8")
    monkeypatch.setenv("WHOLEPICTURE_PARTNERSHIP", str(tmp_path))

    found: tuple[Problem, ...] = ()
    try:
        publisher.publish(document("child-concern"))
    except InvalidEvent as error:
        found = error.problems

    assert (OF_ANOTHER_KIND in found) == refused


def test_a_cell_that_no_field_can_hold_reaches_the_reader_as_it_was_written() -> None:
    """What a table's row says goes the way of any other sender's: read open, and asked about."""
    told = document("child-concern")
    told["data"]["core"]["children"][0]["birth_date"] = "31/02/2016"

    prepared = record_of(told, POLICE, datetime.now(UTC))
    read = read_open(attributes_of(prepared.record.headers), prepared.record.value)

    (child,) = read.event.data.core.children
    assert (child.birth_date, child.as_written) == (None, {"birth_date": "31/02/2016"})
    assert "core.children.0.birth_date" in {problem.field for problem in prepared.asked}
