"""Answers that end nothing: who is told instead, who is asked who acts, and what ends it."""

from typing import Any

import pytest
from wholepicture_consumers.documents import Sent
from wholepicture_consumers.picture.documents import NotTakenOn, Telling
from wholepicture_engine.stage import Key

from tests.consumers.both_stages import Followed, Stages
from tests.journeys.stories import (
    COUNCIL,
    FRONT_DOOR,
    POLICE,
    TEAM,
    Family,
    child,
    correction,
    family,
    incident,
    involvement,
    nhs_number,
    retraction,
)

SENDER = "safeguarding-police"
READER = "second-reader-bristol"
SCHOOL = "setting-100001"
EDUCATION = "education-bristol"
ENDS_NOTHING = ["not-ours", "cannot-identify"]
NIGHT = 13 * 60
"""From the morning until eleven at night."""


def _decides(stages: Stages, who: str, outcome: str, reply: str = "r1", **how: Any) -> Followed:
    """What follows from what a recipient decides on what it has of the event."""
    carrier = how.pop("carrier", who)
    delivery = stages.holders("e1")[who]
    said = {"delivery": delivery, "outcome": outcome, "reason": "As it is.", **how}
    return stages.answer(carrier, "decided", reply, **said)


def _could_not(stages: Stages, who: str, reply: str = "r1") -> Followed:
    said = {"delivery": stages.holders("e1")[who], "because": "It was too large."}
    return stages.answer(who, "cannot-process", reply, **said)


def _questions(followed: Followed) -> dict[str, dict[str, Any]]:
    """Who is asked who acts, with the item."""
    return {
        one["recipient"]: one
        for one in followed.items
        if (one.get("question") or {}).get("about") == "not-taken-on"
    }


def _asked(stages: Stages, who: str) -> str:
    """The question that a recipient is asked."""
    (name,) = [
        name
        for name in stages.questions("e1")
        if (sent := stages.document(Sent, name))
        and sent.recipient == who
        and not (sent.held and sent.held.newest)
    ]
    return str(name)


def _open(stages: Stages) -> list[str]:
    """Of which questions the status tells, by who is asked."""
    name = f"/agencies/{POLICE}:e1"
    rows = stages.memory.work([Key(Telling, name)]).rows(NotTakenOn, name)
    return sorted(row.asked for _, row in rows if row.open)


def _told_one(**more: Any) -> Stages:
    stages = Stages()
    stages.publish(
        incident([child(family(), "Ada", "2021-03-09")], urgency="routine", **more), "e1"
    )
    return stages


def _with_a_team(of: Family, number: str, **more: Any) -> Stages:
    """A child whom a team works with, and an incident that the team alone is told to act on."""
    stages = Stages()
    opened = involvement(of, "Ada", "2015-03-09", nhs_number=number)
    stages.publish(opened, "i1", of=COUNCIL)
    known = child(of, "Ada", "2015-03-09", nhs_number=number, **more)
    stages.publish(incident([known], urgency="routine"), "e1")
    return stages


@pytest.mark.parametrize("outcome", ENDS_NOTHING)
def test_where_all_turn_it_away_somebody_else_is_asked_who_acts(outcome: str) -> None:
    """The sender's unit, and the front door's second reader in its place, with a clock."""
    stages = _told_one()

    followed = _decides(stages, FRONT_DOOR, outcome)

    asked = _questions(followed)
    assert set(asked) == {SENDER, READER}
    for item in asked.values():
        assert item["headline"].startswith("Nobody has taken on Ada ")
        assert "Children's social care answered: " in item["instructions"][0]
        assert item["respond_by_words"] == "by 5pm Thursday 19 November"
        assert set(item["told"]["core"]) == {"local_reference", "call_back", "children"}
    assert {(one["decision"], one["recipient"]) for one in followed.ledger} == {
        (how, who) for how in ("ask", "give") for who in (SENDER, READER)
    }
    assert _open(stages) == sorted([SENDER, READER])


def test_a_system_that_cannot_take_it_in_raises_somebody_too() -> None:
    """A machine's answer is not silence: a person is asked who acts."""
    followed = _could_not(stages := _told_one(), FRONT_DOOR)

    assert set(_questions(followed)) == {SENDER, READER}
    assert "could not take it in" in _questions(followed)[SENDER]["instructions"][0]
    assert _could_not(stages, FRONT_DOOR, "r2").items == []


def test_the_same_answer_twice_raises_once() -> None:
    """Whether it comes again or is said again, and with other words too."""
    stages = _told_one()
    _decides(stages, FRONT_DOOR, "not-ours")

    again = _decides(stages, FRONT_DOOR, "not-ours", "r2", reason="As I said.")
    otherwise = _decides(stages, FRONT_DOOR, "cannot-identify", "r3")

    assert again.items == again.ledger == []
    assert otherwise.items == otherwise.ledger == []


@pytest.mark.parametrize(
    "outcome", ["referral-accepted", "passed-to-worker", "early-help", "advice", "nfa", "duplicate"]
)
def test_a_proper_answer_ends_it(outcome: str) -> None:
    """Whoever was asked hears that it is settled, and the status says nothing more."""
    stages = _told_one()
    _decides(stages, FRONT_DOOR, "not-ours")

    ended = _decides(stages, FRONT_DOOR, outcome, "r2", changes="r1")

    assert {one["recipient"] for one in ended.items} == {SENDER, READER}
    assert all("somebody has answered who acts" in one["headline"] for one in ended.items)
    assert _open(stages) == []


def test_an_answer_that_is_corrected_to_not_ours_raises() -> None:
    """What was accepted by a slip is turned away later: nobody acts, so somebody is asked."""
    stages = _told_one()
    accepted = _decides(stages, FRONT_DOOR, "referral-accepted")

    corrected = _decides(stages, FRONT_DOOR, "not-ours", "r2", changes="r1")

    assert accepted.items == accepted.ledger == []
    assert set(_questions(corrected)) == {SENDER, READER}


def test_whoever_is_asked_says_who_took_it() -> None:
    """Until then it stays open; from then on nobody else is asked. A slip opens it again."""
    stages = _told_one()
    _decides(stages, FRONT_DOOR, "not-ours")
    question = _asked(stages, SENDER)
    yes = {"delivery": question, "answer": "yes", "reason": "Found."}

    nobody = stages.answer(SENDER, "answered", "r2", **yes)
    taken = stages.answer(SENDER, "answered", "r3", **yes, taken_by="duty manager, Bath")
    settled = _open(stages)
    slip = stages.answer(SENDER, "answered", "r4", **{**yes, "answer": "no"})

    assert nobody.items == []
    assert [one["recipient"] for one in taken.items] == [READER]
    assert ("delivered", "Somebody has taken it on. It stands in the answer r3.") in taken.feedback
    assert settled == []
    assert set(_questions(slip)) == {READER}
    assert _open(stages) == sorted([SENDER, READER])


def test_a_team_that_closed_the_case_turns_it_over_to_the_front_door() -> None:
    """At once, as a contact of its own, with what the team answered and nothing of its reason."""
    stages = _with_a_team(family(), nhs_number())

    followed = _decides(stages, TEAM, "not-ours", reason="Closed in 2025 by W. Example.")
    again = _decides(stages, TEAM, "not-ours", "r2")

    (item,) = followed.items
    assert (item["recipient"], item["arrival"]) == (FRONT_DOOR, "contact")
    assert "answered that it does not act on it" in item["instructions"][1]
    assert "W. Example" not in str(item["instructions"])
    assert again.items == []
    assert set(_questions(_decides(stages, FRONT_DOOR, "not-ours", "r3"))) == {SENDER, READER}


def test_of_two_siblings_only_the_one_who_is_turned_away_goes_on() -> None:
    """The team has one of them, the front door the other: it is told of both then."""
    of, number = family(), nhs_number()
    stages = Stages()
    stages.publish(involvement(of, "Ada", "2015-03-09", nhs_number=number), "i1", of=COUNCIL)
    ada = child(of, "Ada", "2015-03-09", nhs_number=number)
    ben = child(of, "Ben", "2018-03-09", person="c2")
    stages.publish(incident([ada, ben], urgency="routine"), "e1")

    turned_away = _decides(stages, TEAM, "not-ours")
    all_of_them = _decides(stages, FRONT_DOOR, "cannot-identify", "r2")

    (item,) = turned_away.items
    assert item["recipient"] == FRONT_DOOR
    assert [one["person"] for one in item["children"]] == ["c1", "c2"]
    assert {len(one["children"]) for one in _questions(all_of_them).values()} == {2}


def test_one_of_two_who_acts_is_enough() -> None:
    """The front door of one area turns it away, and that of the other has not answered."""
    stages = Stages()
    two = child(
        family(), "Ada", "2021-03-09",
        lives_at={"lines": ["1 Row"], "postcode": "BS90 1ZZ", "authority": "E06000023"},
        staying_at={"lines": ["2 Row"], "postcode": "BS91 1ZZ", "authority": "E06000025"},
    )  # fmt: skip
    stages.publish(incident([two], urgency="routine"), "e1")
    other = "front-door-south-gloucestershire"

    first = _decides(stages, FRONT_DOOR, "not-ours")
    both = _decides(stages, other, "not-ours", "r2")

    assert first.items == []
    assert set(_questions(both)) == {SENDER, READER, "second-reader-south-gloucestershire"}


def test_at_night_who_is_on_duty_answers_for_whom_is_closed() -> None:
    """The duty team turns an urgent matter away: nobody waits until the front door opens."""
    stages = Stages()
    stages.pass_minutes(NIGHT)
    known = child(family(), "Ada", "2021-03-09")
    stages.publish(incident([known], urgency="immediate"), "e1")
    duty = "emergency-duty-bristol"

    turned_away = _decides(stages, duty, "not-ours")
    morning = _decides(stages, FRONT_DOOR, "referral-accepted", "r2")

    assert set(_questions(turned_away)) == {"force-control-room", READER}
    assert {one["recipient"] for one in morning.items} == {"force-control-room", READER}
    assert _open(stages) == []


def test_a_school_whose_pupil_the_child_is_not_has_the_education_team_told() -> None:
    """The team finds the child's school; where it cannot, the front door is asked besides."""
    stages = Stages()
    pupil = child(family(), "Ada", "2015-03-09", school={"urn": "100001", "name": "Harbourside"})
    stages.publish(incident([pupil], urgency="routine"), "e1")

    school = _decides(stages, SCHOOL, "not-ours", carrier=EDUCATION)
    team = _decides(stages, EDUCATION, "cannot-identify", "r2")

    (item,) = school.items
    assert item["recipient"] == EDUCATION
    assert "that the child is no pupil there" in item["instructions"][1]
    assert item["addressed_to"].get("setting") is None
    assert set(_questions(team)) == {SENDER, FRONT_DOOR}
    assert _questions(team)[SENDER]["headline"].startswith("Nobody in education has taken on Ada ")


def test_what_is_taken_back_is_asked_no_more() -> None:
    """Whoever was asked who acts hears that nobody has to."""
    stages = _told_one()
    _decides(stages, FRONT_DOOR, "not-ours")

    back = stages.publish(retraction(POLICE, "e1"), "t1")
    late = _decides(stages, FRONT_DOOR, "cannot-identify", "r2")

    assert {SENDER, READER} <= {one["recipient"] for one in back.items}
    assert late.items == []
    assert _open(stages) == []


def test_a_correction_keeps_what_is_asked() -> None:
    """A detail is put right: whoever has the event hears of it, and nobody is asked anew."""
    stages = _told_one()
    _decides(stages, FRONT_DOOR, "not-ours")

    changes = [{"field": "core.summary", "value": "It was the flat above."}]
    corrected = stages.publish(correction(POLICE, "e1", changes), "c1")

    assert [one["recipient"] for one in corrected.items] == [FRONT_DOOR]
    assert _open(stages) == sorted([SENDER, READER])


def test_an_answer_to_the_correction_counts_for_the_event() -> None:
    """Whoever has an amendment answers that: it is about the same event."""
    stages = _told_one()
    _decides(stages, FRONT_DOOR, "not-ours")
    changes = [{"field": "core.summary", "value": "It was the flat above."}]
    corrected = stages.publish(correction(POLICE, "e1", changes), "c1")
    (delivery, _), *_ = corrected.sent(FRONT_DOOR)

    accepted = stages.answer(
        FRONT_DOOR, "decided", "r2", delivery=delivery, outcome="referral-accepted", reason="Yes."
    )

    assert {one["recipient"] for one in accepted.items} == {SENDER, READER}
    assert _open(stages) == []


def test_children_who_are_not_named_are_nobodys_too() -> None:
    """Of an event without a child the question is who looks for children."""
    stages = Stages()
    document = incident([], urgency="routine")
    document["data"]["detail"]["children_check"] = {"answer": "not-asked"}
    stages.publish(document, "e1")
    holders = [who for who in stages.holders("e1") if who != FRONT_DOOR]

    first = _decides(stages, FRONT_DOOR, "not-ours")
    rest = [_decides(stages, who, "not-ours", f"r{who}") for who in holders]

    assert first.items == []
    assert "this event" in str(_questions(rest[-1])[READER]["headline"])


def test_what_the_sender_hears_names_no_team_and_nothing_known() -> None:
    """By family alone: that a team had a case of the child is not for the sender to know."""
    stages = _with_a_team(family(), nhs_number())
    _decides(stages, TEAM, "not-ours", reason="Closed by W. Example.")

    followed = _decides(stages, FRONT_DOOR, "not-ours", "r2", reason="Known since 2019.")

    item = str(_questions(followed)[SENDER])
    for word in ("W. Example", "2019", "social work", "First Response", "team", "episode"):
        assert word not in item
