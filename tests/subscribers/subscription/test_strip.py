"""The strip of six months on an item, and who is around the child: seen before any text is read."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from wholepicture_schemas.deliveries import Delivery
from wholepicture_subscribers.subscription import Referral
from wholepicture_subscribers.subscription.strip import strip
from wholepicture_subscribers.subscription.wording import in_words

from tests.subscribers.subscription.bus_side import delivery

Read = Callable[[Delivery], Referral]
ADULT = {"who": "Dan Test", "heed": ["Do not contact Dan Test before you have spoken with A."],
         "is_what": "father, lives with the child",
         "says": ["No recorded contact with any agency in the last 90 days."],
         "no_recorded_contact_in_days": 90}  # fmt: skip
AROUND = {"person": "c1", "needs": ["How the child communicates: does not speak."],
          "adults": [ADULT], "says": ["Made of what stands here alone."],
          "works_with": [{"name": "W. Test", "agency": "Test Council",
                          "does": "works with the child", "as_of": "2026-01-10"}]}  # fmt: skip


def _earlier(day: str, who: str = "Test School", about: str = "concern", **more: Any) -> Any:
    happened = f"{day}T12:00:00Z"
    return {"person": "c1", "happened": happened, "told_by": who, "about": about, "told": {},
            **more}  # fmt: skip


def _item(*earlier: Any, **more: Any) -> Delivery:
    return delivery(1, earlier=list(earlier), **more)


def _notes(item: Delivery) -> str:
    (lanes,) = strip(item.data)
    return " ".join(lanes.notes)


pytestmark = pytest.mark.finding("F10")


def test_each_who_told_something_has_a_lane_over_the_months() -> None:
    """The item's own event stands in its lane, what is older than six months in none."""
    item = _item(
        _earlier("2025-08-01"), _earlier("2025-12-24"), _earlier("2026-03-02", "Test Police")
    )

    (lanes,) = strip(item.data)

    assert lanes.months == ("Sep", "Oct", "Nov", "Dec", "Jan", "Feb", "Mar")
    assert lanes.caption.endswith("from 4 September 2025 to 4 March 2026")
    told = {
        lane.who: [
            (entry.day, entry.says)
            for month in lane.months
            for one in month
            for entry in one.entries
        ]
        for lane in lanes.lanes
    }
    assert told == {
        "Test Police": [(2, "March 2026: concern"), (4, "March 2026: domestic abuse incident")],
        "Test School": [(24, "December 2025: concern")],
    }
    assert "1 older stands below." in lanes.notes


@pytest.mark.finding("F2")
def test_what_goes_well_has_another_shape_and_a_word() -> None:
    """A strength is no concern: its shape differs, and what is heard says it."""
    item = _item(_earlier("2026-02-01", about="strengths note", strength=True))

    (lanes,) = strip(item.data)
    entries = [
        entry
        for lane in lanes.lanes
        for month in lane.months
        for one in month
        for entry in one.entries
    ]

    (police, school) = entries
    assert police.mark != school.mark
    assert school.says == "February 2026: strengths note, something that goes well"
    assert f"{school.mark} something that goes well" in lanes.notes[0]


def test_gaps_are_said_and_mean_nothing() -> None:
    """A time of which nothing was told is named, and is no sign that nothing happened."""
    notes = _notes(_item(_earlier("2025-10-20"), _earlier("2025-11-04")))

    assert (
        "Of the time between 4 September 2025 and 20 October 2025, and between 4 November 2025 and "
        "4 March 2026 nothing was told that you may see; this does not mean that nothing happened."
    ) in notes
    assert not re.search(r"no (alerts?|concerns?)|all clear|safe", notes)


def test_what_was_cut_is_no_gap() -> None:
    """Where older events do not stand here, it is not said that nothing was told of that time."""
    item = _item(_earlier("2026-01-20"), earlier_cut="Older items do not stand here. Ask.")

    assert "4 September 2025 and" not in _notes(item)
    assert "20 January 2026 and 4 March 2026" in _notes(item)
    assert _notes(item).endswith("Older items do not stand here. Ask.")


def test_of_several_children_it_is_said_of_whom() -> None:
    """One event about two children is one entry, with both of their names."""
    children = [{"person": one, "child_reference": one, "confidence": "confirmed",
                 "arrival": "contact"} for one in ("c1", "c2")]  # fmt: skip
    told = {"core": {"children": [{"person": "c1", "name": {"given": "Robin"}},
                                  {"person": "c2", "name": {"given": "Sam"}}]}}  # fmt: skip
    both = (_earlier("2026-01-20"), {**_earlier("2026-01-20"), "person": "c2"})

    (lanes,) = strip(_item(*both, children=children, told=told).data)

    (school,) = [lane for lane in lanes.lanes if lane.who == "Test School"]
    (entry,) = [entry for month in school.months for one in month for entry in one.entries]
    assert entry.says == "January 2026: concern (of Robin and Sam)"


def test_several_of_one_day_have_a_shape_each_and_their_number() -> None:
    """Four incidents of a day are four, seen and heard; one about two children is one."""
    two = {"told": {"core": {"children": [{"person": "c1", "name": {"given": "Robin"}},
                                          {"person": "c2", "name": {"given": "Sam"}}]}},
           "children": [{"person": one, "child_reference": one, "confidence": "confirmed",
                         "arrival": "contact"} for one in ("c1", "c2")]}  # fmt: skip
    at = [{**_earlier("2026-01-20"), "happened": f"2026-01-20T{hour}:00:00Z"} for hour in (10, 11)]
    both = [{**one, "person": person} for one in at for person in ("c1", "c2")]

    (lanes,) = strip(_item(*both, _earlier("2025-08-01"), _earlier("2025-08-01"), **two).data)

    (school,) = [lane for lane in lanes.lanes if lane.who == "Test School"]
    (entry,) = [entry for month in school.months for one in month for entry in one.entries]
    assert entry.says == "January 2026: concern, 2 times (of Robin and Sam)"
    assert entry.mark == "\N{BLACK CIRCLE}" * 2
    assert "2 older stand below." in lanes.notes


def test_whoever_is_shown_nothing_of_before_has_no_strip() -> None:
    """A school's item is its one event; an amendment does not repeat what was told before."""
    amends = {"delivery": "d-0", "how": "correction", "because": "A slip."}

    assert list(strip(delivery(1).data)) == []
    assert list(strip(_item(_earlier("2026-01-20"), amends=amends).data)) == []
    assert list(strip(delivery(1, around=[AROUND]).data))


@pytest.mark.finding("F5")
def test_the_page_and_the_text_say_who_is_around_and_what_is_heeded_first(
    referral_of: Read,
) -> None:
    """The strip before any text, then how the child communicates, then the adults, heeded first."""
    referral = referral_of(_item(_earlier("2026-01-20"), around=[AROUND]))

    for shown in (in_words(referral), referral.page().partition("</style>")[2]):
        places = [
            shown.index(said)
            for said in (
                "What was told of the time from",
                "Happened at" if "Happened at" in shown else "happened at",
                "What to do",
                "Around the child",
                "How the child communicates: does not speak.",
                "Do not contact Dan Test before you have spoken with A.",
                "Father, lives with the child. No recorded contact with any agency",
                "W. Test, Test Council: works with the child",
                "Made of what stands here alone.",
            )
        ]
        assert places == sorted(places)


@pytest.mark.finding("F5")
def test_who_interprets_and_an_alleged_child_stand_before_anything_else(referral_of: Read) -> None:
    """A brother who is alleged is heeded, and is of no household that is not his."""
    signs = {**ADULT, "communication": ["How they communicate: uses British Sign Language."]}
    kit = {"who": "Kit, 17", "heed": ["Do not approach Kit."], "of_household": False}
    around = [{**AROUND, "adults": [signs], "children": [kit]}]

    text = in_words(referral_of(delivery(1, around=around)))

    heed, how, is_what = (
        text.index(said)
        for said in ("Do not contact Dan Test", "uses British Sign", "Father, lives with the child")
    )
    assert heed < how < is_what
    assert "Kit, 17. Do not approach Kit." in text
    assert "Other children of the household" not in text


def test_what_is_equal_of_siblings_is_said_once(referral_of: Read) -> None:
    """Two children, one father: he stands there once, with what is heeded because of either."""
    told = {"core": {"children": [{"person": "c1", "name": {"given": "Robin"}},
                                  {"person": "c2", "name": {"given": "Sam"}}],
                     "adults": [{"person": "a1", "name": {"given": "Dan", "family": "Test"},
                                 "birth_date": "1990-01-02"}]}}  # fmt: skip
    adult = {**ADULT, "person": "a1"}
    step = {**adult, "is_what": "step-father, lives with the child", "heed": []}
    around = [{**AROUND, "adults": [adult]}, {**AROUND, "person": "c2", "adults": [step]}]

    text = in_words(referral_of(delivery(1, told=told, around=around)))

    assert text.count("Do not contact Dan Test") == 1
    assert (
        "For Robin: father, lives with the child; for Sam: step-father, lives with the child. "
        "No recorded contact"
    ) in text
    assert "Born: 2 January 1990" in text
    assert "Household and other adults" not in text
