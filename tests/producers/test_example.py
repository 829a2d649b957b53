"""The example for an agency's integration team does what its README says."""

from pathlib import Path

import pytest
from typer.testing import CliRunner
from wholepicture_bus.binding import attributes_of
from wholepicture_bus.cli import app
from wholepicture_bus.spool import Spool
from wholepicture_producers.mapping import load
from wholepicture_producers.publisher import Publisher
from wholepicture_producers.publishing import publish
from wholepicture_producers.reading import EventFile
from wholepicture_schemas.identifiers import AgencyId
from wholepicture_schemas.police import DomesticAbuseIncident
from wholepicture_schemas.reading import read_open

EXPORT = Path(__file__).parents[2] / "examples" / "publisher"


def published(tmp_path: Path) -> list[DomesticAbuseIncident]:
    """The example's events as a consumer would read them."""
    spool = Spool(tmp_path / "spool.db")
    source = EventFile(str(EXPORT / "domestic-abuse.csv"), load(EXPORT / "domestic-abuse.toml"))
    accepted = publish(
        source, Publisher(AgencyId("avon-and-somerset-police"), spool, None), lambda *_: None
    )
    assert accepted.rejected == 0
    found = []
    for row in spool.unsent():
        read = read_open(attributes_of(row.outgoing.headers), row.outgoing.value)
        assert read.problems == ()
        assert isinstance(read.event, DomesticAbuseIncident)
        found.append(read.event)
    return found


def test_two_rows_of_an_occurrence_are_one_incident_with_its_two_children(tmp_path: Path) -> None:
    """The child who does not speak is told of with what was seen, the other with its words."""
    event = published(tmp_path)[0]

    noah, zoe = event.data.core.children
    assert (noah.speaks, zoe.speaks) == (False, True)
    assert noah.voice is not None
    assert noah.voice.observation is not None
    assert zoe.name is not None
    assert zoe.name.given == "Zoë"
    assert zoe.birth_date == "2013"
    assert [told.relation for told in event.data.core.adults[1].related_to] == [
        "father",
        "step-father",
    ]


def test_an_incident_without_children_says_whether_anyone_asked(tmp_path: Path) -> None:
    """Not asked and none are two answers."""
    _, second, third = published(tmp_path)

    answers = [event.data.detail.children_check for event in (second, third)]
    assert [answer and answer.answer for answer in answers] == ["not-asked", "none"]
    assert second.data.core.children == third.data.core.children == ()


def test_incidents_of_one_family_file_keep_their_order_and_no_file_number_leaves(
    tmp_path: Path,
) -> None:
    """The family's own number is hashed; an incident without one goes by its agency."""
    first, second, third = published(tmp_path)

    assert len({first.partitionkey, second.partitionkey, third.partitionkey}) == 3
    assert third.partitionkey == "/agencies/avon-and-somerset-police"
    assert all("FF-" not in event.model_dump_json() for event in (first, second, third))


@pytest.mark.usefixtures("spool_file")
@pytest.mark.parametrize(
    ("command", "events"),
    [
        ("cin.xml --census cin.toml --names cin-names.csv --agency bristol-city-council", 7),
        ("fhir-bundle.json --map fhir.toml --agency community-health", 1),
    ],
)
def test_a_census_and_a_bundle_can_be_tried(
    monkeypatch: pytest.MonkeyPatch, command: str, events: int
) -> None:
    """As the README says, without making a file first; everybody in them is made up."""
    monkeypatch.chdir(EXPORT)
    monkeypatch.setenv("WHOLEPICTURE_PARTNERSHIP", str(EXPORT.parents[1] / "partnership"))

    result = CliRunner().invoke(
        app(), ["publish", *command.split(), "--dry-run"], catch_exceptions=False
    )

    assert result.exit_code == 0
    assert f"{events} accepted" in result.stdout
    assert "0 rejected" in result.stdout
    assert command in (EXPORT / "README.md").read_text(encoding="utf-8")
