"""What docs/publishing.md says to a system without the kit is what intake reads."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from wholepicture_bus.binding import attributes_of
from wholepicture_bus.records import Headers, Place, Record
from wholepicture_bus.topics import INPUT_BYTES, events
from wholepicture_consumers.intake.reading import FromAgency, Incoming, Invalid, read
from wholepicture_schemas.envelope import Attributes
from wholepicture_schemas.feedback import Feedback, FeedbackData, FixRequest
from wholepicture_schemas.identifiers import AgencyId

ROOT = Path(__file__).parents[2]
SECTION = (ROOT / "docs" / "publishing.md").read_text("utf-8").partition("## Without the kit")[2]
EXAMPLE = ROOT / "schemas" / "examples" / "domestic-abuse-incident.json"
VALUE = json.dumps(json.loads(EXAMPLE.read_text("utf-8"))["data"]).encode()


def _filled(text: str) -> str:
    """A word of the example, as the shell gives it on."""
    given = dict(re.findall(r"(?<!\w)(agency|id|family)=([a-z0-9-]+)", SECTION))
    return re.sub(r"\$(\w+)", lambda name: given[name[1]], text.replace('"', ""))


def _headers() -> Headers:
    """The headers of the example."""
    found = re.findall(r"-H (\S+?)=(\S+)", SECTION)
    return tuple((name, _filled(text).encode()) for name, text in found)


def _needed() -> list[str]:
    """The headers that the table says are needed."""
    return re.findall(r"^\| `(ce_\w+)` \| yes", SECTION, re.MULTILINE)


def _read(headers: Headers, value: bytes = VALUE) -> Incoming:
    agency = AgencyId(_filled("$agency"))
    place = Place(events(agency), "id", 0, 0)
    at = datetime(2026, 11, 18, 12, tzinfo=UTC)
    return read(Record(place, _filled("$family").encode(), value, headers, at), {agency: "police"})


def test_the_example_is_an_event_with_nothing_to_ask() -> None:
    """Copied as it stands, it is taken in whole."""
    found = _read(_headers())

    assert isinstance(found, FromAgency)
    assert found.problems == ()
    assert found.event.partitionkey == _filled("$family")


@pytest.mark.parametrize("name", _needed())
def test_a_header_that_is_needed_is(name: str) -> None:
    """Without it nothing can be delivered."""
    found = _read(tuple(one for one in _headers() if one[0] != name))

    assert isinstance(found, Invalid)


def test_no_other_header_is_needed() -> None:
    """With those alone the event is taken in, and nothing is asked."""
    found = _read(tuple(one for one in _headers() if one[0] in _needed()))

    assert _needed() == ["ce_id", "ce_source", "ce_type", "ce_time"]
    assert isinstance(found, FromAgency)
    assert found.problems == ()


def test_every_header_limit_type_and_state_is_that_of_the_code() -> None:
    """Where one is renamed or added, the page says so too."""
    documented = set(re.findall(r"`ce_(\w+)`", SECTION))
    known = set(Attributes.model_fields) - {"datacontenttype", "traceparent", "keyref"}
    states = re.search(r"`state` is (.*?)\.\n", SECTION, re.DOTALL)

    assert documented == known
    assert f"{INPUT_BYTES:,} bytes" in SECTION
    assert isinstance(_read((*_headers(), ("more", b"x" * 16 * 1024))), Invalid)
    assert Feedback.TYPE in SECTION
    assert FixRequest.TYPE in SECTION
    assert states is not None
    allowed = FeedbackData.model_json_schema()["properties"]["state"]["enum"]
    assert re.findall(r"`([a-z-]+)`", states[1]) == allowed
    assert attributes_of(_headers())["datacontenttype"] == "application/json"
