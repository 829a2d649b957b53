"""Who interprets, which child is alleged, who has left, what was taken back: in a panel."""

import datetime as dt
from typing import Any

import pytest
from wholepicture_agreement.item.around import OfChild, Shown, around, people
from wholepicture_agreement.item.around.with_care import NamedWithCare
from wholepicture_schemas.around import Around
from wholepicture_schemas.identifiers import PersonRef

pytestmark = pytest.mark.finding("F5")
JANE = {"person": "a2", "name": {"given": "Jane", "family": "Quillmere"},
        "related_to": [{"child": "c1", "relation": "mother"}]}  # fmt: skip
DAN = {"person": "a1", "name": {"given": "Dan", "family": "Quillmere"},
       "related_to": [{"child": "c1", "relation": "father"}]}  # fmt: skip
KIT = {"person": "c2", "name": {"given": "Kit", "family": "Quillmere"}, "birth_date": "2009-05-04"}
IVY = {"person": "c1", "name": {"given": "Ivy", "family": "Quillmere"}}
WORK = {"state": "open", "kind": "child-in-need", "team": "social-work-bristol-3",
        "worker": {"name": "W. Example", "phone": "0117 496 0002"}}  # fmt: skip


def _event(
    day: str,
    name: str = "concern",
    *,
    own: bool = False,
    detail: dict[str, Any] | None = None,
    **core: Any,
) -> Shown:
    told = {"core": {"children": [IVY], **core}, "detail": detail or {}}
    happened = dt.date.fromisoformat(day)
    return Shown(told, "Test Council", name, happened, PersonRef("c1"), own)


def _around(*shown: Shown) -> Around:
    found = people([OfChild(PersonRef("c1"), shown)])
    today = dt.date(2026, 11, 18)
    (panel,) = around(found, today=today, days=90, ask=lambda _: "A. Test on 0117 496 0001")
    return panel


@pytest.mark.finding("I1")
def test_how_a_parent_communicates_and_that_nobody_of_the_family_interprets() -> None:
    """By the newest event that says so; an event that says nothing of it takes nothing away."""
    signs = {**JANE, "communication": ["BSL"], "languages": ["British Sign Language"]}
    panel = _around(_event("2026-10-01", adults=[signs]), _event("2026-11-17", adults=[JANE, DAN]))

    said = {adult.who: adult.communication for adult in panel.adults}
    assert said == {
        "Jane Quillmere": (
            "How they communicate: uses British Sign Language.",
            "Languages: British Sign Language.",
            "Nobody of the family interprets: ask for an interpreter, or for what helps.",
        ),
        "Dan Quillmere": (),
    }


@pytest.mark.parametrize("told_now", [True, False])
def test_an_alleged_child_is_heeded_as_an_adult_is(*, told_now: bool) -> None:
    """In the same event or an earlier one: a brother who harmed her, who must not learn of it."""
    handling = {"do_not_disclose_to": [{"person": "c2", "because": "He would blame her"}]}
    alleged = [{"alleged": "c2", "victims": ["c1"]}]
    told = _event("2026-10-01", own=told_now, children=[IVY, KIT], adults=[JANE],
                  allegations=alleged, handling=handling)  # fmt: skip
    other = [] if told_now else [_event("2026-11-17", own=True, adults=[JANE])]

    (kit,) = _around(told, *other).children

    assert kit.who == "Kit Quillmere, 17"
    assert kit.person == ("c2" if told_now else None)
    assert not kit.of_household
    assert kit.heed == (
        ("Do not approach Kit Quillmere because of this line: first ask A. Test on 0117 496 0001."),
        "Kit Quillmere: alleged to have harmed somebody.",
        "Do not let Kit Quillmere learn of this: He would blame her.",
    )


@pytest.mark.parametrize(
    ("later", "names"),
    [
        (("worker-changed", {"worker": {"name": "V. Example"}, "since": "2026-10-01"}),
         ["V. Example"]),
        (("involvement-changed", {**WORK, "worker": {"name": "V. Example"}}), ["V. Example"]),
        (("case-closed", {"closed_on": "2026-10-01"}), []),
        (("case-transferred", {"from_team": "social-work-bristol-3"}), []),
        (("case-transferred", {"from_team": "social-work-bristol-1"}), ["W. Example"]),
    ],
)  # fmt: skip
def test_who_has_left_does_not_work_with_the_child(later: Any, names: list[str]) -> None:
    """A newer worker replaces the older; a case that was closed or moved has none here."""
    name, detail = later
    panel = _around(
        _event("2026-07-04", "involvement-changed", detail=WORK),
        _event("2026-10-01", name, detail=detail),
        _event("2026-11-17", own=True),
    )

    assert [one.name for one in panel.works_with] == names


@pytest.mark.parametrize(
    ("standing", "words"),
    [
        ("alleged", "alleged to have harmed somebody"),
        ("retracted",
         "alleged to have harmed somebody, which was taken back by whoever alleged it"),
        ("charged", "charged by police with having harmed somebody"),
        ("convicted", "convicted by a court of having harmed somebody"),
    ],
)  # fmt: skip
def test_the_standing_of_an_allegation_is_said_and_care_stays(standing: str, words: str) -> None:
    """What was taken back may have been so for fear: he is not approached all the same."""
    alleged = [{"alleged": "a1", "victims": ["a2"], "standing": standing}]
    (father,) = _around(_event("2026-11-17", adults=[DAN], allegations=alleged)).adults

    assert father.is_what.endswith(f", {words}")
    assert father.heed


@pytest.mark.parametrize(
    ("core", "detail", "on"),
    [
        ({"allegations": [{"alleged": "a1", "victims": ["c1"], "alleged_by": "a2"}]}, {},
         "2026-11-17"),
        ({}, {"disclosed_by": "a2", "disclosed_on": "2026-11-15"}, "2026-11-15"),
        ({}, {"disclosed_by": "a1", "disclosed_on": "2026-11-15"}, None),
    ],
)  # fmt: skip
def test_whoever_told_it_was_in_contact(core: Any, detail: Any, on: str | None) -> None:
    """A mother who asked for help is not said to have been in contact with nobody."""
    told = _event("2026-11-17", "disclosure-to-a-worker", detail=detail, adults=[JANE], **core)
    contact = _around(told).adults[0].last_contact

    assert (contact.on.isoformat() if contact else None) == on


@pytest.mark.parametrize(
    ("name", "may_be"),
    [("Tom Reed", True), ("Mr T. Reed", True), ("Reed, Tom", True), ("Ms Reed", True),
     ("Tommy Reed", True), ("Ann Reed", False), ("Tom Day", False), ("T. Bear", True),
     ("duty worker", False), (None, False)],
)  # fmt: skip
def test_a_name_that_may_be_his(name: object, may_be: bool) -> None:
    """Professionals have a name and no reference: in doubt it is his."""
    reed = {"person": "a7",
            "name": {"given": "Tom", "family": "Reed", "also_known_as": ["T. Bear"]}}  # fmt: skip
    told = _event("2026-11-17", adults=[reed], allegations=[{"alleged": "a7"}])

    assert NamedWithCare.of([told]).may_be(name) is may_be
