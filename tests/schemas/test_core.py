"""The core of an event: what every agency must say, and what must fit together."""

from typing import Any

import pytest
from pydantic import ValidationError
from wholepicture_schemas.core import Allegation, Core, Sharing
from wholepicture_schemas.model import missing, needed_fields

NEEDED = {"producer", "local_reference", "asks", "exercise", "call_back", "sharing"}


def asked_for(core: dict[str, Any]) -> list[str]:
    """The fields of a core that are asked for, those aside that every core needs."""
    found = [problem.field for problem in missing(Core.model_validate(core))]
    return [field for field in found if field not in NEEDED]


def test_who_when_and_whom_to_call_is_needed() -> None:
    """An empty core is readable, and each needed field of it is asked for."""
    assert {problem.field for problem in missing(Core())} == NEEDED
    assert set(needed_fields(Core)) == NEEDED


@pytest.mark.parametrize("told", ["no-unsafe", "no-not-practicable"])
def test_not_to_tell_the_family_has_a_reason(told: str) -> None:
    """A decision not to tell the family is asked for its reason."""
    sharing = {"power": "other", "because": "A child may be harmed.", "family_informed": told}

    assert asked_for({"sharing": sharing}) == ["sharing.family_not_informed_because"]
    assert asked_for({"sharing": {**sharing, "family_not_informed_because": "Unsafe."}}) == []


@pytest.mark.parametrize("told", ["yes", "not-yet"])
def test_telling_the_family_needs_no_reason(told: str) -> None:
    """Only a decision against it is explained."""
    sharing = {"power": "other", "because": "A child may be harmed.", "family_informed": told}

    assert not list(missing(Sharing.model_validate(sharing)))


@pytest.mark.parametrize(
    ("field", "core"),
    [
        ("allegations.0.alleged", {"allegations": [{"alleged": "x1", "victims": ["a1"]}]}),
        ("allegations.0.victims.1", {"allegations": [{"alleged": "a1", "victims": ["c1", "x1"]}]}),
        (
            "allegations.0.alleged_by",
            {"allegations": [{"alleged_by": "x1", "alleged": "a1", "victims": ["c1"]}]},
        ),
        (
            "adults.0.related_to.0.child",
            {"adults": [{"person": "a1", "related_to": [{"child": "x1", "relation": "mother"}]}]},
        ),
        (
            "children.0.mother",
            {"children": [{"person": "c1", "name": {"given": "Ivy"}, "mother": "x1"}]},
        ),
        (
            "handling.do_not_disclose_to.0.person",
            {"handling": {"do_not_disclose_to": [{"person": "x1", "because": "Alleged."}]}},
        ),
        ("handling.address_protected.0", {"handling": {"address_protected": ["x1"]}}),
    ],
)
def test_every_reference_leads_to_a_person(field: str, core: dict[str, Any]) -> None:
    """Whoever is referred to is a child or an adult of the event."""
    people = {
        "children": [{"person": "c1", "name": {"given": "Ivy"}}],
        "adults": [{"person": "a1"}],
    }

    assert asked_for({**people, **core}) == [field]


def test_each_person_has_a_reference_of_its_own() -> None:
    """A child and an adult do not share one."""
    core = {"children": [{"person": "p1", "name": {"given": "Ivy"}}], "adults": [{"person": "p1"}]}

    assert asked_for(core) == ["children"]


def test_anyone_may_be_in_any_role() -> None:
    """A child may be alleged to have done it, and an adult to have been harmed."""
    core = {
        "children": [{"person": "c1", "name": {"given": "Ivy"}}],
        "adults": [{"person": "a1"}],
        "allegations": [{"alleged": "c1", "victims": ["a1"]}],
    }

    assert asked_for(core) == []


def test_an_allegation_is_asked_whom_it_harmed() -> None:
    """Without a victim it is read, and asked for one."""
    allegation = Allegation.model_validate({"alleged": "a1"})

    assert [problem.field for problem in missing(allegation)] == ["victims"]


@pytest.mark.parametrize(
    "until", ["2026", "2026-04", "2026-04-01", "2026-03-05T16:00:00Z", "2026-03-05T16:00:00+01:00"]
)
def test_how_it_is_now_may_end_on_a_day_or_at_a_moment(until: str) -> None:
    """Bail ends on a day, custody at an hour: each is said as far as it is known."""
    allegation = Allegation.model_validate(
        {"alleged": "a1", "victims": ["a2"], "now": "on-bail", "now_until": until}
    )

    assert allegation.now_until == until
    assert list(allegation.checks()) == []


@pytest.mark.parametrize("until", ["tomorrow", "2026-02-30", "2026-03-05T16:00:00", "1772726400"])
def test_what_is_no_day_and_no_moment_is_refused(until: str) -> None:
    """A time without its offset could be an hour off, and nobody would see it."""
    with pytest.raises(ValidationError):
        Allegation.model_validate({"alleged": "a1", "now": "in-custody", "now_until": until})


def test_the_time_of_a_state_without_the_state_is_asked_about() -> None:
    """Until when nobody knows what says nothing."""
    allegation = Allegation.model_validate(
        {"alleged": "a1", "victims": ["a2"], "now_until": "2026-04-01"}
    )

    assert [problem.field for problem in allegation.checks()] == ["now"]
