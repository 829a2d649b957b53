"""What a producer is told of the texts that others read; none of it is refused."""

import json
from pathlib import Path
from typing import Any

import pytest
from wholepicture_producers.template import example
from wholepicture_producers.texts_for_others import remarks
from wholepicture_schemas.police import ChildConcern, DomesticAbuseIncident

from tests.producers.test_commands import run

_AGENCY = "avon-and-somerset-police"
_PLACES = [
    "She stays at 12 Teasel Road.",
    "Flat 4 is hers.",
    "Send it to BS99 7RR.",
    "Ring 07700 900345.",
    "Write to sam@example.org.",
    "She is @sam_example there.",
]
_OFFENCES = [
    "He was charged with ABH.",
    "He has been to prison.",
    "Mum was assaulted.",
    "He is known to police.",
    "A high-risk case, heard at MARAC.",
]
_PLAIN = [
    "Police came at 2 in the morning; both girls were up until 4 and are tired.",
    "She may want to sit by the door. Please let her ring home at 12.",
    "He is 9 years old and brought 3 books.",
    "School may see bruises on her arm.",
]


def told(text: str, kind: Any = DomesticAbuseIncident) -> dict[str, str]:
    """What is said of an event in which every text for others says this, by field."""
    event = complete(kind)
    core = event["data"]["core"]
    core["for_school"] = core["for_health"] = text
    core["children"][0]["voice"] = {"words": "I hid.", "for_school": text}
    return dict(remarks(event))


def complete(kind: Any) -> dict[str, Any]:
    """A practice event of a type with one child, with all that a publisher adds."""
    event = example(kind, _AGENCY, minimal=True)
    event |= {"id": "E1", "source": f"/agencies/{_AGENCY}", "specversion": "1.0"}
    event["data"]["core"]["producer"] = _AGENCY
    return event


@pytest.mark.parametrize("text", _PLACES)
def test_the_shape_of_a_place_or_number_is_remarked_on(text: str) -> None:
    """A text for others leads nobody anywhere."""
    said = told(text)

    for field in ("core.for_school", "core.for_health", "core.children.0.voice.for_school"):
        assert "shape of a place or a number" in said[field]


@pytest.mark.parametrize("text", _OFFENCES)
def test_words_of_an_offence_are_remarked_on(text: str) -> None:
    """Neither a school nor a health service is told of one."""
    said = told(text)

    for field in ("core.for_school", "core.for_health", "core.children.0.voice.for_school"):
        assert "words of an offence, a charge or a record" in said[field]


@pytest.mark.parametrize("text", _PLAIN)
def test_nothing_is_remarked_on_a_plain_text(text: str) -> None:
    """Times, ages and counts are no numbers that lead to anybody."""
    assert not told(text)


def test_what_its_recipients_will_lack_is_said_before(tmp_path: Path) -> None:
    """It is accepted, and the sender hears what it will be asked."""
    file = tmp_path / "incident.json"
    file.write_text(json.dumps(example(DomesticAbuseIncident, _AGENCY, minimal=True)), "utf-8")

    result = run("validate", str(file), "--json")

    (report,) = json.loads(result.stdout)["files"]
    assert result.exit_code == 0
    assert report["accepted"] == 1
    assert any("event 1: core.for_school is missing." in one for one in report["remarks"])


def test_a_concern_that_a_school_will_read_is_looked_at() -> None:
    """Somebody's record does not belong in it; what happened does."""
    event = complete(ChildConcern)
    event["data"]["detail"]["concern"] = "Seen with a man who was in prison. She was hit."
    event["data"]["core"]["for_health"] = "Seen out late."

    said = dict(remarks(event))
    event["data"]["core"]["for_school"] = "Seen out late."

    assert "somebody's record" in said["detail.concern"]
    assert not dict(remarks(event))


def test_a_warning_that_everybody_reads_is_looked_at() -> None:
    """What must never be done to reach her names no place."""
    event = complete(DomesticAbuseIncident)
    event["data"]["core"]["adults"] = [
        {"person": "a1", "safe_contact": {"never": "Do not knock at 9 Teasel Lane."}}
    ]

    assert "core.adults.0.safe_contact.never" in dict(remarks(event))


@pytest.mark.parametrize("hidden", ["protected", "moved", "stays", "nobody"])
def test_what_masking_cannot_find_is_said_once(hidden: str) -> None:
    """Where somebody is hidden, whoever wrote the texts looks for names of places once more."""
    event = complete(DomesticAbuseIncident)
    core = event["data"]["core"]
    core["summary"] = event["data"]["detail"]["what_happened"] = "She is at the old lighthouse."
    core["adults"] = [{"person": "a1", "name": {"given": "Sam"}}]
    if hidden == "protected":
        core["handling"] = {"address_protected": ["a1"]}
    elif hidden == "moved":
        core["adults"][0]["new_address"] = {"lines": ["9 Larch Road"]}
    elif hidden == "stays":
        core["children"][0]["staying_at"] = {"lines": ["9 Larch Road"]}

    said = [field for field, words in remarks(event) if "a landmark" in words]

    assert said == ([] if hidden == "nobody" else ["core.summary"])
