"""A correction is held to what its event may say, as far as that is known here."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result
from wholepicture_bus.cli import app
from wholepicture_bus.spool import Spool
from wholepicture_producers.publisher import Publisher
from wholepicture_producers.template import example
from wholepicture_schemas.catalogue import by_name
from wholepicture_schemas.identifiers import AgencyId
from wholepicture_schemas.problems import InvalidEvent, Problem

AGENCY = AgencyId("avon-and-somerset-police")
NOT_KNOWN_HERE = "E-0404"


@pytest.fixture
def publisher(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Publisher:
    """A publisher with the spool that the commands have, and no Kafka."""
    monkeypatch.setenv("WHOLEPICTURE_DATA", str(tmp_path))
    monkeypatch.setenv("WHOLEPICTURE_AGENCY", AGENCY)
    spool = Spool(tmp_path / "spools" / AGENCY / "spool.db")
    return Publisher(AGENCY, spool, None, send_in_background=False)


def told(name: str) -> dict[str, Any]:
    """A practice event of this type."""
    kind = by_name(name)
    assert kind is not None
    return example(kind, AGENCY, minimal=True)


def correction(of: str, field: str, value: Any) -> dict[str, Any]:
    """The correction of one field."""
    document = told("correction")
    changes = [{"field": field, "value": value}]
    document["data"]["detail"] = {"corrects": of, "changes": changes, "because": "A slip."}
    return document


def refused(publisher: Publisher, document: dict[str, Any]) -> Problem:
    """The one problem for which a correction is not published."""
    with pytest.raises(InvalidEvent) as caught:
        publisher.publish(document)
    (problem,) = caught.value.problems
    return problem


def run(*arguments: str) -> Result:
    """The command with these arguments."""
    return CliRunner().invoke(app(), arguments, catch_exceptions=False)


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("core.children.0.nhs_number", "9990000027", "its ten digits do not fit together"),
        ("core.children.2.birth_date", "03/04/2018", "Write what is known: 2015, 2015-03"),
        ("core.children.0.name", {"givn": "Ada"}, "Remove it."),
        ("core.urgency", "at once", "Use one of 'immediate', 'same-day' or 'routine'."),
    ],
)
def test_a_value_that_its_place_in_the_core_cannot_have_is_refused(
    publisher: Publisher, field: str, value: Any, says: str
) -> None:
    """Of any event, known here or not: else the correction goes to nobody."""
    original = publisher.publish(told("domestic-abuse-incident")).event

    for of in (original, NOT_KNOWN_HERE):
        problem = refused(publisher, correction(of, field, value))

        assert problem.field.startswith("detail.changes.0.value")
        assert field in problem.what
        assert says in problem.fix


def test_a_value_of_the_detail_is_held_to_its_event_where_that_is_known(
    publisher: Publisher,
) -> None:
    """Of an event from elsewhere the type is not known, and the bus asks."""
    original = publisher.publish(told("domestic-abuse-incident")).event

    problem = refused(publisher, correction(original, "detail.risk_grade", "LOW"))
    publisher.publish(correction(NOT_KNOWN_HERE, "detail.risk_grade", "LOW"))

    assert (problem.field, problem.what) == (
        "detail.changes.0.value",
        "does not fit detail.risk_grade: it is not one of the codes",
    )


def test_a_field_of_another_type_than_its_event_is_refused(publisher: Publisher) -> None:
    """It leads to no place in this event."""
    original = publisher.publish(told("child-concern")).event

    problem = refused(publisher, correction(original, "detail.risk_grade", "HIGH"))

    assert problem.field == "detail.changes.0.field"


def test_what_names_a_correction_is_held_to_the_event_behind_it(publisher: Publisher) -> None:
    """Its type decides what fits, however many corrections lie between; and so does its order."""
    original = publisher.publish(told("domestic-abuse-incident"), family_reference="F1").event
    first = publisher.publish(correction(original, "detail.risk_grade", "HIGH")).event
    second = publisher.publish(correction(first, "detail.risk_grade", "MEDIUM")).event

    problem = refused(publisher, correction(second, "detail.risk_grade", "LOW"))
    keys = {row.outgoing.key for row in publisher.spool.unsent(3)}

    assert problem.what == "does not fit detail.risk_grade: it is not one of the codes"
    assert len(keys) == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("core.children.0.nhs_number", None),
        ("core.children.0.birth_date", "2018-04"),
        ("core.children.1", {"name": {"given": "Ada"}}),
        ("core.handling", {"address_protected": ["a2"]}),
        ("detail.risk_grade", "HIGH"),
        ("detail.children_check", {"answer": "unknown"}),
    ],
)
def test_what_can_stand_there_is_published(publisher: Publisher, field: str, value: Any) -> None:
    """A person keeps the reference that it had, and null takes away."""
    original = publisher.publish(told("domestic-abuse-incident")).event

    receipt = publisher.publish(correction(original, field, value))

    assert receipt.status == "waiting"


def test_validate_says_the_same_as_publish(publisher: Publisher, tmp_path: Path) -> None:
    """It looks at what was published from this machine."""
    original = publisher.publish(told("domestic-abuse-incident")).event
    file = tmp_path / "c.json"
    file.write_text(json.dumps(correction(original, "detail.risk_grade", "LOW")))

    result = run("validate", str(file))

    assert result.exit_code == 1
    assert "detail.changes.0.value does not fit detail.risk_grade" in result.stdout


def test_validate_makes_no_spool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever only checks leaves nothing behind."""
    monkeypatch.setenv("WHOLEPICTURE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("WHOLEPICTURE_AGENCY", AGENCY)
    file = tmp_path / "c.json"
    file.write_text(json.dumps(correction(NOT_KNOWN_HERE, "core.summary", "One.")))

    assert run("validate", str(file)).exit_code == 0
    assert not (tmp_path / "data").exists()
