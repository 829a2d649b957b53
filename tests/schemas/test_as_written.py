"""What a person can read is delivered as it was written; what is there and empty is not given."""

from typing import Any

import pytest
from wholepicture_schemas.any_agency import Change
from wholepicture_schemas.changing import make
from wholepicture_schemas.identifiers import AgencyId
from wholepicture_schemas.model import Model
from wholepicture_schemas.persons import Child
from wholepicture_schemas.police import DomesticAbuseIncident
from wholepicture_schemas.problems import InvalidEvent
from wholepicture_schemas.reading import Read, content_of, event_of, read_closed, read_document

POLICE = AgencyId("avon-and-somerset-police")


def document(**core: Any) -> dict[str, Any]:
    """An incident with these in its core."""
    return {
        "id": "e1",
        "source": f"/agencies/{POLICE}",
        "type": DomesticAbuseIncident.TYPE,
        "time": "2026-03-04T21:15:00Z",
        "data": {"core": core, "detail": {}},
    }


def of_a_child(**told: Any) -> tuple[Child, Read]:
    """A child who is told so, as it is read, and the reading."""
    opened = read_document(document(children=[{"person": "c1", **told}]))
    return opened.event.data.core.children[0], opened


@pytest.mark.parametrize(
    ("field", "sent", "kept"),
    [("name", "Ivy Sample", "Ivy Sample"), ("name", {"text": "Ivy Sample"}, "Ivy Sample"),
     ("birth_date", "04/05/2016", "04/05/2016"), ("birth_date", "about 7", "about 7"),
     ("birth_date", 42493, "42493"), ("sex", "boy", "boy"),
     ("nhs_number", "999 123 4567", "999 123 4567"), ("school", "Elm Primary", "Elm Primary"),
     ("lives_at", "4 Elm Road\nBristol", "4 Elm Road Bristol"),
     ("lives_at", {"line1": "4 Elm Road", "city": "Bristol"}, "4 Elm Road, Bristol"),
     ("disability", ["MOB", "uses a wheelchair"], "uses a wheelchair"),
     ("exposure", "heard it all", "heard it all")],
)  # fmt: skip
def test_what_no_field_can_hold_is_kept_as_it_was_written(
    field: str, sent: object, kept: str
) -> None:
    """Beside its field, which says nothing of it, and its sender is asked."""
    child, opened = of_a_child(**{field: sent})

    assert child.as_written == {field: kept}
    assert any(problem.field.startswith(f"core.children.0.{field}") for problem in opened.problems)
    assert event_of(opened.event.attributes(), content_of(opened.event)) == opened.event


def test_a_part_of_an_object_is_kept_in_that_object() -> None:
    """A telephone number with an extension stands beside the number that it would be."""
    sent = document(
        children=[{"person": "c1", "lives_at": {"lines": ["4 Elm Road"], "postcode": "B-S-1"}}],
        call_back={"name": "Desk", "phone": "0117 496 0140 ext 4"},
    )
    core = read_document(sent).event.data.core

    assert core.call_back.as_written == {"phone": "0117 496 0140 ext 4"}
    assert core.call_back.phone is None
    assert core.children[0].lives_at.as_written == {"postcode": "B-S-1"}


@pytest.mark.parametrize(
    ("field", "sent", "read"),
    [("birth_date", "21/09/2016", "2016-09-21"),
     ("birth_date", "2016-09-21T00:00:00Z", "2016-09-21"),
     ("birth_date", "21 Sep 2016", "2016-09-21"), ("birth_date", "05.05.2016", "2016-05-05"),
     ("sex", "Female", "F"), ("sex", "m", "M"), ("languages", "Welsh", ("Welsh",)),
     ("risk_of_significant_harm", True, "yes"), ("risk_of_significant_harm", False, "no")],
)  # fmt: skip
def test_what_can_mean_one_thing_only_is_read(field: str, sent: object, read: object) -> None:
    """The sender is still asked to write it as the field has it; no reader is told it is lost."""
    child, opened = of_a_child(**{field: sent})

    assert getattr(child, field) == read
    assert child.as_written is None
    said = {problem.field: problem.what for problem in opened.problems}
    assert said[f"core.children.0.{field}"] == "was read, and is not written as it should be"


def test_a_name_in_the_form_of_another_standard_is_read() -> None:
    """A list of one name, whose given names are a list."""
    child, _ = of_a_child(name=[{"use": "usual", "family": "Sample", "given": ["Ivy", "May"]}])

    assert child.name is not None
    assert (child.name.given, child.name.family) == ("Ivy May", "Sample")


@pytest.mark.parametrize(
    ("field", "sent"),
    [("birth_date", "0001-01-01"), ("birth_date", "9999-12-31"), ("birth_date", "31/12/9999"),
     ("birth_date", "n/k"), ("name", "UNKNOWN"), ("mother", "Ann Sample of 4 Elm Road"),
     ("objects_to_sharing", "yes")],
)  # fmt: skip
def test_what_says_nothing_or_protects_is_not_kept(field: str, sent: object) -> None:
    """Nor what should lead to a person: a reference is none, or leads to somebody."""
    child, _ = of_a_child(**{field: sent})

    assert child.as_written is None


def test_an_objection_of_any_form_is_one() -> None:
    """Of what protects, the strictest is read."""
    assert of_a_child(objects_to_sharing="yes, she said so")[0].objects_to_sharing is not None
    assert of_a_child(objects_to_sharing="no")[0].objects_to_sharing is None


@pytest.mark.parametrize(
    "lost", [{"safe_contact": "never ring"}, {"new_address": "4 Elm Road"}, {"victim_service": []}]
)
def test_an_adult_who_lost_what_protects_them_is_protected(lost: dict[str, Any]) -> None:
    """Only somebody who may be harmed has such a field."""
    adults = [{"person": "a1", **lost}, {"person": "a2"}]
    opened = read_document(document(adults=adults))

    assert opened.event.data.core.handling.address_protected == ("a1",)


@pytest.mark.parametrize(
    ("field", "sent"),
    [("name", {}), ("name", {"given": " ", "family": ""}), ("name", {"given": None}),
     ("lives_at", {"lines": [], "postcode": ""}), ("lives_at", {"lines": [" "]}), ("school", {}),
     ("voice", {"words": ""})],
)  # fmt: skip
def test_what_is_there_and_empty_is_not_given(field: str, sent: object) -> None:
    """It is asked for, by the bus and by the kit."""
    child, opened = of_a_child(**{field: sent}, nhs_number="9990000018")

    assert getattr(child, field) is None
    assert f"core.children.0.{field}" in {problem.field for problem in opened.problems}
    with pytest.raises(InvalidEvent) as refused:
        read_closed(document(children=[{"person": "c1", field: sent}]))
    asked = [problem.field for problem in refused.value.problems]
    assert any(name.startswith(f"core.children.0.{field}") for name in asked)


def test_a_no_is_something_that_was_said() -> None:
    """It is not the same as silence."""
    child, opened = of_a_child(name={"given": "Ivy"}, lives_at={"no_fixed_address": False})

    assert child.lives_at is not None
    assert not [problem for problem in opened.problems if "lives_at" in problem.field]


@pytest.mark.parametrize(
    ("adult", "core", "protected"),
    [({"safeContact": {"how": "text"}}, {}, ("a1",)),
     ({"newAdress": {"lines": ["x"]}}, {}, ("a1",)),
     ({"worksFor": "community-health"}, {}, ("a1", "a2")),
     ({"works-at": ["100002"]}, {}, ("a1", "a2")), ({"worksFor": None}, {}, ()),
     ({"languges": ["Welsh"]}, {}, ()), ({}, {"doNotDiscloseTo": ["the father"]}, ("a1", "a2")),
     ({}, {"handeling": {"address_protected": ["a1"]}}, ("a1", "a2"))],
)  # fmt: skip
def test_a_protection_of_another_name_is_read_at_its_strictest(
    adult: dict[str, Any], core: dict[str, Any], protected: tuple[str, ...]
) -> None:
    """Where the bus cannot ask first, it protects whom the field may have meant."""
    adults = [{"person": "a1", **adult}, {"person": "a2"}]
    opened = read_document(document(adults=adults, **core))

    assert opened.event.data.core.handling.address_protected == protected


def test_what_is_put_right_is_not_kept_any_more() -> None:
    """A correction of the field, or of a part of it, takes the place of what was written."""
    opened = of_a_child(name="Ivy Sample", sex="boy")[1]
    content = content_of(opened.event)

    assert make(Change(field="core.children.0.name.given", value="Ivy"), content)
    assert make(Change(field="core.children.0.sex", value=None), content)

    child = event_of(opened.event.attributes(), content).data.core.children[0]
    assert child.as_written is None
    assert child.name.given == "Ivy"


def test_nothing_is_kept_of_a_field_that_its_object_does_not_have() -> None:
    """Nobody knows what class of data it would be."""
    child, _ = of_a_child(as_written={"name": "Ivy", "criminal_record": "long"})

    assert child.as_written == {"name": "Ivy"}
    assert isinstance(child, Model)
