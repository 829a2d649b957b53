"""What is heeded of an adult: no contact with anybody stands by itself where there is reason."""

from typing import Any, Literal

import pytest
from wholepicture_agreement.item.around import OfChild, around, people
from wholepicture_schemas.identifiers import PersonRef

from tests.agreement.around_shown import (
    ASK_HOW,
    DAN,
    DO_NOT_APPROACH,
    JANE,
    NOTE,
    TODAY,
    event,
    only,
    panel_of,
    parent,
)

pytestmark = pytest.mark.finding("F5")


@pytest.mark.parametrize(
    ("told", "whom"),
    [
        ({"handling": {"call_before_speaking_to_family": NOTE}},
         "Safeguarding unit on 0117 496 0110"),
        ({"handling": {"restricted_kinds": ["fabricated-illness"]}}, "Test Trust"),
        ({"handling": {"restricted_kinds": ["not-listed"]}}, "Test Trust"),
        ({"name": "perplexing-presentation"}, "Test Trust"),
        ({"detail": {"safe_to_tell_parents": "no"}}, "Test Trust"),
    ],
)  # fmt: skip
def test_do_not_speak_to_the_family_is_heeded_with_everybody(
    told: dict[str, Any], whom: str
) -> None:
    """Also of what was told earlier, and of a mother who was seen since: whom to speak to first."""
    before = event("2026-10-04", parent("a2", JANE, "mother"), agency="Test Trust", **told)
    own = event("2026-11-04", parent("a1", JANE, "mother", seen=True),
                 parent("a2", DAN, "father"), own=True)  # fmt: skip

    for adult in panel_of(before, own).adults:
        assert adult.heed == (f"Do not contact {adult.who} before you have spoken with {whom}.",)


def test_of_one_agency_the_newest_who_can_be_called_is_named() -> None:
    """What came last has no number; the one before it has."""
    told = [
        event(day, parent("a1", DAN, "father"), handling=handling)
        for day, handling in (
            ("2026-10-04", {"call_before_speaking_to_family": NOTE}),
            ("2026-11-04", {"restricted_kinds": ["live-investigation"]}),
        )
    ]

    assert only(panel_of(*told)).heed == (
        (
            "Do not contact Dan Quillmere before you have spoken with Safeguarding unit on "
            "0117 496 0110."
        ),
    )


@pytest.mark.parametrize(
    ("keeps", "told", "heed"),
    [
        ("service", {"handling": {"restricted_kinds": ["substance"]}}, ()),
        ("place", {"handling": {"restricted_kinds": ["refuge"]}}, (DO_NOT_APPROACH,)),
        ("matter", {"name": "domestic-abuse-incident"}, (DO_NOT_APPROACH,)),
        ("matter", {"sharing": {"family_informed": "no-unsafe"}}, (DO_NOT_APPROACH,)),
        ("matter", {"sharing": {"family_informed": "no-not-practicable"}}, ()),
    ],
)
def test_one_reason_is_enough_and_a_service_that_few_may_know_of_is_none(
    keeps: Literal["matter", "place", "service"], told: dict[str, Any], heed: tuple[str, ...]
) -> None:
    """In a refuge, abuse at home, not safe to tell: so nobody is approached by a seen line."""
    own = event("2026-11-04", parent("a1", DAN, "father", seen=True), own=True, **told)
    found = people([OfChild(PersonRef("c1"), [own])], lambda _: keeps)
    (panel,) = around(found, today=TODAY, days=90, ask=lambda _: "the front door")

    assert only(panel).heed == heed


@pytest.mark.parametrize(
    "told",
    [
        {"name": "domestic-abuse-move", "detail": {"who_moved": "a2"}},
        {"name": "marac-referral", "detail": {"marac_victim": "a2"}},
        {"handling": {"address_protected": ["a2"]}},
    ],
)
def test_who_fled_or_is_protected_may_be_harmed_and_nobody_else_is_approached(
    told: dict[str, Any],
) -> None:
    """Nobody is named as alleged: whom she fled from is any other adult; both were seen since."""
    seen = [parent("a1", DAN, "father", seen=True), parent("a2", JANE, "mother", seen=True)]

    father, mother = panel_of(
        event("2026-10-04", *seen, **told), event("2026-11-04", *seen, own=True)
    ).adults

    assert father.heed == (DO_NOT_APPROACH,)
    assert mother.heed == (ASK_HOW,)


def test_whoever_moved_by_a_new_address_is_reached_with_care() -> None:
    """The address itself stands nowhere in the panel."""
    new = {"lines": ["14 Plantedrow"]}
    mother = parent("a2", JANE, "mother", new_address=new, seen=True)

    panel = panel_of(event("2026-11-04", mother, own=True))

    assert only(panel).heed == (ASK_HOW,)
    assert "Plantedrow" not in panel.model_dump_json()


def test_whoever_is_alleged_to_have_harmed_the_child_stands_beside_the_child() -> None:
    """So does whoever was harmed beside her, or an order keeps away; of the half-brother alone."""
    ray, uncle, aunt, other = (
        {"person": person, "name": {"given": given, "family": "Other"},
         "related_to": [{"child": "c2", "relation": relation}]}
        for person, given, relation in (
            ("a5", "Ray", "father"), ("a6", "Kit", "aunt-uncle"), ("a8", "Ann", "aunt-uncle"),
            ("a7", "Max", "grandparent"),
        )
    )  # fmt: skip
    orders = [{"person": "a6", "kind": "bail-condition", "children": ["c1"]}]
    shown = event("2026-11-04", parent("a2", JANE, "mother"), ray, uncle, aunt, other, own=True,
                   allegations=[{"alleged": "a5", "victims": ["c1", "a8"]}],
                   detail={"orders": orders})  # fmt: skip

    adults = {adult.who: adult.heed for adult in panel_of(shown).adults}

    assert adults.keys() == {"Jane Quillmere", "Ray Other", "Kit Other", "Ann Other"}
    assert adults["Ray Other"] == (DO_NOT_APPROACH.replace("Dan Quillmere", "Ray Other"),)


@pytest.mark.parametrize(
    ("name", "relation", "born"),
    [
        ({"given": "Dan", "family": "Smith"}, "step-father", "1985-03-03"),
        ({"given": "Dan", "family": "Smith"}, "step-father", None),
        ({"given": "Jay", "family": "Smith"}, "unknown", None),
        ({"given": "Daniel", "family": "Smyth"}, "step-father", "1985-03-03"),
        ({"given": "Danny"}, "step-father", "1985-03-03"),
    ],
)
def test_a_short_name_or_a_near_relation_may_be_the_same_person(
    name: dict[str, str], relation: str, born: str | None
) -> None:
    """What is heeded of the one whom police named is heeded of the one whom the school saw."""
    daniel = {"given": "Daniel", "family": "Smith"}
    must_not = {"do_not_disclose_to": [{"person": "a1", "because": "He may flee."}]}
    police = event("2026-09-04", parent("a1", daniel, "parents-partner", birth_date="1985-03-03"),
                    handling=must_not)  # fmt: skip
    more = {"birth_date": born} if born else {}
    school = event("2026-11-04", parent("a9", name, relation, seen=True, **more), own=True)

    panel = panel_of(police, school)

    assert len(panel.adults) == 2
    for adult in panel.adults:
        assert f"Do not let {adult.who} learn of this: He may flee." in adult.heed
        assert any(said.startswith("May be the same person as") for said in adult.says)


def test_two_of_one_event_are_never_in_doubt() -> None:
    """The school tells of both; what police tell of the one later makes them no one person."""
    jay = {"given": "Jay", "family": "Quillmere"}
    dan, other = parent("a1", DAN, "step-father"), parent("a2", jay, "carer")
    both = event("2026-11-04", dan, other, own=True)
    police = event("2026-10-04", parent("a9", DAN, "step-father", birth_date="1985-03-03"))

    for adult in panel_of(both, police).adults:
        assert not any(said.startswith("May be the same") for said in adult.says)


@pytest.mark.finding("F8")
def test_what_is_heeded_because_of_one_child_is_heeded_with_all() -> None:
    """Only Ivy's earlier event says what he did: one man is not safe for her and known to Bo."""
    both = parent("a1", DAN, "father")
    both["related_to"].append({"child": "c2", "relation": "father"})
    core: dict[str, Any] = {"children": [{"person": "c1"}, {"person": "c2"}]}
    must_not = {"do_not_disclose_to": [{"person": "a1"}]}
    before = event("2026-10-04", parent("a1", DAN, "father", seen=True), handling=must_not,
                    allegations=[{"alleged": "a1", "victims": ["c1"]}])  # fmt: skip
    shown = [
        OfChild(PersonRef("c1"), [event("2026-11-04", both, own=True, **core), before]),
        OfChild(PersonRef("c2"), [event("2026-11-04", both, own=True, of="c2", **core)]),
    ]

    ivy, bo = map(only, around(people(shown), today=TODAY, days=90, ask=lambda _: "the front door"))

    assert bo.heed == ivy.heed == (DO_NOT_APPROACH, "Do not let Dan Quillmere learn of this.")
    assert (
        bo.says == ivy.says == ("Last recorded contact: 4 October 2026, with Test Agency (seen).",)
    )


def test_where_older_events_were_cut_a_contact_is_no_proof_that_it_is_safe() -> None:
    """Why he is not to be approached may stand in what was cut; where nothing was, it does not."""
    seen = event("2026-11-04", parent("a1", DAN, "father", seen=True), own=True)

    assert only(panel_of(seen, cut=True)).heed == (DO_NOT_APPROACH,)
    assert only(panel_of(seen)).heed == ()


@pytest.mark.parametrize(
    ("first", "second", "heed"),
    [
        ({"how": "by text", "never": "write to the home"}, {}, ("write to the home", ASK_HOW)),
        ({"how": "by text"}, {"never": "ring the phone: he has it"},
         ("ring the phone: he has it", ASK_HOW)),
        ({"never": "write"}, {"how": "by text"}, ("write", ": by text.")),
    ],
)  # fmt: skip
def test_what_came_last_says_how_she_is_reached_and_never_stands_before(
    first: dict[str, str], second: dict[str, str], heed: tuple[str, str]
) -> None:
    """What came last may have happened before; a "never" holds whoever told it, and when."""
    alleged = [{"alleged": "a1", "victims": ["a2"]}]
    shown = [
        event(day, parent("a2", JANE, "mother", **({"safe_contact": note} if note else {})),
               allegations=alleged, received=came)
        for day, came, note in (("2026-10-04", "2026-10-05", first),
                                ("2026-09-04", "2026-11-04", second))
    ]  # fmt: skip

    said = only(panel_of(*shown)).heed

    assert said[0].startswith(f"To reach Jane Quillmere safely, never: {heed[0]}")
    assert said[1].endswith(heed[1])
    assert len(said) == 2
