"""Who is around a child: made of what an item shows, careful of whom it names, not reassuring."""

import datetime as dt
from typing import Any

import pytest
from wholepicture_agreement.item.around import Shown
from wholepicture_schemas.around import Around
from wholepicture_schemas.codes import ETHNICITIES

from tests.agreement.around_shown import DAN, DO_NOT_APPROACH, JANE, NOTE
from tests.agreement.around_shown import event as _event
from tests.agreement.around_shown import only as _only
from tests.agreement.around_shown import panel_of as _around
from tests.agreement.around_shown import parent as _parent

pytestmark = pytest.mark.finding("F5")


def test_a_father_in_the_home_whom_nobody_saw_for_months() -> None:
    """He lives there, his name comes up three times, and the last who saw him did so in spring."""
    seen = _parent("a1", DAN, "father", lives_with_children="yes", seen=True)
    named = _parent("a7", DAN, "father", lives_with_children="yes")

    father = _only(
        _around(
            _event("2026-04-02", seen, agency="Bristol City Council"),
            _event("2026-10-01", named),
            _event("2026-11-17", named, own=True),
        )
    )

    assert father.is_what == "father, with parental responsibility, lives with the child"
    assert father.no_recorded_contact_in_days == 90
    assert father.last_contact is not None
    assert father.last_contact.on == dt.date(2026, 4, 2)
    assert father.person == "a7"
    assert father.says == (
        (
            "No recorded contact with any agency in the last 90 days; the last one that stands "
            "here was on 2 April 2026, with Bristol City Council (seen)."
        ),
    )
    assert father.heed == (DO_NOT_APPROACH,)


def test_a_contact_in_time_is_said_and_that_somebody_was_not_seen_is_none() -> None:
    """An agency that could not see him is no contact; one that saw him since is."""
    not_seen = {"adult": "a1", "not_seen_since": "2026-03", "not_seen_reason": "not-asked"}
    told = _event(
        "2026-09-20", _parent("a1", DAN, "father"), name="adult-not-seen", detail=not_seen
    )
    saw = _event("2026-10-20", _parent("a4", DAN, "father", seen=True), agency="Test Trust")

    before, after = _only(_around(told)), _only(_around(told, saw))

    assert before.says == (
        "No recorded contact with any agency in the last 90 days.",
        "Test Agency told on 20 September 2026: not seen since March 2026.",
    )
    assert after.says[0] == "Last recorded contact: 20 October 2026, with Test Trust (seen)."
    assert after.no_recorded_contact_in_days is None


@pytest.mark.parametrize(
    ("event", "counts"),
    [
        (_event("2026-11-01", _parent("a1", DAN, "father"), name="parent-context",
                detail={"adult": "a1"}), True),
        (_event("2026-11-01", _parent("a1", DAN, "father"), name="parent-context",
                detail={"adult": "a2"}), False),
        (_event("2026-11-01", _parent("a1", DAN, "father"),
                allegations=[{"alleged": "a1", "victims": ["c1"], "now": "on-bail"}]), False),
        (_event("2026-11-01", _parent("a1", DAN, "father"),
                allegations=[{"alleged": "a1", "victims": ["c1"], "now": "at-large"}]), False),
        (_event("2026-11-01", _parent("a1", DAN, "father",
                agreements=[{"state": "refused", "to": "a visit", "on": "2026-10-30"}])), True),
        (_event("2026-11-01", _parent("a1", DAN, "father",
                agreements=[{"state": "given", "to": "a visit", "on": "2026"}])), False),
        (_event("2026-11-01", _parent("a1", DAN, "father", seen=False)), False),
    ],
)  # fmt: skip
def test_what_counts_as_a_contact(event: Shown, counts: bool) -> None:
    """Seen, spoke for himself, agreed or refused on a day; a name alone is none, nor bail."""
    assert (_only(_around(event)).last_contact is not None) == counts


def test_an_alleged_father_is_not_contacted_before_somebody_was_spoken_with() -> None:
    """The note of the sender's handling comes first, whichever event has it."""
    alleged = [{"alleged": "a1", "victims": ["a2"]}]
    handling = {"call_before_speaking_to_family": NOTE}
    incident = _event("2026-05-01", _parent("a1", DAN, "father"), allegations=alleged,
                      handling=handling)  # fmt: skip
    today = _event("2026-11-17", _parent("a3", DAN, "father"), own=True)

    father = _only(_around(incident, today))

    assert father.heed == (
        (
            "Do not contact Dan Quillmere before you have spoken with Safeguarding unit on "
            "0117 496 0110."
        ),
    )
    assert "alleged to have harmed somebody" in father.is_what
    assert father.no_recorded_contact_in_days == 90


@pytest.mark.parametrize(
    "core",
    [
        {"allegations": [{"alleged": "a1", "victims": ["a2"]}]},
        {"allegations": [{"alleged": "a1", "victims": ["a2"], "standing": "retracted"}]},
        {"handling": {"do_not_disclose_to": [{"person": "a1"}]}},
        {"detail": {"orders": [{"person": "a1", "kind": "bail-condition"}]}},
        {"name": "adult-not-seen", "detail": {"adult": "a1", "not_seen_reason": "not-safe"}},
    ],
)
def test_without_a_note_nobody_is_to_approach_him_because_of_it(core: dict[str, Any]) -> None:
    """Alleged, bound by an order, who must not learn of it, or not safe to try: so it stands."""
    father = _only(_around(_event("2026-11-01", _parent("a1", DAN, "father"), **core)))

    assert father.heed[0] == DO_NOT_APPROACH


def test_an_allegation_may_be_older_than_what_is_shown() -> None:
    """So nobody is to approach anybody because no contact is recorded, alleged here or not."""
    told = _event("2026-09-20", _parent("a1", DAN, "father"), _parent("a2", JANE, "mother"))

    for panel in (_around(told), _around(told, cut=True)):
        assert [adult.heed for adult in panel.adults] == [
            (DO_NOT_APPROACH,), (DO_NOT_APPROACH.replace("Dan", "Jane"),)
        ]  # fmt: skip


def test_a_mother_who_may_be_harmed_is_reached_as_she_said() -> None:
    """Both sides of an allegation stand there; hers says how, or that it is not told."""
    alleged = [{"alleged": "a1", "victims": ["a2"]}]
    never = {"never": "write to the home", "how": "by text"}
    mother = _parent("a2", JANE, "mother", safe_contact=never)
    other = _parent("a2", JANE, "mother")

    with_note = _around(_event("2026-11-01", _parent("a1", DAN, "father"), mother,
                               allegations=alleged)).adults[1]  # fmt: skip
    without = _around(_event("2026-11-01", other, allegations=alleged)).adults[0]

    assert with_note.heed == (
        "To reach Jane Quillmere safely, never: write to the home.",
        "To reach Jane Quillmere safely: by text.",
    )
    assert without.heed == (
        (
            "How to reach Jane Quillmere safely is not told: ask the front door before you write, "
            "ring or visit."
        ),
    )
    assert "said to have been harmed" in with_note.is_what


def test_in_doubt_two_stand_and_neither_is_said_not_to_have_been_met() -> None:
    """Dan and Daniel may be one father: what is alleged of one is heeded of both."""
    daniel = {"given": "Daniel", "family": "Quillmere"}
    alleged = [{"alleged": "a1", "victims": ["c1"]}]
    incident = _event("2026-11-01", _parent("a1", DAN, "father"), allegations=alleged)
    visit = _event("2026-11-10", _parent("a1", daniel, "father", seen=True))

    one, two = _around(incident, visit).adults

    assert (one.who, two.who) == ("Daniel Quillmere", "Dan Quillmere")
    assert one.heed == (DO_NOT_APPROACH.replace("Dan ", "Daniel "),)
    assert two.says == (
        "Whether any agency was in contact is not certain: see Daniel Quillmere.",
        "May be the same person as Daniel Quillmere.",
    )
    assert two.no_recorded_contact_in_days is None


@pytest.mark.parametrize(
    ("first", "second", "people"),
    [
        (_parent("a1", DAN, "father"), _parent("a9", DAN, "father"), 1),
        (_parent("a1", DAN, "unknown", birth_date="1988-02-03"),
         _parent("a9", DAN, "father", birth_date="1988-02-03"), 1),
        (_parent("a1", {**DAN, "also_known_as": ["Danny Quill"]}, "father"),
         _parent("a9", {"given": "Danny", "family": "Quill"}, "father"), 1),
        (_parent("a1", DAN, "father", birth_date="1988-02-03"),
         _parent("a9", DAN, "grandparent", birth_date="1961-02-03"), 2),
        (_parent("a1", DAN, "unknown"), _parent("a9", DAN, "father"), 2),
        (_parent("a1", None, "father"), _parent("a9", DAN, "father"), 2),
        (_parent("a1", None, "mother"), _parent("a9", None, "father"), 2),
    ],
)  # fmt: skip
def test_who_is_the_same_adult(first: dict[str, Any], second: dict[str, Any], people: int) -> None:
    """One name with one relation or birth date is one person; anything less is two."""
    panel = _around(_event("2026-10-01", first), _event("2026-11-01", second))

    assert len(panel.adults) == people


@pytest.mark.parametrize("earlier", [(), (_event("2026-01-01"),)])
def test_two_entries_of_one_event_are_two_people(earlier: tuple[Shown, ...]) -> None:
    """Of one name, too: whoever told it knows them apart, whether or not anything came before."""
    twice = _event("2026-11-01", _parent("a1", DAN, "father"), _parent("a2", DAN, "father"))

    one, two = _around(*earlier, twice).adults

    assert (one.who, two.who) == ("Dan Quillmere", "Dan Quillmere")
    assert one.says == two.says == ("No recorded contact with any agency in the last 90 days.",)


def test_where_older_events_were_cut_nothing_is_said_of_days_that_are_not_shown() -> None:
    """What is shown goes back to September only: that nobody saw him is said of that alone."""
    told = _event("2026-09-20", _parent("a1", DAN, "father"))

    father = _only(_around(told, cut=True))
    long_ago = _only(_around(told, _event("2026-01-05"), cut=True))

    assert father.says == (
        (
            "No contact is recorded in what stands here, which goes back to 20 September 2026 "
            "only; what is older does not stand here."
        ),
    )
    assert father.no_recorded_contact_in_days is None
    assert long_ago.no_recorded_contact_in_days == 90


def test_where_nothing_is_known_it_says_so_and_what_that_does_not_mean() -> None:
    """No adult, nobody who works with the child, nothing of how they communicate."""
    panel = _around(_event("2026-11-17", own=True))

    assert panel.needs == (
        "How the child communicates is not told here: ask before you meet the child.",
    )
    assert not panel.adults
    assert not panel.works_with
    assert not panel.children
    assert panel.says[:2] == (
        "Nobody who works with the child is named here. That does not mean that nobody does.",
        "No adult around the child is named here. That does not mean that there is none.",
    )
    assert "asks nobody to get in touch" in panel.says[-2]
    assert panel.says[-1] == "It is of 18 November 2026: an item that came later may say more."


@pytest.mark.finding("I1")
def test_how_the_child_communicates_comes_first_by_the_newest_who_says_so() -> None:
    """An event that says nothing of it takes nothing away."""
    child = {"communication": ["NON_VERBAL", "EYE_GAZE"], "disability": ["COMM"],
             "communication_note": "Looks at a picture"}  # fmt: skip
    panel = _around(_event("2026-03-01", child=child), _event("2026-11-17", own=True))

    assert next(iter(Around.model_fields)) == "person"
    assert list(Around.model_fields)[1] == "needs"
    told = "as Test Agency told on 1 March 2026"
    assert panel.needs == (
        f"How the child communicates, {told}: does not speak and uses eye gaze.",
        f"What helps, {told}: Looks at a picture.",
        f"Disability, {told}: communication.",
    )


def test_what_the_items_own_sender_told_needs_no_name() -> None:
    """Of the rest the reader sees that the sender, who does not know it, is not who told it."""
    own = {
        "disability": ["LD"],
        "vulnerability_considered": {"medical_dependence_known": "unknown"},
    }
    before = {"vulnerability_considered": {"medical_dependence_known": "yes"}}

    panel = _around(_event("2026-10-05", child=before), _event("2026-11-17", own=True, child=own))

    assert panel.needs[1:] == (
        "Disability: learning.",
        "Depends on care, equipment or medicine, as Test Agency told on 5 October 2026.",
    )


@pytest.mark.finding("F1")
def test_who_works_with_the_child_by_name_role_number_and_dates() -> None:
    """The worker of now, not the one whose work ended; an agency that only told comes last."""
    worker = {"name": "W. Example", "role": "social worker", "phone": "0117 496 0002"}
    nurse = {"name": "N. Example", "role": "nurse", "organisation": "Test Trust"}
    work = {"state": "open", "kind": "early-help", "team": "early-help-bristol", "worker": worker}
    closed = {**work, "state": "closed", "until": "2026-06-30", "worker": None}
    new = {"state": "open", "kind": "child-in-need", "team": "social-work-bristol-3",
           "worker": {"name": "V. Example"}, "since": "2026-07-01"}  # fmt: skip
    began, ended, now = (
        _event(day, name="involvement-changed", agency="Test Council", detail=detail)
        for day, detail in (("2026-02-01", work), ("2026-06-30", closed), ("2026-07-01", new))
    )
    call = {"role": "duty sergeant", "phone": "0117 496 0001"}
    before = _event("2026-10-04", agency="Test Police", call_back=call)
    told = _event("2026-11-17", own=True, agency="Test School", professionals=[nurse],
                  call_back={"role": "head"})  # fmt: skip

    panel = _around(began, ended, now, before, told)
    works = (*panel.works_with, *panel.can_be_called)

    assert len(panel.can_be_called) == 1
    assert [(one.name or one.role, one.agency, one.does) for one in works] == [
        ("N. Example", "Test Trust", "named on 17 November 2026 by Test School"),
        ("V. Example", "Test Council", "works with the child (child in need) since 1 July 2026"),
        ("early help bristol", "Test Council",
         "works with the child (early help) until 30 June 2026: this work has ended"),
        ("duty sergeant", "Test Police", "told something of 4 October 2026"),
    ]  # fmt: skip


@pytest.mark.finding("F8")
def test_another_familys_father_is_not_of_this_household() -> None:
    """Of two families in one event each child has their own; siblings share a home or a parent."""
    other = {"person": "a8", "name": {"given": "Ray", "family": "Thornleigh"},
             "related_to": [{"child": "c2", "relation": "father"}],
             "lives_with_children": "yes"}  # fmt: skip
    both = _parent("a2", JANE, "mother")
    both["related_to"].append({"child": "c3", "relation": "mother"})
    children = [{"person": "c1"}, {"person": "c2", "name": {"given": "Max"}},
                {"person": "c3", "name": {"given": "Bo"}}]  # fmt: skip

    panel = _around(_event("2026-11-17", both, other, own=True, children=children))

    assert [adult.who for adult in panel.adults] == ["Jane Quillmere"]
    assert [child.who for child in panel.children] == ["Bo"]


@pytest.mark.finding("I2")
def test_ethnicity_changes_nothing() -> None:
    """Whatever code stands there, the panel is the same."""
    panels = {
        _around(
            _event("2026-11-17", _parent("a1", DAN, "father"), own=True, child={"ethnicity": code})
        ).model_dump_json()
        for code in (*ETHNICITIES, None)
    }

    assert len(panels) == 1
